/**
 * Where the copies that take part in an access stand, and how far each is from a place. Milliseconds of round trip.
 *
 * Invariant: of what the description leaves open (which places have one copy more, where a copy stands) every choice is
 * covered: distances are listed for the nearest placement and for the farthest one.
 *
 * O(copies) for each list, sorted in O(copies log copies).
 */
import { written } from '../../model/model.ts';
import type { Entity } from '../../model/model.ts';
import type { Id } from '../../model/symbols.ts';
import { defineAnalysis } from '../facts.ts';
import type { Facts } from '../facts.ts';
import { networkOf } from '../network/round-trips.ts';
import type { Network } from '../network/round-trips.ts';
import { copiesOf } from '../placement/copies.ts';
import type { Copies } from '../placement/copies.ts';

/** Which of the placements that fit the description is looked at. */
export type Side = 'nearest' | 'farthest';

export interface Sites {
  /** One place for each copy whose place is certain. */
  readonly fixed: readonly Id[];
  readonly extra: Copies['extra'];
  readonly unplaced: number;
  /** Where the one stands that leads, where that is said. */
  readonly leader: Id | undefined;
  /** Whether the order of `fixed`, the leader first, is said: standbys are written in the order that matters. */
  readonly ordered: boolean;
  readonly network: Network;
  /** Places that may hold a copy, each once, and those that surely do. */
  readonly places: readonly Id[];
  readonly certain: readonly Id[];
  /** What was worked out of distances between them. */
  readonly known: Readonly<Record<Side, Map<Id, readonly number[]>>>;
}

/** Undefined where nothing is said about where the copies of a store stand. */
export const sitesOf = defineAnalysis<Sites | undefined>('latency/sites', (facts, id) => {
  const store = facts.entity(id);
  const said = store && copiesAt(facts, store);
  if (!said) return undefined;
  const { fixed, extra } = said;
  return {
    ...said,
    places: [...new Set([...fixed, ...extra.among])],
    certain: [...new Set(fixed)],
    network: networkOf(facts),
    known: { nearest: new Map(), farthest: new Map() },
  };
});

type Said = Omit<Sites, 'known' | 'network' | 'places' | 'certain'>;

function copiesAt(facts: Facts, store: Entity): Said | undefined {
  const copies = copiesOf(facts, store);
  const [leader] = written(store, 'primary')?.ids ?? [];
  if (!copies) return leader === undefined ? undefined : { ...NO_COPIES, fixed: [leader], leader };
  const { fixed, extra, unplaced, key } = copies;
  if (fixed.length + extra.among.length === 0)
    return leader === undefined
      ? undefined
      : { ...NO_COPIES, fixed: [leader], unplaced: Math.max(0, unplaced - 1), leader };
  return { fixed, extra, unplaced, leader, ordered: key === 'standbys' && leader !== undefined };
}

const NO_COPIES: Omit<Said, 'fixed' | 'leader'> = { extra: { count: 0, among: [] }, unplaced: 0, ordered: false };

/** The same copies when one of them in another place leads; nobody has said in which order it asks the others. */
export const ledFrom = (sites: Sites, leader: Id): Sites => ({ ...sites, leader, ordered: false });

/** A round trip as one side counts it: what is not known is nothing at the nearest, and endless at the farthest. */
export function distance({ network }: Pick<Sites, 'network'>, from: Id | undefined, to: Id, side: Side): number {
  if (from === undefined) return side === 'nearest' ? 0 : Infinity;
  const { time, known } = network.between(from, to);
  return known || side === 'nearest' ? time : Infinity;
}

/** How far the copies are from a place, nearest first. */
export function distances(sites: Omit<Sites, 'known'>, from: Id | undefined, side: Side): number[] {
  const to = (place: Id): number => distance(sites, from, place, side);
  const open = sites.extra.among.map(to).sort(side === 'nearest' ? ascending : descending);
  const nowhere = Array.from({ length: sites.unplaced }, () => (side === 'nearest' ? 0 : Infinity));
  return [...sites.fixed.map(to), ...open.slice(0, sites.extra.count), ...nowhere].sort(ascending);
}

/** How far the other copies are from the one at a place, nearest first. */
export function toOthers(sites: Sites, place: Id, side: Side): readonly number[] {
  let known = sites.known[side].get(place);
  if (!known) sites.known[side].set(place, (known = distances(without(sites, place), place, side)));
  return known;
}

/** The sites without one copy at a place, which is looked at by itself. */
function without(sites: Sites, place: Id): Omit<Sites, 'known'> {
  const at = sites.fixed.indexOf(place);
  if (at >= 0) return { ...sites, fixed: sites.fixed.filter((_, i) => i !== at) };
  const { count, among } = sites.extra;
  if (!among.includes(place)) return sites;
  return { ...sites, extra: { count: Math.max(0, count - 1), among: among.filter((other) => other !== place) } };
}

const ascending = (a: number, b: number): number => a - b;
const descending = (a: number, b: number): number => b - a;
