/**
 * What fails at the same time, and who can then still talk to whom. Places are failure domains of the topology; where
 * something stands is said more or less precisely, so that every answer may be open.
 *
 * O(depth of the topology) for each question; pairs of places are remembered.
 */
import { enclosing, writtenValues } from '../../model/model.ts';
import type { Entity } from '../../model/model.ts';
import type { Id } from '../../model/symbols.ts';
import type { Reference } from '../../vocabulary/pattern.ts';
import type { Facts } from '../facts.ts';
import type { Certainty } from './outcome.ts';

/** Places and elements, by what becomes of their disks. */
export interface Stopped {
  readonly id: Id;
  /** Of an element: only its copies that stand there. */
  readonly at?: Id;
  readonly disk: 'kept' | 'gone' | 'open';
}

/** Messages from one place to another are lost. */
export interface Cut {
  readonly from: Id;
  readonly to: Id;
}

export interface Slow {
  readonly between: readonly [Id, Id];
  /** Of a round trip, in milliseconds. */
  readonly time: number | undefined;
}

export interface Situation {
  readonly stopped: readonly Stopped[];
  /** Groups of places that cannot reach each other. */
  readonly groups: readonly (readonly Id[])[];
  readonly cuts: readonly Cut[];
  readonly slow: readonly Slow[];
}

export const NOTHING_FAILS: Situation = { stopped: [], groups: [], cuts: [], slow: [] };

/** Whether the same happens, in whatever order it is told. */
export function isSame(a: Situation, b: Situation): boolean {
  return sorted(a) === sorted(b);
}

function sorted({ stopped, groups, cuts, slow }: Situation): string {
  const texts = (all: readonly unknown[]): string[] => all.map((one) => JSON.stringify(one)).sort();
  const inOrder = stopped.map(({ id, at, disk }) => ({ id, at, disk }));
  const sides = groups.map((side) => [...side].sort());
  return JSON.stringify([texts(inOrder), texts(sides), texts(cuts), texts(slow)]);
}

/** What a scenario says; names that stand for nothing are left out. */
export function situationOf(scenario: Entity): Situation {
  const stopped = (['fail', 'crash', 'lose'] as const).flatMap((key) =>
    writtenValues(scenario, key)
      .flat()
      .flatMap((stop) =>
        stop.what.ids.flatMap((id): Stopped[] =>
          'place' in stop ? stop.place.ids.map((at) => ({ id, at, disk: DISK[key] })) : [{ id, disk: DISK[key] }],
        ),
      ),
  );
  const groups = writtenValues(scenario, 'partition').flatMap((sides) => sides.map(idsOf));
  const links = writtenValues(scenario, 'cut').flat();
  const cuts = links.flatMap(({ from, to, direction }) =>
    pairs(from, to).flatMap(([a, b]) => [
      { from: a, to: b },
      ...(direction === 'both-ways' ? [{ from: b, to: a }] : []),
    ]),
  );
  const slow = writtenValues(scenario, 'slow')
    .flat()
    .flatMap((line) =>
      pairs(line.from, line.to).map((between): Slow => ({ between, time: 'time' in line ? line.time : undefined })),
    );
  return { stopped, groups, cuts, slow };
}

const DISK = { fail: 'open', crash: 'kept', lose: 'gone' } as const;
const idsOf = (references: readonly Reference[]): Id[] => references.flatMap(({ ids }) => ids);
const pairs = (from: Reference, to: Reference): (readonly [Id, Id])[] =>
  from.ids.flatMap((a) => to.ids.map((b) => [a, b] as const));

/** Where something stands; undefined: not said. */
export type Position = Id | undefined;

/** The model in a situation. */
export class Ground {
  readonly facts: Facts;
  readonly situation: Situation;
  private readonly ancestors = new Map<Id, ReadonlySet<Id>>();
  private readonly heard = new Map<Position, Map<Position, Certainty>>();

  constructor(facts: Facts, situation: Situation) {
    this.facts = facts;
    this.situation = situation;
  }

  /** Whether it makes a difference where something stands. */
  get touchesPlaces(): boolean {
    return !this.isConnected || this.situation.stopped.some(({ id, at }) => isPlace(id) || at !== undefined);
  }

  get isConnected(): boolean {
    return this.situation.groups.length < 2 && this.situation.cuts.length === 0;
  }

  /** Whether a place stands in another; open where only something around it is named. */
  isIn(place: Position, outer: Id): Certainty {
    if (place === undefined) return 'unknown';
    if (this.around(place).has(outer)) return 'yes';
    return this.around(outer).has(place) ? 'unknown' : 'no';
  }

  /** Whether an element, as a whole, was stopped: it, or something that it stands in. */
  stopsElement(element: Id): boolean {
    if (this.situation.stopped.length === 0) return false;
    return this.situation.stopped.some(({ id, at }) => at === undefined && this.around(element).has(id));
  }

  /** Whether the copy of an element that stands there is down. */
  stopsCopy(element: Id, place: Position): Certainty {
    if (this.situation.stopped.length === 0) return 'no';
    if (this.stopsElement(element)) return 'yes';
    const alone = this.situation.stopped.flatMap(({ id, at }) =>
      at !== undefined && this.around(element).has(id) ? [this.isIn(place, at)] : [],
    );
    return either([this.stopsAt(place), ...alone]);
  }

  /** Whether what stands there is down. */
  stopsAt(place: Position): Certainty {
    if (this.situation.stopped.length === 0) return 'no';
    return either(this.situation.stopped.filter(({ id }) => isPlace(id)).map(({ id }) => this.isIn(place, id)));
  }

  /** Whether what stands there, of this element, is gone with its disk. */
  losesDisk(element: Id, place: Position): Certainty {
    return either(
      this.situation.stopped.map(({ id, at, disk }) => {
        if (disk === 'kept') return 'no';
        const named = this.around(element).has(id) ? 'yes' : 'no';
        const hit = isPlace(id)
          ? this.isIn(place, id)
          : at === undefined || named === 'no'
            ? named
            : this.isIn(place, at);
        return hit === 'yes' && disk === 'open' ? 'unknown' : hit;
      }),
    );
  }

  /** Whether each hears the other: a request needs its answer. */
  talks(a: Position, b: Position): Certainty {
    if (this.isConnected) return 'yes';
    const [there, back] = [this.hears(a, b), this.hears(b, a)];
    return there === 'no' || back === 'no' ? 'no' : there === 'yes' ? back : there;
  }

  /** Whether messages from `a` get to `b`. */
  hears(a: Position, b: Position): Certainty {
    if (this.isConnected) return 'yes';
    let from = this.heard.get(a);
    if (!from) this.heard.set(a, (from = new Map<Position, Certainty>()));
    let found = from.get(b);
    if (!found) {
      found = not(either([this.isSplit(a, b), ...this.situation.cuts.map((cut) => this.isCut(a, b, cut))]));
      from.set(b, found);
    }
    return found;
  }

  /** The slow links on the way, and how long a round trip takes at least. */
  slowness(a: Position, b: Position): readonly Slow[] {
    return this.situation.slow.filter(({ between: [one, other] }) =>
      [
        [one, other],
        [other, one],
      ].some(([x = '', y = '']) => this.isIn(a, x) === 'yes' && this.isIn(b, y) === 'yes'),
    );
  }

  private isSplit(a: Position, b: Position): Certainty {
    const { groups } = this.situation;
    if (groups.length < 2 || (a !== undefined && a === b && this.isWithinOneGroup(a))) return 'no';
    const inGroup = groups.map((places) => ({
      a: either(places.map((place) => this.isIn(a, place))),
      b: either(places.map((place) => this.isIn(b, place))),
    }));
    return either(
      inGroup.flatMap(({ a: inThis }, i) =>
        inGroup.flatMap(({ b: inOther }, j) => (i === j ? [] : [both(inThis, inOther)])),
      ),
    );
  }

  private isWithinOneGroup(place: Id): boolean {
    return this.situation.groups.flat().every((outer) => this.isIn(place, outer) !== 'unknown');
  }

  private isCut(a: Position, b: Position, { from, to }: Cut): Certainty {
    if (a !== undefined && a === b && this.isIn(a, from) !== 'unknown') return 'no';
    return both(this.isIn(a, from), this.isIn(b, to));
  }

  private around(id: Id): ReadonlySet<Id> {
    let found = this.ancestors.get(id);
    if (!found) {
      const entity = this.facts.entity(id);
      found = new Set(entity ? [...enclosing(this.facts, entity)].map((outer) => outer.id) : [id]);
      this.ancestors.set(id, found);
    }
    return found;
  }
}

export const isPlace = (id: Id): boolean => id.startsWith('place:');

const both = (a: Certainty, b: Certainty): Certainty =>
  a === 'no' || b === 'no' ? 'no' : a === 'yes' && b === 'yes' ? 'yes' : 'unknown';

const either = (all: readonly Certainty[]): Certainty =>
  all.includes('yes') ? 'yes' : all.includes('unknown') ? 'unknown' : 'no';

const not = (certainty: Certainty): Certainty =>
  certainty === 'unknown' ? certainty : certainty === 'yes' ? 'no' : 'yes';
