/**
 * Renaming across files. Nothing is changed unless every name of the project means afterwards what it means now: the
 * names are linked once more with the new name in place, in a copy of the symbols, and compared one by one.
 * Time is linear in the project's declarations and in the documents that look the old or the new name up.
 */
import { ErrorCodes, ResponseError } from 'vscode-languageserver';
import type { Position, Range } from 'vscode-languageserver';
import { dependsOnName } from '../../language/model/linked.ts';
import { link } from '../../language/model/link.ts';
import type { LinkedDocument, NameUse } from '../../language/model/linked.ts';
import { outlineOf } from '../../language/model/outline.ts';
import type { Outline } from '../../language/model/outline.ts';
import { qualifiedName, Symbols } from '../../language/model/symbols.ts';
import type { Id, SymbolEntry } from '../../language/model/symbols.ts';
import type { Project } from '../../language/project/project.ts';
import { positionAt } from '../../language/syntax/lines.ts';
import type { Span, Tree } from '../../language/syntax/tree.ts';
import type { TextEdit } from '../../language/model/finding.ts';
import { isLibrary } from './uris.ts';
import { useAt, usesOf } from './uses.ts';
import type { LocatedUse } from './uses.ts';
import { locationIn, offsetIn, pageOf, rangeIn } from './view.ts';
import type { View } from './view.ts';

export type Refused = { readonly refused: string };

/** The result, or the refusal as the protocol's error, which editors show. */
export function orRefuse<T extends object>(result: T | Refused): T {
  if ('refused' in result) throw new ResponseError(ErrorCodes.InvalidRequest, result.refused);
  return result;
}

export function prepareRename(
  view: View,
  uri: string,
  position: Position,
): { range: Range; placeholder: string } | Refused {
  const target = targetAt(view, uri, position);
  if ('refused' in target) return target;
  return { range: rangeIn(target.document, target.use), placeholder: target.symbol.name };
}

export function rename(view: View, uri: string, position: Position, newName: string): readonly TextEdit[] | Refused {
  const target = targetAt(view, uri, position);
  if ('refused' in target) return target;
  const { symbol } = target;
  const isDotted = symbol.category === 'knob';
  if (!(isDotted ? DOTTED : WORD).test(newName))
    return {
      refused: `\`${newName}\` cannot be a name: a name is one word of letters, digits, \`_\` and \`-\` that starts with a letter.`,
    };
  if (newName === symbol.name) return [];
  const uses = usesOf(view.project, symbol.id);
  const conflict = conflictOf(view.project, symbol, uses, newName);
  if (conflict !== undefined) return { refused: conflict };
  return uses.map(({ document, use }) => ({ ...locationIn(document, use), newText: newName }));
}

const LETTERS = String.raw`\u00aa-\u1fff\u2c00-\u2fff\u3005-\ud7ff`;
const WORD_SOURCE = String.raw`[A-Za-z_${LETTERS}][\w${LETTERS}]*(?:-[\w${LETTERS}]+)*`;
const WORD = new RegExp(`^${WORD_SOURCE}$`);
const DOTTED = new RegExp(String.raw`^${WORD_SOURCE}(?:\.${WORD_SOURCE})*$`);

interface Target {
  readonly document: LinkedDocument;
  readonly use: NameUse;
  readonly symbol: SymbolEntry;
}

function targetAt(view: View, uri: string, position: Position): Target | Refused {
  const page = pageOf(view, uri);
  const use = page && useAt(page.document, offsetIn(page, position));
  const symbol = use && view.project.symbols.first(use.id);
  if (!symbol) return { refused: 'Only the name of something declared can be renamed.' };
  if (view.project.symbols.withId(symbol.id).some((each) => isLibrary(each.uri)))
    return { refused: `\`${symbol.name}\` is declared in Faultline’s library, which cannot be changed from here.` };
  if (symbol.category === 'setting')
    return {
      refused: `\`${symbol.name}\` is a product’s own word for a setting’s value: values that use it would not follow.`,
    };
  return { document: page.document, use, symbol };
}

/** Why the new name cannot be taken, or nothing. */
function conflictOf(
  project: Project,
  symbol: SymbolEntry,
  uses: readonly LocatedUse[],
  newName: string,
): string | undefined {
  const renamedIds = renaming(symbol, newName);
  const taken = project.symbols.first(renamedIds(symbol.id));
  if (taken)
    return `\`${taken.qualified}\` is there already: ${article(taken.kind.name)} \`${taken.kind.name}\` has that name.`;
  const edits = new Map<LinkedDocument, Span[]>();
  for (const { document, use } of uses) {
    const spans = edits.get(document);
    if (spans) spans.push(use);
    else edits.set(document, [use]);
  }
  const symbols = renamedSymbols(project, edits, newName);
  for (const document of project.allDocuments()) {
    const isConcerned = edits.has(document) || dependsOnName(document, newName) || dependsOnName(document, symbol.name);
    const outline = isConcerned ? symbols.outlineOf(document.uri) : undefined;
    const conflict =
      outline && changedMeaning(document, link(outline, symbols, project.vocabulary), renamedIds, newName);
    if (conflict !== undefined) return conflict;
  }
  return undefined;
}

const article = (word: string): string => (/^[aeiou]/.test(word) ? 'an' : 'a');

/** What the ids of a thing, and of all that it owns, become. */
function renaming(symbol: SymbolEntry, newName: string): (id: Id) => Id {
  const before = symbol.qualified;
  const after = symbol.scope === '' ? newName : `${symbol.scope}.${newName}`;
  return (id) => {
    if (id === symbol.id) return `${symbol.category}:${after}`;
    const owner = `${before}.`;
    const qualified = qualifiedName(id);
    // Flows and operations own no names.
    const owns = symbol.category !== 'flow' && symbol.category !== 'operation';
    if (!owns || !qualified.startsWith(owner)) return id;
    return `${id.slice(0, id.indexOf(':'))}:${after}.${qualified.slice(owner.length)}`;
  };
}

/** The project's symbols as they are with the new name in place. */
function renamedSymbols(
  project: Project,
  edits: ReadonlyMap<LinkedDocument, readonly Span[]>,
  newName: string,
): Symbols {
  const symbols = new Symbols();
  const outlines = new Map<string, Outline>();
  for (const document of project.allDocuments()) {
    const spans = edits.get(document);
    const outline = spans
      ? outlineOf(document.uri, renamedTree(document.outline.tree, spans, newName), project.vocabulary)
      : document.outline;
    outlines.set(document.uri, outline);
  }
  symbols.update(outlines);
  return symbols;
}

/** The tree with other words at some places; offsets stay as they are, for they only have to agree with each other. */
function renamedTree(tree: Tree, spans: readonly Span[], newName: string): Tree {
  const starts = new Map(spans.map(({ start, end }) => [start, end]));
  const visit = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(visit);
    if (typeof value !== 'object' || value === null) return value;
    const copy: Record<string, unknown> = {};
    for (const [key, inner] of Object.entries(value)) copy[key] = visit(inner);
    const { name, segments, start, end } = copy;
    if (typeof start !== 'number' || starts.get(start) !== end) return copy;
    if (typeof name === 'string') copy['name'] = newName;
    // The name of a setting has dots of its own.
    if (Array.isArray(segments)) copy['segments'] = [{ name: newName, start, end }];
    return copy;
  };
  return { ...tree, statements: visit(tree.statements) as Tree['statements'] };
}

function changedMeaning(
  before: LinkedDocument,
  after: LinkedDocument,
  renamedIds: (id: Id) => Id,
  newName: string,
): string | undefined {
  const meanings = new Map(after.uses.map((use) => [spanKey(use), use.id]));
  for (const use of before.uses) {
    const meant = renamedIds(use.id);
    const means = meanings.get(spanKey(use));
    if (means === meant) continue;
    const { line } = positionAt(before.outline.tree.lineStarts, use.start);
    const file = before.uri.slice(before.uri.lastIndexOf('/') + 1);
    const now =
      means === undefined ? 'it would mean nothing, or several things' : `it would mean \`${qualifiedName(means)}\``;
    return `With the name \`${newName}\`, another name would change its meaning: \`${qualifiedName(use.id)}\` in line ${String(line + 1)} of ${file} is meant now; ${now}.`;
  }
  return undefined;
}

const spanKey = ({ start, end }: Span): string => `${String(start)}-${String(end)}`;
