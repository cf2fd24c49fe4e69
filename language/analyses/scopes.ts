/** What an entity stands in: the blocks in which it is written, then what its head names with `in`. O(depth). */
import { enclosing } from '../model/model.ts';
import type { Entity } from '../model/model.ts';
import type { Id } from '../model/symbols.ts';
import type { Facts } from './facts.ts';

/** The entity and all scopes that hold for it, nearest first: nesting before `in`, each once. */
export function scopesOf(facts: Facts, entity: Entity): Entity[] {
  const scopes = new Map<Id, Entity>();
  const queue = [entity];
  for (let at = queue.shift(); at; at = queue.shift()) {
    const nested = [...enclosing(facts, at)].filter((scope) => !scopes.has(scope.id));
    for (const scope of nested) {
      scopes.set(scope.id, scope);
      const boundary = scope.clauses['in'] === undefined ? undefined : facts.entity(scope.clauses['in']);
      if (boundary?.kind === 'boundary') queue.push(boundary);
    }
  }
  return [...scopes.values()];
}
