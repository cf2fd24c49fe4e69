/**
 * What a project would be with other texts, without touching it. Only documents whose text or names change are read
 * and linked again. Time is linear in the project's declarations.
 */
import { Assembly } from '../model/assemble.ts';
import { ANY_NAME } from '../model/linked.ts';
import type { LinkedDocument } from '../model/linked.ts';
import { link } from '../model/link.ts';
import type { Model } from '../model/model.ts';
import { outlineOf } from '../model/outline.ts';
import type { Outline } from '../model/outline.ts';
import { Symbols } from '../model/symbols.ts';
import type { Project } from '../project/project.ts';
import { createParser } from '../syntax/parser.ts';
import type { Parser } from '../syntax/parser.ts';

export interface Trial {
  readonly documents: ReadonlyMap<string, LinkedDocument>;
  /** Documents that were read or linked again. */
  readonly concerned: readonly string[];
  readonly model: Model;
}

let parser: Parser | undefined;

export function trialOf(project: Project, texts: ReadonlyMap<string, string>): Trial {
  const before = new Map([...project.allDocuments()].map((document) => [document.uri, document]));
  const symbols = new Symbols();
  symbols.update(new Map([...before].map(([uri, { outline }]) => [uri, outline])));
  const outlines = new Map<string, Outline>();
  for (const [uri, text] of texts) {
    parser ??= createParser();
    outlines.set(uri, outlineOf(uri, parser.parse(text), project.vocabulary));
  }
  const changed = symbols.update(outlines);
  const documents = new Map(before);
  const concerned = new Set(texts.keys());
  for (const [uri, { lookups }] of before)
    if (changed.size > 0 && (lookups.has(ANY_NAME) || [...lookups].some((lookup) => changed.has(lookup))))
      concerned.add(uri);
  for (const uri of concerned) {
    const outline = symbols.outlineOf(uri);
    if (outline) documents.set(uri, link(outline, symbols, project.vocabulary));
  }
  const assembly = new Assembly();
  assembly.update(documents);
  return { documents, concerned: [...concerned], model: assembly.model };
}
