/** What the fault model in whose scope something stands allows. O(fault models × depth). */
import type { Entity } from '../../model/model.ts';
import { enclosing, written, writtenValues } from '../../model/model.ts';
import type { KeyValues } from '../../vocabulary/vocabulary.ts';
import { entitiesOf } from '../facts.ts';
import type { Facts } from '../facts.ts';
import { faultText } from '../placement/survival.ts';
import type { FaultLine } from '../placement/survival.ts';

/**
 * Whether a primary that is only slow or cut off may be taken for dead: the timing is declared to be not synchronous, or
 * a partition is to be survived. Without a fault model it is unknown, and nothing is concluded.
 * Source: Chandra and Toueg, Unreliable Failure Detectors for Reliable Distributed Systems, 1996.
 */
export function detectionMayErr(facts: Facts, store: Entity): boolean {
  for (const faults of faultsOf(facts, store)) {
    const timing = written(faults, 'timing');
    if (timing === 'synchronous') return false;
    if (timing !== undefined) return true;
    const tolerate = (faults.values.get('tolerate') ?? []) as readonly KeyValues['tolerate'][];
    if (tolerate.some((line) => line.some((fault) => fault.fault === 'partition'))) return true;
  }
  return false;
}

/** What the innermost fault model that speaks of it says, and which one that is. */
export function statedFor<K extends 'timing' | 'pauses' | 'transient'>(
  facts: Facts,
  entity: Entity,
  key: K,
): { readonly value: KeyValues[K]; readonly by: Entity } | undefined {
  for (const by of faultsOf(facts, entity)) {
    const value = written(by, key);
    if (value !== undefined) return { value, by };
  }
  return undefined;
}

/** The fault models in whose scope an entity stands, innermost first. */
export function faultsOf(facts: Facts, entity: Entity): Entity[] {
  const scopes = [...enclosing(facts, entity)].map((outer) => outer.id);
  const all = entitiesOf(facts, facts.ofKind('faults'));
  const rank = (faults: Entity): number =>
    faults.parent === undefined ? scopes.length : scopes.indexOf(faults.parent);
  return all.filter((faults) => rank(faults) >= 0).sort((a, b) => rank(a) - rank(b));
}

/** One line of `tolerate`: faults that are to be survived together. */
export interface ToleratedLine {
  readonly faults: FaultLine;
  /** As it is written. */
  readonly text: string;
  /** The fault model, and which of its lines. */
  readonly by: Entity;
  readonly index: number;
}

/** What is to be survived where an entity stands, the innermost fault model first. */
export const toleratedLines = (facts: Facts, entity: Entity): ToleratedLine[] =>
  faultsOf(facts, entity).flatMap((by) =>
    writtenValues(by, 'tolerate').map((faults, index) => ({ faults, text: faultText(faults), by, index })),
  );
