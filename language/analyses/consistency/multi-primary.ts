/**
 * What one access is guaranteed where several replicas take writes, acknowledge them by themselves and tell each other
 * later. Two clients at two primaries can each write one item and then read the other's without seeing it: no one order
 * of all accesses explains that, so what they see is not even sequentially consistent.
 *
 * Sources: Attiya and Welch, Sequential Consistency versus Linearizability, 1994 (both need waiting for others); Terry et
 * al., Session Guarantees, 1994; Kleppmann, Designing Data-Intensive Applications, 2017, chapter 5 (multi-leader);
 * Pedone, Guerraoui and Schiper, The Database State Machine Approach, 2003 (certification).
 *
 * O(1) for each access.
 */
import { written } from '../../model/model.ts';
import type { Entity } from '../../model/model.ts';
import type { Facts } from '../facts.ts';
import { commitText } from './acknowledgement.ts';
import { NOTHING_KNOWN } from './guarantees.ts';
import type { Grant, Guarantees, Refutation } from './guarantees.ts';
import { origin } from './mechanism.ts';
import type { Mechanism } from './mechanism.ts';
import { clockRefutations, lostUpdates } from './versions.ts';

export function multiPrimary(facts: Facts, flow: Entity, store: Entity, how: Mechanism): Guarantees {
  const access = written(flow, 'access');
  const { commit } = how;
  if (access === undefined) return NOTHING_KNOWN;
  if (how.conflicts?.value === 'certification') return certified(store, access, how);
  if (commit === undefined) return { ...NOTHING_KNOWN, missing: ['commit'] };
  // Primaries that wait for each other order writes in ways of their own.
  if (commit.value.mode !== 'local') return NOTHING_KNOWN;
  const argument = `each primary of \`${store.name}\` acknowledges writes by itself (\`commit: ${commitText(commit.value)}\`, ${origin(facts, commit)}) and tells the others later`;
  const apart = { cause: 'primaries-apart', argument, settings: [commit] } as const;
  const refutations: Refutation[] = [{ model: 'sequential', ...apart }, ...clockRefutations(facts, store, how)];
  if (access === 'update') refutations.push(...lostUpdates(store, how));
  if (access !== 'read') return { grants: [], refutations, missing: [] };
  const session = how.session?.value ?? 'none';
  // Which primary answers is known only where it is whichever is asked.
  if (session === 'none' && how.reads?.value.from === 'any') {
    refutations.push({ model: 'read-your-writes', ...apart }, { model: 'monotonic-reads', ...apart });
  }
  return {
    grants: session === 'sticky' ? atOnePrimary(store, how) : [],
    refutations,
    missing: how.reads ? [] : ['reads'],
  };
}

/**
 * Every node tests the same transactions in the same order before they commit: one order of all writes, in which an update
 * of what has changed meanwhile aborts. A node answers reads from what it has applied so far.
 */
function certified(store: Entity, access: string, how: Mechanism): Guarantees {
  const { conflicts, reads, anomalies } = how;
  if (access !== 'read' && anomalies?.value.includes('lost-update')) return NOTHING_KNOWN;
  if (access !== 'read')
    return {
      ...NOTHING_KNOWN,
      grants: [
        {
          model: 'linearizable',
          argument: `every node of \`${store.name}\` tests each transaction in one order before it is acknowledged, and one that conflicts with an earlier one aborts`,
        },
      ],
    };
  if (!conflicts || (reads?.value.from !== 'any' && reads?.value.from !== 'nearest'))
    return { ...NOTHING_KNOWN, missing: ['reads'] };
  if ('confirmed' in reads.value)
    return {
      ...NOTHING_KNOWN,
      grants: [
        {
          model: 'linearizable',
          argument: `a node of \`${store.name}\` answers a read when it has applied everything that the group had ordered by then`,
        },
      ],
    };
  const argument = `a node of \`${store.name}\` answers reads from what it has applied, and applies what the others committed later`;
  const stale = { cause: 'stale-member', argument, settings: [reads, conflicts] } as const;
  const session = how.session?.value ?? 'none';
  const refutations: Refutation[] = [{ model: 'linearizable', ...stale }];
  if (session === 'none') {
    refutations.push({ model: 'read-your-writes', ...stale });
    if (reads.value.from === 'any') refutations.push({ model: 'monotonic-reads', ...stale });
  }
  return { grants: [], refutations, missing: [] };
}

/** A session that stays with one primary sees what that primary has, which only becomes newer. */
function atOnePrimary(store: Entity, { conflicts }: Mechanism): Grant[] {
  const argument = `the session stays with one primary of \`${store.name}\`, whose state only becomes newer`;
  const grants: Grant[] = [{ model: 'monotonic-reads', argument }];
  // Where clocks decide, the session's own write may lose against an older one.
  if (conflicts?.value === 'versions' || conflicts?.value === 'merge')
    grants.push({
      model: 'read-your-writes',
      argument: `${argument}, and no version is dropped that another did not see`,
    });
  return grants;
}
