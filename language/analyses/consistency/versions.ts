/**
 * What follows from how versions of an item are told apart where no leader and no log orders the writes.
 *
 * Sources: Lamport, Time, Clocks, and the Ordering of Events, 1978; DeCandia et al., Dynamo, 2007; Shapiro et al.,
 * Conflict-free Replicated Data Types, 2011; Herlihy, Wait-Free Synchronization, 1991 (registers agree on nothing).
 */
import type { Entity } from '../../model/model.ts';
import type { Facts } from '../facts.ts';
import { clockBound } from './clocks.ts';
import { detectionMayErr } from './fault-model.ts';
import type { Refutation } from './guarantees.ts';
import { origin } from './mechanism.ts';
import type { Mechanism } from './mechanism.ts';

/** Two versions of an item are ordered by clocks that may differ. */
export function* clockRefutations(facts: Facts, store: Entity, { conflicts }: Mechanism): Iterable<Refutation> {
  if (conflicts?.value !== 'last-write-wins' || !detectionMayErr(facts, store)) return;
  const bound = clockBound(facts, store)?.within;
  const apart =
    bound === undefined
      ? 'no bound is known for how far clocks differ: a write that is acknowledged may lose against an older one'
      : `clocks may differ by ${String(bound)} ms: a write may lose against one that was acknowledged that long before`;
  yield {
    model: 'linearizable',
    cause: 'clock-order',
    argument: `\`${store.name}\` keeps the version with the later wall-clock time (\`conflicts: last-write-wins\`, ${origin(facts, conflicts)}), and ${apart}`,
    settings: [conflicts],
  };
}

export function* lostUpdates(store: Entity, { commit, conflicts }: Mechanism): Iterable<Refutation> {
  // Whether it is a conditional write, which the store may decide by consensus, is known where it is said how it is acknowledged.
  if (commit === undefined || conflicts === undefined || conflicts.value === 'merge') return;
  yield {
    model: 'linearizable',
    cause: 'lost-update',
    argument: `an update of \`${store.name}\` reads, changes and writes back without agreement between replicas: of two at the same time, one is lost or both are left to be resolved (\`conflicts: ${conflicts.value}\`)`,
    settings: [commit, conflicts],
  };
}
