/** How many copies there may be, now and after scaling. O(sizes), bounded. */
import { written } from '../../model/model.ts';
import type { Entity } from '../../model/model.ts';
import type { KeyValues } from '../../vocabulary/vocabulary.ts';

/** A range of more sizes is looked at from its ends. */
const MOST_SIZES = 100;

/** The numbers of copies that `scales` allows, ascending. */
export function sizesIn({ from, to, step: said = 1 }: KeyValues['scales']): number[] {
  const step = Math.max(1, said);
  const count = Math.floor((to - from) / step) + 1;
  const at = (index: number): number => from + index * step;
  if (count <= MOST_SIZES) return Array.from({ length: Math.max(0, count) }, (_, index) => at(index));
  const half = Array.from({ length: MOST_SIZES / 2 }, (_, index) => index);
  return [...half.map(at), ...half.map((index) => at(count - half.length + index))];
}

/** The size that is described and those that it may be scaled to. */
export function sizesOf(element: Entity, total: number): number[] {
  const scales = written(element, 'scales');
  return [total, ...(scales ? sizesIn(scales).filter((size) => size !== total) : [])];
}

/** The largest number of copies that there may be. */
export const largestOf = (element: Entity, total: number): number => Math.max(...sizesOf(element, total));
