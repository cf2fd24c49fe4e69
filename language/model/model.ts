/**
 * The model: every declared thing by id, with typed values and where each comes from. Immutable; a new revision shares
 * what did not change, object by object.
 */
import type { KeyName, KeyValues } from '../vocabulary/vocabulary.ts';
import type { StandIn } from '../vocabulary/pattern.ts';
import type { KnobValue } from './knobs.ts';
import type { Id } from './symbols.ts';

/** A value of a knob, as written or as the technology's default. */
export interface KnobSetting {
  readonly knob: Id;
  readonly value: KnobValue;
}

/** A declared thing: element, flow, operation, data, place, decision … */
export interface Entity {
  readonly id: Id;
  readonly kind: string;
  readonly name: string;
  /** Name with the names of its owners. */
  readonly qualified: string;
  readonly title: string | undefined;
  readonly documentation: string | undefined;
  readonly parent: Id | undefined;
  /** Of flows and links. */
  readonly source: Id | undefined;
  readonly target: Id | undefined;
  /** Of flows: the source does not wait for the answer. */
  readonly asynchronous: boolean;
  readonly clauses: Readonly<Record<string, Id>>;
  /** Values by key, in the order of the text: what is declared first, then what `extend` adds. */
  readonly values: ReadonlyMap<string, readonly unknown[]>;
  readonly knobs: ReadonlyMap<string, KnobSetting>;
  /** Keys and knobs that hold one value and are written more often, with how often: all but the first are mistakes. */
  readonly repeated: ReadonlyMap<string, number>;
  /** Documents that declare or continue it, the declaring one first. */
  readonly uris: readonly string[];
  /** How many statements of the project declare it: more than one is a mistake. */
  readonly declarations: number;
  /** Of an option: what it does to the model. */
  readonly overlay?: readonly OverlayStatement[];
}

/** A statement in an option of a decision. */
export interface OverlayStatement {
  readonly verb: 'declare' | 'extend' | 'replace' | 'remove';
  /** What the statement says, as if it were all there is; under the id that it has where the option is taken. */
  readonly says: Entity;
  /** The values of its keys and knobs as they are written, line by line. */
  readonly written: ReadonlyMap<string, readonly string[]>;
}

/** Entities by id: how they are; undefined: gone. */
export type Patch = ReadonlyMap<Id, Entity | undefined>;

/** What of the model can be read on its own: an entity, the entities of a kind, what stands in one, its flows. */
export type Cell = 'entity' | 'kind' | 'children' | 'from' | 'to';

/** Which cells changed: of which entities, kinds or ends of flows. */
export type Changes = Map<Cell, Set<string>>;

/** Where a value comes from. */
export type Provenance =
  | { readonly from: 'written'; readonly entity: Id; readonly key: string; readonly index: number }
  | {
      readonly from: 'knob';
      readonly entity: Id;
      readonly knob: Id;
      readonly value: KnobValue;
      readonly isDefault: boolean;
    }
  | { readonly from: 'technology'; readonly technology: Id };

export interface Given<T> {
  readonly value: T;
  readonly provenance: Provenance;
}

/** What analyses and rules read. Implemented by the model itself and by the recorder that notes what was read. */
export interface ModelReader {
  entity(id: Id): Entity | undefined;
  /** Ids of the entities of a kind, sorted. */
  ofKind(kind: string): readonly Id[];
  /** Ids of what stands directly inside. */
  childrenOf(id: Id): readonly Id[];
  flowsFrom(id: Id): readonly Id[];
  flowsTo(id: Id): readonly Id[];
}

const NONE: readonly Id[] = [];

export class Model implements ModelReader {
  readonly entities: ReadonlyMap<Id, Entity>;
  private readonly kinds: ReadonlyMap<string, readonly Id[]>;
  private readonly children: ReadonlyMap<Id, readonly Id[]>;
  private readonly outgoing: ReadonlyMap<Id, readonly Id[]>;
  private readonly incoming: ReadonlyMap<Id, readonly Id[]>;

  constructor(
    entities: ReadonlyMap<Id, Entity>,
    kinds: ReadonlyMap<string, readonly Id[]>,
    children: ReadonlyMap<Id, readonly Id[]>,
    outgoing: ReadonlyMap<Id, readonly Id[]>,
    incoming: ReadonlyMap<Id, readonly Id[]>,
  ) {
    this.entities = entities;
    this.kinds = kinds;
    this.children = children;
    this.outgoing = outgoing;
    this.incoming = incoming;
  }

  entity(id: Id): Entity | undefined {
    return this.entities.get(id);
  }

  ofKind(kind: string): readonly Id[] {
    return this.kinds.get(kind) ?? NONE;
  }

  childrenOf(id: Id): readonly Id[] {
    return this.children.get(id) ?? NONE;
  }

  flowsFrom(id: Id): readonly Id[] {
    return this.outgoing.get(id) ?? NONE;
  }

  flowsTo(id: Id): readonly Id[] {
    return this.incoming.get(id) ?? NONE;
  }

  /** The model with some entities put in, put in place of others, or taken out; and which cells that changes. */
  with(patch: Patch): { readonly model: Model; readonly changes: Changes } {
    const entities = new Map(this.entities);
    const kinds = new Regrouping(this.kinds, 'kind');
    const children = new Regrouping(this.children, 'children');
    const outgoing = new Regrouping(this.outgoing, 'from');
    const incoming = new Regrouping(this.incoming, 'to');
    for (const [id, after] of patch) {
      const before = entities.get(id);
      if (after) entities.set(id, after);
      else entities.delete(id);
      const [flowBefore, flowAfter] = [before, after].map((entity) => (entity?.kind === 'flow' ? entity : undefined));
      kinds.move(id, before?.kind, after?.kind);
      children.move(id, before?.parent, after?.parent);
      outgoing.move(id, flowBefore?.source, flowAfter?.source);
      incoming.move(id, flowBefore?.target, flowAfter?.target);
    }
    const groups = [kinds, children, outgoing, incoming];
    const changes: Changes = new Map([
      ['entity', new Set(patch.keys())],
      ...groups.map(({ cell, keys }) => [cell, keys] as const),
    ]);
    return { model: new Model(entities, kinds.ids, children.ids, outgoing.ids, incoming.ids), changes };
  }
}

/** An index from one id to several of which some entries change; the others are shared. */
class Regrouping {
  readonly ids: Map<string, readonly Id[]>;
  readonly cell: Cell;
  readonly keys = new Set<string>();

  constructor(ids: ReadonlyMap<string, readonly Id[]>, cell: Cell) {
    this.ids = new Map(ids);
    this.cell = cell;
  }

  move(id: Id, from: string | undefined, to: string | undefined): void {
    if (from === to) return;
    if (from !== undefined)
      this.set(
        from,
        this.of(from).filter((other) => other !== id),
      );
    if (to !== undefined) this.set(to, [...this.of(to), id].sort());
  }

  private of(key: string): readonly Id[] {
    return this.ids.get(key) ?? NONE;
  }

  private set(key: string, ids: readonly Id[]): void {
    this.keys.add(key);
    if (ids.length > 0) this.ids.set(key, ids);
    else this.ids.delete(key);
  }
}

/** All values written for a key, in the order of the text. */
export function writtenValues<K extends KeyName>(entity: Entity, key: K): readonly KeyValues[K][] {
  return (entity.values.get(key) ?? []) as readonly KeyValues[K][];
}

/** The value written in the entity itself. */
export function written<K extends KeyName>(entity: Entity, key: K): KeyValues[K] | undefined {
  return writtenValues(entity, key)[0];
}

/**
 * The value that holds for an entity: written there, else given by a knob (as set, else as the technology defaults it),
 * else the technology's own default, else that of the technology it builds on. Undefined means unknown.
 */
export function given<K extends KeyName>(model: ModelReader, entity: Entity, key: K): Given<KeyValues[K]> | undefined {
  return chosen(model, entity, key, [entity]) ?? byDefault(model, entity, key, [entity]);
}

/**
 * The value that holds for a flow at what it goes to: a choice made for the flow before one made for its target, and
 * any choice before a default.
 */
export function givenFor<K extends KeyName>(
  model: ModelReader,
  flow: Entity,
  target: Entity,
  key: K,
): Given<KeyValues[K]> | undefined {
  const both = [flow, target];
  return (
    chosen(model, flow, key, both) ??
    chosen(model, target, key, both) ??
    byDefault(model, target, key, both) ??
    byDefault(model, flow, key, both)
  );
}

/**
 * What was chosen for the entity itself: a key, or a knob that stands for it.
 * @param settable where other knobs may be set whose values it takes over.
 */
function chosen<K extends KeyName>(
  model: ModelReader,
  entity: Entity,
  key: K,
  settable: readonly Entity[],
): Given<KeyValues[K]> | undefined {
  const value = written(entity, key);
  if (value !== undefined) return { value, provenance: { from: 'written', entity: entity.id, key, index: 0 } };
  if (entity.knobs.size === 0) return undefined;
  for (const technology of technologies(model, entity)) {
    const set = fromKnobs(model, entity, technology, key, settable, (knob) => entity.knobs.get(knob.name)?.value);
    if (set) return set;
  }
  return undefined;
}

/**
 * What holds when nothing is chosen. A knob that is set has no default any more, whether or not the vocabulary has a word
 * for what it is set to: `acks: 0` is not what `acks` is otherwise.
 * @param settable where the knob may be set.
 */
function byDefault<K extends KeyName>(
  model: ModelReader,
  entity: Entity,
  key: K,
  settable: readonly Entity[],
): Given<KeyValues[K]> | undefined {
  const unset = (knob: Entity): boolean => settable.every(({ knobs }) => !knobs.has(knob.name));
  for (const technology of technologies(model, entity)) {
    const defaults = (knob: Entity): KnobValue | undefined => (unset(knob) ? defaultOf(knob) : undefined);
    const found =
      fromKnobs(model, entity, technology, key, settable, defaults) ?? fromTechnology(model, technology, key, settable);
    if (found) return found;
  }
  return undefined;
}

/** The technology of an entity and those that it builds on, nearest first. */
function* technologies(model: ModelReader, entity: Entity): Iterable<Entity> {
  const seen = new Set<Id>();
  for (let id = technologyOf(model, entity); id !== undefined && !seen.has(id);) {
    seen.add(id);
    const technology = model.entity(id);
    if (!technology) return;
    yield technology;
    id = technology.clauses['is'];
  }
}

/** The technology of an element; of a flow, that of what it goes to. */
export function technologyOf(model: ModelReader, entity: Entity): Id | undefined {
  if (entity.kind !== 'flow') return entity.clauses['is'];
  return entity.target === undefined ? undefined : model.entity(entity.target)?.clauses['is'];
}

function fromTechnology<K extends KeyName>(
  model: ModelReader,
  technology: Entity,
  key: K,
  settable: readonly Entity[],
): Given<KeyValues[K]> | undefined {
  const value = filledIn(model, written(technology, key), settable);
  return value === undefined ? undefined : { value, provenance: { from: 'technology', technology: technology.id } };
}

function fromKnobs<K extends KeyName>(
  model: ModelReader,
  entity: Entity,
  technology: Entity,
  key: K,
  settable: readonly Entity[],
  settingOf: (knob: Entity) => KnobValue | undefined,
): Given<KeyValues[K]> | undefined {
  for (const id of model.childrenOf(technology.id)) {
    const knob = model.entity(id);
    if (knob?.kind !== 'knob') continue;
    const places = written(knob, 'on') ?? ['element'];
    if (!places.includes(entity.kind === 'flow' ? 'flow' : 'element')) continue;
    const setting = settingOf(knob);
    if (setting === undefined) continue;
    const value = filledIn(model, caseOf(model, knob, setting, key), settable);
    if (value === undefined) continue;
    const isDefault = !entity.knobs.has(knob.name);
    return { value, provenance: { from: 'knob', entity: entity.id, knob: id, value: setting, isDefault } };
  }
  return undefined;
}

/** What a knob's value means, in the vocabulary's own words: as its case says, else as the knob says of any value. */
function caseOf<K extends KeyName>(
  model: ModelReader,
  knob: Entity,
  setting: KnobValue,
  key: K,
): KeyValues[K] | undefined {
  for (const id of model.childrenOf(knob.id)) {
    const entry = model.entity(id);
    if (entry?.name === String(setting)) return written(entry, key) ?? written(knob, key);
  }
  return written(knob, key);
}

/**
 * A technology's value with the settings of the knobs that it names. Unknown where one of them is neither set nor has a
 * default, or is set to something else than a number.
 */
function filledIn<T>(model: ModelReader, value: T, settable: readonly Entity[]): T | undefined {
  if (typeof value !== 'object' || value === null) return value;
  if (isStandIn(value)) {
    const knob = model.entity(value.knob);
    if (!knob) return undefined;
    const set = settable.find(({ knobs }) => knobs.get(knob.name)?.knob === knob.id);
    const setting = set?.knobs.get(knob.name)?.value ?? defaultOf(knob);
    return typeof setting === 'number' ? (setting as T) : undefined;
  }
  if (Array.isArray(value)) return value;
  let changed: Record<string, unknown> | undefined;
  for (const [name, part] of Object.entries(value)) {
    const filled = filledIn<unknown>(model, part, settable);
    if (filled === part) continue;
    if (filled === undefined) return undefined;
    changed = { ...(changed ?? value), [name]: filled };
  }
  return (changed as T | undefined) ?? value;
}

const isStandIn = (value: object): value is StandIn => 'knob' in value;

function defaultOf(knob: Entity): KnobValue | undefined {
  const fallback = written(knob, 'default');
  return fallback && (Object.values(fallback)[0] as KnobValue);
}

/** The entity and what it stands in, innermost first. */
export function* enclosing(model: ModelReader, entity: Entity): Iterable<Entity> {
  const seen = new Set<Id>();
  for (
    let at: Entity | undefined = entity;
    at && !seen.has(at.id);
    at = at.parent === undefined ? undefined : model.entity(at.parent)
  ) {
    seen.add(at.id);
    yield at;
  }
}

/** What a person calls it: the name, with as much of its owners as its kind needs. */
export const label = (entity: Entity): string => entity.name || entity.qualified;
