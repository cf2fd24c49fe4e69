/** Where a description is said to be complete in an area: there, what is absent is none, not unknown. O(depth). */
import { writtenValues } from '../model/model.ts';
import type { Entity } from '../model/model.ts';
import type { KeyValues } from '../vocabulary/vocabulary.ts';
import type { Facts } from './facts.ts';
import { scopesOf } from './scopes.ts';

export type Area = KeyValues['complete'][number];

/** The innermost scope that closes an area around an entity: for a flow, the scope in which it is written. */
export function closedBy(facts: Facts, entity: Entity, area: Area): Entity | undefined {
  for (const scope of scopesOf(facts, entity))
    if (writtenValues(scope, 'complete').some((areas) => areas.includes(area))) return scope;
  return undefined;
}
