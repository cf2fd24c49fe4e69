/** Floors as people read them. */
import { enclosing } from '../../model/model.ts';
import type { Id } from '../../model/symbols.ts';
import { listed } from '../../model/wording.ts';
import type { Facts } from '../facts.ts';
import { durationText } from '../timing/text.ts';
import type { Leg } from './floor.ts';

export const placeName = (facts: Facts, place: Id | undefined): string =>
  (place === undefined ? undefined : facts.entity(place)?.qualified) ?? 'somewhere';

/** How a floor comes about: `38ms to its leader in north.a, 0.8ms from there to the nearest other`. */
export function legsText(facts: Facts, legs: readonly Leg[]): string {
  const parts = legs.filter(({ time }) => time > 0).map((leg) => legText(facts, leg));
  return parts.length > 0 ? parts.join(', ') : 'whatever must answer is in the same place';
}

const contacts = {
  leader: 'the copy that leads',
  any: 'a copy',
  nearest: 'the nearest copy',
  coordinator: 'a copy that asks the others',
  head: 'the head of the chain',
  tail: 'the tail of the chain',
} as const;

function legText(facts: Facts, leg: Leg): string {
  const time = durationText(leg.time);
  switch (leg.type) {
    case 'contact':
      return `${time} to ${contacts[leg.contact]}${leg.place === undefined ? '' : ` in \`${placeName(facts, leg.place)}\``}`;
    case 'answers':
      return leg.number === 1
        ? `${time} until ${leg.choice === 'in-order' ? 'the first other' : 'the nearest other'} has answered`
        : `${time} until ${String(leg.number)} others have answered`;
    case 'chain':
      return `${time} along the chain of ${String(leg.copies)} and back`;
  }
}

/** Values from several places: `38.8ms from north, 0.8ms from west.a and west.b`, greatest first. */
export function byPlace<T extends { readonly place: Id }>(
  facts: Facts,
  from: readonly T[],
  value: (at: T) => string,
  order: (at: T) => number,
): string {
  const groups = new Map<string, Id[]>();
  for (const at of [...from].sort((a, b) => order(b) - order(a) || (a.place < b.place ? -1 : 1)))
    groups.set(value(at), [...(groups.get(value(at)) ?? []), at.place]);
  const all = from.map(({ place }) => place);
  return [...groups].map(([text, places]) => `${text} from ${placesText(facts, places, all)}`).join(', ');
}

/** Places by name; those that are all there are in a region by the region’s. */
export function placesText(facts: Facts, places: readonly Id[], all: readonly Id[]): string {
  const outermost = (place: Id): Id => {
    const entity = facts.entity(place);
    const outer = entity && [...enclosing(facts, entity)].at(-1);
    return outer?.id ?? place;
  };
  const names = places.map((place) => {
    const region = outermost(place);
    const whole = all.filter((other) => outermost(other) === region).every((other) => places.includes(other));
    return placeName(facts, whole ? region : place);
  });
  return listed([...new Set(names)].sort(), 'and');
}
