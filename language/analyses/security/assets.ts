/**
 * What an attacker can gain or break at an element or a flow: the data there, with how much its secrecy, integrity and
 * availability matter. Derived from what is held, worked on and carried. O(flows at the element), once.
 *
 * Invariant: what nothing is said about counts 0; the value of several is that of the worst.
 */
import { label, written } from '../../model/model.ts';
import type { Entity } from '../../model/model.ts';
import type { Id } from '../../model/symbols.ts';
import type { KeyValues } from '../../vocabulary/vocabulary.ts';
import { defineAnalysis, entitiesOf } from '../facts.ts';
import type { Facts } from '../facts.ts';

export type Concern = 'secrecy' | 'integrity' | 'availability';

/** Grades from 1 to 4; 0 where nothing is said. */
export type Value = Readonly<Record<Concern, number>>;

const SECRECY: Readonly<Record<KeyValues['classification'], number>> = {
  public: 1,
  internal: 1,
  confidential: 3,
  restricted: 4,
};
const LEVEL: Readonly<Record<KeyValues['integrity'], number>> = { low: 1, medium: 2, high: 3, critical: 4 };

/** Serious harm and above: what is worth an attack of its own. */
export const SERIOUS = 3;

/** What is said of a kind of data, or of an element itself. A credential is as secret as what it opens: restricted. */
export function valueOf(entity: Entity): Value {
  const classification = written(entity, 'classification');
  const integrity = written(entity, 'integrity');
  const availability = written(entity, 'availability');
  const secrecy = classification ? SECRECY[classification] : 0;
  return {
    secrecy: Math.max(
      secrecy,
      written(entity, 'credential') === true ? 4 : 0,
      written(entity, 'personal') === true ? 2 : 0,
    ),
    integrity: integrity ? LEVEL[integrity] : 0,
    availability: availability ? LEVEL[availability] : 0,
  };
}

const referenced = (
  facts: Facts,
  entity: Entity,
  key: 'carries' | 'sends' | 'receives' | 'holds' | 'processes',
): Entity[] =>
  entitiesOf(
    facts,
    (written(entity, key) ?? []).flatMap((reference) => reference.ids),
  );

/** What travels on a flow: towards its target, back to its source, or either way where the direction is not said. */
export function carriedBy(facts: Facts, flow: Entity, way: 'there' | 'back' | 'either' = 'either'): Entity[] {
  const found = new Map<Id, Entity>();
  const add = (data: readonly Entity[]): void => {
    for (const entity of data) found.set(entity.id, entity);
  };
  if (way !== 'back') add(referenced(facts, flow, 'sends'));
  if (way !== 'there') add(referenced(facts, flow, 'receives'));
  // A direction that is said leaves nothing open about `carries` of the same flow alone.
  add(referenced(facts, flow, 'carries'));
  return [...found.values()];
}

export interface Assets {
  readonly data: readonly Entity[];
  readonly value: Value;
  /** By concern, what matters most there: a kind of data, or the element itself. */
  readonly worst: Readonly<Record<Concern, Entity | undefined>>;
}

/** What an element keeps: said, or what flows bring to state. */
export const kept = defineAnalysis<readonly Entity[]>('security/kept', (facts, id) => {
  const element = facts.entity(id);
  return element ? referenced(facts, element, 'holds') : [];
});

/** All that passes through or stays at an element. */
export const assets = defineAnalysis<Assets>('security/assets', (facts, id) => {
  const element = facts.entity(id);
  if (!element) return assetsOf([]);
  const data = new Map<Id, Entity>();
  const all = [
    ...facts.of(kept, id),
    ...referenced(facts, element, 'processes'),
    ...entitiesOf(facts, [...facts.flowsTo(id), ...facts.flowsFrom(id)]).flatMap((flow) => carriedBy(facts, flow)),
  ];
  for (const entity of all) data.set(entity.id, entity);
  return assetsOf([element, ...data.values()]);
});

export const assetsOf = (entities: readonly Entity[]): Assets => {
  const value = { secrecy: 0, integrity: 0, availability: 0 };
  const worst: Record<Concern, Entity | undefined> = {
    secrecy: undefined,
    integrity: undefined,
    availability: undefined,
  };
  for (const entity of entities) {
    const own = valueOf(entity);
    for (const concern of ['secrecy', 'integrity', 'availability'] as const)
      if (own[concern] > value[concern]) {
        value[concern] = own[concern];
        worst[concern] = entity;
      }
  }
  return { data: entities.filter(({ kind }) => kind === 'data'), value, worst };
};

/** The concern that matters most among some, and why in words. */
export function worstOf(
  { value, worst }: Assets,
  concerns: readonly Concern[],
): { readonly grade: number; readonly concern: Concern | undefined; readonly entity: Entity | undefined } {
  let found: Concern | undefined;
  for (const concern of concerns) if (value[concern] > (found ? value[found] : 0)) found = concern;
  return { grade: found ? value[found] : 0, concern: found, entity: found && worst[found] };
}

const WORDS: Readonly<Record<Concern, 'classification' | 'integrity' | 'availability'>> = {
  secrecy: 'classification',
  integrity: 'integrity',
  availability: 'availability',
};

/** "`Card` is restricted", "`Order` has integrity critical". */
export function valueText(entity: Entity, concern: Concern): string {
  const said = written(entity, WORDS[concern]);
  if (concern !== 'secrecy') return `\`${label(entity)}\` has ${concern} ${said ?? ''}`;
  if (written(entity, 'credential') === true) return `\`${label(entity)}\` is a credential`;
  return said ? `\`${label(entity)}\` is ${said}` : `\`${label(entity)}\` is personal`;
}
