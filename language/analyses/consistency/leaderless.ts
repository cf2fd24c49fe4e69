/**
 * What one access to a leaderless store is guaranteed: W of N replicas have a write before it is acknowledged, R of them
 * answer a read. R + W > N makes every read meet every acknowledged write, and no more than that:
 *
 * - a sloppy quorum lets other nodes stand in, so that the two need not meet;
 * - while a write is under way, or after one that failed, a read may see it and a later read may not, unless what a read
 *   answers is written back first;
 * - which of two versions is newer is decided by their order: wall clocks put an acknowledged write behind an older one
 *   where clocks differ;
 * - reading, changing and writing back is three things: of two at the same time, one is lost.
 *
 * Sources: Gifford, Weighted Voting for Replicated Data, 1979; Attiya, Bar-Noy and Dolev, Sharing Memory Robustly in
 * Message-Passing Systems, JACM 1995 (write-back); Lamport, On Interprocess Communication, 1986 (regular registers);
 * DeCandia et al., Dynamo, 2007 (sloppy quorums); Herlihy, Wait-Free Synchronization, 1991 (registers agree on nothing).
 *
 * O(flows to the store) for each access.
 */
import { given, written } from '../../model/model.ts';
import type { Entity, Given } from '../../model/model.ts';
import type { KeyValues } from '../../vocabulary/vocabulary.ts';
import type { Facts } from '../facts.ts';
import { largestOf } from '../placement/sizes.ts';
import { commitText } from './acknowledgement.ts';
import { NOTHING_KNOWN } from './guarantees.ts';
import type { Grant, Guarantees, Refutation } from './guarantees.ts';
import { mechanism, mechanismFor, origin } from './mechanism.ts';
import type { Mechanism } from './mechanism.ts';
import { clockRefutations, lostUpdates } from './versions.ts';
import { writersOf } from './writers.ts';

type Commit = Given<KeyValues['commit']>;
type Reads = Given<KeyValues['reads']>;

export function leaderless(facts: Facts, flow: Entity, store: Entity, how: Mechanism): Guarantees {
  const access = written(flow, 'access');
  if (access === undefined) return NOTHING_KNOWN;
  const refutations = [...clockRefutations(facts, store, how)];
  if (access === 'read') return reads(facts, flow, store, how, refutations);
  if (access === 'update') refutations.push(...lostUpdates(store, how));
  refutations.push(...writesApart(facts, store, how));
  return { grants: [], refutations, missing: how.commit ? [] : ['commit'] };
}

/** How many copies there may be at most: what overlaps among them does so among fewer. */
function mostCopies(facts: Facts, store: Entity): number | undefined {
  const described = given(facts, store, 'replicas')?.value.replicas;
  return described === undefined ? undefined : largestOf(store, described);
}

/**
 * Two writes of which neither knows of the other: W ≤ N / 2 lets both be acknowledged by replicas of their own (Gifford).
 * Where each write takes a number above all that a quorum knows, or clocks decide, there is an order all the same.
 */
function* writesApart(facts: Facts, store: Entity, { commit, conflicts }: Mechanism): Iterable<Refutation> {
  const copies = mostCopies(facts, store);
  if (commit === undefined || copies === undefined || copies < 2) return;
  if (conflicts?.value !== 'versions' && conflicts?.value !== 'merge') return;
  const w = writtenTo(copies, commit);
  if (!isSloppy(commit) && (w === undefined || 2 * w > copies)) return;
  const apart = isSloppy(commit)
    ? 'a sloppy quorum may take each at nodes of its own'
    : `W is ${String(w)}, no more than half of the ${String(copies)} replicas${ofScales(facts, store, copies)}, so that each may have replicas of its own`;
  yield {
    model: 'sequential',
    cause: 'writes-apart',
    argument: `two writes to \`${store.name}\` can both be acknowledged without any replica that knows of both (\`commit: ${commitText(commit.value)}\`, ${origin(facts, commit)}): ${apart}, and nothing puts them in one order (\`conflicts: ${conflicts.value}\`)`,
    settings: [commit, conflicts],
  };
}

/** Says so where the number is one that the store may grow to. */
const ofScales = (facts: Facts, store: Entity, copies: number): string =>
  copies === given(facts, store, 'replicas')?.value.replicas ? '' : ' that `scales` allows';

function reads(facts: Facts, flow: Entity, store: Entity, how: Mechanism, before: Refutation[]): Guarantees {
  const copies = mostCopies(facts, store);
  const from = how.reads;
  const writes = commitsOf(facts, store);
  const missing = [
    ...(copies === undefined ? ['replicas'] : []),
    ...(from === undefined ? ['reads'] : []),
    ...(writes.isKnown ? [] : ['commit']),
  ];
  if (copies === undefined || from === undefined) return { grants: [], refutations: before, missing };
  const gap = writes.commits.find((commit) => mayMiss(copies, from, commit));
  const refutations = [
    ...before,
    ...(gap ? missed(facts, how, store, copies, from, gap) : inversions(store, from, how)),
  ];
  if (gap !== undefined || missing.length > 0 || !writes.commits.every((commit) => surelyMeets(copies, from, commit)))
    return { grants: [], refutations, missing };
  return {
    grants: grantsOf(
      store,
      how,
      writes.commits.every((commit) => meetsItself(copies, commit)),
    ),
    refutations,
    missing: (['conflicts', 'read-repair'] as const).filter(
      (key) => (key === 'conflicts' ? how.conflicts : how.readRepair) === undefined,
    ),
  };
}

/** How the writes that a read may have to see are acknowledged: by each writer that is described, else by the store. */
function commitsOf(facts: Facts, store: Entity): { commits: readonly Commit[]; isKnown: boolean } {
  const writers = writersOf(facts, store.id);
  const commits =
    writers.length > 0
      ? writers.map((writer) => mechanismFor(facts, writer, store).commit)
      : [facts.of(mechanism, store.id)?.commit];
  const known = commits.filter((commit) => commit !== undefined);
  return { commits: known, isKnown: known.length === commits.length };
}

/** W: how many of `n` replicas surely have an acknowledged write. */
function writtenTo(n: number, { value }: Commit): number | undefined {
  switch (value.mode) {
    case 'local':
      return 1;
    case 'majority':
      return majority(n);
    case 'replicas':
      return value.number;
    case 'all':
      return 'otherwise' in value && value.otherwise === 'continue' ? 1 : n;
    default:
      return undefined;
  }
}

/** R: how many of `n` replicas answer a read. */
function answeredBy(n: number, { value }: Reads): number | undefined {
  switch (value.from) {
    case 'any':
    case 'nearest':
      return 1;
    case 'some':
      return value.number;
    case 'majority':
      return majority(n);
    case 'all':
      return n;
    default:
      return undefined;
  }
}

/** Gifford's majority: two of them always meet. */
const majority = (n: number): number => Math.floor(n / 2) + 1;

const isSloppy = ({ value }: Commit): boolean => value.mode === 'replicas' && value.sloppy;

function mayMiss(n: number, from: Reads, commit: Commit): boolean {
  if (isSloppy(commit)) return true;
  const [r, w] = [answeredBy(n, from), writtenTo(n, commit)];
  return r !== undefined && w !== undefined && r + w <= n;
}

function surelyMeets(n: number, from: Reads, commit: Commit): boolean {
  // What is said to overlap with every write does, unless the writes are known to go elsewhere.
  if (from.value.from === 'quorum') return !isSloppy(commit);
  const [r, w] = [answeredBy(n, from), writtenTo(n, commit)];
  return r !== undefined && w !== undefined && !isSloppy(commit) && r + w > n;
}

/** Whether two writes always meet, so that the later one knows of the earlier: W > N / 2. */
function meetsItself(n: number, commit: Commit): boolean {
  const w = writtenTo(n, commit);
  return w !== undefined && 2 * w > n;
}

/** The replicas that answer may all lack the write. */
function* missed(
  facts: Facts,
  how: Mechanism,
  store: Entity,
  n: number,
  from: Reads,
  commit: Commit,
): Iterable<Refutation> {
  const [r, w] = [answeredBy(n, from), writtenTo(n, commit)];
  const why = isSloppy(commit)
    ? 'a sloppy quorum may have left the write with nodes that no read asks'
    : `R + W is ${String((r ?? 0) + (w ?? 0))}, no more than the ${String(n)} replicas${ofScales(facts, store, n)}, so that none of them need have both`;
  const argument = `a read of \`${store.name}\` asks ${counted(r)} of ${String(n)} replicas, and a write is acknowledged by ${counted(w)} (\`commit: ${commitText(commit.value)}\`, ${origin(facts, commit)}): ${why}`;
  const miss = { cause: 'quorums-miss', argument, settings: [from, commit] } as const;
  const session = how.session?.value ?? 'none';
  if (session === 'none') {
    yield { model: 'read-your-writes', ...miss };
    if (from.value.from !== 'nearest') yield { model: 'monotonic-reads', ...miss };
  }
  yield { model: 'regular', ...miss };
}

const counted = (number: number | undefined): string => (number === undefined ? 'some' : String(number));

/** Of a write that is under way, or failed half-way, one read may tell and a later one not. */
function* inversions(store: Entity, from: Reads, { readRepair, session }: Mechanism): Iterable<Refutation> {
  if (readRepair === undefined || readRepair.value === 'before-answer') return;
  const argument = `a read of \`${store.name}\` may see a write that only some replicas have yet, and a later read at others may not: what it answers is not written back first (\`read-repair: ${readRepair.value}\`)`;
  const inverted = { cause: 'read-inversion', argument, settings: [readRepair] } as const;
  // Who always asks the nearest replica asks the same one.
  if ((session?.value ?? 'none') === 'none' && from.value.from !== 'nearest')
    yield { model: 'monotonic-reads', ...inverted };
  yield { model: 'linearizable', ...inverted };
}

function grantsOf(store: Entity, { conflicts, readRepair }: Mechanism, writesMeet: boolean): Grant[] {
  // Wall clocks may put a write behind one that it came after; without a word about order nothing is known.
  if (conflicts === undefined || conflicts.value === 'last-write-wins') return [];
  const meets = `every read of \`${store.name}\` asks a replica that has the last acknowledged write (R + W > N)`;
  if (conflicts.value === 'ordered' && readRepair?.value === 'before-answer' && writesMeet)
    return [
      {
        model: 'linearizable',
        argument: `${meets}, writes are numbered in an order that agrees with real time, and what a read answers is on a quorum before (Attiya, Bar-Noy and Dolev)`,
      },
    ];
  return [
    { model: 'regular', argument: meets },
    { model: 'read-your-writes', argument: meets },
  ];
}
