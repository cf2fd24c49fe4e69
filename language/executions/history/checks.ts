/** Which check belongs to which model of single accesses. */
import type { ConsistencyModel } from '../../analyses/consistency/models.ts';
import { causal, pram } from './causal.ts';
import type { HistoryCheck } from './history.ts';
import { linearizable } from './linearizable.ts';
import { boundedByTime, boundedByVersions, convergent, regular, safe } from './registers.ts';
import { sequential } from './sequential.ts';
import { monotonicReads, monotonicWrites, readYourWrites, writesFollowReads } from './sessions.ts';

/** What some promises leave open. */
export interface Bounds {
  /** How stale a read may be: a time in the positions of the history, or a number of versions. */
  readonly staleness?: { readonly time: number } | { readonly versions: number };
  /** The position from which everything has arrived. */
  readonly settled?: number;
}

const checks: Readonly<Partial<Record<ConsistencyModel, HistoryCheck>>> = {
  linearizable,
  sequential,
  causal,
  pram,
  'read-your-writes': readYourWrites,
  'monotonic-reads': monotonicReads,
  'monotonic-writes': monotonicWrites,
  'writes-follow-reads': writesFollowReads,
  regular,
  safe,
};

/** @returns nothing for models of transactions, and where the bound that a model needs is not given. */
export function checkFor(model: ConsistencyModel, { staleness, settled }: Bounds = {}): HistoryCheck | undefined {
  if (model === 'bounded-staleness' && staleness)
    return 'time' in staleness ? boundedByTime(staleness.time) : boundedByVersions(staleness.versions);
  if (model === 'eventual' && settled !== undefined) return convergent(settled);
  return checks[model];
}
