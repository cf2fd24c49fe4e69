/**
 * What one access is guaranteed where one primary orders the writes and standbys follow it: what a standby that lags
 * answers, what a promotion loses, and what a primary does that does not know that it was deposed.
 *
 * Sources: Terry et al., Session Guarantees for Weakly Consistent Replicated Data, 1994; Kleppmann, Designing
 * Data-Intensive Applications, 2017, chapter 5 (replication lag, failover); Gray and Cheriton, Leases, 1989; PostgreSQL
 * documentation, synchronous_commit.
 *
 * O(flows to the store) for each access.
 */
import type { Entity, ModelReader } from '../../model/model.ts';
import { written } from '../../model/model.ts';
import type { KeyName, KeyValues } from '../../vocabulary/vocabulary.ts';
import type { Facts } from '../facts.ts';
import { copiesOf } from '../placement/copies.ts';
import type { Circumstances } from './circumstances.ts';
import { detectionMayErr } from './fault-model.ts';
import { NOTHING_KNOWN } from './guarantees.ts';
import type { Grant, Guarantees, Refutation } from './guarantees.ts';
import { acknowledgesDeposed, commitText, promotion } from './acknowledgement.ts';
import type { Promotion } from './acknowledgement.ts';
import { mechanismFor, origin } from './mechanism.ts';
import type { Mechanism } from './mechanism.ts';
import { boundedStaleness } from './staleness.ts';
import { writersOf } from './writers.ts';

export function primaryBackup(
  facts: Facts,
  flow: Entity,
  store: Entity,
  given: Mechanism,
  under: Circumstances,
): Guarantees {
  const how = under.failover ? given : withoutFailover(given);
  const access = written(flow, 'access');
  const writes = writesBefore(facts, flow, store, how);
  const promoted = leastPromotion(facts, store, how, writes);
  const missing: KeyName[] = (['reads', 'failover'] as const).filter((key) => how[key] === undefined);
  if (writes.some(({ commit }) => commit === undefined)) missing.unshift('commit');
  if (promoted.verdict === 'unknown' && !missing.includes(promoted.missing)) missing.push(promoted.missing);
  if (access === undefined) return { ...NOTHING_KNOWN, missing };
  const refutations: Refutation[] = [...failoverRefutations(facts, access, store, how, promoted)];
  if (under.cutOff && detectionMayErr(facts, store)) {
    const takesWrites = deposedTakes(facts, store, writes);
    refutations.push(...deposedRefutations(access, store, how, takesWrites));
    const isOpen = how.fencing?.value === 'none' && takesWrites === undefined && !missing.includes('commit');
    if (isOpen && !missing.includes('replicas')) missing.push('replicas');
  }
  if (access === 'read') refutations.push(...readRefutations(facts, store, how, writes));
  const grants: Grant[] = [];
  // Who is down takes no writes and answers nothing, whether or not something would stop it.
  const isAlone = !under.cutOff;
  const grant = grantOf(access, store, how, promoted, writes, isAlone);
  if (grant) grants.push(grant);
  if (access === 'read') grants.push(...byToken(facts, store, how, promoted, isAlone));
  // A promotion may lose what a replica would have shown in time.
  if (access === 'read' && how.reads && how.failover?.value.mode === 'none')
    grants.push(...boundedStaleness(store, how.reads.value));
  if (access === 'read' && (convergesOn(how) || (isAlone && how.failover))) grants.push(convergence(store));
  return { grants, refutations, missing };
}

/** Where nobody is promoted, whatever is set for that does not count. */
const withoutFailover = (how: Mechanism): Mechanism =>
  how.failover ? { ...how, failover: { ...how.failover, value: { mode: 'none' } } } : how;

/**
 * How what an access may have to see is written: by itself, and before a read by each writer that is described, which may
 * wait for less than the store does by itself.
 */
function writesBefore(facts: Facts, flow: Entity, store: Entity, how: Mechanism): readonly Mechanism[] {
  if (written(flow, 'access') !== 'read') return [how];
  const writers = writersOf(facts, store.id).map((writer) => mechanismFor(facts, writer, store));
  return writers.length > 0 ? writers : [how];
}

/** What a promotion does to those writes, at worst. */
function leastPromotion(facts: Facts, store: Entity, how: Mechanism, writes: readonly Mechanism[]): Promotion {
  const total = copiesOf(facts, store)?.total;
  const all = writes.map((way) => promotion(facts, way, total));
  return (
    all.find(({ verdict }) => verdict === 'loses') ??
    all.find(({ verdict }) => verdict === 'unknown') ??
    all[0] ??
    promotion(facts, how, total)
  );
}

/** Whether there is one primary at a time whose writes the others take over: of two at once, one's may stay apart. */
const convergesOn = (how: Mechanism): boolean =>
  how.failover !== undefined && (how.failover.value.mode === 'none' || isFenced(how));

const convergence = (store: Entity): Grant => ({
  model: 'eventual',
  argument: `the standbys of \`${store.name}\` follow one primary, and have what it has once writes stop`,
});

/** Reads while nothing fails. An update reads at the primary, which has every write. */
function* readRefutations(
  model: ModelReader,
  store: Entity,
  how: Mechanism,
  writes: readonly Mechanism[],
): Iterable<Refutation> {
  const { reads } = how;
  const commits = writes.flatMap(({ commit }) => commit ?? []);
  const commit = commits.find(({ value }) => !appliedEverywhere(value)) ?? commits[0];
  if (!reads || !commit || !isAtReplica(reads.value)) return;
  const tied = how.session?.value ?? 'none';
  const from = reads.value.from === 'any' ? 'any replica' : 'the nearest replica';
  if (appliedEverywhere(commit.value)) {
    const argument = `\`${store.name}\` answers reads from ${from}, and a write being committed is applied on one standby before another: a read may see it, and a later read at another replica may not`;
    if (tied === 'none' && reads.value.from === 'any')
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
  const { failover } = how;
  if (!failover || failover.value.mode === 'none') return;
  const who = failover.value.mode === 'manual' ? 'somebody promotes a standby' : 'a standby is promoted';
  if (promoted.verdict === 'loses') {
    const argument = `\`${store.name}\` acknowledges a write ${promoted.acknowledged}; when ${who} that lacks it, the acknowledged write is gone`;
    const lost = { cause: promoted.cause, argument, settings: [...promoted.settings, failover] } as const;
    yield { model: 'read-your-writes', ...lost };
    if (access !== 'read' || !isReadFromMajority(how)) yield { model: 'monotonic-reads', ...lost };
    yield { model: 'linearizable', ...lost };
  }
  if (access === 'read' && how.shows?.value === 'applied' && promoted.verdict === 'keeps' && !isShared(how)) {
    const argument = `\`${store.name}\` shows a write before enough replicas have it (\`shows: applied\`, ${origin(facts, how.shows)}); when ${who} that lacks it, what was read is gone`;
    yield { model: 'monotonic-reads', cause: 'shown-early', argument, settings: [how.shows, failover] };
  }
}

/** Whether a majority that elects may have to have what is read: whoever confirms the primary may have its log by then. */
const isReadFromMajority = ({ reads, promotes }: Mechanism): boolean =>
  promotes?.value.who === 'elected' &&
  reads !== undefined &&
  'confirmed' in reads.value &&
  reads.value.confirmed === 'quorum';

/** Whether some of these writes may be acknowledged by a primary that was deposed; undefined: not said. */
export function deposedTakes(facts: Facts, store: Entity, writes: readonly Mechanism[]): boolean | undefined {
  const total = copiesOf(facts, store)?.total;
  const all = writes.map((way) => acknowledgesDeposed(way, total));
  return all.includes(true) ? true : all.includes(undefined) ? undefined : false;
}

/**
 * What a primary does that is only slow or cut off and does not know that it was deposed.
 * @param takesWrites whether it may still acknowledge any
 */
function* deposedRefutations(
  access: KeyValues['access'],
  store: Entity,
  { failover, fencing, reads }: Mechanism,
  takesWrites: boolean | undefined,
): Iterable<Refutation> {
  if (failover?.value.mode !== 'automatic') return;
  if (fencing?.value === 'none' && takesWrites === true) {
    const argument = `\`${store.name}\` promotes a standby automatically and nothing stops the old primary (\`fencing: none\`): where it is only slow or cut off, two primaries take writes`;
    yield { model: 'linearizable', cause: 'split-brain', argument, settings: [failover, fencing] };
    return;
  }
  if (access !== 'read' || reads?.value.from !== 'primary' || confirmsLeadership(reads.value)) return;
  const stops = fencing && stopsNoReads(fencing.value);
  if (!fencing || stops === undefined) return;
  const argument = `a primary of \`${store.name}\` that was deposed while it was cut off goes on answering reads: ${stops}`;
  yield { model: 'linearizable', cause: 'deposed-primary', argument, settings: [reads, fencing] };
}

/** Why fencing, or that there is none, leaves a deposed primary answering reads. */
function stopsNoReads(fencing: KeyValues['fencing']): string | undefined {
  if (fencing === 'epoch') return '`fencing: epoch` refuses its writes, not its reads';
  return fencing === 'none' ? 'nothing stops it (`fencing: none`)' : undefined;
}

const isShared = ({ storage }: Mechanism): boolean => storage?.value === 'shared';

/**
 * What a session gets whose token says how far the replica that answers must be. Its own writes last where a promotion
 * keeps what was acknowledged; what it read lasts where nothing is shown that a promotion can take back.
 *
 * Source: Tyulenev et al., Implementation of Cluster-wide Logical Clock and Causal Consistency in MongoDB, SIGMOD 2019.
 */
function byToken(model: ModelReader, store: Entity, how: Mechanism, promoted: Promotion, isAlone: boolean): Grant[] {
  const { failover, session, shows } = how;
  if (session?.value !== 'token' || !failover || !how.reads) return [];
  const waits = `the session’s token (\`session: token\`, ${origin(model, session)}) has a replica of \`${store.name}\` wait until it has what the session wrote and read before`;
  const follow = 'all replicas take over the writes of one primary in its order';
  if (failover.value.mode === 'none') return [{ model: 'causal', argument: `${waits}, and ${follow}` }];
  if (promoted.verdict !== 'keeps' || !(isAlone || isFenced(how))) return [];
  const kept = `whoever is promoted has every acknowledged write: ${promoted.because}`;
  return shows?.value === 'durable'
    ? [{ model: 'causal', argument: `${waits}; ${kept}; and nothing is shown that a promotion takes back` }]
    : [{ model: 'read-your-writes', argument: `${waits}; and ${kept}` }];
}

const isFenced = ({ fencing }: Mechanism): boolean => fencing !== undefined && fencing.value !== 'none';

function grantOf(
  access: KeyValues['access'],
  store: Entity,
  how: Mechanism,
  promoted: Promotion,
  writes: readonly Mechanism[],
  isAlone: boolean,
): Grant | undefined {
  const { failover, reads, fencing, shows } = how;
  const isEverywhere = writes.every(({ commit }) => commit !== undefined && appliedEverywhere(commit.value));
  if (access === 'read' && reads && isEverywhere && isAtReplica(reads.value))
    return failover?.value.mode === 'none'
      ? {
          model: 'read-your-writes',
          argument: `every replica of \`${store.name}\` has applied a write before it is acknowledged`,
        }
      : undefined;
  const atPrimary = access !== 'read' || (reads !== undefined && asNewAsPrimary(reads.value));
  if (!atPrimary || !failover) return undefined;
  if (failover.value.mode === 'none')
    return {
      model: 'linearizable',
      argument: `every access goes through the one primary of \`${store.name}\`, and no other is ever promoted`,
    };
  const confirmed =
    access !== 'read' || (reads !== undefined && confirmsLeadership(reads.value)) || fencing?.value === 'stonith';
  const kept = `whoever is promoted has every acknowledged write: ${promoted.verdict === 'keeps' ? promoted.because : ''}`;
  const isEarly = access === 'read' && shows?.value === 'applied';
  if (promoted.verdict === 'keeps' && isAlone && !isEarly)
    return { model: 'linearizable', argument: `${kept}; and the old primary is down` };
  if (promoted.verdict === 'keeps' && isFenced(how) && confirmed && !isEarly)
    return {
      model: 'linearizable',
      argument: `${kept}; the old primary is fenced (\`fencing: ${fencing?.value ?? ''}\`), and a read is answered by a primary that knows it still is one`,
    };
  return undefined;
}

/** Whether the primary makes sure for each read that it still is one. */
const confirmsLeadership = (reads: KeyValues['reads']): boolean => reads.from === 'primary' && 'confirmed' in reads;

/** Whether a replica answers from what it has by itself. */
const isAtReplica = (
  reads: KeyValues['reads'],
): reads is Extract<KeyValues['reads'], { readonly from: 'any' | 'nearest' }> =>
  (reads.from === 'any' || reads.from === 'nearest') && !('confirmed' in reads);

/** Whether the primary answers, or a replica that has first asked it how far it must be. */
const asNewAsPrimary = (reads: KeyValues['reads']): boolean =>
  reads.from === 'primary' || ((reads.from === 'any' || reads.from === 'nearest') && 'confirmed' in reads);

function appliedEverywhere(commit: KeyValues['commit']): boolean {
  return (
    commit.mode === 'all' &&
    'until' in commit &&
    commit.until === 'applied' &&
    'otherwise' in commit &&
    commit.otherwise === 'block'
  );
}
