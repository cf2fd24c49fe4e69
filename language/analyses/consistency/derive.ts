/**
 * What one access to a store is guaranteed, derived from the mechanism, not from a label.
 *
 * The result is a set of *grants* and a set of *refutations*, each with its argument. A model holds when a granted model
 * implies it, is violated when it implies a refuted one, and is unknown otherwise. Each family stands in a file of its
 * own, with its sources.
 */
import type { Entity } from '../../model/model.ts';
import type { Facts } from '../facts.ts';
import { chain } from './chain.ts';
import { consensus } from './consensus.ts';
import { NOTHING_KNOWN } from './guarantees.ts';
import type { Guarantees } from './guarantees.ts';
import { leaderless } from './leaderless.ts';
import { mechanismFor } from './mechanism.ts';
import type { Mechanism } from './mechanism.ts';
import { multiPrimary } from './multi-primary.ts';
import { withoutPower } from './power.ts';
import { primaryBackup } from './primary-backup.ts';

/** What `flow` may rely on at the store that it goes to. O(flows to the store) where its writers matter, else O(1). */
export function guaranteesOf(facts: Facts, flow: Entity, store: Entity): Guarantees {
  const how = mechanismFor(facts, flow, store);
  return withoutPower(facts, store, how, byFamily(facts, flow, store, how));
}

function byFamily(facts: Facts, flow: Entity, store: Entity, how: Mechanism): Guarantees {
  switch (how.family) {
    case 'single-copy':
      return { ...NOTHING_KNOWN, grants: [{ model: 'linearizable', argument: oneCopy(store) }] };
    case 'primary-backup':
      return primaryBackup(facts, flow, store, how);
    case 'multi-primary':
      return multiPrimary(facts, flow, store, how);
    case 'quorum':
      return leaderless(facts, flow, store, how);
    case 'consensus':
      return consensus(facts, flow, store, how);
    case 'chain':
      return chain(facts, flow, store, how);
    case undefined:
      return { ...NOTHING_KNOWN, missing: ['replicas'] };
  }
}

/** Herlihy and Wing, Linearizability, 1990: one object whose operations are atomic is linearizable. */
const oneCopy = (store: Entity): string =>
  `\`${store.name}\` is a single copy: every access takes effect there, one after the other`;
