/** What an element is to an attacker: its roles, whether it is judged here, whether people use it. O(depth of the nesting). */
import { given, writtenValues } from '../../model/model.ts';
import type { Entity } from '../../model/model.ts';
import type { KeyValues } from '../../vocabulary/vocabulary.ts';
import type { Facts } from '../facts.ts';
import { scopesOf } from '../scopes.ts';

export type Role = KeyValues['role'][number];

/** Said of the element, or given by its technology. */
export const rolesOf = (facts: Facts, element: Entity): readonly Role[] => given(facts, element, 'role')?.value ?? [];

export const hasRole = (facts: Facts, element: Entity, ...roles: readonly Role[]): boolean =>
  rolesOf(facts, element).some((role) => roles.includes(role));

const OTHERS: readonly string[] = ['external', 'actor', 'client'];

/** Whether threats to it are judged here: as said nearest to it, else what is not in somebody else’s hands. */
export function isInScope(facts: Facts, element: Entity): boolean {
  for (const scope of scopesOf(facts, element)) {
    const said = writtenValues(scope, 'scope')[0];
    if (said) return said.scope === 'in';
  }
  return !OTHERS.includes(element.kind);
}

/** People, and what runs on their machines. */
export const isForPeople = (facts: Facts, element: Entity): boolean =>
  element.kind === 'actor' || element.kind === 'client' || hasRole(facts, element, 'browser', 'workstation');

/** What stands in front of others and passes requests on. */
export const passesOn = (facts: Facts, element: Entity): boolean =>
  element.kind === 'gateway' || hasRole(facts, element, 'proxy', 'load-balancer', 'waf');
