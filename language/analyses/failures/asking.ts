/** How something that keeps state is read and written, by those who say so. O(flows to it). */
import { written } from '../../model/model.ts';
import type { Entity } from '../../model/model.ts';
import { mechanism, mechanismFor } from '../consistency/mechanism.ts';
import { participants, participantsIn, participantsOf } from '../consistency/participants.ts';
import { entitiesOf } from '../facts.ts';
import type { Facts } from '../facts.ts';
import type { Asked } from './access.ts';

/** An access of a flow; of one that does not say what it does, reading and writing. */
export function askedBy(facts: Facts, flow: Entity, state: Entity): Asked[] {
  const how = mechanismFor(facts, flow, state);
  const who = participantsOf(facts, flow, state);
  if (who) return [{ who, how }];
  return (['read', 'write'] as const).map((access) => ({ who: participants(facts, state, how, access), how }));
}

/** How it is used: in all the ways in which flows do, else read and written. */
export function used(facts: Facts, state: Entity): Asked[] {
  const flows = entitiesOf(facts, facts.flowsTo(state.id)).filter((flow) => written(flow, 'access') !== undefined);
  const ways = flows.flatMap((flow) => askedBy(facts, flow, state));
  return ways.length > 0 ? ways : (['read', 'write'] as const).flatMap((purpose) => asked(facts, state, purpose));
}

/** How it is read, or written, in the different ways in which flows do; without a flow, as it is set by itself. */
export function asked(facts: Facts, state: Entity, purpose: 'read' | 'write'): Asked[] {
  const flows = entitiesOf(facts, facts.flowsTo(state.id)).filter((flow) => {
    const access = written(flow, 'access');
    return access !== undefined && (access === 'read') === (purpose === 'read');
  });
  const ways = flows.flatMap((flow) => askedBy(facts, flow, state));
  if (ways.length > 0) return [...new Map(ways.map((way) => [JSON.stringify(way.who), way])).values()];
  const how = facts.of(mechanism, state.id);
  const who = participantsIn(facts, state, purpose);
  return how && who ? [{ who, how }] : [];
}
