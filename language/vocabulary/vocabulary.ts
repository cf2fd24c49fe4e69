/**
 * The vocabulary as a value: kinds and keys by name. Everything downstream is given one, so that a test (or a later
 * extension) can add an entry and find it everywhere.
 */
import { keys as standardKeys } from './keys.ts';
import type { Key, KeyName, KeyValues } from './keys.ts';
import { flowKind, kinds as standardKinds } from './kinds.ts';
import type { Kind } from './kinds.ts';

export type { Key, KeyName, KeyValues, Kind };

export interface Vocabulary {
  readonly kinds: ReadonlyMap<string, Kind>;
  readonly keys: ReadonlyMap<string, Key>;
  /** Names of the keys that may stand in a kind. */
  keysOf(kind: string): readonly string[];
}

export function createVocabulary(kinds: readonly Kind[], keys: Readonly<Record<string, Key>>): Vocabulary {
  const byKind = new Map<string, string[]>([flowKind, ...kinds].map((kind) => [kind.name, []]));
  for (const [name, key] of Object.entries(keys)) for (const kind of key.on) byKind.get(kind)?.push(name);
  return {
    kinds: new Map([[flowKind.name, flowKind], ...kinds.map((kind): [string, Kind] => [kind.name, kind])]),
    keys: new Map(Object.entries(keys)),
    keysOf: (kind) => byKind.get(kind) ?? [],
  };
}

export const standardVocabulary: Vocabulary = createVocabulary(standardKinds, standardKeys);
