/**
 * Two revisions of a model: what was added, removed and changed, what follows from it, and which edit it follows from.
 *
 * An edit is a key of an element, or an element that came or went. Each is put into the older model alone; a
 * consequence that it brings about there is its doing. What none of them brings about alone takes several together.
 * O(edits × what each reaches), for a bounded number of edits; in steps, so that it can be given up.
 */
import type { Finding } from '../model/finding.ts';
import { equal } from '../model/equal.ts';
import { enclosing, label, written } from '../model/model.ts';
import type { Entity, Model, Patch } from '../model/model.ts';
import { isLibrary } from '../model/origin.ts';
import type { Id } from '../model/symbols.ts';
import { textOfTerms } from '../model/wording.ts';
import type { Project } from '../project/project.ts';
import { changeOf, figuresOf, keyOf } from './consequences.ts';
import type { Asked, Change, Figure } from './consequences.ts';

export interface Edit {
  readonly entity: Id;
  readonly kind: string;
  /** The qualified name. */
  readonly name: string;
  readonly how: 'added' | 'removed' | 'changed';
  /** Of what changed: the key, a word of the head, or `title`; with its lines as they are written. */
  readonly key?: string;
  readonly before?: string;
  readonly after?: string;
}

export interface ChangedFigure {
  readonly analysis: string;
  readonly entity: Id;
  readonly label: string;
  readonly kind: string;
  readonly measure: string;
  readonly unit: string | undefined;
  readonly before: Figure | undefined;
  readonly after: Figure | undefined;
  readonly change: Change;
  /** The edits that bring it about alone; none: it takes several together, or nobody tried. */
  readonly because: readonly Edit[];
}

export interface ChangedFinding {
  readonly finding: Finding;
  readonly because: readonly Edit[];
}

export interface Difference {
  readonly edits: readonly Edit[];
  readonly figures: readonly ChangedFigure[];
  readonly gained: readonly ChangedFinding[];
  readonly lost: readonly ChangedFinding[];
  /** Edits that change what the model promises, or a trust boundary, and that no new or amended decision is about. */
  readonly undecided: readonly Edit[];
  /** Whether there were more edits than were tried one by one. */
  readonly isCut: boolean;
}

/** So many edits are tried one by one. */
const MOST_TRIALS = 64;

/** Compares to the end. Both projects have to be incremental, else nothing is shared. */
export function differenceOf(before: Project, after: Project): Difference {
  const steps = differing(before, after);
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
  }
}

export function* differing(before: Project, after: Project): Generator<undefined, Difference> {
  const trials = editsBetween(before, after);
  const [old, fresh] = [yield* figuresIn(before), yield* figuresIn(after)];
  const changed = [...new Set([...old.keys(), ...fresh.keys()])].flatMap((key) => {
    const [from, to] = [old.get(key), fresh.get(key)];
    const change = changeOf(from, to);
    return change === 'same' ? [] : [{ key, from, to, change }];
  });
  const [oldFindings, freshFindings] = [findingsOf(before), findingsOf(after)];
  const [known, now] = [new Set(oldFindings.map(({ id }) => id)), new Set(freshFindings.map(({ id }) => id))];
  const gained = freshFindings.filter(({ id }) => !known.has(id));
  const lost = oldFindings.filter(({ id }) => !now.has(id));

  const doneBy = new Map<string, Edit[]>();
  const blame = (what: string, edit: Edit): void => {
    doneBy.set(what, [...(doneBy.get(what) ?? []), edit]);
  };
  const tried = changed.length + gained.length + lost.length > 0 ? trials.slice(0, MOST_TRIALS) : [];
  const technologies = libraryPatch(before.model, after.model);
  for (const { edit, patch } of tried) {
    const variant = before.variant(new Map([...technologies, ...patch]), { entity: edit.entity });
    const asked = new Map<Id, ReadonlyMap<string, Figure>>();
    for (const { key, from, to } of changed) {
      const entity = (from ?? to)?.entity ?? '';
      let figures = asked.get(entity);
      if (!figures) asked.set(entity, (figures = byKey(figuresOf(variant, entity))));
      if (changeOf(from, figures.get(key)) !== 'same') blame(`figure ${key}`, edit);
    }
    yield;
    if (gained.length + lost.length > 0) {
      const found = new Set(variant.findings().map(({ id }) => id));
      for (const { id } of gained) if (found.has(id)) blame(`finding ${id}`, edit);
      for (const { id } of lost) if (!found.has(id)) blame(`finding ${id}`, edit);
    }
    yield;
  }
  const models = [after.model, before.model];
  const figures = changed
    .map(({ key, from, to, change }) => changedFigure(models, from, to, change, doneBy.get(`figure ${key}`) ?? []))
    .flatMap((figure) => figure ?? []);
  const withCause = (finding: Finding): ChangedFinding => ({
    finding,
    because: doneBy.get(`finding ${finding.id}`) ?? [],
  });
  const edits = trials.map(({ edit }) => edit);
  return {
    edits,
    figures: figures.sort((a, b) => (rank(a) < rank(b) ? -1 : 1)),
    gained: gained.map(withCause),
    lost: lost.map(withCause),
    undecided: undecidedAmong(edits, figures, before.model, after.model),
    isCut: trials.length > MOST_TRIALS,
  };
}

const rank = ({ analysis, entity, measure }: ChangedFigure): string => `${analysis}\n${entity}\n${measure}`;

function changedFigure(
  models: readonly Model[],
  before: Figure | undefined,
  after: Figure | undefined,
  change: Change,
  because: readonly Edit[],
): ChangedFigure | undefined {
  const figure = after ?? before;
  if (!figure) return undefined;
  const { analysis, entity: id, measure, unit } = figure;
  const entity = models.flatMap((model) => model.entity(id) ?? [])[0];
  const kind = entity?.kind ?? '';
  return {
    analysis,
    entity: id,
    label: entity ? label(entity) : id,
    kind,
    measure,
    unit,
    before,
    after,
    change,
    because,
  };
}

/** What is about the model: what is wrong with the text itself is told by `check`. */
const findingsOf = (project: Project): readonly Finding[] => project.entityFindings();

const byKey = (figures: readonly Figure[]): ReadonlyMap<string, Figure> =>
  new Map(figures.map((figure) => [keyOf(figure), figure]));

function* figuresIn(asked: Asked): Generator<undefined, ReadonlyMap<string, Figure>> {
  const all = new Map<string, Figure>();
  for (const id of asked.model.entities.keys()) {
    const own = figuresOf(asked, id);
    for (const figure of own) all.set(keyOf(figure), figure);
    if (own.length > 0) yield;
  }
  return all;
}

interface Trial {
  readonly edit: Edit;
  readonly patch: Patch;
}

const isOwn = (entity: Entity): boolean => !isLibrary(entity.uris[0] ?? '');

/** Technologies that only one of the two has read: they are no edit, and an edit may name them. */
function libraryPatch(before: Model, after: Model): Patch {
  const patch = new Map<Id, Entity>();
  for (const [id, entity] of after.entities) if (!before.entity(id) && !isOwn(entity)) patch.set(id, entity);
  return patch;
}

function editsBetween(before: Project, after: Project): Trial[] {
  const ids = [...new Set([...before.model.entities.keys(), ...after.model.entities.keys()])].sort();
  return ids.flatMap((id): Trial[] => {
    const [old, fresh] = [before.model.entity(id), after.model.entity(id)];
    const known = fresh ?? old;
    if (!known || !isOwn(known)) return [];
    const head = { entity: id, kind: known.kind, name: known.qualified };
    if (!old || !fresh) return [{ edit: { ...head, how: old ? 'removed' : 'added' }, patch: new Map([[id, fresh]]) }];
    return changedKeys(old, fresh).map(({ key, entity }) => {
      const [from, to] = [textOf(before, old, key), textOf(after, fresh, key)];
      return {
        edit: {
          ...head,
          how: 'changed',
          key,
          ...(from !== undefined && { before: from }),
          ...(to !== undefined && { after: to }),
        },
        patch: new Map([[id, entity]]),
      };
    });
  });
}

/** The keys in which two states of an entity differ, each with the older state in which only that is newer. */
function changedKeys(old: Entity, fresh: Entity): { readonly key: string; readonly entity: Entity }[] {
  const found: { key: string; entity: Entity }[] = [];
  for (const key of new Set([...old.values.keys(), ...fresh.values.keys()]))
    if (!equal(old.values.get(key), fresh.values.get(key)))
      found.push({ key, entity: { ...old, values: withEntry(old.values, key, fresh.values.get(key)) } });
  for (const key of new Set([...old.knobs.keys(), ...fresh.knobs.keys()]))
    if (!equal(old.knobs.get(key), fresh.knobs.get(key)))
      found.push({ key, entity: { ...old, knobs: withEntry(old.knobs, key, fresh.knobs.get(key)) } });
  for (const word of new Set([...Object.keys(old.clauses), ...Object.keys(fresh.clauses)])) {
    const to = fresh.clauses[word];
    if (old.clauses[word] === to) continue;
    const others = Object.entries(old.clauses).filter(([each]) => each !== word);
    const clauses = Object.fromEntries(to === undefined ? others : [...others, [word, to]]);
    // Settings belong to the technology that they are settings of.
    found.push({ key: word, entity: { ...old, clauses, ...(word === 'is' && { knobs: fresh.knobs }) } });
  }
  if (old.title !== fresh.title) found.push({ key: 'title', entity: { ...old, title: fresh.title } });
  const heads = ['kind', 'parent', 'source', 'target', 'asynchronous'] as const;
  for (const key of heads) if (old[key] !== fresh[key]) found.push({ key, entity: { ...old, [key]: fresh[key] } });
  if (!equal(old.overlay, fresh.overlay) && fresh.overlay)
    found.push({ key: 'option', entity: { ...old, overlay: fresh.overlay } });
  return found;
}

function withEntry<V>(map: ReadonlyMap<string, V>, key: string, value: V | undefined): ReadonlyMap<string, V> {
  const changed = new Map(map);
  if (value === undefined) changed.delete(key);
  else changed.set(key, value);
  return changed;
}

/** What is written for a key, or behind a word of the head. */
function textOf(project: Project, entity: Entity, key: string): string | undefined {
  if (key === 'title') return entity.title;
  const clause = entity.clauses[key];
  if (clause !== undefined) return project.model.entity(clause)?.qualified;
  const lines = project
    .documentsOf(entity.id)
    .flatMap((document) => document.contributions.get(entity.id) ?? [])
    .flatMap(({ properties }) => properties.filter((property) => property.key === key))
    .map(({ property }) => textOfTerms(property.terms));
  return lines.length > 0 ? lines.join('; ') : undefined;
}

/** What is a matter of decision: what is promised in words and not in figures, and where trust ends. */
function undecidedAmong(
  edits: readonly Edit[],
  figures: readonly ChangedFigure[],
  before: Model,
  after: Model,
): readonly Edit[] {
  const bearing = new Set<Edit>(edits.filter(({ kind, key }) => kind === 'boundary' && key !== 'title'));
  for (const { before: from, after: to, because } of figures)
    if ((from ?? to)?.amount === undefined && from && to) for (const edit of because) bearing.add(edit);
  if (bearing.size === 0) return [];
  const decided = new Set<Id>();
  for (const id of after.ofKind('decision')) {
    const parts = [id, ...after.childrenOf(id)];
    if (!parts.some((part) => !equal(withoutPlace(before.entity(part)), withoutPlace(after.entity(part))))) continue;
    for (const part of parts) {
      const entity = after.entity(part);
      for (const { ids } of (entity && written(entity, 'affects')) ?? []) for (const each of ids) decided.add(each);
      for (const { says } of entity?.overlay ?? []) decided.add(says.id);
    }
  }
  return [...bearing].filter((edit) => !isDecided(edit.entity, decided, [after, before]));
}

const withoutPlace = (entity: Entity | undefined): Entity | undefined =>
  entity && { ...entity, uris: [], title: undefined };

/** A decision about something is about what stands in it, and about the flows to and from it. */
function isDecided(id: Id, decided: ReadonlySet<Id>, models: readonly Model[]): boolean {
  return models.some((model) => {
    const entity = model.entity(id);
    if (!entity) return false;
    const ends = [entity.source, entity.target].flatMap((end) => (end === undefined ? [] : (model.entity(end) ?? [])));
    return [entity, ...ends].some((each) => [...enclosing(model, each)].some((outer) => decided.has(outer.id)));
  });
}
