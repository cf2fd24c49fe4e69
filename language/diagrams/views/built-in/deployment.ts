/** Where each copy stands, and how far apart the places are. O(copies + places²) for places side by side. */
import { entitiesOf } from '../../../analyses/facts.ts';
import type { Facts } from '../../../analyses/facts.ts';
import { roundTrip } from '../../../analyses/network/round-trips.ts';
import { copiesOf } from '../../../analyses/placement/copies.ts';
import { durationText } from '../../../analyses/timing/text.ts';
import { written } from '../../../model/model.ts';
import type { Entity } from '../../../model/model.ts';
import type { Id } from '../../../model/symbols.ts';
import { placeKinds } from '../../../vocabulary/kinds.ts';
import type { DiagramEdge, DiagramNode } from '../../graph.ts';
import { countBySubject, nodeKind, technologyTitle } from '../draw.ts';
import { elementsOf, groupBy, isGroupKind } from '../elements.ts';
import type { BuiltInView } from '../picture.ts';
import { ofProject } from '../wording.ts';

const deployment: BuiltInView = {
  title: 'Deployment',
  meaning: 'Regions, zones and racks with the copies that stand in each, and the round-trip times between them.',
  graph(project) {
    const { model } = project;
    const places = placeKinds.flatMap((kind) => entitiesOf(model, model.ofKind(kind)));
    if (places.length === 0) return undefined;
    const elements = elementsOf(model).filter(({ kind }) => !isGroupKind(kind));
    const placed = project.ask('deployment', (facts) => elements.flatMap((element) => placedCopies(facts, element)));
    const inside = groupBy(places, ({ parent }) => (places.some(({ id }) => id === parent) ? parent : undefined));
    const copies = groupBy(placed, ({ place }) => place);
    const findings = countBySubject(project);
    const card = ({ element, place, text }: PlacedCopies): DiagramNode => {
      const technology = technologyTitle(model, element);
      const counts = findings.get(element.id);
      return {
        id: `${element.id} in ${place ?? ''}`,
        subject: element.id,
        ...(place !== undefined && { place }),
        kind: nodeKind(element.kind),
        title: element.title ?? element.name,
        ...(technology !== undefined && { subtitle: technology }),
        detail: [text],
        ...(counts && { findings: counts }),
      };
    };
    const group = (place: Entity): DiagramNode => {
      const children = [...(inside.get(place.id) ?? []).map(group), ...(copies.get(place.id) ?? []).map(card)];
      const apart = project.ask(`apart ${place.id}`, (facts) => apartText(facts, inside.get(place.id) ?? []));
      return {
        id: place.id,
        kind: nodeKind(place.kind),
        title: place.title ?? place.name,
        subtitle: [place.kind, apart].filter((part) => part !== undefined).join(' · '),
        ...(children.length > 0 && { children }),
      };
    };
    const roots = inside.get(undefined) ?? [];
    const homeless = copies.get(undefined) ?? [];
    return {
      title: ofProject('Deployment', elementsOf(model)),
      nodes: [
        ...roots.map(group),
        ...(homeless.length > 0
          ? [
              {
                id: 'place not said',
                kind: 'element' as const,
                title: 'Place not said',
                tone: 'muted' as const,
                children: homeless.map(card),
              },
            ]
          : []),
      ],
      edges: project.ask('distances', (facts) => links(facts, roots)),
    };
  },
};

export default deployment;

interface PlacedCopies {
  readonly element: Entity;
  /** Undefined: not said. */
  readonly place: Id | undefined;
  readonly text: string;
}

/** The copies of an element, one entry for each place that has or may have some. */
function placedCopies(facts: Facts, element: Entity): PlacedCopies[] {
  const copies = copiesOf(facts, element);
  if (!copies) return [];
  const certain = new Map<Id, number>();
  for (const place of copies.fixed) certain.set(place, (certain.get(place) ?? 0) + 1);
  const possible = new Set(copies.extra.among);
  const primary = written(element, 'primary')?.ids[0];
  const noun = copies.key === 'voters' ? 'voter' : copies.key === 'standbys' ? 'standby' : 'replica';
  const entries = [...new Set([...certain.keys(), ...possible])].map((place): PlacedCopies => {
    const least = certain.get(place) ?? 0;
    if (place === primary)
      return { element, place, text: least > 1 ? `primary, ${counted(least - 1, noun)}` : 'primary' };
    const text = possible.has(place) ? `${String(least)} or ${counted(least + 1, noun)}` : counted(least, noun);
    return { element, place, text: copies.key === 'replicas' || least > 1 ? text : noun };
  });
  const { unplaced } = copies;
  return unplaced > 0 ? [...entries, { element, place: undefined, text: counted(unplaced, noun) }] : entries;
}

const counted = (count: number, noun: string): string =>
  `${String(count)} ${count === 1 ? noun : noun.replace(/y$/, 'ie')}${count === 1 ? '' : 's'}`;

/** `0.7 ms between zones`, where the places inside are all as far from each other. */
function apartText(facts: Facts, places: readonly Entity[]): string | undefined {
  const times = new Set(
    places.flatMap((a, index) => places.slice(index + 1).map((b) => known(facts, a.id, b.id)?.time)),
  );
  const [time] = times;
  return times.size === 1 && time !== undefined ? `${durationText(time)} between ${places[0]?.kind ?? ''}s` : undefined;
}

const known = (facts: Facts, from: Id, to: Id): { readonly time: number } | undefined => {
  const trip = roundTrip(facts, from, to);
  return trip.known ? trip : undefined;
};

/** More lines than this between places would hide them. */
const MOST_LINKS = 60;

/** The round trips between the outermost places, as far as they are said. */
function links(facts: Facts, places: readonly Entity[]): DiagramEdge[] {
  const all = places.flatMap((a, index) =>
    places.slice(index + 1).flatMap((b): DiagramEdge[] => {
      const trip = known(facts, a.id, b.id);
      return trip
        ? [
            {
              id: `${a.id} to ${b.id}`,
              source: a.id,
              target: b.id,
              label: durationText(trip.time),
              network: true,
              asynchronous: false,
              soft: false,
            },
          ]
        : [];
    }),
  );
  return all.slice(0, MOST_LINKS);
}
