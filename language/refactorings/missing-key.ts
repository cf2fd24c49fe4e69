/**
 * A key that a rule asks for, with the vocabulary's own example as what has to be written over. Nothing is claimed of the
 * system that its author did not say: the title says that the value is an example.
 */
import { matchAll } from '../vocabulary/pattern.ts';
import type { Id } from '../model/symbols.ts';
import type { Project } from '../project/project.ts';
import { createParser } from '../syntax/parser.ts';
import type { Parser } from '../syntax/parser.ts';
import { settingOf } from './inline-default.ts';
import type { Change, Source } from './refactoring.ts';
import { declaredBy, selectedIn } from './selection.ts';
import type { Selection } from './refactoring.ts';

export interface MissingKey {
  readonly entity: Id;
  readonly key: string;
  /** Rules that cannot decide without it. */
  readonly rules: readonly string[];
  readonly example: string;
  readonly change: Change;
}

/** The keys that are missing in what is selected; those that are there already, or fit nowhere, are left out. */
export function missingKeys(source: Source, selection: Selection): MissingKey[] {
  const { project } = source;
  const document = project.document(selection.uri);
  if (!document) return [];
  const [statement, another] = selectedIn(document.outline.tree, selection).statements;
  const declared = another ? undefined : declaredBy(document, statement);
  if (!declared || declared.overlay || !statement || selection.end > statement.headEnd) return [];
  const ids = [...document.contributions].flatMap(([id, list]) =>
    list.some((each) => each.declared === declared && each.declares) ? [id] : [],
  );
  return ids.flatMap((id) => {
    const rulesOf = new Map<string, string[]>();
    for (const { key, rule } of project.unanswered().get(id) ?? [])
      rulesOf.set(key, [...new Set([...(rulesOf.get(key) ?? []), rule])]);
    const scope = project.symbols.scopesOf(document.uri).get(declared) ?? '';
    return [...rulesOf].flatMap(([key, rules]): MissingKey[] => {
      const example = exampleOf(project, id, key, scope);
      const change = example === undefined ? undefined : settingOf(source, id, key, example);
      return example !== undefined && change ? [{ entity: id, key, rules, example, change }] : [];
    });
  });
}

let parser: Parser | undefined;

/** The first example of a key whose names mean something here. */
function exampleOf(project: Project, id: Id, key: string, scope: string): string | undefined {
  const entry = project.vocabulary.keys.get(key);
  const entity = project.model.entity(id);
  if (!entry || !entity || !entry.on.includes(entity.kind) || entity.values.has(key)) return undefined;
  return entry.examples.find((example) => {
    parser ??= createParser();
    const [property] = parser
      .parse(`x {\n${key}: ${example}\n}`)
      .statements.flatMap(({ block }) => block?.statements ?? []);
    if (property?.form !== 'property') return false;
    let isKnown = true;
    const outcome = matchAll(entry.pattern, property.terms, (path, kinds) => {
      const found = project.symbols.resolve(path, scope, kinds);
      isKnown &&= found.ok;
      return found.ok ? [found.symbol.id] : [];
    });
    return outcome.ok && isKnown;
  });
}
