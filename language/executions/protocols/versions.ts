/**
 * Versions of an item where no leader orders the writes: told apart by wall clocks, by numbers that a quorum hands out, or
 * by what each writer had seen.
 *
 * Sources: Lamport, Time, Clocks, and the Ordering of Events, 1978; DeCandia et al., Dynamo, 2007; Shapiro et al.,
 * Conflict-free Replicated Data Types, 2011.
 */

export type Order = 'clocks' | 'numbers' | 'seen' | 'merge';

export interface Version {
  readonly value: number;
  /** Of the wall clock, or the number that was taken. */
  readonly stamp: number;
  /** Values that this one takes the place of. */
  readonly after: readonly number[];
}

/** Versions by item. */
export type Items = Readonly<Record<string, readonly Version[]>>;

/** What is left of some versions: the newest, or all that none of the others takes the place of. */
export function kept(order: Order, versions: readonly Version[]): readonly Version[] {
  const distinct = [...new Map(versions.map((version) => [version.value, version])).values()].sort(
    (a, b) => a.stamp - b.stamp || a.value - b.value,
  );
  if (order === 'clocks' || order === 'numbers') return distinct.slice(-1);
  return distinct.filter(({ value }) => !distinct.some(({ after }) => after.includes(value)));
}

export const withVersion = (order: Order, items: Items, object: string, version: Version): Items => ({
  ...items,
  [object]: kept(order, [...(items[object] ?? []), version]),
});

export const itemsText = (items: Items): string =>
  Object.entries(items)
    .map(([object, versions]) => `${object} = ${versions.map(({ value }) => String(value)).join(' and ')}`)
    .join(', ') || 'nothing';
