/** What an entry of the table says about a key. */
import type { Pattern } from '../pattern.ts';

/** What it means that a key is not written. */
export type Absence = 'unknown' | { readonly means: string };

export interface Key<T = unknown> {
  readonly pattern: Pattern<T>;
  readonly on: readonly string[];
  readonly meaning: string;
  readonly absence: Absence;
  readonly source?: string;
  readonly examples: readonly string[];
  /** May be written several times in one declaration; each line counts. */
  readonly repeatable?: boolean;
  /** May be set by a technology as a default, or by a knob's case. */
  readonly technologyDefault?: boolean;
}

export function key<T>(entry: Key<T>): Key<T> {
  return entry;
}
