/** Which flows change what a store holds. O(flows to the store). */
import type { Entity } from '../../model/model.ts';
import { givenFor, written } from '../../model/model.ts';
import type { Id } from '../../model/symbols.ts';
import { entitiesOf } from '../facts.ts';
import type { Facts } from '../facts.ts';

/** Whether a flow says that it writes; without a word it is unknown. */
export function isWrite(flow: Entity): boolean {
  const access = written(flow, 'access');
  return access !== undefined && access !== 'read';
}

export const writersOf = (facts: Facts, store: Id): Entity[] =>
  entitiesOf(facts, facts.flowsTo(store)).filter((flow) => isWrite(flow));

/**
 * Flows whose writes a store acknowledges: those that say so, and those that say nothing but choose what an
 * acknowledgement waits for, which is of no use to a reader.
 */
export const durableWriters = (facts: Facts, store: Entity): Entity[] =>
  entitiesOf(facts, facts.flowsTo(store.id)).filter((flow) => {
    if (written(flow, 'access') !== undefined) return isWrite(flow);
    const by = givenFor(facts, flow, store, 'commit')?.provenance;
    return by?.from === 'written'
      ? by.entity === flow.id
      : by?.from === 'knob' && !by.isDefault && by.entity === flow.id;
  });
