/** What security rules have in common: whether a guard is there, how flows are listed, how a guard is put in place. */
import { closedBy } from '../analyses/completeness.ts';
import type { Facts } from '../analyses/facts.ts';
import { label, written } from '../model/model.ts';
import type { Entity } from '../model/model.ts';
import { listed } from '../model/wording.ts';
import type { KeyName, KeyValues } from '../vocabulary/vocabulary.ts';
import type { Mend, Violation } from './rule.ts';

/**
 * `there`: said to be. `missing`: said not to be. `absent`: nothing is said where `complete: security` makes that none.
 * `unknown`: nothing is said.
 */
export type Guard = 'there' | 'missing' | 'absent' | 'unknown';

export function guardOf<K extends KeyName>(
  facts: Facts,
  entity: Entity,
  key: K,
  isGuard: (value: KeyValues[K]) => boolean,
): Guard {
  const value = written(entity, key);
  if (value !== undefined) return isGuard(value) ? 'there' : 'missing';
  return isClosed(facts, entity) ? 'absent' : 'unknown';
}

export const isClosed = (facts: Facts, entity: Entity): boolean => closedBy(facts, entity, 'security') !== undefined;

/** The worse of two guards that are both needed. */
export const lacks = (guard: Guard): boolean => guard === 'missing' || guard === 'absent';

/** More names than this are counted in a message; related places show all. */
const MOST_NAMED = 5;

export function named(entities: readonly Entity[]): string {
  const shown = entities.slice(0, MOST_NAMED).map((entity) => `\`${label(entity)}\``);
  const more = entities.length - shown.length;
  return listed(more > 0 ? [...shown, `${String(more)} more`] : shown, 'and');
}

export const pointedAt = (entities: readonly Entity[], message: string): NonNullable<Violation['related']> =>
  entities.map((entity) => ({ at: { entity: entity.id }, message: `\`${label(entity)}\` ${message}` }));

/** Says that a guard is there: it has to be put in place too. */
export const setOn = (title: string, key: KeyName, value: string, entities: readonly Entity[]): Mend[] =>
  entities.length === 0
    ? []
    : [
        {
          title: `${title}: \`${key}: ${value}\``,
          edits: entities.map(({ id }) => ({ type: 'set', entity: id, key, value })),
        },
      ];

/** How a message says what a guard’s absence rests on. */
export const becauseOf = (guard: Guard, key: KeyName, value: string): string =>
  guard === 'absent' ? `\`${key}\` is not said, which \`complete: security\` makes none` : `\`${key}: ${value}\``;
