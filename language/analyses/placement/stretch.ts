/**
 * How far the members of a group are apart, and what one decision costs at least in round trips. Milliseconds.
 *
 * A leader has decided when as many others as the quorum asks for have answered: the nearest ones. Each member may come
 * to lead, so what an election must allow for is the longest way between any two.
 *
 * Invariant: times are lower bounds (see `network/round-trips`); members whose place is open are left out of `farthest`, and count
 * as standing beside the leader for `decision`. O(places²).
 */
import type { Id } from '../../model/symbols.ts';
import type { Facts } from '../facts.ts';
import { networkOf } from '../network/round-trips.ts';
import type { Copies } from './copies.ts';

export interface Way {
  readonly from: Id;
  readonly to: Id;
  readonly time: number;
}

export interface Stretch {
  /** The two members that are farthest from each other; undefined where no way between two is known. */
  readonly farthest: Way | undefined;
  /** With the leader that stands best: where that is, and how long until a quorum has answered. */
  readonly decision: { readonly leader: Id; readonly time: number } | undefined;
}

export function stretchOf(facts: Facts, voters: Copies, quorum: number): Stretch {
  const places = [...new Set(voters.fixed)];
  const network = networkOf(facts);
  const time = (from: Id, to: Id): number => network.between(from, to).time;
  let farthest: Way | undefined;
  for (const [i, from] of places.entries())
    for (const to of places.slice(i + 1)) {
      const way = { from, to, time: time(from, to) };
      if (way.time > (farthest?.time ?? 0)) farthest = way;
    }
  const open = voters.total - voters.fixed.length;
  let decision: Stretch['decision'];
  for (const leader of places) {
    const others = [...voters.fixed];
    others.splice(others.indexOf(leader), 1);
    const nearest = [...Array.from({ length: open }, () => 0), ...others.map((place) => time(leader, place))].sort(
      (a, b) => a - b,
    );
    const waits = quorum <= 1 ? 0 : (nearest[quorum - 2] ?? 0);
    if (!decision || waits < decision.time) decision = { leader, time: waits };
  }
  return { farthest, decision };
}
