/**
 * The partial order of consistency models, as far as the vocabulary names them: what implies what, and whether a model
 * can be had on every side of a partition. It is no lattice: two models may have several strongest common consequences.
 *
 * Sources: Viotti and Vukolić, Consistency in Non-Transactional Distributed Storage Systems, ACM Computing Surveys 2016;
 * Bailis et al., Highly Available Transactions, VLDB 2013; jepsen.io/consistency.
 */
import type { KeyValues } from '../../vocabulary/vocabulary.ts';

export type ConsistencyModel = KeyValues['needs'][number];

/**
 * `total`: every replica can go on by itself. `sticky`: it can, for clients that stay with one replica. `unavailable`:
 * some replica must wait for others, so in some partition it cannot answer.
 */
export type PartitionAvailability = 'total' | 'sticky' | 'unavailable';

interface ModelEntry {
  readonly implies: readonly ConsistencyModel[];
  readonly availability: PartitionAvailability;
}

const models: Readonly<Record<ConsistencyModel, ModelEntry>> = {
  eventual: { implies: [], availability: 'total' },
  'monotonic-reads': { implies: [], availability: 'total' },
  'monotonic-writes': { implies: [], availability: 'total' },
  'read-your-writes': { implies: [], availability: 'sticky' },
  'writes-follow-reads': { implies: [], availability: 'total' },
  pram: { implies: ['monotonic-reads', 'monotonic-writes', 'read-your-writes'], availability: 'sticky' },
  causal: { implies: ['pram', 'writes-follow-reads'], availability: 'sticky' },
  sequential: { implies: ['causal'], availability: 'unavailable' },
  linearizable: { implies: ['sequential', 'eventual'], availability: 'unavailable' },
  'read-committed': { implies: [], availability: 'total' },
  'repeatable-read': { implies: ['read-committed'], availability: 'unavailable' },
  'snapshot-isolation': { implies: ['read-committed'], availability: 'unavailable' },
  serializable: { implies: ['repeatable-read', 'snapshot-isolation'], availability: 'unavailable' },
  'strict-serializable': { implies: ['linearizable', 'serializable'], availability: 'unavailable' },
};

export const allModels = Object.keys(models) as ConsistencyModel[];

/** Whether whatever satisfies `strong` satisfies `weak`. Reflexive and transitive. */
export function implies(strong: ConsistencyModel, weak: ConsistencyModel): boolean {
  return strong === weak || models[strong].implies.some((next) => implies(next, weak));
}

export function partitionAvailability(model: ConsistencyModel): PartitionAvailability {
  return models[model].availability;
}
