/** In which failure domains the copies of a store stand. O(copies × depth of the topology). */
import type { Entity } from '../../model/model.ts';
import { enclosing, given, written } from '../../model/model.ts';
import type { Id } from '../../model/symbols.ts';
import type { Reference } from '../../vocabulary/pattern.ts';
import type { KeyValues } from '../../vocabulary/vocabulary.ts';
import { entitiesOf } from '../facts.ts';
import type { Facts } from '../facts.ts';

type Domain = Extract<KeyValues['tolerate'][number], { fault: 'partition'; domain: string }>['domain'];

const kindOfDomain: Readonly<Record<Exclude<Domain, 'nodes'>, string>> = {
  racks: 'rack',
  zones: 'zone',
  regions: 'region',
  sites: 'site',
};

/**
 * Names of the domains of a kind (or those among `places`) that hold copies; undefined where the placement is not said
 * precisely enough. Copies on nodes of their own are told apart by number.
 */
export function spread(
  facts: Facts,
  store: Entity,
  domain: Domain | undefined,
  places: readonly Id[] | undefined,
): string[] | undefined {
  const replicas = given(facts, store, 'replicas')?.value;
  const placed = placesOf(facts, store);
  if (domain === 'nodes') {
    const count = Math.max(placed?.length ?? 0, replicas?.replicas ?? 0);
    return count > 0 ? Array.from({ length: count }, (_, i) => `copy ${String(i + 1)}`) : undefined;
  }
  if (!placed) return replicas?.replicas === 1 ? ['one copy'] : undefined;
  const found = new Set<string>();
  for (const place of placed) {
    const outer = [...enclosing(facts, place)].find((at) =>
      places ? places.includes(at.id) : domain !== undefined && at.kind === kindOfDomain[domain],
    );
    if (outer) found.add(outer.qualified);
    // A copy somewhere in a region may be in any of its zones.
    else if (!places) return undefined;
  }
  return [...found].sort();
}

function placesOf(facts: Facts, store: Entity): Entity[] | undefined {
  const references: Reference[] = [
    ...(written(store, 'primary') ? [written(store, 'primary') as Reference] : []),
    ...(written(store, 'standbys') ?? []),
    ...(written(store, 'voters') ?? []),
  ];
  if (references.length > 0)
    return entitiesOf(
      facts,
      references.flatMap((reference) => reference.ids),
    );
  const placement = written(store, 'replicas');
  const places = placement?.places?.flatMap((reference) => reference.ids);
  if (!placement || !places) return undefined;
  // Spread evenly, fewer copies than places leave open which places have none.
  return placement.replicas >= places.length ? entitiesOf(facts, places) : undefined;
}
