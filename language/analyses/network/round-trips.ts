/**
 * Round-trip times between places, from the links of the topology. Milliseconds.
 *
 * The most specific link that says a time wins: one between the places themselves, then between what they stand in, then
 * one between any two places of a kind. A link between two regions is the round trip between any of their zones: it
 * replaces the figure between zones, it is not added to it. Times of several links are never added up: measured round
 * trips violate the triangle inequality (Ng and Zhang, Predicting Internet Network Distance, INFOCOM 2002), so a sum is
 * neither a lower nor an upper bound of the way that nobody described.
 *
 * Invariant: `time` is never above the typical time. It is the median or, where that is not said, the nearest percentile
 * below; a percentile above the median is no floor. What is not said counts as nothing, and is not `known`.
 *
 * O(places × depth + links) once for a topology, O(depth²) for a pair, each pair once.
 */
import { enclosing, written } from '../../model/model.ts';
import type { Entity } from '../../model/model.ts';
import type { Id } from '../../model/symbols.ts';
import { placeKinds } from '../../vocabulary/kinds.ts';
import { defineAnalysis, entitiesOf } from '../facts.ts';
import type { Facts } from '../facts.ts';

export interface RoundTrip {
  readonly time: number;
  /** Whether the time is said, not only bounded from below. */
  readonly known: boolean;
}

interface Place {
  readonly id: Id;
  readonly kind: string;
}

/** How a link that names no place says what it connects: `link zone <-> zone`. */
const anyOf = (kind: string): Id => `any:${kind}`;

/** The analysis looks at the whole topology; it is kept under one id. */
const PROJECT = '';
const MEDIAN = 50;
const HERE: RoundTrip = { time: 0, known: true };
const UNKNOWN: RoundTrip = { time: 0, known: false };

const network = defineAnalysis<Network>('network/links', (facts) => {
  const chains = new Map<Id, readonly Place[]>();
  const divided = new Set<Id>();
  for (const kind of placeKinds)
    for (const place of entitiesOf(facts, facts.ofKind(kind))) {
      const chain = [...enclosing(facts, place)].filter((outer) => isPlace(outer.kind));
      chains.set(place.id, chain);
      if (chain[1]) divided.add(chain[1].id);
    }
  const times = new Map<string, number | undefined>();
  for (const link of entitiesOf(facts, facts.ofKind('link'))) {
    if (link.source === undefined || link.target === undefined || written(link, 'rtt') === undefined) continue;
    const ends = endsKey(link.source, link.target);
    const [time, other] = [typicalTime(link), times.get(ends)];
    times.set(ends, time === undefined || other === undefined ? (time ?? other) : Math.min(time, other));
  }
  return new Network(chains, divided, times);
});

export const networkOf = (facts: Facts): Network => facts.of(network, PROJECT);

/** The median of what a link says, else the highest percentile below it. */
function typicalTime(link: Entity): number | undefined {
  let best: { readonly time: number; readonly percentile: number } | undefined;
  for (const { time, percentile = MEDIAN } of written(link, 'rtt') ?? [])
    if (percentile <= MEDIAN && (!best || percentile > best.percentile)) best = { time, percentile };
  return best?.time;
}

interface Candidate extends RoundTrip {
  /** Links that name both places come before those that name one, and those before links between kinds. */
  readonly named: number;
  /** How far out the link stands from the two places. */
  readonly distance: number;
}

export class Network {
  private readonly chains: ReadonlyMap<Id, readonly Place[]>;
  /** Places with others inside: what stands somewhere in one need not stand together. */
  private readonly divided: ReadonlySet<Id>;
  /** By the two ends; undefined where a link says percentiles above the median only. */
  private readonly times: ReadonlyMap<string, number | undefined>;
  private readonly known = new Map<Id, Map<Id, RoundTrip>>();

  constructor(
    chains: ReadonlyMap<Id, readonly Place[]>,
    divided: ReadonlySet<Id>,
    times: ReadonlyMap<string, number | undefined>,
  ) {
    this.chains = chains;
    this.divided = divided;
    this.times = times;
  }

  /** How long a request between two places and its answer are on their way. */
  between(from: Id, to: Id): RoundTrip {
    let others = this.known.get(from);
    if (!others) this.known.set(from, (others = new Map<Id, RoundTrip>()));
    let found = others.get(to);
    if (!found) others.set(to, (found = this.compute(from, to)));
    return found;
  }

  private compute(from: Id, to: Id): RoundTrip {
    const [a, b] = [this.chains.get(from), this.chains.get(to)];
    if (!a || !b) return UNKNOWN;
    const common = a.findIndex(({ id }) => b.some((other) => other.id === id));
    const shared = common < 0 ? undefined : a[common];
    const below = shared ? b.findIndex(({ id }) => id === shared.id) : b.length;
    const candidates = [
      ...this.candidates(a.slice(0, shared ? common : a.length), b.slice(0, below)),
      ...(shared ? this.within(shared, common + below) : []),
    ];
    const best = candidates.reduce<Candidate | undefined>((x, y) => (x && !isBetter(y, x) ? x : y), undefined);
    if (best) return { time: best.time, known: best.known };
    // Within one place the way counts as nothing, unless others inside it may be meant.
    return from === to && !this.divided.has(from) ? HERE : UNKNOWN;
  }

  /** Links between two places that do not contain each other, given with what they stand in, innermost first. */
  private *candidates(a: readonly Place[], b: readonly Place[]): Iterable<Candidate> {
    for (const [i, x] of a.entries())
      for (const [j, y] of b.entries()) {
        const distance = i + j;
        const [xOuter, yOuter] = [i === a.length - 1, j === b.length - 1];
        yield* this.candidate(x.id, y.id, { named: 2, distance, certain: true });
        yield* this.candidate(x.id, anyOf(y.kind), { named: 1, distance, certain: yOuter || x.kind !== y.kind });
        yield* this.candidate(anyOf(x.kind), y.id, { named: 1, distance, certain: xOuter || x.kind !== y.kind });
        // Zones of different regions are at least as far from each other as zones of one: a bound, no more.
        const certain = (xOuter && yOuter) || x.kind !== y.kind;
        yield* this.candidate(anyOf(x.kind), anyOf(y.kind), { named: 0, distance: -distance, certain });
      }
  }

  /** A link from a place to itself: between any two places inside it. */
  private within(place: Place, distance: number): Iterable<Candidate> {
    return this.candidate(place.id, place.id, { named: 2, distance, certain: true });
  }

  private *candidate(
    from: Id,
    to: Id,
    { named, distance, certain }: { named: number; distance: number; certain: boolean },
  ): Iterable<Candidate> {
    const ends = [endsKey(from, to), endsKey(to, from)].find((key) => this.times.has(key));
    if (ends === undefined) return;
    const time = this.times.get(ends);
    yield { time: time ?? 0, known: certain && time !== undefined, named: certain ? named : -1, distance };
  }
}

/** More specific first; where that leaves a choice, the shorter time, which is the bound. */
function isBetter(a: Candidate, b: Candidate): boolean {
  if (a.named !== b.named) return a.named > b.named;
  if (a.distance !== b.distance) return a.distance < b.distance;
  return a.time < b.time;
}

const endsKey = (from: Id, to: Id): string => `${from} ${to}`;
const isPlace = (kind: string): boolean => (placeKinds as readonly string[]).includes(kind);
