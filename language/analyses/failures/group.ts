/**
 * The copies of one element in a situation: each way in which they may stand and be led, which of them go on, and who
 * reaches whom. O(placements × copies), placements bounded.
 */
import { written } from '../../model/model.ts';
import type { Entity } from '../../model/model.ts';
import { qualifiedName } from '../../model/symbols.ts';
import { copiesOf } from '../placement/copies.ts';
import { placementsOf } from '../placement/survival.ts';
import { enough } from './outcome.ts';
import type { Certainty } from './outcome.ts';
import type { Ground, Position } from './situation.ts';

export class Group {
  readonly element: Entity;
  readonly places: readonly Position[];
  /** Which of them leads before anything fails, or is the only one. */
  readonly leader: number;
  readonly ground: Ground;

  constructor(ground: Ground, element: Entity, places: readonly Position[], leader: number) {
    this.ground = ground;
    this.element = element;
    this.places = places;
    this.leader = leader;
  }

  get all(): readonly number[] {
    return this.places.map((_, copy) => copy);
  }

  get others(): readonly number[] {
    return this.all.filter((copy) => copy !== this.leader);
  }

  place(copy: number): Position {
    return this.places[copy];
  }

  runs(copy: number): Certainty {
    return opposite[this.ground.stopsCopy(this.element.id, this.place(copy))];
  }

  /** Whether a copy runs and who stands there can ask it. */
  answers(copy: number, at: Position): Certainty {
    return least(this.runs(copy), this.ground.talks(at, this.place(copy)));
  }

  /** Whether of `copies` at least `needed` run and talk with one that stands at `at`. */
  reach(at: Position, needed: number, copies: readonly number[]): Certainty {
    const reached = copies.map((copy) => this.answers(copy, at));
    const certain = reached.filter((one) => one === 'yes').length;
    return enough(needed, certain, reached.filter((one) => one !== 'no').length);
  }

  /** How many of `copies` certainly run and can be asked from there. */
  count(at: Position, copies: readonly number[]): number {
    return copies.filter((copy) => this.answers(copy, at) === 'yes').length;
  }

  placeText(copy: number): string {
    return placeText(this.place(copy));
  }

  /** Whether every copy runs and reaches the others. */
  get isWhole(): boolean {
    return this.all.every(
      (copy) => this.runs(copy) === 'yes' && this.ground.talks(this.place(0), this.place(copy)) === 'yes',
    );
  }
}

/** Every way in which the copies of an element may stand and be led; undefined where their number is not said. */
export function groupsOf(ground: Ground, element: Entity): Group[] | undefined {
  const { facts } = ground;
  const copies = copiesOf(facts, element);
  const primary = written(element, 'primary')?.ids[0];
  if (!copies) return primary === undefined ? undefined : [new Group(ground, element, [primary], 0)];
  return placementsOf(copies).flatMap((placement) => {
    const places = placement.map((place) => (place === '' ? undefined : place));
    return leadersOf(copies.key === 'standbys', primary, places).map(
      (leader) => new Group(ground, element, places, leader),
    );
  });
}

/** Of several copies in one place it does not matter which leads. */
function leadersOf(isNamed: boolean, primary: Position, places: readonly Position[]): number[] {
  if (primary !== undefined) return [Math.max(0, places.indexOf(primary))];
  // Standbys are named and the primary is not: it comes last, and nobody says where it is.
  if (isNamed) return [places.length - 1];
  return [...new Map(places.map((place, copy) => [place, copy])).values()];
}

export const placeText = (place: Position): string =>
  place === undefined ? 'a place that is not said' : `\`${qualifiedName(place)}\``;

const opposite: Readonly<Record<Certainty, Certainty>> = { yes: 'no', no: 'yes', unknown: 'unknown' };
const least = (a: Certainty, b: Certainty): Certainty => (a === 'no' || b === 'no' ? 'no' : a === 'yes' ? b : a);
