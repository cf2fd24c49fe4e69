/** What a bound on how far a replica may be behind gives to those who read there. O(1). */
import type { Entity } from '../../model/model.ts';
import type { KeyValues } from '../../vocabulary/vocabulary.ts';
import type { Grant } from './guarantees.ts';

/** Source: Terry, Replicated Data Consistency Explained Through Baseball, 2013 (bounded staleness). */
export function boundedStaleness(store: Entity, reads: KeyValues['reads']): Grant[] {
  if (!('behind' in reads)) return [];
  return [
    {
      model: 'bounded-staleness',
      argument: `a replica of \`${store.name}\` that is further behind than ${String(reads.behind / MILLISECONDS_PER_SECOND)} s does not answer`,
    },
  ];
}

const MILLISECONDS_PER_SECOND = 1000;
