/**
 * Which executions each model of transactions excludes, and so which an isolation level lets through. Some anomalies are
 * special cases of others: who excludes every cycle with one missed write (G-single) excludes lost updates.
 *
 * Sources: Adya, Weak Consistency, 1999 (phenomena G0 to G2); Berenson et al., A Critique of ANSI SQL Isolation Levels,
 * 1995 (P2, P4); Bailis et al., Highly Available Transactions, 2013 (OTV, PMP); Cerone, Bernardi and Gotsman, 2015 (long
 * fork); Kleppmann, Hermitage, 2014.
 */
import type { KeyValues } from '../../vocabulary/vocabulary.ts';
import { allModels, implies, maximal } from './models.ts';
import type { ConsistencyModel } from './models.ts';

export type Anomaly = KeyValues['anomalies'][number];

interface AnomalyEntry {
  /** In the words of messages: "lets … through". */
  readonly text: string;
  /** Whoever excludes one of these excludes it. */
  readonly isCaseOf: readonly Anomaly[];
  /** Whether it is one of real time, of which an isolation level says nothing. */
  readonly isOfTime?: true;
  /** The weakest models that exclude it. */
  readonly excludedBy: readonly ConsistencyModel[];
}

/** Those that harm most come first: a message names the first that matters. */
const anomalies: Readonly<Record<Anomaly, AnomalyEntry>> = {
  'lost-update': {
    text: 'lost updates',
    isCaseOf: ['read-skew', 'write-skew'],
    excludedBy: ['cursor-stability', 'update-atomic', 'view-serializable'],
  },
  'dirty-write': {
    text: 'dirty writes',
    isCaseOf: ['circular-information-flow'],
    excludedBy: ['read-uncommitted'],
  },
  'aborted-read': { text: 'reads of what is rolled back later', isCaseOf: [], excludedBy: ['read-committed'] },
  'intermediate-read': { text: 'reads of half-done changes', isCaseOf: [], excludedBy: ['read-committed'] },
  'circular-information-flow': {
    text: 'transactions that see each other’s writes',
    isCaseOf: [],
    excludedBy: ['read-committed'],
  },
  'read-skew': {
    text: 'read skew',
    isCaseOf: [],
    excludedBy: ['consistent-view', 'parallel-snapshot-isolation'],
  },
  'write-skew': {
    text: 'write skew',
    isCaseOf: ['phantom'],
    excludedBy: ['repeatable-read', 'update-serializable', 'view-serializable'],
  },
  phantom: { text: 'phantoms', isCaseOf: [], excludedBy: ['serializable'] },
  'long-fork': {
    text: 'long forks (two readers that see two writes in opposite orders)',
    isCaseOf: ['write-skew'],
    excludedBy: ['prefix'],
  },
  'fractured-read': {
    text: 'reads of a part of another transaction’s writes',
    isCaseOf: ['read-skew', 'write-skew'],
    excludedBy: ['read-atomic'],
  },
  'observed-transaction-vanishes': {
    text: 'transactions that are seen and vanish again',
    isCaseOf: ['fractured-read'],
    excludedBy: ['monotonic-atomic-view'],
  },
  'item-fuzzy-read': {
    text: 'items that change while they are read',
    isCaseOf: ['read-skew', 'write-skew'],
    excludedBy: ['item-cut-isolation'],
  },
  'predicate-many-preceders': {
    text: 'conditions whose answer changes while it is read',
    isCaseOf: ['read-skew'],
    excludedBy: ['predicate-cut-isolation'],
  },
  'causality-violation': {
    text: 'writes that are seen without what they came from',
    isCaseOf: ['read-skew', 'write-skew'],
    excludedBy: ['transactional-causal'],
  },
  'causal-reverse': {
    text: 'transactions that are seen in another order than that of real time (causal reverse)',
    isCaseOf: [],
    excludedBy: ['strong-snapshot-isolation'],
    isOfTime: true,
  },
};

const allAnomalies = Object.keys(anomalies) as Anomaly[];

export const anomalyText = (anomaly: Anomaly): string => anomalies[anomaly].text;

/** An anomaly and those that it is a case of, at whatever distance. */
function widenings(anomaly: Anomaly): Anomaly[] {
  return [anomaly, ...anomalies[anomaly].isCaseOf.flatMap(widenings)];
}

const excludersOf = new Map<Anomaly, readonly ConsistencyModel[]>();

/** The weakest models that exclude an anomaly, by themselves or as a case of another. */
export function weakestExcluding(anomaly: Anomaly): readonly ConsistencyModel[] {
  let weakest = excludersOf.get(anomaly);
  if (!weakest) {
    const all = allModels.filter((model) =>
      widenings(anomaly).some((wider) => anomalies[wider].excludedBy.some((excluder) => implies(model, excluder))),
    );
    weakest = all.filter((model) => !all.some((other) => other !== model && implies(model, other)));
    excludersOf.set(anomaly, weakest);
  }
  return weakest;
}

export const excludes = (model: ConsistencyModel, anomaly: Anomaly): boolean =>
  weakestExcluding(anomaly).some((excluder) => implies(model, excluder));

/** What transactions get: models, and what is excluded besides. */
export type Level = KeyValues['isolation'];

const throughOf = new WeakMap<Level, readonly Anomaly[]>();

/** What may happen where a level is all that transactions get. O(anomalies × models), once for each level. */
export function letThrough(level: Level): readonly Anomaly[] {
  let through = throughOf.get(level);
  if (!through) {
    through = allAnomalies.filter(
      (anomaly) =>
        !anomalies[anomaly].isOfTime &&
        !level.models.some((model) => excludes(model, anomaly)) &&
        !widenings(anomaly).some((wider) => level.without?.includes(wider)),
    );
    throughOf.set(level, through);
  }
  return through;
}

/** What a model excludes. */
export const excludedBy = (model: ConsistencyModel): Anomaly[] =>
  allAnomalies.filter((anomaly) => excludes(model, anomaly));

/** The strongest models that these imply and that exclude none of what was found to happen. */
export function strongestWithout(models: readonly ConsistencyModel[], found: readonly Anomaly[]): ConsistencyModel[] {
  return maximal(
    allModels.filter(
      (model) => models.some((strong) => implies(strong, model)) && !found.some((anomaly) => excludes(model, anomaly)),
    ),
  );
}
