/** Which flows change what a store holds. O(flows to the store). */
import type { Entity } from '../../model/model.ts';
import { written } from '../../model/model.ts';
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
