/** How something that keeps state is read and written, by those who say so. O(flows to it). */
import { written } from '../../model/model.ts';
import type { Entity } from '../../model/model.ts';
import { mechanismFor } from '../consistency/mechanism.ts';
import { participants } from '../consistency/participants.ts';
import type { Access } from '../consistency/participants.ts';
import { durableWriters } from '../consistency/writers.ts';
import { entitiesOf } from '../facts.ts';
import type { Facts } from '../facts.ts';
import type { Asked } from './access.ts';

/** An access of a flow; of one that does not say what it does, reading and writing. */
export function askedBy(facts: Facts, flow: Entity, state: Entity): Asked[] {
  const access = written(flow, 'access');
  return access === undefined
    ? [askedFor(facts, flow, state, 'read'), askedFor(facts, flow, state, 'write')]
    : [askedFor(facts, flow, state, access)];
}

function askedFor(facts: Facts, flow: Entity, state: Entity, access: Access): Asked {
  const how = mechanismFor(facts, flow, state);
  return { who: participants(facts, state, how, access), how };
}

/** How it is used: in all the ways in which flows do, else read and written. */
export function used(facts: Facts, state: Entity): Asked[] {
  const flows = entitiesOf(facts, facts.flowsTo(state.id)).filter((flow) => written(flow, 'access') !== undefined);
  const ways = flows.flatMap((flow) => askedBy(facts, flow, state));
  return ways.length > 0 ? ways : [...asked(facts, state, 'read'), ...asked(facts, state, 'write')];
}

/** How it is read, or written, in the different ways in which flows do; without a flow, as by one that chooses nothing. */
export function asked(facts: Facts, state: Entity, purpose: 'read' | 'write'): Asked[] {
  const flows =
    purpose === 'write'
      ? durableWriters(facts, state)
      : entitiesOf(facts, facts.flowsTo(state.id)).filter((flow) => written(flow, 'access') === 'read');
  const ways = flows.map((flow) => askedFor(facts, flow, state, written(flow, 'access') ?? purpose));
  if (ways.length === 0) return [askedFor(facts, anybody(state, purpose), state, purpose)];
  return [...new Map(ways.map((way) => [JSON.stringify(way), way])).values()];
}

/** A flow that chooses nothing. */
export const anybody = (state: Entity, access: Access): Entity => ({
  id: `flow:${access} ${state.qualified}`,
  kind: 'flow',
  name: access,
  qualified: access,
  title: undefined,
  documentation: undefined,
  parent: undefined,
  source: undefined,
  target: state.id,
  asynchronous: false,
  clauses: {},
  values: new Map([['access', [access]]]),
  knobs: new Map(),
  repeated: new Map(),
  uris: [],
  declarations: 1,
});
