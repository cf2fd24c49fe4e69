/** How far clocks may be apart, as far as it is said. O(fault models × depth). */
import { given, written } from '../../model/model.ts';
import type { Entity, ModelReader } from '../../model/model.ts';
import type { Facts } from '../facts.ts';
import { faultsOf } from './fault-model.ts';

export interface ClockBound {
  /** Milliseconds; undefined where there is no bound. */
  readonly within: number | undefined;
  readonly by: Entity;
  readonly key: 'clocks' | 'timing';
  /** As written, where it says that there is none. */
  readonly value: string;
}

/**
 * What the store or its product bounds, else what the fault model says; `timing: asynchronous` says that nothing does.
 * Source: Dwork, Lynch and Stockmeyer, Consensus in the Presence of Partial Synchrony, 1988.
 */
export function clockBound(facts: Facts, store: Entity): ClockBound | undefined {
  const own = ownBound(facts, store);
  if (own) return own;
  for (const faults of faultsOf(facts, store)) {
    const clocks = written(faults, 'clocks');
    if (clocks) return { within: clocks.within, by: faults, key: 'clocks', value: 'unbounded' };
    const timing = written(faults, 'timing');
    if (timing === 'asynchronous') return { within: undefined, by: faults, key: 'timing', value: timing };
    if (timing !== undefined) return undefined;
  }
  return undefined;
}

function ownBound(model: ModelReader, store: Entity): ClockBound | undefined {
  const clocks = given(model, store, 'clocks');
  return clocks && { within: clocks.value.within, by: store, key: 'clocks', value: 'unbounded' };
}
