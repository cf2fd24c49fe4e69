/** How a group agrees: against which faults of its members, run by whom, how fast it takes a leader for dead, how it grows. */
import { endpointKinds, stateKinds } from '../kinds.ts';
import { choice, field, list, literal, map, optional, punctuation, reference, sequence, words } from '../pattern.ts';
import { count, duration } from '../units.ts';
import { key } from './key.ts';
import { services, storeLike } from './kind-groups.ts';

const resource = words({
  connection: 'an open connection',
  connections: 'open connections',
  thread: 'a thread',
  threads: 'threads',
});

export const agreementKeys = {
  agreement: key({
    pattern: choice(
      field('members', words({ 'crash-tolerant': 'a member stops or follows the protocol; it never lies' })),
      sequence(
        field(
          'members',
          words({
            'byzantine-tolerant': 'a member may do anything: lie, forge, say one thing here and another there',
          }),
        ),
        optional(
          sequence(
            literal('with'),
            field(
              'assumption',
              words({
                signatures: 'what a member says can be shown to others (needs synchronous timing to save members)',
                'trusted-components': 'hardware at each member keeps it from saying two things',
              }),
            ),
          ),
        ),
      ),
    ),
    on: storeLike,
    meaning: 'Which faults of its members the agreement protocol is made for.',
    absence: 'unknown',
    source:
      'Lamport, Shostak and Pease, The Byzantine Generals Problem, 1982; Castro and Liskov, Practical Byzantine Fault Tolerance, 1999; Dolev and Strong 1983; Veronese et al., Efficient Byzantine Fault-Tolerance, 2013 (trusted components)',
    examples: ['crash-tolerant', 'byzantine-tolerant', 'byzantine-tolerant with signatures'],
    technologyDefault: true,
  }),
  operators: key({
    pattern: list(reference('team', 'boundary', ...endpointKinds)),
    on: ['consensus', ...stateKinds],
    meaning:
      'Who runs the members, where they do not trust each other: each may do anything to the others. Members are shared among them evenly.',
    absence: { means: 'one operator, or several that trust each other' },
    source: 'Castro and Liskov, Practical Byzantine Fault Tolerance, 1999',
    examples: ['bank-a, bank-b, bank-c, bank-d'],
  }),
  liveness: key({
    pattern: choice(
      sequence(
        field('claim', words({ guaranteed: 'every decision is reached, whatever the network does' })),
        optional(sequence(literal('within'), field('within', duration))),
      ),
      field(
        'claim',
        words({
          eventual: 'decisions are reached once the network behaves for long enough',
          'with-probability-1': 'by random choices: the longer it takes, the less likely it is to be undecided',
        }),
      ),
    ),
    on: storeLike,
    meaning: 'What is claimed about reaching decisions. That they agree is another matter.',
    absence: 'unknown',
    source:
      'Fischer, Lynch and Paterson, Impossibility of Distributed Consensus with One Faulty Process, 1985; Dwork, Lynch and Stockmeyer 1988; Ben-Or 1983',
    examples: ['eventual', 'guaranteed within 5s'],
    technologyDefault: true,
  }),
  'failure-detection': key({
    pattern: duration,
    on: storeLike,
    meaning:
      'How long a leader or primary must be silent to be taken for dead: the election timeout, the session timeout. Where it is drawn at random, the shortest.',
    absence: 'unknown',
    source:
      'Chandra and Toueg, Unreliable Failure Detectors, 1996; Ongaro and Ousterhout 2014, section 5.6 (broadcast time ≪ election timeout)',
    examples: ['1s', '10s'],
    technologyDefault: true,
  }),
  heartbeat: key({
    pattern: duration,
    on: storeLike,
    meaning: 'How often a leader or primary says that it is there.',
    absence: 'unknown',
    source: 'Ongaro and Ousterhout 2014, section 5.2',
    examples: ['100ms'],
    technologyDefault: true,
  }),
  scales: key({
    pattern: sequence(
      field('from', count),
      literal('to', 'as many as there may ever be'),
      field('to', count),
      optional(sequence(literal('by', 'in steps of'), field('step', count))),
    ),
    on: services,
    meaning: 'Between how many copies the number is changed in operation: by hand or by an autoscaler.',
    absence: { means: 'the number stays' },
    examples: ['3 to 7', '3 to 7 by 2'],
  }),
  peers: key({
    pattern: sequence(
      field('each', count),
      field(
        'resource',
        map(resource, (word) => (word.startsWith('thread') ? 'thread' : 'connection')),
      ),
      optional(
        sequence(optional(punctuation(',')), literal('at'), literal('most', 'in one copy'), field('limit', count)),
      ),
    ),
    on: services,
    meaning: 'What each copy keeps for every other copy, all to all; and how many of them one copy can have.',
    absence: 'unknown',
    source: 'AWS, Summary of the Amazon Kinesis Event in the Northern Virginia Region, 2020',
    examples: ['1 thread, at most 10_000', '2 connections'],
  }),
} as const;
