/** How long something may take: what it promises, and when its caller gives up. O(keys of the entity). */
import { written } from '../../model/model.ts';
import type { Entity } from '../../model/model.ts';
import { exceeds } from '../timing/call.ts';
import { durationText } from '../timing/text.ts';

/** A time that is promised, or after which somebody gives up. Milliseconds. */
export interface Limit {
  readonly key: 'attempt' | 'deadline' | 'slo';
  readonly within: number;
  /** Share of the requests that may take longer. */
  readonly spared: number;
  readonly text: string;
}

/** The tightest first. Below the median a promise is about requests that are faster than usual: floors do not bound them. */
export function limitsOf(entity: Entity): Limit[] {
  const limits: Limit[] = [];
  for (const key of ['attempt', 'deadline'] as const) {
    const within = written(entity, key);
    if (within === undefined) continue;
    const text =
      entity.kind === 'operation' ? `ends after ${durationText(within)}` : `gives up after ${durationText(within)}`;
    limits.push({ key, within, spared: 0, text });
  }
  for (const objective of written(entity, 'slo') ?? [])
    if (objective.objective === 'latency' && objective.percentile >= MEDIAN)
      limits.push({
        key: 'slo',
        within: objective.within,
        spared: 1 - objective.percentile / 100,
        text: `promises ${durationText(objective.within)} for ${String(objective.percentile)}% of the requests`,
      });
  return limits.sort((a, b) => a.within - b.within);
}

const MEDIAN = 50;

/** The places from which a limit is broken, where those surely handle more requests than may be late. */
export function tooFar<T extends { readonly share: number }>(
  all: readonly T[],
  { within, spared }: Limit,
  timeOf: (at: T) => number,
): readonly T[] {
  const slow = all.filter((at) => exceeds(timeOf(at), within));
  if (slow.length === all.length) return slow;
  const certain = slow.filter(({ share }) => share > 0);
  return certain.reduce((sum, { share }) => sum + share, 0) > spared ? certain : [];
}

export const slowest = <T>(all: readonly T[], timeOf: (at: T) => number): T | undefined =>
  all.reduce<T | undefined>((a, b) => (a !== undefined && timeOf(a) >= timeOf(b) ? a : b), undefined);
