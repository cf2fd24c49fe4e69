/**
 * What stands between data and whoever reads it, or keeps several stores together: caches, followers of other stores,
 * locks, sagas and transactions over several participants.
 */
import { computeKinds, stateKinds } from '../kinds.ts';
import { choice, field, list, literal, map, optional, punctuation, reference, sequence, words } from '../pattern.ts';
import { duration, text } from '../units.ts';
import { key } from './key.ts';

/** How changes of one store come to know of another. */
const channel = choice(
  map(
    sequence(literal('change', 'the source’s own log of changes is read (CDC)'), literal('capture')),
    () => ({ channel: 'change capture' }) as const,
  ),
  map(
    sequence(literal('dual', 'whoever writes the source writes here too'), literal('write')),
    () => ({ channel: 'dual write' }) as const,
  ),
  field(
    'channel',
    words({
      replication: 'the source’s own replication, in its order: an endpoint for reads, a follower',
      events: 'messages that are published about changes',
      polling: 'the source is asked again and again',
    }),
  ),
);

export const pathKeys = {
  caches: key({
    pattern: sequence(
      field('sources', list(reference(...stateKinds, ...computeKinds, 'external'), 'and')),
      optional(
        field(
          'strategy',
          words({
            aside: 'readers look here first, and put in what they had to read from the source (look-aside)',
            around: 'reads pass through it, writes go to the source alone',
            through: 'reads and writes pass through it: a write is in the source before it is acknowledged',
            behind: 'it acknowledges writes, and sends them to the source later (write-back)',
          }),
        ),
      ),
    ),
    on: ['cache', 'store'],
    meaning: 'Of what it keeps copies, and how reads and writes pass it.',
    absence: 'unknown',
    source: 'Nishtala et al., Scaling Memcache at Facebook, NSDI 2013',
    examples: ['ledger aside', 'orders and stock through'],
  }),
  invalidated: key({
    pattern: sequence(
      choice(
        map(
          sequence(literal('on', 'whoever writes the source then removes or replaces the entry'), literal('write')),
          () => ({ when: 'on write' }) as const,
        ),
        map(words({ never: 'an entry stays until it expires or makes room' }), () => ({ when: 'never' }) as const),
        map(sequence(literal('by'), channel), (by) => ({ when: by.channel })),
      ),
      optional(sequence(literal('within'), field('within', duration))),
      optional(
        sequence(
          punctuation(','),
          field(
            'fills',
            words({ leased: 'a miss hands out a lease, and what is put in after a write ended the lease is refused' }),
          ),
        ),
      ),
    ),
    on: ['cache', 'store'],
    meaning: 'What takes an entry out of a cache when its source changes.',
    absence: { means: 'nothing but what the flows say: an entry stays until it expires or makes room' },
    source: 'Nishtala et al., Scaling Memcache at Facebook, NSDI 2013, section 3.2 (leases)',
    examples: ['on write', 'on write, leased', 'by change capture within 1s', 'never'],
  }),
  follows: key({
    pattern: sequence(
      field('sources', list(reference(...stateKinds), 'and')),
      optional(sequence(literal('by'), channel)),
      optional(
        sequence(optional(punctuation(',')), literal('within', 'how far it lags at most'), field('within', duration)),
      ),
    ),
    on: stateKinds,
    meaning:
      'Which other store it is kept from, as a projection, read model, search index or endpoint for reads; how, and how far it lags at most.',
    absence: { means: 'it follows no other store; without `within`, nothing bounds its lag' },
    source:
      'Terry et al., Session Guarantees, 1994; Kleppmann, Designing Data-Intensive Applications, 2017, chapter 11',
    examples: ['ledger by change capture, within 5s', 'orders by replication'],
  }),
  staleness: key({
    pattern: sequence(literal('at'), literal('most'), field('most', duration)),
    on: ['flow', 'operation', 'data'],
    meaning: 'How old what is read may be at most.',
    absence: { means: 'nothing is asked for' },
    source: 'Terry et al., Consistency-Based Service Level Agreements for Cloud Storage, SOSP 2013',
    examples: ['at most 5s'],
  }),
  locks: key({
    pattern: sequence(
      field('resource', reference(...stateKinds, ...computeKinds, 'external', 'device', 'data')),
      optional(
        sequence(
          punctuation(','),
          choice(
            sequence(
              literal('fenced', 'it refuses what comes with an older token than it has seen'),
              literal('by'),
              field('token', text),
            ),
            sequence(
              literal('for'),
              field('purpose', words({ efficiency: 'two holders at a time waste work, and harm nothing' })),
            ),
          ),
        ),
      ),
    ),
    on: ['flow'],
    meaning:
      'What the flow takes a lock on, kept at its target; and by which token the locked thing knows an old holder.',
    absence: { means: 'it takes no lock; without `fenced by`, what is locked does not look who holds the lock' },
    source: 'Kleppmann, How to do distributed locking, 2016; Burrows, The Chubby Lock Service, OSDI 2006 (sequencers)',
    examples: ['ledger, fenced by "revision"', 'thumbnails, for efficiency'],
  }),
  lease: key({
    pattern: choice(
      field('lasts', duration),
      field(
        'ends',
        words({
          session: 'with the session of its holder, which the lock service ends when it hears nothing for some time',
          released: 'only when its holder gives it back',
        }),
      ),
    ),
    on: ['flow', 'technology', 'case'],
    meaning: 'When a lock ends that its holder does not give back.',
    absence: 'unknown',
    source: 'Gray and Cheriton, Leases, 1989',
    examples: ['10s', 'session', 'released'],
    technologyDefault: true,
  }),
  atomic: key({
    pattern: choice(
      sequence(
        literal('by'),
        field(
          'by',
          words({
            saga: 'each step stands by itself; when a later one fails, the earlier ones are compensated',
            'two-phase-commit': 'all participants prepare, then all commit or all abort',
          }),
        ),
        optional(
          sequence(
            optional(punctuation(',')),
            literal('coordinated'),
            literal('by'),
            field('coordinator', reference(...computeKinds, ...stateKinds, 'consensus', 'external')),
          ),
        ),
      ),
      map(words({ no: 'when it stops half-way, some of its writes stay undone, and that is fine' }), () => ({
        by: 'nothing' as const,
      })),
    ),
    on: ['operation'],
    meaning: 'What keeps together what it writes in several places.',
    absence: { means: 'nothing, but for what its flows say (`via: outbox of …`)' },
    source:
      'Garcia-Molina and Salem, Sagas, 1987; Gray, Notes on Data Base Operating Systems, 1978; Helland, Life beyond Distributed Transactions, 2007',
    examples: ['by saga', 'by two-phase-commit, coordinated by payments', 'no'],
  }),
  compensated: key({
    pattern: sequence(literal('by'), field('by', reference('flow', 'operation'))),
    on: ['flow'],
    meaning: 'What undoes its effect when a later step of the saga fails.',
    absence: { means: 'nothing undoes it' },
    source: 'Garcia-Molina and Salem, Sagas, 1987',
    examples: ['by refund'],
  }),
} as const;
