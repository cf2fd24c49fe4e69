/** Which elements a project has to draw, and what is drawn inside what. O(elements + flows). */
import { entitiesOf } from '../../analyses/facts.ts';
import { enclosing } from '../../model/model.ts';
import type { Entity, ModelReader } from '../../model/model.ts';
import { isLibrary } from '../../model/origin.ts';
import { qualifiedName } from '../../model/symbols.ts';
import type { Id } from '../../model/symbols.ts';
import { elementKinds } from '../../vocabulary/kinds.ts';

export const elementsOf = (model: ModelReader): Entity[] =>
  elementKinds
    .flatMap((kind) => entitiesOf(model, model.ofKind(kind)))
    .filter((element) => !isLibrary(element.uris[0] ?? ''));

export const flowsOf = (model: ModelReader): Entity[] => entitiesOf(model, model.ofKind('flow'));

export const isGroupKind = (kind: string): boolean => kind === 'system' || kind === 'boundary';

/** An element, what it stands in, and the boundaries that these name. */
export function* around(model: ModelReader, element: Entity): Iterable<Id> {
  for (const { id, clauses } of enclosing(model, element)) {
    yield id;
    if (clauses['in'] !== undefined) yield clauses['in'];
  }
}

export function standsIn(model: ModelReader, element: Entity, subject: Id): boolean {
  for (const id of around(model, element)) if (id === subject) return true;
  return false;
}

/** The only system's title, where there is one. */
export function titleOf(elements: readonly Entity[]): string | undefined {
  const systems = elements.filter(({ kind, parent }) => kind === 'system' && parent === undefined);
  const [only] = systems;
  return systems.length === 1 && only ? (only.title ?? only.name) : undefined;
}

/**
 * What is drawn inside what. A picture nests one way, while an element may stand in a system and, by `in`, in a
 * boundary elsewhere: a system whose members all stand in one boundary is drawn inside it; otherwise the boundary wins,
 * and a system left without members is not drawn.
 */
export function nested(
  model: ModelReader,
  elements: readonly Entity[],
  flows: readonly Entity[],
): Map<Id | undefined, Entity[]> {
  const byId = new Map(elements.map((element) => [element.id, element]));
  const parentOf = (element: Entity): Entity | undefined => {
    // What stands between may not be drawn.
    for (const { id } of enclosing(model, element)) if (id !== element.id && byId.has(id)) return byId.get(id);
    return undefined;
  };
  const members = groupBy(elements, (element) => parentOf(element)?.id);
  const boundaryOf = (element: Entity): Id | undefined => {
    const named = element.clauses['in'];
    return named !== undefined && byId.has(named) && !isInside(named, element) ? named : undefined;
  };
  const shared = (element: Entity): Id | undefined => {
    if (element.kind !== 'system') return undefined;
    const boundaries = new Set((members.get(element.id) ?? []).map(boundaryOf));
    const [only] = boundaries;
    return boundaries.size === 1 && only !== undefined && !isInside(only, element) ? only : undefined;
  };
  const containers = new Map<Id, Id | undefined>();
  for (const element of elements) {
    const parent = parentOf(element);
    const own = boundaryOf(element);
    const drawnInParent = own === undefined || (parent !== undefined && shared(parent) === own);
    containers.set(element.id, drawnInParent ? (shared(element) ?? parent?.id) : own);
  }
  const connected = new Set(flows.flatMap(({ source, target }) => [source, target]));
  const holding = new Set(containers.values());
  const drawn = elements.filter(
    ({ id, kind }) => kind !== 'system' || holding.has(id) || connected.has(id) || !members.has(id),
  );
  return groupBy(drawn, ({ id }) => containers.get(id));
}

export function groupBy<K, V>(values: readonly V[], key: (value: V) => K): Map<K, V[]> {
  const groups = new Map<K, V[]>();
  for (const value of values) {
    const group = groups.get(key(value));
    if (group) group.push(value);
    else groups.set(key(value), [value]);
  }
  return groups;
}

/** Whether a boundary stands inside an element, which then cannot be drawn inside it. */
const isInside = (boundary: Id, element: Entity): boolean =>
  boundary === element.id || qualifiedName(boundary).startsWith(`${element.qualified}.`);
