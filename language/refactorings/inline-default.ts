/** Writes out what an element has from its technology: a setting's default, or a key that the technology gives. */
import { knobPlaces, knobsOf } from '../model/technologies.ts';
import { given } from '../model/model.ts';
import type { Entity } from '../model/model.ts';
import type { Id } from '../model/symbols.ts';
import { Places } from '../project/locate.ts';
import type { Project } from '../project/project.ts';
import { offsetAt } from '../syntax/lines.ts';
import type { Property } from '../syntax/tree.ts';
import type { KeyName } from '../vocabulary/vocabulary.ts';
import { lostMeaning } from './meaning.ts';
import type { Change, Offer, Refactoring, Refusal, Source } from './refactoring.ts';
import { declaredBy, selectedIn } from './selection.ts';

export const inlineDefault: Refactoring = (source, selection) => {
  const { project } = source;
  const document = project.document(selection.uri);
  if (!document) return [];
  const [statement, another] = selectedIn(document.outline.tree, selection).statements;
  if (!statement || another || statement.form !== 'declaration') return [];
  const isOnClause = statement.clauses.some(
    ({ word, start, end }) => word.name === 'is' && start <= selection.start && selection.end <= end,
  );
  const declared = declaredBy(document, statement);
  if (!isOnClause || !declared || declared.overlay || declared.kind.category !== 'element') return [];
  const id = idOfDeclared(project, document.uri, statement.start);
  const entity = id === undefined ? undefined : project.model.entity(id);
  if (!entity) return [];
  return defaultsOf(source, entity).map(({ key, value }): Offer => ({
    title: `Write out \`${key}: ${value}\``,
    kind: 'inline',
    change: () => inlined(source, entity, key, value),
  }));
};

function idOfDeclared(project: Project, uri: string, start: number): Id | undefined {
  return project.symbols.ofDocument(uri).find(({ declared }) => declared.statement.start === start)?.id;
}

interface Default {
  readonly key: string;
  readonly value: string;
}

function defaultsOf(source: Source, entity: Entity): Default[] {
  const { project } = source;
  const { model, symbols } = project;
  const technology = entity.clauses['is'];
  const found = new Map<string, string>();
  for (const key of project.vocabulary.keysOf(entity.kind)) {
    const provenance = given(model, entity, key as KeyName)?.provenance;
    if (provenance?.from !== 'technology') continue;
    const value = onlyText(source, provenance.technology, key);
    if (value !== undefined) found.set(key, value);
  }
  for (const knob of technology === undefined ? [] : knobsOf(technology, symbols)) {
    if (!knobPlaces(knob).includes('element') || entity.knobs.has(knob.name) || found.has(knob.name)) continue;
    const value = onlyText(source, knob.id, 'default');
    if (value !== undefined) found.set(knob.name, value);
  }
  return [...found].map(([key, value]) => ({ key, value }));
}

/** What is written for a key, where it is written once. */
function onlyText(source: Source, entity: Id, key: string): string | undefined {
  const written = source.project
    .documentsOf(entity)
    .flatMap(({ uri, contributions }) =>
      (contributions.get(entity) ?? []).flatMap(({ properties }) =>
        properties.flatMap((linked) => (linked.key === key ? [textOf(source, uri, linked.property)] : [])),
      ),
    );
  return written.length === 1 ? written[0] : undefined;
}

function textOf(source: Source, uri: string, { terms, headEnd }: Property): string {
  return (source.textOf(uri) ?? '').slice(terms[0]?.start ?? headEnd, headEnd).replace(/\s+/g, ' ');
}

function inlined(source: Source, entity: Entity, key: string, value: string): Change | Refusal {
  const change = settingOf(source, entity.id, key, value);
  const lost = change
    ? lostMeaning(source, change, { writes: { entity: entity.id, key } })
    : 'it is declared in no text that can be changed.';
  return change && lost === undefined
    ? change
    : { refused: `\`${key}: ${value}\` cannot be written out for \`${entity.qualified}\`: ${lost ?? ''}` };
}

/** A key as one new line of an element. */
export function settingOf({ project }: Source, entity: Id, key: string, value: string): Change | undefined {
  const edits = new Places(project.documentsOf).edits([{ type: 'set', entity, key, value }]);
  if (!edits) return undefined;
  return {
    edits: edits.flatMap(({ uri, range, newText }) => {
      const tree = project.document(uri)?.outline.tree;
      return tree ? [{ uri, start: offsetAt(tree, range.start), end: offsetAt(tree, range.end), newText }] : [];
    }),
    files: [],
  };
}
