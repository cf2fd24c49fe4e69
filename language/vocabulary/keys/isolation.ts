/** What transactions give and how far they reach, how data is sharded, and what clocks are relied on for. */
import { stateKinds } from '../kinds.ts';
import { choice, field, list, literal, map, optional, sequence, words } from '../pattern.ts';
import { count, duration, text } from '../units.ts';
import { transactionModels } from './flows.ts';
import { key } from './key.ts';
import { storeLike } from './kind-groups.ts';

const ISOLATION_SOURCE =
  'Adya, Weak Consistency, 1999; Berenson et al., A Critique of ANSI SQL Isolation Levels, 1995; Bailis et al., Highly Available Transactions, 2013; Kleppmann, Hermitage, 2014';

/** Kinds of executions that an isolation level may let through, the ones that harm most first. */
const anomaly = words({
  'lost-update': 'of two transactions that read and then wrote one item, one overwrote the other unseen (P4)',
  'dirty-write': 'a transaction overwrites what another has not committed yet (G0)',
  'aborted-read': 'a transaction reads what is rolled back later (G1a)',
  'intermediate-read': 'a transaction reads what is not the last word of another (G1b)',
  'circular-information-flow': 'two transactions see each other’s writes (G1c)',
  'read-skew': 'a transaction sees part of its data before a change of another, and part after it (G-single)',
  'write-skew': 'two transactions read what the other one writes, and neither sees it (G2-item)',
  phantom: 'the same with what a condition finds (G2)',
  'long-fork': 'two readers see two independent writes in opposite orders',
  'fractured-read': 'a transaction sees some writes of another and misses others',
  'observed-transaction-vanishes':
    'a transaction sees a write of another and later, of the same one, an older state (OTV)',
  'item-fuzzy-read': 'a transaction reads an item twice and gets two values (P2)',
  'predicate-many-preceders': 'a transaction asks a condition twice and gets two answers (PMP)',
  'causality-violation': 'a transaction sees a write and misses one that it came from',
  'causal-reverse': 'a transaction sees one of two others and misses the one that was over before it began',
});

export const isolationKeys = {
  isolation: key({
    pattern: sequence(
      field('models', list(transactionModels)),
      optional(sequence(literal('without', 'and excludes besides'), field('without', list(anomaly)))),
    ),
    on: [...storeLike, 'flow'],
    meaning:
      'The isolation that transactions really get among each other where they run, in the order of models, whatever the product calls it; what the model lets through may happen.',
    absence: 'unknown',
    source: ISOLATION_SOURCE,
    examples: ['snapshot-isolation', 'monotonic-atomic-view, cursor-stability'],
    technologyDefault: true,
  }),
  anomalies: key({
    pattern: list(anomaly),
    on: [...storeLike, 'flow'],
    meaning: 'What tests found to happen, whatever the isolation level promises.',
    absence: { means: 'none known' },
    source: ISOLATION_SOURCE,
    examples: ['lost-update'],
    technologyDefault: true,
  }),
  replay: key({
    pattern: words({
      'own-order': 'replicas, or they and the primary, show transactions in different orders',
      'commit-order': 'every replica shows transactions in the order in which they were committed',
      'serial-order': 'every replica shows a state that the serial order of the transactions passed through',
    }),
    on: storeLike,
    meaning: 'In which order replicas show what transactions committed elsewhere.',
    absence: 'unknown',
    source:
      'Cerone, Bernardi and Gotsman, A Framework for Transactional Consistency Models with Atomic Visibility, 2015',
    examples: ['commit-order'],
    technologyDefault: true,
  }),
  transactions: key({
    pattern: choice(
      sequence(
        literal('one'),
        field('within', words({ key: 'a single item, row or document', shard: 'items that lie in one shard' })),
      ),
      map(
        sequence(literal('across'), literal('shards', 'items wherever they lie')),
        () => ({ within: 'everything' }) as const,
      ),
      map(literal('none', 'each access stands alone'), () => ({ within: 'nothing' }) as const),
    ),
    on: storeLike,
    meaning: 'What one transaction may span.',
    absence: 'unknown',
    source: 'Bailis et al., Highly Available Transactions, 2013; Helland, Life beyond Distributed Transactions, 2007',
    examples: ['one key', 'one shard', 'across shards', 'none'],
    technologyDefault: true,
  }),
  shards: key({
    pattern: sequence(
      field('shards', count),
      optional(sequence(literal('by', 'what decides the shard'), field('key', text))),
    ),
    on: stateKinds,
    meaning: 'Into how many parts the data is split, and by what.',
    absence: 'unknown',
    source: 'Kleppmann, Designing Data-Intensive Applications, 2017, chapter 6',
    examples: ['16 by "customer id"', '4'],
  }),
  clocks: key({
    pattern: choice(
      sequence(literal('within', 'no two clocks differ by more'), field('within', duration)),
      map(literal('unbounded', 'clocks may differ by any time'), () => ({ within: undefined })),
    ),
    on: ['faults', ...storeLike],
    meaning: 'How far the clocks of two machines may be apart: what the product or the operations team guarantees.',
    absence: { means: 'no bound where `timing: asynchronous` says so; else unknown' },
    source: 'Corbett et al., Spanner, OSDI 2012 (TrueTime); Kulkarni et al., Logical Physical Clocks, 2014',
    examples: ['within 7ms', 'unbounded'],
    technologyDefault: true,
  }),
} as const;
