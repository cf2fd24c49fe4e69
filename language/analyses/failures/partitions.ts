/** The partitions that a fault model asks to survive, as far as they separate copies. O(fault models × copies). */
import { writtenValues } from '../../model/model.ts';
import type { Entity } from '../../model/model.ts';
import { qualifiedName } from '../../model/symbols.ts';
import { faultsOf } from '../consistency/fault-model.ts';
import { spread } from '../consistency/spread.ts';
import type { Facts } from '../facts.ts';

export interface TolerablePartition {
  /** As it is written. */
  readonly text: string;
  /** The fault model, and which of its `tolerate` lines. */
  readonly by: Entity;
  readonly index: number;
  /** Whether any machine may be cut off from any other, not whole places. */
  readonly ofNodes: boolean;
  /** Names of what may be cut off from each other and holds copies; undefined: not said. */
  readonly sides: readonly string[] | undefined;
}

export function tolerablePartitions(facts: Facts, store: Entity): TolerablePartition[] {
  return faultsOf(facts, store).flatMap((by) =>
    writtenValues(by, 'tolerate').flatMap((line, index) =>
      line.flatMap((fault) => {
        if (fault.fault !== 'partition') return [];
        const places = 'places' in fault ? fault.places.flatMap((place) => place.ids) : undefined;
        const domain = 'domain' in fault ? fault.domain : undefined;
        return {
          text: `partition between ${domain ?? (places ?? []).map(qualifiedName).join(', ')}`,
          by,
          index,
          ofNodes: domain === 'nodes',
          sides: spread(facts, store, domain, places),
        };
      }),
    ),
  );
}
