/**
 * The partial order of consistency models: what implies what, and whether a model can be had on every side of a
 * partition. It is no lattice: repeatable read and snapshot isolation have two strongest common consequences, cursor
 * stability and monotonic atomic view. What a derivation yields is therefore a set of maximal models.
 *
 * Only linearizability is local (Herlihy and Wing, theorem 1): it holds for several objects where it holds for each.
 * Serializability gives no session guarantee and bounds no staleness; only its strong-session and strict forms do
 * (Daudjee and Salem, ICDE 2004).
 *
 * Sources: Viotti and Vukolić, Consistency in Non-Transactional Distributed Storage Systems, ACM Computing Surveys 2016;
 * Adya, Weak Consistency, 1999; Cerone, Bernardi and Gotsman, CONCUR 2015; Bailis et al., Highly Available
 * Transactions, VLDB 2013, table 3, and Scalable Atomic Visibility with RAMP Transactions, SIGMOD 2014;
 * jepsen.io/consistency.
 */
import type { KeyValues } from '../../vocabulary/vocabulary.ts';

export type ConsistencyModel = KeyValues['needs'][number];

/**
 * `total`: every replica can go on by itself. `sticky`: it can, for clients that stay with one replica. `unavailable`:
 * some replica must wait for others, so in some partition it cannot answer. `unclassified`: nothing is published.
 */
export type PartitionAvailability = 'total' | 'sticky' | 'unavailable' | 'unclassified';

interface ModelEntry {
  /** The strongest weaker models; the rest follows. */
  readonly implies: readonly ConsistencyModel[];
  readonly availability: PartitionAvailability;
}

const total = (...implies: ConsistencyModel[]): ModelEntry => ({ implies, availability: 'total' });
const sticky = (...implies: ConsistencyModel[]): ModelEntry => ({ implies, availability: 'sticky' });
const unavailable = (...implies: ConsistencyModel[]): ModelEntry => ({ implies, availability: 'unavailable' });
const unclassified = (...implies: ConsistencyModel[]): ModelEntry => ({ implies, availability: 'unclassified' });

/** Of single objects, and of the sessions that use them. */
const ofAccesses = {
  eventual: total(),
  'monotonic-reads': total(),
  'monotonic-writes': total(),
  'read-your-writes': sticky(),
  'writes-follow-reads': total(),
  pram: sticky('monotonic-reads', 'monotonic-writes', 'read-your-writes'),
  causal: sticky('pram', 'writes-follow-reads'),
  sequential: unavailable('causal'),
  'bounded-staleness': unavailable('eventual'),
  safe: unavailable(),
  regular: unavailable('safe'),
  linearizable: unavailable('sequential', 'regular', 'bounded-staleness'),
} as const satisfies Partial<Record<ConsistencyModel, ModelEntry>>;

const ofTransactions = {
  'read-uncommitted': total(),
  'read-committed': total('read-uncommitted'),
  'monotonic-atomic-view': total('read-committed'),
  'item-cut-isolation': total(),
  'predicate-cut-isolation': total('item-cut-isolation'),
  'cursor-stability': unavailable('read-committed'),
  'monotonic-view': unclassified('read-committed'),
  'monotonic-snapshot-read': unclassified('read-committed'),
  'read-atomic': total('monotonic-atomic-view'),
  'update-atomic': unavailable('read-atomic'),
  'transactional-causal': sticky('read-atomic'),
  prefix: unclassified('transactional-causal'),
  'consistent-view': unavailable('cursor-stability', 'monotonic-view'),
  'forward-consistent-view': unavailable('consistent-view'),
  'parallel-snapshot-isolation': unavailable('transactional-causal', 'update-atomic'),
  'repeatable-read': unavailable('cursor-stability', 'item-cut-isolation', 'monotonic-atomic-view'),
  'snapshot-isolation': unavailable(
    'forward-consistent-view',
    'monotonic-snapshot-read',
    'parallel-snapshot-isolation',
    'prefix',
  ),
  'strong-session-snapshot-isolation': unavailable('snapshot-isolation'),
  'strong-snapshot-isolation': unavailable('strong-session-snapshot-isolation'),
  'update-serializable': unavailable('forward-consistent-view'),
  'view-serializable': unavailable(),
  serializable: unavailable('repeatable-read', 'snapshot-isolation', 'update-serializable', 'view-serializable'),
  'strong-session-serializable': unavailable('serializable', 'strong-session-snapshot-isolation'),
  'strict-serializable': unavailable('linearizable', 'strong-session-serializable', 'strong-snapshot-isolation'),
} as const satisfies Partial<Record<ConsistencyModel, ModelEntry>>;

const models: Readonly<Record<ConsistencyModel, ModelEntry>> = { ...ofAccesses, ...ofTransactions };

export const allModels = Object.keys(models) as ConsistencyModel[];

/** Whether it says what transactions see of each other, not what single accesses see. */
export const isOfTransactions = (model: ConsistencyModel): boolean => Object.hasOwn(ofTransactions, model);

/** Everything that a model implies, itself included. */
const closures = new Map<ConsistencyModel, ReadonlySet<ConsistencyModel>>();

function closureOf(model: ConsistencyModel): ReadonlySet<ConsistencyModel> {
  let closure = closures.get(model);
  if (!closure)
    closures.set(model, (closure = new Set([model, ...models[model].implies.flatMap((next) => [...closureOf(next)])])));
  return closure;
}

/** Whether whatever satisfies `strong` satisfies `weak`. Reflexive and transitive. O(1). */
export const implies = (strong: ConsistencyModel, weak: ConsistencyModel): boolean => closureOf(strong).has(weak);

/** Those that no other of them implies. O(n²). */
export function maximal(of: readonly ConsistencyModel[]): ConsistencyModel[] {
  const distinct = [...new Set(of)];
  return distinct.filter((model) => !distinct.some((other) => other !== model && implies(other, model)));
}

export function partitionAvailability(model: ConsistencyModel): PartitionAvailability {
  return models[model].availability;
}
