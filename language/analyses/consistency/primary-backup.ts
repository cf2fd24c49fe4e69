/**
 * What one access is guaranteed where one primary orders the writes and standbys follow it: what a standby that lags
 * answers, what a promotion loses, and what a primary does that does not know that it was deposed.
 *
 * Sources: Terry et al., Session Guarantees for Weakly Consistent Replicated Data, 1994; Kleppmann, Designing
 * Data-Intensive Applications, 2017, chapter 5 (replication lag, failover); Gray and Cheriton, Leases, 1989; PostgreSQL
 * documentation, synchronous_commit.
 *
 * O(1) for each access.
 */
import type { Entity, ModelReader } from '../../model/model.ts';
import { written } from '../../model/model.ts';
import type { KeyName, KeyValues } from '../../vocabulary/vocabulary.ts';
import type { Facts } from '../facts.ts';
import { copiesOf } from '../placement/copies.ts';
import { detectionMayErr } from './fault-model.ts';
import { NOTHING_KNOWN } from './guarantees.ts';
import type { Grant, Guarantees, Refutation } from './guarantees.ts';
import { commitText, promotion } from './acknowledgement.ts';
import type { Promotion } from './acknowledgement.ts';
import { origin } from './mechanism.ts';
import type { Mechanism } from './mechanism.ts';

export function primaryBackup(facts: Facts, flow: Entity, store: Entity, how: Mechanism): Guarantees {
  const access = written(flow, 'access');
  const promoted = promotion(facts, how, copiesOf(facts, store)?.total);
  const missing: KeyName[] = (['commit', 'reads', 'failover'] as const).filter((key) => how[key] === undefined);
  if (promoted.verdict === 'unknown' && !missing.includes(promoted.missing)) missing.push(promoted.missing);
  if (access === undefined) return { ...NOTHING_KNOWN, missing };
  const refutations: Refutation[] = [...failoverRefutations(facts, access, store, how, promoted)];
  if (access === 'read') refutations.push(...readRefutations(facts, flow, store, how));
  const grants: Grant[] = [];
  const grant = grantOf(access, store, how, promoted);
  if (grant) grants.push(grant);
  if (access === 'read' && convergesOn(how)) grants.push(convergence(store));
  return { grants, refutations, missing };
}

/** Whether there is one primary at a time whose writes the others take over: of two at once, one's may stay apart. */
const convergesOn = ({ failover, fencing }: Mechanism): boolean =>
  failover !== undefined && (failover.value.mode === 'none' || (fencing !== undefined && fencing.value !== 'none'));

const convergence = (store: Entity): Grant => ({
  model: 'eventual',
  argument: `the standbys of \`${store.name}\` follow one primary, and have what it has once writes stop`,
});

/** Reads while nothing fails. An update reads at the primary, which has every write. */
function* readRefutations(model: ModelReader, flow: Entity, store: Entity, how: Mechanism): Iterable<Refutation> {
  const { reads, commit } = how;
  if (!reads || !commit || (reads.value.from !== 'any' && reads.value.from !== 'nearest')) return;
  const tied = written(flow, 'session') ?? 'none';
  const from = reads.value.from === 'any' ? 'any replica' : 'the nearest replica';
  if (appliedEverywhere(commit.value)) {
    const argument = `\`${store.name}\` answers reads from ${from}, and a write being committed is applied on one standby before another: a read may see it, and a later read at another replica may not`;
    if (tied === 'none')
      yield { model: 'monotonic-reads', cause: 'replicas-disagree', argument, settings: [reads, commit] };
    yield { model: 'linearizable', cause: 'replicas-disagree', argument, settings: [reads, commit] };
    return;
  }
  const lag = `its standbys may lag behind the primary (\`commit: ${commitText(commit.value)}\`, ${origin(model, commit)})`;
  const argument = `\`${store.name}\` answers reads from ${from}, and ${lag}`;
  const stale = { cause: 'stale-standby', argument, settings: [reads, commit] } as const;
  if (tied === 'none') {
    yield { model: 'read-your-writes', ...stale };
    if (reads.value.from === 'any') yield { model: 'monotonic-reads', ...stale };
  }
  yield { model: 'linearizable', ...stale };
}

/** What a promotion can do. */
function* failoverRefutations(
  facts: Facts,
  access: KeyValues['access'],
  store: Entity,
  how: Mechanism,
  promoted: Promotion,
): Iterable<Refutation> {
  const { failover, fencing, reads } = how;
  if (!failover || failover.value.mode === 'none') return;
  const who = failover.value.mode === 'manual' ? 'somebody promotes a standby' : 'a standby is promoted';
  if (promoted.verdict === 'loses') {
    const argument = `\`${store.name}\` acknowledges a write ${promoted.acknowledged}; when ${who} that lacks it, the acknowledged write is gone`;
    const lost = { cause: promoted.cause, argument, settings: [...promoted.settings, failover] } as const;
    yield { model: 'read-your-writes', ...lost };
    yield { model: 'monotonic-reads', ...lost };
    yield { model: 'linearizable', ...lost };
  }
  if (failover.value.mode !== 'automatic' || !detectionMayErr(facts, store)) return;
  if (fencing?.value === 'none') {
    const argument = `\`${store.name}\` promotes a standby automatically and nothing stops the old primary (\`fencing: none\`): where it is only slow or cut off, two primaries take writes`;
    yield { model: 'linearizable', cause: 'split-brain', argument, settings: [failover, fencing] };
  }
  if (
    access === 'read' &&
    fencing?.value === 'epoch' &&
    reads?.value.from === 'primary' &&
    !confirmsLeadership(reads.value)
  ) {
    const argument = `a primary of \`${store.name}\` that was deposed while it was cut off goes on answering reads: \`fencing: epoch\` refuses its writes, not its reads`;
    yield { model: 'linearizable', cause: 'deposed-primary', argument, settings: [reads, fencing] };
  }
}

function grantOf(access: KeyValues['access'], store: Entity, how: Mechanism, promoted: Promotion): Grant | undefined {
  const { failover, commit, reads, fencing } = how;
  if (
    access === 'read' &&
    reads &&
    commit &&
    (reads.value.from === 'any' || reads.value.from === 'nearest') &&
    appliedEverywhere(commit.value)
  )
    return failover?.value.mode === 'none'
      ? {
          model: 'read-your-writes',
          argument: `every replica of \`${store.name}\` has applied a write before it is acknowledged`,
        }
      : undefined;
  const atPrimary = access !== 'read' || reads?.value.from === 'primary';
  if (!atPrimary || !failover) return undefined;
  if (failover.value.mode === 'none')
    return {
      model: 'linearizable',
      argument: `every access goes through the one primary of \`${store.name}\`, and no other is ever promoted`,
    };
  const confirmed =
    access !== 'read' || (reads !== undefined && confirmsLeadership(reads.value)) || fencing?.value === 'stonith';
  const fenced = fencing !== undefined && fencing.value !== 'none';
  if (promoted.verdict === 'keeps' && fenced && confirmed)
    return {
      model: 'linearizable',
      argument: `whoever is promoted has every acknowledged write: ${promoted.because}; the old primary is fenced (\`fencing: ${fencing.value}\`), and a read is answered by a primary that knows it still is one`,
    };
  return undefined;
}

/** Whether the primary makes sure for each read that it still is one. */
const confirmsLeadership = (reads: KeyValues['reads']): boolean => 'confirmed' in reads;

function appliedEverywhere(commit: KeyValues['commit']): boolean {
  return (
    commit.mode === 'all' &&
    'until' in commit &&
    commit.until === 'applied' &&
    'otherwise' in commit &&
    commit.otherwise === 'block'
  );
}
