/**
 * How many voters must agree, and what two such quorums have in common. Pure arithmetic, O(1).
 *
 * Two quorums of q1 and q2 among n share at least q1 + q2 - n members. One of them is needed for what was decided to be
 * found again, and f more where f members may lie about it. Only the quorum that elects a leader and the one that
 * replicates must meet: two that replicate need not (Howard, Malkhi and Spiegelman, Flexible Paxos, 2016).
 *
 * Sources: Gifford, Weighted Voting for Replicated Data, 1979; Castro and Liskov, Practical Byzantine Fault Tolerance,
 * 1999 (n ≥ 3f + 1, quorums of ⌈(n + f + 1) / 2⌉); Dolev and Strong, Authenticated Algorithms for Byzantine Agreement,
 * 1983 (signatures under synchrony), and Veronese et al., Efficient Byzantine Fault-Tolerance, 2013 (trusted
 * components): 2f + 1 members and quorums of f + 1 do.
 */
import { given } from '../../model/model.ts';
import type { Entity, ModelReader } from '../../model/model.ts';
import type { KeyValues } from '../../vocabulary/vocabulary.ts';

export interface Quorums {
  /** So many must have a decision before it counts. */
  readonly replicate: number;
  /** So many must agree on who leads. */
  readonly elect: number;
}

export type Agreement = KeyValues['agreement'];

export const majorityOf = (total: number): number => Math.floor(total / 2) + 1;
export const twoThirdsOf = (total: number): number => Math.floor((2 * total) / 3) + 1;

/** The most crashed members that leave a majority: ⌊(n - 1) / 2⌋. */
export const mostCrashes = (total: number): number => Math.max(0, Math.floor((total - 1) / 2));

/** The most lying members that agreement without further assumptions withstands: ⌊(n - 1) / 3⌋. */
export const mostLiars = (total: number): number => Math.max(0, Math.floor((total - 1) / 3));

/** The quorum of a group of which `liars` members may lie: two of them share one more member than that. */
export const byzantineQuorum = (total: number, liars: number): number => Math.ceil((total + liars + 1) / 2);

/** Whether so few members as 2f + 1 can be enough, given what the protocol assumes. */
export const savesMembers = (agreement: Agreement | undefined): boolean =>
  agreement !== undefined && 'assumption' in agreement;

/** What is said of the group or given by its technology, else what its kind of agreement takes. */
export function quorumsOf(model: ModelReader, group: Entity, total: number): Quorums {
  const said = given(model, group, 'quorum')?.value;
  if (said && 'votes' in said) return { replicate: said.votes, elect: said.elect ?? said.votes };
  const each = said ? byRule[said.rule](total) : byAgreement(given(model, group, 'agreement')?.value, total);
  const commit = given(model, group, 'commit')?.value;
  // A write that counts when fewer have it makes the quorum to replicate that much smaller.
  return { replicate: !said && commit?.mode === 'replicas' ? commit.number : each, elect: each };
}

const byRule = { majority: majorityOf, 'two-thirds': twoThirdsOf } as const;

/** Without a word a majority: two smaller sets of voters need not share a member. */
function byAgreement(agreement: Agreement | undefined, total: number): number {
  return agreement?.members === 'byzantine-tolerant' && !savesMembers(agreement)
    ? byzantineQuorum(total, mostLiars(total))
    : majorityOf(total);
}

/** So many must be up for the group to go on whoever fails, its leader included. */
export const neededOf = ({ replicate, elect }: Quorums): number => Math.max(replicate, elect);

/** The least number of members that a quorum to replicate and one to elect have in common; below 1 they may miss. */
export const shared = ({ replicate, elect }: Quorums, total: number): number => replicate + elect - total;

/** `3 of 5`, or `2 of 5 to replicate, 4 to elect`. */
export function quorumsText({ replicate, elect }: Quorums, total: number): string {
  const first = `${String(replicate)} of ${String(total)}`;
  return replicate === elect ? first : `${first} to replicate, ${String(elect)} to elect`;
}
