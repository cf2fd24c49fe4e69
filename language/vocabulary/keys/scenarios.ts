/** Architecture tests: what fails, and what is expected then. */
import { computeKinds, endpointKinds, placeKinds, stateKinds } from '../kinds.ts';
import { choice, field, list, literal, map, optional, punctuation, reference, sequence, words } from '../pattern.ts';
import type { Pattern } from '../pattern.ts';
import { duration } from '../units.ts';
import { consistencyModels } from './flows.ts';
import { key } from './key.ts';

/** A place with all that stands in it, an element, or the copies of an element that stand in a place. */
const whatStops = list(
  sequence(
    field('what', reference(...placeKinds, ...endpointKinds)),
    optional(sequence(literal('in', 'only its copies there'), field('place', reference(...placeKinds)))),
  ),
);

const arrow = <const D extends string>(sign: string, direction: D): Pattern<{ readonly direction: D }> =>
  map(punctuation(sign), () => ({ direction }));

const between = sequence(
  field('from', reference(...placeKinds)),
  choice(arrow('->', 'one-way'), arrow('<->', 'both-ways')),
  field('to', reference(...placeKinds)),
);

/** With or without the word that a link is declared by; a place may be called so too. */
const link = choice(sequence(literal('link', 'the network between two places'), between), between);

const not = optional(field('not', words({ not: 'the opposite' })));
const somewhere = optional(sequence(literal('in', 'for who is there'), field('place', reference(...placeKinds))));
const within = optional(sequence(literal('within', 'the longest interruption'), field('within', duration)));

export const scenarioKeys = {
  fail: key({
    pattern: whatStops,
    on: ['scenario'],
    meaning: 'What stops. Whether it comes back with its disk is left open: what is expected must hold either way.',
    absence: { means: 'nothing' },
    examples: ['eu-west.a', 'ledger in eu-west.a'],
  }),
  crash: key({
    pattern: whatStops,
    on: ['scenario'],
    meaning: 'What stops, and comes back with its disk.',
    absence: { means: 'nothing' },
    source:
      'Cachin, Guerraoui and Rodrigues, Introduction to Reliable and Secure Distributed Programming, 2011 (crash-recovery)',
    examples: ['eu-west.a'],
  }),
  lose: key({
    pattern: whatStops,
    on: ['scenario'],
    meaning: 'What is gone together with its disk.',
    absence: { means: 'nothing' },
    examples: ['eu-west.a'],
  }),
  partition: key({
    pattern: list(list(reference(...placeKinds)), '|'),
    on: ['scenario'],
    meaning:
      'Which places cannot reach each other: those of a group not those of another. Other places reach them all.',
    absence: { means: 'none' },
    examples: ['eu-west | eu-north', 'eu-west.a, eu-west.b | eu-north'],
  }),
  cut: key({
    pattern: list(link),
    on: ['scenario'],
    meaning: 'Which link carries nothing any more; with `->` it is cut in that direction alone.',
    absence: { means: 'none' },
    source: 'Alfatafta et al., Toward a Generic Fault Tolerance Technique for Partial Network Partitioning, OSDI 2020',
    examples: ['eu-west <-> eu-north', 'eu-west -> eu-north'],
  }),
  slow: key({
    pattern: list(sequence(link, optional(field('time', duration)))),
    on: ['scenario'],
    meaning: 'Which link is slow, and how long a round trip takes on it then.',
    absence: { means: 'none' },
    source: 'Huang et al., Gray Failure: The Achilles’ Heel of Cloud-Scale Systems, HotOS 2017',
    examples: ['link eu-west <-> eu-north 2s'],
  }),
  expect: key({
    pattern: sequence(
      field('subject', reference('operation', ...stateKinds, 'consensus', ...computeKinds, 'flow')),
      choice(
        sequence(not, field('expectation', words({ available: 'answers within its objective' })), somewhere, within),
        sequence(
          not,
          field('expectation', words({ writable: 'takes writes', readable: 'answers reads' })),
          somewhere,
          within,
        ),
        sequence(
          field('expectation', words({ loses: 'what is lost' })),
          choice(
            map(sequence(literal('no'), literal('acknowledged'), literal('write')), () => ({ most: 0 })),
            sequence(literal('at'), literal('most', 'the latest writes of so long'), field('most', duration)),
          ),
        ),
        sequence(
          field('expectation', words({ meets: 'keeps what it promises' })),
          field('objective', words({ rpo: 'how much may be lost', rto: 'how long it may take until it works again' })),
        ),
        map(
          sequence(not, field('model', consistencyModels)),
          (value) => ({ ...value, expectation: 'consistency' }) as const,
        ),
      ),
    ),
    on: ['scenario'],
    meaning:
      'What must hold then. Without a place it is enough that it does somewhere; an interruption that ends by itself is none, unless `within` bounds it.',
    absence: 'unknown',
    examples: [
      'pay available within 30s',
      'ledger not writable in eu-north',
      'ledger loses no acknowledged write',
      'ledger linearizable',
    ],
    repeatable: true,
  }),
} as const;
