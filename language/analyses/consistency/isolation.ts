/**
 * What transactions get where they run, and what is left of it where the store is replicated.
 *
 * An isolation level is kept by whoever orders the transactions. So it counts for what goes through the one who orders
 * them, in three steps:
 *
 * - *Among each other.* The level gives its models and lets through what they do not exclude; where tests found more than
 *   that, what they found counts, not the promise.
 * - *One order.* Excluding lost updates takes one order of all writes that nobody falls out of. Where an acknowledged
 *   write can be lost, or two primaries take writes, only models are left that every side of a partition can keep alone.
 * - *At a replica.* A transaction that only reads at another replica sees a state of a while ago: what is left of the
 *   level depends on the order in which replicas show transactions. Nothing there is as new as real time asks for.
 *
 * Sources: Bailis et al., Highly Available Transactions, 2013; Cerone, Bernardi and Gotsman, 2015 (parallel snapshot
 * isolation, long fork); Daudjee and Salem, Lazy Database Replication with Snapshot Isolation, 2006 (sessions and
 * replicas); Jepsen, Amazon RDS for PostgreSQL 17.4, 2025.
 *
 * O(models × refutations) for each access.
 */
import { written } from '../../model/model.ts';
import type { Entity, Given, ModelReader } from '../../model/model.ts';
import { listed } from '../../model/wording.ts';
import { anomalyText, excludes, letThrough, strongestWithout, weakestExcluding } from './anomalies.ts';
import type { Anomaly, Level } from './anomalies.ts';
import type { Cause, Grant, Guarantees, Refutation } from './guarantees.ts';
import { nameOf, origin } from './mechanism.ts';
import type { Mechanism } from './mechanism.ts';
import { allModels, implies, isOfTransactions, maximal, partitionAvailability } from './models.ts';
import type { ConsistencyModel } from './models.ts';

/**
 * Adds what transactions get to what single accesses get.
 * @param isOrdered whether one order of all writes is kept, whatever fails.
 */
export function withIsolation(
  model: ModelReader,
  flow: Entity,
  store: Entity,
  how: Mechanism,
  base: Guarantees,
  isOrdered: boolean,
): Guarantees {
  const access = written(flow, 'access');
  if (access === undefined) return base;
  const inTime = base.grants.some((grant) => grant.model === 'linearizable');
  const place = placeOf(access, how, inTime);
  const refutations = [
    ...base.refutations,
    ...base.refutations.flatMap((refutation) => ofTransactions(refutation, access)),
    ...levelRefutations(model, store, how),
    ...(place === 'replica' ? orderRefutations(model, store, how) : []),
  ];
  const { isolation } = how;
  if (!isolation) return { ...base, refutations, missing: [...base.missing, 'isolation'] };
  const promised = strongestWithout(isolation.value.models, how.anomalies?.value ?? []);
  const left = place === 'order' ? promised : leftAtReplica(how);
  const kept = allModels.filter(
    (candidate) =>
      promised.some((strong) => implies(strong, candidate)) &&
      (isOrdered || partitionAvailability(candidate) === 'total') &&
      (inTime || !isTimed(candidate)) &&
      left.some((strong) => implies(strong, candidate)) &&
      !refutations.some((refuted) => implies(candidate, refuted.model)),
  );
  const argument = grantArgument(model, store, how, isolation, place, isOrdered);
  const grants = maximal(kept).map((granted): Grant => ({ model: granted, argument }));
  return { ...base, grants: [...base.grants, ...grants], refutations };
}

/** Where a transaction runs: with whoever orders them all, or at a replica that follows. */
function placeOf(access: string, { family, reads, conflicts }: Mechanism, inTime: boolean): 'order' | 'replica' {
  if (family === 'multi-primary' || conflicts?.value === 'last-write-wins') return 'replica';
  if (access !== 'read' || inTime) return 'order';
  return family !== 'quorum' && (reads?.value.from === 'primary' || reads?.value.from === 'tail') ? 'order' : 'replica';
}

/** Models that bound how old a state may be, by real time or by what a session saw. */
const isTimed = (model: ConsistencyModel): boolean =>
  implies(model, 'strong-session-snapshot-isolation') || !isOfTransactions(model);

/** The strongest models that a state which a replica shows can keep. */
function leftAtReplica({ replay }: Mechanism): readonly ConsistencyModel[] {
  switch (replay?.value) {
    case 'serial-order':
      return ['serializable'];
    case 'commit-order':
      return ['snapshot-isolation'];
    case 'own-order':
      return ['parallel-snapshot-isolation'];
    case undefined:
      return ['read-committed'];
  }
}

/** Causes by which an acknowledged write is gone, or taken over by one that did not see it: an update is lost. */
const losesWrites: readonly Cause[] = [
  'lost-on-failover',
  'incomplete-promotion',
  'lost-power',
  'split-brain',
  'lost-update',
];

/** What breaks a single access breaks transactions that make it. */
function ofTransactions(refutation: Refutation, access: string): Refutation[] {
  const models = new Set<ConsistencyModel>();
  const { cause, model } = refutation;
  if (losesWrites.includes(cause)) for (const excluder of weakestExcluding('lost-update')) models.add(excluder);
  if (cause === 'primaries-apart') for (const excluder of weakestExcluding('long-fork')) models.add(excluder);
  // A snapshot that holds what was committed before is at least as new as a single read there.
  if (implies('linearizable', model)) models.add('strong-snapshot-isolation');
  if (access === 'read' && (model === 'read-your-writes' || model === 'monotonic-reads'))
    models.add('strong-session-snapshot-isolation');
  return [...models].map((broken) => ({ ...refutation, model: broken }));
}

/** More anomalies than this say no more. */
const MOST_NAMED = 3;

/** What the level lets through, and what tests found. */
function* levelRefutations(
  reader: ModelReader,
  store: Entity,
  { isolation, anomalies }: Mechanism,
): Iterable<Refutation> {
  if (anomalies) {
    const found = listed(anomalies.value.slice(0, MOST_NAMED).map(anomalyText), 'and');
    const argument = `tests found ${found} in transactions of \`${store.name}\`${at(anomalies)}${sourceOf(reader, anomalies)}`;
    for (const broken of excludersOf(anomalies.value))
      yield { model: broken, cause: 'found-by-testing', argument, settings: [anomalies] };
  }
  if (!isolation) return;
  const through = letThrough(isolation.value);
  const seen = new Set(excludersOf(anomalies?.value ?? []));
  for (const anomaly of through) {
    const argument = `transactions of \`${store.name}\` get ${modelsText(isolation)} (${origin(reader, isolation)}), which lets ${anomalyText(anomaly)} through`;
    for (const broken of weakestExcluding(anomaly)) {
      if (seen.has(broken)) continue;
      seen.add(broken);
      yield { model: broken, cause: 'isolation-level', argument, settings: [isolation] };
    }
  }
}

const excludersOf = (anomalies: readonly Anomaly[]): ConsistencyModel[] => [
  ...new Set(anomalies.flatMap((anomaly) => weakestExcluding(anomaly))),
];

/** Replicas that show transactions in orders of their own let readers disagree. */
function* orderRefutations(reader: ModelReader, store: Entity, { replay, reads }: Mechanism): Iterable<Refutation> {
  if (replay?.value !== 'own-order') return;
  const argument = `replicas of \`${store.name}\` show transactions in orders of their own (\`replay: own-order\`, ${origin(reader, replay)}): of two independent writes, who reads at one sees only the first and who reads at another only the second (long fork), so that no more than parallel snapshot isolation is left`;
  const settings = reads ? [reads, replay] : [replay];
  for (const broken of weakestExcluding('long-fork'))
    yield { model: broken, cause: 'replica-order', argument, settings };
}

function grantArgument(
  reader: ModelReader,
  store: Entity,
  { replay, anomalies }: Mechanism,
  isolation: Given<Level>,
  place: 'order' | 'replica',
  isOrdered: boolean,
): string {
  const level = `transactions of \`${store.name}\` get ${modelsText(isolation)} among each other (${origin(reader, isolation)})${anomalies ? ', less what tests found' : ''}`;
  if (!isOrdered)
    return `${level}; without one order of all writes that survives a failure, this is what each side can keep alone`;
  if (place === 'order') return `${level}, and one order of all writes is kept whatever fails`;
  return replay
    ? `${level}, and its replicas show them in ${replay.value.replace('-', ' ')}`
    : `${level}, and its replicas show only what was committed`;
}

const modelsText = ({ value }: Given<Level>): string => listed(value.models, 'and');

/** At which setting something was found, where it is one. */
const at = ({ provenance }: Given<unknown>): string =>
  provenance.from === 'knob' ? ` at \`${nameOf(provenance.knob)}: ${String(provenance.value)}\`` : '';

/** Where it is documented that something was found. */
function sourceOf(reader: ModelReader, { provenance }: Given<unknown>): string {
  if (provenance.from === 'written') return '';
  const place =
    provenance.from === 'technology'
      ? reader.entity(provenance.technology)
      : reader
          .childrenOf(provenance.knob)
          .map((id) => reader.entity(id))
          .find((entry) => entry?.name === String(provenance.value));
  const source = place && written(place, 'source')?.at(-1);
  return source === undefined ? '' : ` (${source})`;
}

/** Whether a model is one that asks for more than what single replicas can keep: it excludes lost updates. */
export const needsOneOrder = (model: ConsistencyModel): boolean => excludes(model, 'lost-update');
