/** The recovery objectives that hold for a store: its own, or those of what it stands in. O(depth). */
import { enclosing, written } from '../../model/model.ts';
import type { Entity, ModelReader } from '../../model/model.ts';

export interface Objective {
  /** Milliseconds. */
  readonly value: number;
  /** Who states it. */
  readonly by: Entity;
}

export function objectiveOf(model: ModelReader, store: Entity, key: 'rpo' | 'rto'): Objective | undefined {
  for (const by of enclosing(model, store)) {
    const value = written(by, key);
    if (value !== undefined) return { value, by };
  }
  return undefined;
}
