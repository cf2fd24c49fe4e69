/** Where the copies of an element stand, put together from the keys that say so. O(places × depth of the topology). */
import type { Entity, ModelReader } from '../model/model.ts';
import { enclosing, given, written } from '../model/model.ts';
import type { Id } from '../model/symbols.ts';

export interface Placement {
  /** How many copies run. */
  readonly copies?: number;
  readonly primary?: readonly Id[];
  /** Places that hold copies, or among which they are spread. */
  readonly places: readonly Id[];
  /** Failure domains that the places lie in, by kind of place. */
  readonly domains: Readonly<Record<string, readonly Id[]>>;
  /** Whether each of the places surely holds a copy: no, where there are more places than copies. */
  readonly everyPlaceHoldsOne: boolean;
}

export function placementOf(model: ModelReader, entity: Entity): Placement | undefined {
  const replicas = given(model, entity, 'replicas')?.value;
  const primary = written(entity, 'primary')?.ids;
  const named = [
    ...(primary ?? []),
    ...[...(written(entity, 'standbys') ?? []), ...(written(entity, 'voters') ?? [])].flatMap(({ ids }) => ids),
  ];
  const places = unique(named.length > 0 ? named : (replicas?.places ?? []).flatMap(({ ids }) => ids));
  if (places.length === 0 && !replicas) return undefined;
  const copies = replicas?.replicas ?? (named.length > 0 ? named.length : undefined);
  return {
    ...(copies !== undefined && { copies }),
    ...(primary && { primary }),
    places,
    domains: domainsOf(model, places),
    everyPlaceHoldsOne: named.length > 0 || (copies ?? 0) >= places.length,
  };
}

function domainsOf(model: ModelReader, places: readonly Id[]): Readonly<Record<string, readonly Id[]>> {
  const byKind = new Map<string, Id[]>();
  for (const id of places) {
    const place = model.entity(id);
    for (const { kind, id: domain } of place ? enclosing(model, place) : []) {
      const ids = byKind.get(kind);
      if (ids) ids.push(domain);
      else byKind.set(kind, [domain]);
    }
  }
  return Object.fromEntries([...byKind.keys()].sort().map((kind) => [kind, unique(byKind.get(kind) ?? [])]));
}

const unique = (ids: readonly Id[]): Id[] => [...new Set(ids)].sort();
