/**
 * Which operation of a history comes before which, and which write a read may have got its value from. Relations are
 * tables of truth values over positions in the history; building one takes O(n²), closing it O(n³).
 */
import type { History, Operation } from './history.ts';

/** `relation[a]?.[b]`: whether operation `a` comes before operation `b`. */
export type Relation = readonly (readonly boolean[])[];

/** Whether one was answered before the other was called. */
export const isBefore = (a: Operation, b: Operation): boolean => a.returned !== undefined && a.returned < b.invoked;

/** The order of each session: what was never answered is not known to have come before what followed. */
export const inSession = (a: Operation, b: Operation): boolean => a.session === b.session && isBefore(a, b);

export const isWrite = (operation: Operation): boolean => operation.action === 'write';

/** Without reads that were never answered: they tell nothing. */
export const answered = (history: History): History =>
  history.filter((operation) => isWrite(operation) || operation.returned !== undefined);

export const relationOf = (history: History, before: (a: Operation, b: Operation) => boolean): Relation =>
  history.map((a) => history.map((b) => before(a, b)));

/** Whatever follows from a relation by going on from one to the next. O(n³). */
export function closed(relation: Relation): Relation {
  const table = relation.map((row) => [...row]);
  for (const [middle, onwards] of table.entries())
    for (const row of table) if (row[middle] === true) onwards.forEach((reached, end) => (row[end] ||= reached));
  return table;
}

/** Whether a closed relation has nothing before itself. */
export const isAcyclic = (relation: Relation): boolean => relation.every((row, i) => row[i] !== true);

/** The writes that a read may have got its value from. */
export const sourcesOf = (history: History, read: Operation): Operation[] =>
  history.filter(({ action, object, value }) => action === 'write' && object === read.object && value === read.value);

/** What belongs together, in the order in which it came. */
export function grouped(history: History, keyOf: (operation: Operation) => string): History[] {
  const groups = new Map<string, Operation[]>();
  for (const operation of history) {
    const key = keyOf(operation);
    const group = groups.get(key);
    if (group) group.push(operation);
    else groups.set(key, [operation]);
  }
  return [...groups.values()];
}

/**
 * Whether it is so for some way to say which write each read got its value from: one way where values are written once.
 * A read of no value got it from nobody; where a value was never written there is no way at all.
 */
export function forSomeSources(
  history: History,
  isSo: (sources: ReadonlyMap<Operation, Operation>) => boolean,
): boolean {
  const reads = history.filter((operation) => !isWrite(operation) && operation.value !== undefined);
  const choices = reads.map((read) => sourcesOf(history, read));
  if (choices.some((sources) => sources.length === 0)) return false;
  const chosen = reads.map(() => 0);
  for (;;) {
    const sources = new Map<Operation, Operation>();
    reads.forEach((read, i) => {
      const source = choices[i]?.[chosen[i] ?? 0];
      if (source) sources.set(read, source);
    });
    if (isSo(sources)) return true;
    // The next way, counting as an odometer does.
    let at = 0;
    while (at < reads.length && (chosen[at] ?? 0) + 1 === choices[at]?.length) chosen[at++] = 0;
    if (at === reads.length) return false;
    chosen[at] = (chosen[at] ?? 0) + 1;
  }
}
