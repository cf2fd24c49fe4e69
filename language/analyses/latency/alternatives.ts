/**
 * Other ways to read that the same store offers in the same placement: the other settings of its technology's knobs or,
 * where no technology limits it, the vocabulary's own words. Each is looked at as if it were written.
 *
 * O(cases of the technology's knobs) for each flow, times what deriving its guarantees takes.
 */
import { technologyOf, written } from '../../model/model.ts';
import type { Entity } from '../../model/model.ts';
import type { Id } from '../../model/symbols.ts';
import type { KeyValues } from '../../vocabulary/vocabulary.ts';
import { mechanismFor } from '../consistency/mechanism.ts';
import { participantsOf } from '../consistency/participants.ts';
import { defineAnalysis, entitiesOf } from '../facts.ts';
import type { Facts } from '../facts.ts';
import { accessFloors } from './access.ts';
import { floorOf } from './floor.ts';
import type { Floor } from './floor.ts';

export interface Alternative {
  /** The flow and its store as they would be. */
  readonly flow: Entity;
  readonly store: Entity;
  /** Where it would be written: on the flow, or on the store for all flows to it. */
  readonly at: Entity;
  readonly key: string;
  readonly value: string;
}

export function* readAlternatives(facts: Facts, flow: Entity, store: Entity): Iterable<Alternative> {
  const technology = technologyOf(facts, flow);
  if (technology === undefined) yield* byWord(facts, flow, store);
  else yield* byKnob(facts, flow, store, technology);
}

function* byKnob(facts: Facts, flow: Entity, store: Entity, technology: Id): Iterable<Alternative> {
  for (const { knob, name, onFlow, value } of facts.of(readSettings, technology)) {
    const at = onFlow ? flow : store;
    if (String(at.knobs.get(name)?.value) === value) continue;
    const changed = { ...at, knobs: new Map([...at.knobs, [name, { knob, value }]]) };
    const shown = { at, key: name, value };
    yield onFlow ? { flow: changed, store, ...shown } : { flow, store: changed, ...shown };
  }
}

interface ReadSetting {
  readonly knob: Id;
  readonly name: string;
  readonly onFlow: boolean;
  readonly value: string;
}

/** What a technology, or one that it builds on, lets be set that says which replica answers a read. */
const readSettings = defineAnalysis<readonly ReadSetting[]>('latency/read-settings', (facts, technology) => {
  const settings: ReadSetting[] = [];
  for (const knob of knobsOf(facts, technology)) {
    const onFlow = (written(knob, 'on') ?? ['element']).includes('flow');
    for (const setting of entitiesOf(facts, facts.childrenOf(knob.id)))
      // One that also says how writes are acknowledged concerns more than a read, unless it is set for the read alone.
      if (written(setting, 'reads') !== undefined && (onFlow || written(setting, 'commit') === undefined))
        settings.push({ knob: knob.id, name: knob.name, onFlow, value: setting.name });
  }
  return settings;
});

/** Those of a technology and of what it builds on. */
function* knobsOf(facts: Facts, technology: Id): Iterable<Entity> {
  const seen = new Set<Id>();
  for (let id: Id | undefined = technology; id !== undefined && !seen.has(id);) {
    seen.add(id);
    for (const inner of entitiesOf(facts, facts.childrenOf(id))) if (inner.kind === 'knob') yield inner;
    id = facts.entity(id)?.clauses['is'];
  }
}

const words: Partial<
  Record<KeyValues['replication'], readonly (readonly [text: string, value: KeyValues['reads']])[]>
> = {
  'primary-backup': [['nearest replica', { from: 'nearest' }]],
  consensus: [['nearest replica', { from: 'nearest' }]],
  chain: [['nearest replica', { from: 'nearest' }]],
  quorum: [['1 replica', { from: 'some', number: 1 }]],
};

function* byWord(facts: Facts, flow: Entity, store: Entity): Iterable<Alternative> {
  const { family, reads } = mechanismFor(facts, flow, store);
  for (const [value, word] of (family && words[family]) ?? []) {
    if (reads?.value.from === word.from) continue;
    const changed = { ...store, values: new Map([...store.values, ['reads', [word]]]) };
    yield { flow, store: changed, at: store, key: 'reads', value };
  }
}

/** What an alternative takes at least, from where the client of the real flow runs. */
export function floorsOf(
  facts: Facts,
  real: Entity,
  { flow, store }: Alternative,
): { place: Id; now: Floor; then: Floor }[] {
  const access = facts.of(accessFloors, real.id);
  const rounds = participantsOf(facts, flow, store)?.rounds ?? [];
  if (!access || rounds.length === 0) return [];
  return access.from.map(({ place, floor }) => ({
    place,
    now: floor,
    then: floorOf(place, rounds, access.sites),
  }));
}
