/**
 * What an option of a decision does to the model, as plain data that the option's entity carries, and the patch that
 * follows from it: the entities that are other, new or gone where that option is taken.
 *
 * What an option says of a key holds in place of what the model says of it. Something that it declares and that is
 * there already is taken to be the same thing: where the model follows the option, the patch is empty.
 *
 * O(statements of the option), and O(model) where one of them takes something out or adds a place.
 */
import { standardVocabulary } from '../vocabulary/vocabulary.ts';
import type { KeyName } from '../vocabulary/vocabulary.ts';
import type { Reference } from '../vocabulary/pattern.ts';
import { equal } from './equal.ts';
import type { Entity, KnobSetting, Model, ModelReader, Patch } from './model.ts';
import { withReferences } from './references.ts';
import type { Id } from './symbols.ts';

type Growing = Map<Id, Entity | undefined>;

/** What the statements of an option say, without what follows for others. */
export function directPatch(reader: ModelReader, option: Entity): Patch {
  const patch: Growing = new Map();
  const said = new Map<Id, Set<string>>();
  for (const { verb, says } of option.overlay ?? []) {
    const { id } = says;
    const before = patch.has(id) ? patch.get(id) : reader.entity(id);
    let keys = said.get(id);
    if (!keys) said.set(id, (keys = new Set()));
    if (verb === 'remove') for (const gone of inside(reader, id)) patch.set(gone, undefined);
    else if (!before) {
      if (verb !== 'declare') continue;
      patch.set(id, { ...says, uris: option.uris });
    } else {
      const base = verb === 'replace' ? withoutTechnology(before, says) : before;
      const overruled = keysOfKnobs(reader, says);
      patch.set(id, continued(base, says, verb === 'declare', keys, overruled));
    }
    for (const key of [...says.values.keys(), ...says.knobs.keys()]) keys.add(key);
  }
  for (const [id, entity] of patch) {
    const before = reader.entity(id);
    if (entity === before || (entity && before && equal(entity, before))) patch.delete(id);
  }
  return patch;
}

/** The whole of what is other where the option is taken. */
export function patchOf(model: Model, option: Entity): Patch {
  const patch = new Map(directPatch(model, option));
  removeConnections(model, patch);
  forgetKnobs(model, patch);
  correctReferences(model, patch);
  return patch;
}

/** An entity with what stands in it. */
function inside(reader: ModelReader, id: Id): Id[] {
  const all = [id];
  const seen = new Set(all);
  for (const at of all)
    for (const child of reader.childrenOf(at))
      if (!seen.has(child)) {
        seen.add(child);
        all.push(child);
      }
  return all;
}

/** @param said the keys that the option has said of it before: a second line adds to the first. */
function continued(
  base: Entity,
  says: Entity,
  declares: boolean,
  said: ReadonlySet<string>,
  overruled: ReadonlySet<string>,
): Entity {
  const adds = declares && isSection(says.kind);
  const values = new Map(base.values);
  for (const key of overruled) if (!says.values.has(key) && !said.has(key)) values.delete(key);
  for (const [key, lines] of says.values) {
    const before = values.get(key) ?? [];
    if (adds && standardVocabulary.keys.get(key)?.repeatable)
      values.set(key, [...before, ...lines.filter((line) => !before.some((known) => equal(known, line)))]);
    else values.set(key, said.has(key) ? [...before, ...lines] : lines);
  }
  const knobs = new Map(base.knobs);
  for (const [name, setting] of says.knobs) if (!said.has(name)) knobs.set(name, setting);
  const repeated = new Map(base.repeated);
  for (const key of [...says.values.keys(), ...says.knobs.keys()]) repeated.delete(key);
  for (const [key, times] of says.repeated) repeated.set(key, times);
  return {
    ...base,
    ...(declares && {
      kind: says.kind,
      title: says.title ?? base.title,
      documentation: says.documentation ?? base.documentation,
      asynchronous: says.asynchronous,
    }),
    clauses: { ...base.clauses, ...says.clauses },
    values,
    knobs,
    repeated,
  };
}

/** Sections such as `faults` have no name of their own: several in one scope are one. */
function isSection(kind: string): boolean {
  const known = standardVocabulary.kinds.get(kind);
  return known?.naming === 'none' && !known.connects;
}

/** Where the copies stand: restated together, or kept together. */
const placement: readonly string[] = ['primary', 'standbys', 'replicas', 'voters'] satisfies KeyName[];

/**
 * Another technology: what was set for the old one is dropped, which is every knob and every key that a technology
 * speaks of. Where the copies stand is kept unless it is said anew.
 */
function withoutTechnology(base: Entity, says: Entity): Entity {
  const places = !placement.some((key) => says.values.has(key));
  const kept = [...base.values].filter(([key]) =>
    placement.includes(key) ? places : !standardVocabulary.keys.get(key)?.on.includes('technology'),
  );
  return { ...base, values: new Map(kept), knobs: new Map(), repeated: new Map() };
}

/** The keys that knobs of a statement speak of: what was written for them before does not hold any more. */
export function keysOfKnobs(reader: ModelReader, says: Entity): Set<string> {
  const keys = new Set<string>();
  for (const { knob } of says.knobs.values())
    for (const id of [knob, ...reader.childrenOf(knob)])
      for (const key of reader.entity(id)?.values.keys() ?? [])
        if (standardVocabulary.keys.get(key)?.technologyDefault) keys.add(key);
  return keys;
}

const connecting = [...standardVocabulary.kinds.values()].filter((kind) => kind.connects).map(({ name }) => name);

/** Flows and links go with their ends. */
function removeConnections(model: Model, patch: Growing): void {
  const gone = [...patch].flatMap(([id, entity]) => (entity ? [] : [id]));
  if (gone.length === 0) return;
  const isGone = (id: Id | undefined): boolean => id !== undefined && patch.has(id) && patch.get(id) === undefined;
  for (const id of gone) for (const flow of [...model.flowsFrom(id), ...model.flowsTo(id)]) patch.set(flow, undefined);
  for (const link of connecting.flatMap((kind) => model.ofKind(kind))) {
    const entity = model.entity(link);
    if (entity && (isGone(entity.source) || isGone(entity.target))) patch.set(link, undefined);
  }
  for (const [id, entity] of patch)
    if (entity && (isGone(entity.source) || isGone(entity.target))) patch.set(id, undefined);
}

/** What flows set of a technology that is no longer there. */
function forgetKnobs(model: Model, patch: Growing): void {
  const entity = (id: Id): Entity | undefined => (patch.has(id) ? patch.get(id) : model.entity(id));
  for (const [id, now] of [...patch]) {
    const technology = now?.clauses['is'];
    if (technology === model.entity(id)?.clauses['is']) continue;
    for (const flowId of new Set([...model.flowsFrom(id), ...model.flowsTo(id)])) {
      const flow = entity(flowId);
      if (!flow || flow.knobs.size === 0) continue;
      const settable = new Map<string, Id>();
      for (const end of [flow.target, flow.source])
        for (const [name, knob] of knobsOf(entity, end === undefined ? undefined : entity(end)?.clauses['is'], model))
          if (!settable.has(name)) settable.set(name, knob);
      const knobs = new Map<string, KnobSetting>();
      for (const [name, setting] of flow.knobs) {
        const knob = settable.get(name);
        if (knob !== undefined) knobs.set(name, { ...setting, knob });
      }
      if (!equal(knobs, flow.knobs)) patch.set(flowId, { ...flow, knobs });
    }
  }
}

/** The knobs of a technology and those that it builds on, nearest first. */
function* knobsOf(
  entity: (id: Id) => Entity | undefined,
  technology: Id | undefined,
  model: ModelReader,
): Iterable<readonly [name: string, knob: Id]> {
  const seen = new Set<Id>();
  for (let at = technology; at !== undefined && !seen.has(at); at = entity(at)?.clauses['is']) {
    seen.add(at);
    for (const child of model.childrenOf(at)) {
      const knob = entity(child);
      if (knob?.kind === 'knob') yield [knob.name, knob.id];
    }
  }
}

/** Names of what is gone stand for nothing any more, and `region.*` for what is new in it, too. */
function correctReferences(model: Model, patch: Growing): void {
  const added = new Map<Id, Id[]>();
  let isAnyGone = false;
  for (const [id, entity] of patch)
    if (!entity) isAnyGone = true;
    else if (!model.entity(id) && entity.parent !== undefined)
      added.set(entity.parent, [...(added.get(entity.parent) ?? []), id]);
  if (!isAnyGone && added.size === 0) return;
  const correct = ({ path, ids }: Reference): readonly Id[] => {
    const left = ids.filter((id) => !patch.has(id) || patch.get(id) !== undefined);
    const first = ids[0];
    const owner = path.endsWith('.*') && first !== undefined ? model.entity(first)?.parent : undefined;
    const fresh = owner === undefined ? [] : (added.get(owner) ?? []);
    const alike = fresh.filter((id) => id.split(':')[0] === first?.split(':')[0] && !ids.includes(id));
    return left.length === ids.length && alike.length === 0 ? ids : [...left, ...alike].sort();
  };
  for (const id of new Set([...model.entities.keys(), ...patch.keys()])) {
    const entity = patch.has(id) ? patch.get(id) : model.entity(id);
    const corrected =
      entity && withReferences(entity, correct, (name) => !patch.has(name) || patch.get(name) !== undefined);
    if (corrected !== entity) patch.set(id, corrected);
  }
}
