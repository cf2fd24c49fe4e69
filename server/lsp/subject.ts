/** What a statement is about, for completion and hover: its kind, its scope, and the technologies behind it. */
import { knobPattern } from '../../language/model/knobs.ts';
import type { Contribution, LinkedDocument } from '../../language/model/linked.ts';
import { knobPlaces, knobsOf, technologyChain } from '../../language/model/technologies.ts';
import type { Declared } from '../../language/model/outline.ts';
import type { Id, SymbolEntry } from '../../language/model/symbols.ts';
import type { Project } from '../../language/project/project.ts';
import type { Property, Statement } from '../../language/syntax/tree.ts';
import type { Pattern } from '../../language/vocabulary/pattern.ts';
import type { Kind } from '../../language/vocabulary/vocabulary.ts';
import { perObject } from './memo.ts';
import { useAt } from './uses.ts';

export interface Subject {
  readonly declared: Declared;
  /** Of what is declared, or of what `extend` continues. */
  readonly kind: Kind;
  /** The entity, where it is known. */
  readonly id: Id | undefined;
  /** The scope in which names inside its block are looked up. */
  readonly scope: string;
  readonly knobs: readonly SymbolEntry[];
}

const declaredOf = perObject(
  ({ outline }: LinkedDocument) => new Map<Statement, Declared>(outline.declared.map((each) => [each.statement, each])),
);

export function declaredBy(document: LinkedDocument, statement: Statement): Declared | undefined {
  return declaredOf(document).get(statement);
}

const ownersOf = perObject(
  ({ outline }: LinkedDocument) =>
    new Map<Property, Declared>(
      outline.declared.flatMap((declared) => declared.properties.map((property) => [property, declared] as const)),
    ),
);

/** The declaration that a property stands in. */
export const ownerOf = (document: LinkedDocument, property: Property): Declared | undefined =>
  ownersOf(document).get(property);

export function subjectOf(project: Project, document: LinkedDocument, declared: Declared): Subject {
  const contribution = contributionOf(document, declared);
  const id = contribution && baseId(document, declared, contribution);
  const continued = declared.kind.continues && id !== undefined ? project.symbols.first(id)?.kind : undefined;
  return {
    declared,
    kind: continued ?? declared.kind,
    id,
    scope: project.symbols.scopesOf(document.uri).get(declared) ?? '',
    knobs: knobsFor(project, continued ?? declared.kind, contribution, id),
  };
}

/** The scope in which the names of a statement's own head are looked up. */
export function scopeAround(project: Project, document: LinkedDocument, declared: Declared | undefined): string {
  const owner = declared?.owner;
  return owner ? (project.symbols.scopesOf(document.uri).get(owner) ?? '') : '';
}

const contributionsOf = perObject(
  ({ contributions }: LinkedDocument) =>
    new Map<Declared, Contribution>(
      [...contributions.values()].flatMap((each) => each.map((contribution) => [contribution.declared, contribution])),
    ),
);

/** What a declaration says about which entity. */
export const contributionOf = (document: LinkedDocument, declared: Declared): Contribution | undefined =>
  contributionsOf(document).get(declared);

/** Inside an option a contribution has an id of its own; what it continues is the name's. */
function baseId(document: LinkedDocument, declared: Declared, contribution: Contribution): Id {
  const { name } = declared.statement;
  if (!declared.kind.continues || !name) return contribution.id;
  return useAt(document, name.end)?.id ?? contribution.id;
}

function knobsFor(
  project: Project,
  kind: Kind,
  contribution: Contribution | undefined,
  id: Id | undefined,
): readonly SymbolEntry[] {
  if (!contribution) return [];
  const technologyOf = (of: Id | undefined): Id | undefined =>
    of === undefined ? undefined : project.model.entity(of)?.clauses['is'];
  const isFlow = kind.name === 'flow';
  const technologies = isFlow
    ? [technologyOf(contribution.target), technologyOf(contribution.source)]
    : [contribution.clauses['is'] ?? technologyOf(id)];
  const place = isFlow ? 'flow' : 'element';
  const knobs = new Map<string, SymbolEntry>();
  for (const technology of technologies) {
    if (technology === undefined) continue;
    for (const knob of knobsOf(technology, project.symbols))
      if (knobPlaces(knob).includes(place) && !knobs.has(knob.name)) knobs.set(knob.name, knob);
  }
  return [...knobs.values()];
}

/** The pattern of a key, or of a knob of the technology; nothing where the key is unknown here. */
export function patternOf(project: Project, subject: Subject, key: string): Pattern<unknown> | undefined {
  const entry = project.vocabulary.keys.get(key);
  if (entry?.on.includes(subject.kind.name)) return entry.pattern;
  const knob = subject.knobs.find(({ name }) => name === key);
  return knob && knobPattern(knob.declared, project.vocabulary);
}

/** Whether a technology says that it can be this kind of thing; without `for` it can be any. */
export function fitsKind(project: Project, technology: Id, kind: string): boolean {
  for (const id of technologyChain(technology, project.symbols)) {
    const property = project.symbols.first(id)?.declared.properties.find(({ key }) => key.name === 'for');
    if (property)
      return property.terms.some((term) => term.type === 'path' && term.segments.every(({ name }) => name === kind));
  }
  return true;
}
