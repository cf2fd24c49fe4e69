/**
 * How long an access to replicated data takes at least from where its client is: the round trips that its mechanism
 * cannot do without. To whoever it goes through, and from there to as many others as must answer, of which the fastest
 * count. Milliseconds; nothing is counted for work, disks and queues.
 *
 * Invariant: `least` holds in every placement and under every leader that the description leaves open; `most` is what it
 * comes to at the worst of them, undefined where a distance is not said.
 *
 * One way is taken for half a round trip: it matters in chains only, where what comes in at the head leaves at the tail.
 *
 * Sources: Abadi, Consistency Tradeoffs in Modern Distributed Database System Design, IEEE Computer 2012; van Renesse and
 * Schneider, Chain Replication, OSDI 2004.
 *
 * O(copies² log copies) for a client's place; chains of unknown order O(copies!) up to a bound.
 */
import type { Id } from '../../model/symbols.ts';
import type { Contact, Round } from '../consistency/participants.ts';
import { distance, distances, toOthers } from './sites.ts';
import type { Side, Sites } from './sites.ts';

/** A part of a floor, for people. */
export type Leg =
  | { readonly type: 'contact'; readonly contact: Contact; readonly place: Id | undefined; readonly time: number }
  | { readonly type: 'answers'; readonly number: number; readonly choice: Round['choice']; readonly time: number }
  | { readonly type: 'chain'; readonly copies: number; readonly time: number };

export interface Floor {
  readonly least: number;
  readonly most: number | undefined;
  /** What `least` is made of. */
  readonly legs: readonly Leg[];
}

interface Way {
  readonly time: number;
  readonly legs: readonly Leg[];
}

/** @param client where the client is; undefined: not said, and its way counts as nothing */
export function floorOf(client: Id | undefined, rounds: readonly Round[], sites: Sites): Floor {
  return new FloorOfRounds(client, rounds, sites);
}

/** Few ask for the most: it is worked out when they do. */
class FloorOfRounds implements Floor {
  readonly least: number;
  readonly legs: readonly Leg[];
  private readonly client: Id | undefined;
  private readonly rounds: readonly Round[];
  private readonly sites: Sites;

  constructor(client: Id | undefined, rounds: readonly Round[], sites: Sites) {
    this.client = client;
    this.rounds = rounds;
    this.sites = sites;
    const least = rounds.map((round) => way(client, round, sites, 'nearest'));
    this.least = least.reduce((sum, { time }) => sum + time, 0);
    this.legs = least.length === 1 ? (least[0]?.legs ?? []) : least.flatMap(({ legs }) => legs);
  }

  get most(): number | undefined {
    const most = this.rounds.reduce((sum, round) => sum + way(this.client, round, this.sites, 'farthest').time, 0);
    return Number.isFinite(most) ? most : undefined;
  }
}

function way(client: Id | undefined, round: Round, sites: Sites, side: Side): Way {
  const through = (place: Id): Way => throughPlace(client, place, round, sites, side);
  switch (round.contact) {
    case 'leader':
    case 'tail':
    case 'head':
      if (round.inChain) return alongChain(client, sites, side);
      return open(leadersOf(round.contact, sites).map(through), sites, side, round.contact);
    case 'any':
    case 'nearest':
      // Whichever replica is asked: the description leaves nothing open, the client may take the best.
      return best(contactsFor(sites, side).map(through), round.contact, side);
    case 'coordinator':
      return best([direct(client, round, sites, side), ...contactsFor(sites, side).map(through)], 'coordinator', side);
  }
}

/** Where the one may stand that an access must go to. */
function leadersOf(contact: Contact, sites: Sites): readonly Id[] {
  if (contact === 'tail') return sites.ordered ? sites.fixed.slice(-1) : sites.places;
  return sites.leader === undefined ? sites.places : [sites.leader];
}

/** Copies that a client can count on: of those whose place is open, none where the placement is the worst one. */
const contactsFor = (sites: Sites, side: Side): readonly Id[] => (side === 'nearest' ? sites.places : sites.certain);

function throughPlace(client: Id | undefined, place: Id, round: Round, sites: Sites, side: Side): Way {
  const there = distance(sites, client, place, side);
  const others = Math.max(0, (round.answers ?? 0) - (round.contact === 'coordinator' ? 1 : 0));
  const wait =
    round.answers === undefined
      ? unknownTime(side)
      : round.choice === 'in-order' && sites.ordered
        ? farthestOf(sites, place, sites.fixed.slice(1, 1 + others), side)
        : nth(toOthers(sites, place, side), others);
  const legs: Leg[] = [{ type: 'contact', contact: round.contact, place, time: there }];
  if (others > 0) legs.push({ type: 'answers', number: others, choice: round.choice, time: wait });
  return { time: there + wait, legs };
}

/** A node beside the client that is no replica itself. */
function direct(client: Id | undefined, round: Round, sites: Sites, side: Side): Way {
  const { answers, choice } = round;
  const time = answers === undefined ? unknownTime(side) : nth(distances(sites, client, side), answers);
  return { time, legs: [{ type: 'answers', number: answers ?? 0, choice, time }] };
}

/** How long it takes until so many have answered, when the distances are sorted. */
const nth = (sorted: readonly number[], number: number): number =>
  number === 0 ? 0 : (sorted[Math.min(number, sorted.length) - 1] ?? 0);

const farthestOf = (sites: Sites, from: Id, places: readonly Id[], side: Side): number =>
  Math.max(0, ...places.map((place) => distance(sites, from, place, side)));

const unknownTime = (side: Side): number => (side === 'nearest' ? 0 : Infinity);

/** Of what the description leaves open, the choice that a side stands for. */
function open(ways: readonly Way[], sites: Sites, side: Side, contact: Contact): Way {
  if (sites.unplaced > 0 && sites.leader === undefined) return unsaid(contact, side);
  if (side === 'nearest') return best(ways, contact, side);
  return ways.reduce((a, b) => (b.time > a.time ? b : a), ways[0] ?? unsaid(contact, side));
}

const best = (ways: readonly Way[], contact: Contact, side: Side): Way =>
  ways.reduce((a, b) => (b.time < a.time ? b : a), ways[0] ?? unsaid(contact, side));

const unsaid = (contact: Contact, side: Side): Way => {
  const time = unknownTime(side);
  return { time, legs: [{ type: 'contact', contact, place: undefined, time }] };
};

/** Chains of unknown order with more copies than this are not looked at order by order. */
const MOST_IN_CHAIN = 6;

function alongChain(client: Id | undefined, sites: Sites, side: Side): Way {
  const { fixed } = sites;
  const isKnown = sites.unplaced === 0 && sites.extra.count === 0 && fixed.length <= MOST_IN_CHAIN;
  if (!sites.ordered && !isKnown) return unsaid('head', side);
  const times = waysAlong(sites, side).map(
    ({ head, tail, time }) => (distance(sites, client, head, side) + distance(sites, client, tail, side) + time) / 2,
  );
  const time = side === 'nearest' ? Math.min(...times) : Math.max(...times);
  return { time, legs: [{ type: 'chain', copies: fixed.length, time }] };
}

/** The round trips between neighbours of a chain from one end to the other, added up. */
interface ChainWay {
  readonly head: Id;
  readonly tail: Id;
  readonly time: number;
}

const chainWays = new WeakMap<Sites, Map<Side, readonly ChainWay[]>>();

/** From each head to each tail, the best or the worst order between them; found once for all clients. */
function waysAlong(sites: Sites, side: Side): readonly ChainWay[] {
  let known = chainWays.get(sites);
  if (!known) chainWays.set(sites, (known = new Map<Side, readonly ChainWay[]>()));
  let ways = known.get(side);
  if (!ways) known.set(side, (ways = findWaysAlong(sites, side)));
  return ways;
}

function findWaysAlong(sites: Sites, side: Side): readonly ChainWay[] {
  const ways = new Map<string, ChainWay>();
  for (const chain of sites.ordered ? [sites.fixed] : orders(sites.fixed)) {
    const [head, tail] = [chain[0], chain[chain.length - 1]];
    if (head === undefined || tail === undefined) continue;
    const time = chain.slice(1).reduce((sum, place, i) => sum + distance(sites, chain[i], place, side), 0);
    const known = ways.get(`${head} ${tail}`);
    if (!known || (side === 'nearest' ? time < known.time : time > known.time))
      ways.set(`${head} ${tail}`, { head, tail, time });
  }
  return [...ways.values()];
}

function orders(places: readonly Id[]): Id[][] {
  if (places.length <= 1) return [[...places]];
  return places.flatMap((place, i) => orders(places.filter((_, other) => other !== i)).map((rest) => [place, ...rest]));
}
