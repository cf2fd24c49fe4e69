/**
 * Who answers for an element: the innermost owner on it or on what it stands in. O(depth of the nesting).
 *
 * Invariant: an owner is always one that somebody wrote; the blocks in which an element is written come before the
 * boundary that its head names with `in`.
 */
import type { Entity } from '../../model/model.ts';
import { written } from '../../model/model.ts';
import { defineAnalysis } from '../facts.ts';
import { scopesOf } from '../scopes.ts';
import type { Facts } from '../facts.ts';
import type { Id } from '../../model/symbols.ts';

export interface Owner {
  /** The team's name, or the person's. */
  readonly name: string;
  readonly team: Id | undefined;
  /** Where it is written. */
  readonly by: Id;
}

export const ownerOf = defineAnalysis<Owner | undefined>('ownership/owner', (facts, id) => {
  const element = facts.entity(id);
  if (!element) return undefined;
  for (const scope of scopesOf(facts, element)) {
    const owner = ownWritten(facts, scope);
    if (owner) return owner;
  }
  return undefined;
});

function ownWritten(facts: Facts, scope: Entity): Owner | undefined {
  const owner = written(scope, 'owner');
  if (!owner) return undefined;
  if ('person' in owner) return { name: owner.person, team: undefined, by: scope.id };
  const team = owner.team.ids[0];
  const title = team === undefined ? undefined : facts.entity(team)?.title;
  return { name: title ?? owner.team.path, team, by: scope.id };
}
