/** A sequence of writes, as primaries, consensus groups and chains keep it. */
import type { Call } from '../network/world.ts';

export interface Entry {
  readonly object: string;
  readonly value: number;
  readonly term: number;
}

export const appended = (log: readonly Entry[], { object, value }: Call, term: number): readonly Entry[] => [
  ...log,
  { object, value, term },
];

/** What the log leaves of an object. */
export function valueOf(log: readonly Entry[], object: string): number | undefined {
  for (let i = log.length - 1; i >= 0; i--) if (log[i]?.object === object) return log[i]?.value;
  return undefined;
}

export const entriesText = (log: readonly Entry[]): string =>
  log.length === 0 ? 'nothing' : log.map(({ object, value }) => `${object} = ${String(value)}`).join(', ');
