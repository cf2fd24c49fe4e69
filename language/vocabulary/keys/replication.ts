/** How many copies there are, where they stand, and how they are kept the same. */
import { placeKinds, stateKinds } from '../kinds.ts';
import {
  choice,
  either,
  field,
  list,
  literal,
  map,
  optional,
  punctuation,
  reference,
  references,
  sequence,
  words,
} from '../pattern.ts';
import { count, duration } from '../units.ts';
import { key } from './key.ts';
import { services, storeLike } from './kind-groups.ts';

const replica = either('copy, none of which leads', 'replica', 'replicas');
const standby = either('replica that follows the primary', 'standby', 'standbys');
const placement = sequence(
  field('replicas', count),
  optional(sequence(literal('across', 'where they are placed'), field('places', list(references(...placeKinds))))),
);

export const replicationKeys = {
  replicas: key({
    pattern: placement,
    on: [...services, 'technology', 'knob', 'case'],
    meaning: 'How many copies run, and where. Copies are spread over the places as evenly as they can be.',
    absence: 'unknown',
    examples: ['2', '5 across eu-west.*, eu-north.a'],
    technologyDefault: true,
  }),
  replication: key({
    pattern: words({
      'single-copy': 'one copy, no replica',
      'primary-backup': 'one primary orders the writes; standbys follow it',
      quorum: 'reads and writes ask enough replicas to overlap',
      consensus: 'replicas agree on one order of writes (Paxos, Raft)',
      chain: 'writes pass along a chain, reads are answered at its tail',
      'multi-primary': 'several replicas take writes and reconcile them later',
    }),
    on: storeLike,
    meaning: 'How copies are kept the same.',
    absence: {
      means: 'derived: `primary` or `standbys` say primary-backup; else the technology’s default; else unknown',
    },
    source: 'Kleppmann, Designing Data-Intensive Applications, 2017, chapters 5 and 9',
    examples: ['primary-backup'],
    technologyDefault: true,
  }),
  primary: key({
    pattern: reference(...placeKinds),
    on: stateKinds,
    meaning: 'Where the primary stands in normal operation.',
    absence: 'unknown',
    examples: ['eu-west.a'],
  }),
  standbys: key({
    pattern: list(references(...placeKinds)),
    on: stateKinds,
    meaning: 'Where the replicas that follow the primary stand.',
    absence: 'unknown',
    examples: ['eu-west.b, eu-north.a'],
  }),
  voters: key({
    pattern: list(references(...placeKinds)),
    on: ['consensus', ...stateKinds],
    meaning: 'Where the members that vote stand. A majority of them must agree.',
    absence: 'unknown',
    source: 'Ongaro and Ousterhout 2014',
    examples: ['eu-west.a, eu-west.b, eu-west.c'],
  }),
  quorum: key({
    pattern: choice(
      sequence(
        field('votes', count),
        optional(
          sequence(
            literal('to', 'different numbers for the two'),
            literal('replicate', 'so many must have a write'),
            punctuation(','),
            field('elect', count),
            literal('to'),
            literal('elect', 'so many must elect a leader'),
          ),
        ),
      ),
      field(
        'rule',
        words({ majority: 'more than half of the voters', 'two-thirds': 'more than two thirds of the voters' }),
      ),
    ),
    on: storeLike,
    meaning: 'How many voters must agree: on everything, or each on writes and on who leads.',
    absence: {
      means: 'a majority of the voters; where members may lie (`agreement: byzantine-tolerant`), more than two thirds',
    },
    source:
      'Gifford, Weighted Voting for Replicated Data, 1979; Howard, Malkhi and Spiegelman, Flexible Paxos, 2016; Castro and Liskov 1999',
    examples: ['majority', '4', '2 to replicate, 4 to elect'],
    technologyDefault: true,
  }),
  commit: key({
    pattern: choice(
      field(
        'mode',
        words({ local: 'the primary alone; standbys follow later', majority: 'a majority of the replicas' }),
      ),
      map(
        sequence(
          field('number', count),
          replica,
          optional(
            field('membership', words({ sloppy: 'any node that can be reached may stand in for one that cannot' })),
          ),
        ),
        ({ number, membership }) => ({ mode: 'replicas', number, sloppy: membership === 'sloppy' }) as const,
      ),
      sequence(
        field(
          'mode',
          words({
            any: 'any of the standbys, whichever answers first',
            first: 'the first of the standbys in their order',
            all: 'every standby',
          }),
        ),
        optional(field('number', count)),
        standby,
        optional(
          field('until', words({ applied: 'and can be read there', stored: 'on disk there, not yet readable' })),
        ),
        optional(
          sequence(
            punctuation(','),
            literal('else', 'when too few standbys answer'),
            field(
              'otherwise',
              words({ block: 'wait: no write is acknowledged', continue: 'go on with the primary alone, silently' }),
            ),
          ),
        ),
      ),
      sequence(
        field(
          'mode',
          words({ 'in-sync': 'every one that keeps up at that moment; one that falls behind is not waited for' }),
        ),
        replica,
      ),
    ),
    on: storeLike,
    meaning: 'What must have a write before it is acknowledged.',
    absence: 'unknown',
    source: 'PostgreSQL documentation, synchronous_standby_names; Kafka documentation, acks',
    examples: [
      'local',
      'any 1 standby, else block',
      'all standbys applied, else block',
      '2 replicas',
      'in-sync replicas',
    ],
    technologyDefault: true,
  }),
  'in-sync': key({
    pattern: map(
      sequence(
        literal('at', 'no fewer than'),
        literal('least'),
        field('number', count),
        optional(
          field(
            'counted',
            choice(
              map(standby, () => 'standbys' as const),
              map(replica, () => 'replicas' as const),
            ),
          ),
        ),
      ),
      ({ number, counted }) => ({ number, counted: counted ?? 'replicas' }) as const,
    ),
    on: storeLike,
    meaning:
      'How many must keep up, so that writes are taken: of the replicas, the primary among them, or of the standbys.',
    absence: 'unknown',
    source: 'Kafka documentation, min.insync.replicas',
    examples: ['at least 2', 'at least 1 standby'],
    technologyDefault: true,
  }),
  flush: key({
    pattern: choice(
      map(
        sequence(literal('before', 'first on disk, then acknowledged'), literal('acknowledging')),
        () => ({ when: 'before' }) as const,
      ),
      sequence(literal('every', 'once in that time, whatever was acknowledged'), field('every', duration)),
      field('when', words({ later: 'when the operating system gets to it', never: 'it stays in memory' })),
    ),
    on: storeLike,
    meaning:
      'When a replica has a write on disk. What was acknowledged and is not on disk yet is gone when the power is.',
    absence: 'unknown',
    source: 'Mohan et al., ARIES, 1992 (force the log at commit)',
    examples: ['before acknowledging', 'every 2min', 'later'],
    technologyDefault: true,
  }),
  storage: key({
    pattern: words({
      own: 'each replica has a disk of its own',
      shared: 'all replicas are on one replicated volume, which takes part in no failover',
    }),
    on: storeLike,
    meaning:
      'Where replicas keep what they are sent. Whoever is promoted on shared storage finds every acknowledged write.',
    absence: { means: 'each replica has a disk of its own' },
    source:
      'Verbitski et al., Amazon Aurora: Design Considerations for High Throughput Cloud-Native Relational Databases, 2017',
    examples: ['shared'],
    technologyDefault: true,
  }),
  reads: key({
    pattern: choice(
      sequence(
        field('from', words({ primary: 'the replica that believes to be the primary' })),
        optional(
          sequence(
            punctuation(','),
            literal('confirmed', 'and the primary makes sure that it still is'),
            literal('by'),
            field(
              'confirmed',
              words({
                quorum: 'by asking a quorum for each read (read index)',
                lease: 'by a lease that bounds clock rates and pauses',
              }),
            ),
          ),
        ),
      ),
      sequence(
        field('from', words({ any: 'whichever replica is asked', nearest: 'the closest replica' })),
        literal('replica'),
        optional(
          sequence(
            punctuation(','),
            choice(
              sequence(
                literal('at', 'and what it answers is not older than that'),
                literal('most'),
                field('behind', duration),
                literal('behind'),
              ),
              map(
                sequence(
                  literal('with', 'and it answers only while it sees'),
                  literal('a'),
                  literal('majority', 'more than half of the replicas, itself among them'),
                ),
                () => ({ sees: 'majority' }) as const,
              ),
              sequence(
                literal('confirmed', 'and it first makes sure that it has every acknowledged write'),
                literal('by'),
                field(
                  'confirmed',
                  words({
                    leader: 'by asking the leader how far the log is, and waiting until then (read index)',
                    group: 'by waiting for everything that the group has ordered by then',
                  }),
                ),
              ),
            ),
          ),
        ),
      ),
      map(sequence(field('number', count), replica), ({ number }) => ({ from: 'some', number }) as const),
      sequence(field('from', words({ all: 'every replica' })), replica),
      field(
        'from',
        words({
          majority: 'more than half of the replicas',
          quorum: 'as many replicas as overlap with every write',
          tail: 'the tail of the chain',
        }),
      ),
    ),
    on: storeLike,
    meaning: 'Which replica answers a read.',
    absence: 'unknown',
    source: 'Ongaro, Consensus: Bridging Theory and Practice, 2014, section 6.4; Gray and Cheriton, Leases, 1989',
    examples: [
      'primary',
      'primary, confirmed by quorum',
      'any replica',
      'any replica, at most 5s behind',
      'nearest replica, confirmed by leader',
      'any replica, with a majority',
      'majority',
      '2 replicas',
    ],
    technologyDefault: true,
  }),
  'read-repair': key({
    pattern: words({
      'before-answer': 'what is answered is on a quorum before the reader has it (write-back)',
      background: 'replicas that were found behind are brought up later',
      none: 'a read changes nothing',
    }),
    on: storeLike,
    meaning: 'What a read does about replicas that it finds behind.',
    absence: 'unknown',
    source: 'Attiya, Bar-Noy and Dolev, Sharing Memory Robustly in Message-Passing Systems, 1995',
    examples: ['before-answer'],
    technologyDefault: true,
  }),
  conflicts: key({
    pattern: words({
      'last-write-wins': 'the version with the later wall-clock time stays, the other is dropped',
      ordered: 'each write takes a number above all that a quorum knows, and the higher one stays',
      versions: 'concurrent versions are told apart by logical clocks, and all are kept for the reader to resolve',
      merge: 'concurrent changes are merged by the rules of their data type (CRDT)',
      certification: 'every node tests transactions in one order, and of two that conflict the later one aborts',
    }),
    on: storeLike,
    meaning: 'What becomes of two writes that did not see each other.',
    absence: 'unknown',
    source:
      'DeCandia et al., Dynamo, 2007; Attiya, Bar-Noy and Dolev 1995; Shapiro et al., Conflict-free Replicated Data Types, 2011',
    examples: ['last-write-wins'],
    technologyDefault: true,
  }),
  failover: key({
    pattern: choice(
      sequence(
        field(
          'mode',
          words({ automatic: 'a standby is promoted without anybody deciding', manual: 'a person promotes a standby' }),
        ),
        optional(sequence(literal('within'), field('within', duration))),
        optional(
          sequence(
            optional(punctuation(',')),
            literal('decided'),
            literal('by'),
            field('decider', reference('consensus', 'store', 'service', 'external')),
          ),
        ),
      ),
      field('mode', words({ none: 'no standby is ever promoted' })),
    ),
    on: storeLike,
    meaning: 'What happens when the primary is gone: who promotes a standby, and how fast.',
    absence: 'unknown',
    examples: ['automatic within 30s, decided by patroni', 'manual', 'none'],
    technologyDefault: true,
  }),
  promotes: key({
    pattern: sequence(
      field(
        'who',
        words({
          complete: 'only one that was waited for until the end: it has every acknowledged write',
          elected: 'the one that has most, of a majority that votes',
          any: 'whichever is chosen, also one that lacks acknowledged writes',
        }),
      ),
      literal('standby'),
    ),
    on: storeLike,
    meaning:
      'Which standby may be promoted. One that is no longer waited for (`else continue`, `in-sync replicas`) is not complete.',
    absence: 'unknown',
    source: 'Kafka documentation, unclean.leader.election.enable; Patroni documentation, replication modes',
    examples: ['complete standby', 'any standby'],
    technologyDefault: true,
  }),
  lag: key({
    pattern: duration,
    on: storeLike,
    meaning: 'How far a standby may be behind the primary, at most.',
    absence: 'unknown',
    source: 'Kleppmann, Designing Data-Intensive Applications, 2017, chapter 5 (replication lag)',
    examples: ['5s'],
    technologyDefault: true,
  }),
  shows: key({
    pattern: words({
      durable: 'only what enough replicas have that no promotion takes it back',
      applied: 'whatever the replica that is asked has, also what is not acknowledged yet',
    }),
    on: storeLike,
    meaning: 'Which writes a read may return. What is not acknowledged yet, the next primary may not have.',
    absence: 'unknown',
    source: 'MongoDB documentation, read concern; Kafka documentation, replication (high watermark)',
    examples: ['durable'],
    technologyDefault: true,
  }),
  fencing: key({
    pattern: words({
      epoch: 'writes carry the leader’s term; replicas refuse an older one',
      lease: 'the old primary stops by itself when its lease ends',
      stonith: 'the old primary is switched off before another is promoted',
      none: 'nothing stops the old primary',
    }),
    on: storeLike,
    meaning: 'What keeps a deposed primary from taking writes.',
    absence: 'unknown',
    source: 'Kleppmann, How to do distributed locking, 2016',
    examples: ['epoch'],
    technologyDefault: true,
  }),
} as const;
