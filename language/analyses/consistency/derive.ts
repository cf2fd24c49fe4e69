/**
 * What one access to a store is guaranteed, derived from the mechanism, not from a label.
 *
 * The result is a set of *grants* and a set of *refutations*, each with its argument. A model holds when a granted model
 * implies it, is violated when it implies a refuted one, and is unknown otherwise. Each family stands in a file of its
 * own, with its sources.
 */
import type { Entity } from '../../model/model.ts';
import { written } from '../../model/model.ts';
import { defineAnalysis } from '../facts.ts';
import type { Facts } from '../facts.ts';
import { chain } from './chain.ts';
import { ANYTHING } from './circumstances.ts';
import type { Circumstances } from './circumstances.ts';
import { consensus } from './consensus.ts';
import { NOTHING_KNOWN } from './guarantees.ts';
import type { Guarantees } from './guarantees.ts';
import { withIsolation } from './isolation.ts';
import { leaderless } from './leaderless.ts';
import { mechanism, mechanismFor } from './mechanism.ts';
import type { Mechanism } from './mechanism.ts';
import { multiPrimary } from './multi-primary.ts';
import { withoutPower } from './power.ts';
import { primaryBackup } from './primary-backup.ts';
import { writersOf } from './writers.ts';

/** What `flow` may rely on at the store that it goes to. O(flows to the store) where its writers matter, else O(1). */
export const guaranteesOf = (facts: Facts, flow: Entity, store: Entity): Guarantees =>
  guaranteesUnder(facts, flow, store, ANYTHING);

/** What it may rely on where only that happens. */
export function guaranteesUnder(facts: Facts, flow: Entity, store: Entity, under: Circumstances): Guarantees {
  const how = mechanismFor(facts, flow, store);
  const base = ofAccess(facts, flow, store, how, under);
  return withIsolation(facts, flow, store, how, base, isOrdered(facts, flow, store, how, under));
}

/** What a single access may rely on. */
const ofAccess = (facts: Facts, flow: Entity, store: Entity, how: Mechanism, under: Circumstances): Guarantees =>
  withoutPower(facts, store, how, byFamily(facts, flow, store, how, under), under);

function byFamily(facts: Facts, flow: Entity, store: Entity, how: Mechanism, under: Circumstances): Guarantees {
  switch (how.family) {
    case 'single-copy':
      return { ...NOTHING_KNOWN, grants: [{ model: 'linearizable', argument: oneCopy(store) }] };
    case 'primary-backup':
      return primaryBackup(facts, flow, store, how, under);
    case 'multi-primary':
      return multiPrimary(facts, flow, store, how);
    case 'quorum':
      return leaderless(facts, flow, store, how);
    case 'consensus':
      return consensus(facts, flow, store, how, under);
    case 'chain':
      return chain(facts, flow, store, how, under);
    case undefined:
      return { ...NOTHING_KNOWN, missing: ['replicas'] };
  }
}

/** Herlihy and Wing, Linearizability, 1990: one object whose operations are atomic is linearizable. */
const oneCopy = (store: Entity): string =>
  `\`${store.name}\` is a single copy: every access takes effect there, one after the other`;

/** Whether one order of all writes is kept, for what `flow` reads or writes: every update is linearizable. */
function isOrdered(facts: Facts, flow: Entity, store: Entity, how: Mechanism, under: Circumstances): boolean {
  const access = written(flow, 'access');
  if (access !== undefined && access !== 'read') return orders(facts, flow, store, how, under);
  if (how.family !== facts.of(mechanism, store.id)?.family) return orders(facts, flow, store, how, under);
  return under === ANYTHING ? facts.of(orderedWrites, store.id) : keepsOneOrder(facts, store, under);
}

/** Whether all who write to a store are in one order; where nobody is described, whether somebody who did would be. */
const orderedWrites = defineAnalysis<boolean>('consistency/ordered-writes', (facts, id) => {
  const store = facts.entity(id);
  return store !== undefined && keepsOneOrder(facts, store, ANYTHING);
});

function keepsOneOrder(facts: Facts, store: Entity, under: Circumstances): boolean {
  const writers = writersOf(facts, store.id);
  if (writers.length > 0)
    return writers.every((writer) => orders(facts, writer, store, mechanismFor(facts, writer, store), under));
  const how = facts.of(mechanism, store.id);
  return how !== undefined && orders(facts, store, store, how, under);
}

/** Whether an update with this mechanism is linearizable. */
function orders(facts: Facts, by: Entity, store: Entity, how: Mechanism, under: Circumstances): boolean {
  const update: Entity = { ...by, values: new Map(by.values).set('access', ['update']) };
  return ofAccess(facts, update, store, how, under).grants.some(({ model }) => model === 'linearizable');
}
