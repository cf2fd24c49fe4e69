/**
 * The names in an entity's values, and what they stand for. What does not change stays the same object. O(values).
 */
import type { Reference } from '../vocabulary/pattern.ts';
import type { Entity } from './model.ts';
import type { Id } from './symbols.ts';

export const isReference = (value: unknown): value is Reference =>
  typeof value === 'object' && value !== null && 'path' in value && 'ids' in value && Array.isArray(value.ids);

/**
 * The entity with its names standing for what `correct` says. An item of a list that names nothing any more is left
 * out; a value that is no list keeps the name, which then stands for nothing.
 * @param isThere whether what a word of the head points at is there.
 */
export function withReferences(
  entity: Entity,
  correct: (reference: Reference) => readonly Id[],
  isThere: (id: Id) => boolean,
): Entity {
  let values: Map<string, readonly unknown[]> | undefined;
  for (const [key, lines] of entity.values) {
    const corrected = lines.map((line) => mapped(line, correct));
    if (corrected.every((line, i) => line === lines[i])) continue;
    values ??= new Map(entity.values);
    const telling = corrected.filter((line) => !(Array.isArray(line) && line.length === 0));
    if (telling.length > 0) values.set(key, telling);
    else values.delete(key);
  }
  const clauses = Object.entries(entity.clauses).filter(([, id]) => isThere(id));
  const isCut = clauses.length < Object.keys(entity.clauses).length;
  if (!values && !isCut) return entity;
  return {
    ...entity,
    ...(values && { values }),
    ...(isCut && { clauses: Object.fromEntries(clauses) }),
  };
}

function mapped(value: unknown, correct: (reference: Reference) => readonly Id[]): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (isReference(value)) {
    const ids = correct(value);
    return ids === value.ids ? value : { ...value, ids };
  }
  if (Array.isArray(value)) {
    const items: readonly unknown[] = value;
    const kept = items.flatMap((item) => {
      const now = mapped(item, correct);
      return now !== item && isGone(item, now) ? [] : [now];
    });
    return kept.length === items.length && kept.every((item, i) => item === items[i]) ? value : kept;
  }
  let changed: Record<string, unknown> | undefined;
  for (const [name, part] of Object.entries(value)) {
    const now = mapped(part, correct);
    if (now !== part) (changed ??= { ...value })[name] = now;
  }
  return changed ?? value;
}

/** Whether an item of a list, or a part of it, named something and names nothing any more. */
function isGone(before: unknown, now: unknown): boolean {
  if (isReference(before)) return before.ids.length > 0 && isReference(now) && now.ids.length === 0;
  if (Array.isArray(before)) return before.length > 0 && Array.isArray(now) && now.length === 0;
  if (typeof before !== 'object' || before === null || typeof now !== 'object' || now === null) return false;
  return Object.entries(before).some(([name, part]) => isGone(part, (now as Record<string, unknown>)[name]));
}
