/** From how a store without a single primary is described to the protocol to explore. What is not said excludes it. */
import type { KeyValues } from '../../vocabulary/vocabulary.ts';
import { chain } from '../protocols/chain.ts';
import { consensus } from '../protocols/consensus.ts';
import type { Consensus } from '../protocols/consensus.ts';
import { multiPrimary } from '../protocols/multi-primary.ts';
import { quorum } from '../protocols/quorum.ts';
import type { Order } from '../protocols/versions.ts';
import { modelled, unmodelled } from './modelled.ts';
import type { Access, Modelled } from './modelled.ts';

/** More copies than this change nothing but the size of the search. */
const MOST_COPIES = 5;

const sizeOf = ({ copies }: Access, usual: number): number => Math.min(copies ?? usual, MOST_COPIES);

const orders: Partial<Record<KeyValues['conflicts'], Order>> = {
  'last-write-wins': 'clocks',
  ordered: 'numbers',
  versions: 'seen',
  merge: 'merge',
};

export function asQuorum(access: Access): Modelled {
  const { how, copies, isRead } = access;
  if (copies === undefined) return unmodelled('nobody says how many copies there are (`replicas`)');
  if (copies > MOST_COPIES) return unmodelled(`more than ${String(MOST_COPIES)} copies are too many to explore`);
  if (!how.commit) return unmodelled('nobody says what acknowledges a write (`commit`)');
  const commit = how.commit.value;
  const majority = Math.floor(copies / 2) + 1;
  const w = writtenTo(commit, copies);
  const from = how.reads?.value ?? (isRead ? undefined : { from: 'majority' as const });
  if (!from) return unmodelled('nobody says who answers reads (`reads`)');
  if (w === undefined) return unmodelled('it is not said how many copies have a write');
  // What is said to overlap with every write asks as many as that takes.
  const r = from.from === 'quorum' ? copies + 1 - w : answeredBy(from, copies, majority);
  if (r === undefined) return unmodelled('no protocol of quorums models who answers reads here');
  const isSloppy = commit.mode === 'replicas' && commit.sloppy;
  return modelled(
    quorum({
      replicas: copies,
      r,
      w: Math.min(w, copies),
      standIns: isSloppy ? Math.max(1, w + r - copies) : 0,
      order: (how.conflicts && orders[how.conflicts.value]) ?? 'numbers',
      writesBack: how.readRepair?.value === 'before-answer',
      isNearest: from.from === 'nearest',
      isFlushed: access.isFlushed,
    }),
    copies,
  );
}

function writtenTo(commit: KeyValues['commit'], copies: number): number | undefined {
  switch (commit.mode) {
    case 'local':
      return 1;
    case 'majority':
      return Math.floor(copies / 2) + 1;
    case 'replicas':
      return commit.number;
    case 'all':
      return copies;
    default:
      return undefined;
  }
}

function answeredBy(reads: KeyValues['reads'], copies: number, majority: number): number | undefined {
  switch (reads.from) {
    case 'any':
    case 'nearest':
      return 1;
    case 'some':
      return reads.number;
    case 'majority':
      return majority;
    case 'all':
      return copies;
    default:
      return undefined;
  }
}

export function asConsensus(access: Access): Modelled {
  const reads = access.isRead ? access.how.reads?.value : ({ from: 'primary', confirmed: 'quorum' } as const);
  if (!reads) return unmodelled('nobody says who answers reads (`reads`)');
  const from = consensusReads(reads);
  if (!from) return unmodelled(`no protocol models \`reads: ${reads.from}\` of a group that agrees`);
  const nodes = Math.max(3, sizeOf(access, 3));
  const { session, mayErr, isFlushed } = access;
  return modelled(consensus({ nodes, reads: from, session, mayErr, isFlushed, restrictsElections: true }), nodes);
}

function consensusReads(reads: KeyValues['reads']): Consensus['reads'] | undefined {
  switch (reads.from) {
    case 'primary':
      return 'confirmed' in reads ? (reads.confirmed === 'lease' ? 'lease' : 'index') : 'leader';
    case 'any':
    case 'nearest':
      // A member that asks the leader how far it must be answers what the leader would.
      return 'confirmed' in reads ? 'index' : reads.from;
    default:
      return undefined;
  }
}

export function asChain(access: Access): Modelled {
  const { how, isRead, session, mayErr, isFlushed } = access;
  const from = isRead ? how.reads?.value.from : 'tail';
  if (from !== 'tail' && from !== 'any' && from !== 'nearest')
    return unmodelled('nobody says which replica of the chain answers reads (`reads`)');
  const nodes = Math.max(2, sizeOf(access, 3));
  // An update is judged where it takes effect: at the head, whoever is the tail.
  const stops = !isRead || how.fencing?.value === 'stonith' || how.fencing?.value === 'lease';
  return modelled(chain({ nodes, reads: from, isTied: session !== 'none', mayErr, stops, isFlushed }), nodes);
}

export function asMultiPrimary(access: Access): Modelled {
  const { how, isRead, session } = access;
  // Members that certify in one order apply it later, as those of a group that agrees do.
  if (how.conflicts?.value === 'certification') return asConsensus(access);
  if (how.commit?.value.mode !== 'local') return unmodelled('no protocol models primaries that wait for each other');
  const nodes = Math.min(Math.max(2, sizeOf(access, 2)), 3);
  const isSticky = isRead && (session !== 'none' || how.reads?.value.from === 'nearest');
  const order = (how.conflicts && orders[how.conflicts.value]) ?? 'seen';
  return modelled(multiPrimary({ nodes, order, isSticky }), nodes);
}
