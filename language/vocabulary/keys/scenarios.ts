/** Architecture tests: what fails, and what is expected then. */
import { endpointKinds, placeKinds } from '../kinds.ts';
import { choice, field, list, literal, optional, reference, sequence, words } from '../pattern.ts';
import { duration } from '../units.ts';
import { key } from './key.ts';

export const scenarioKeys = {
  fail: key({
    pattern: list(reference(...placeKinds, ...endpointKinds)),
    on: ['scenario'],
    meaning: 'What fails.',
    absence: { means: 'nothing' },
    examples: ['eu-west.a'],
  }),
  partition: key({
    pattern: list(reference(...placeKinds), '|'),
    on: ['scenario'],
    meaning: 'Which places cannot reach each other.',
    absence: { means: 'none' },
    examples: ['eu-west | eu-north'],
  }),
  expect: key({
    pattern: choice(
      sequence(
        field('subject', reference('operation', 'store', 'log', 'queue', 'topic', 'consensus', 'service')),
        choice(
          sequence(
            field('expectation', words({ available: 'answers within its objective' })),
            optional(sequence(literal('within'), field('within', duration))),
          ),
          sequence(
            optional(field('not', words({ not: 'the opposite' }))),
            field('expectation', words({ writable: 'takes writes', readable: 'answers reads' })),
            optional(sequence(literal('in'), field('place', reference(...placeKinds)))),
          ),
          sequence(
            field('expectation', words({ loses: 'what is lost' })),
            literal('no'),
            literal('acknowledged'),
            literal('write'),
          ),
        ),
      ),
    ),
    on: ['scenario'],
    meaning: 'What must hold then.',
    absence: 'unknown',
    examples: ['pay available within 30s', 'ledger not writable in eu-north', 'ledger loses no acknowledged write'],
    repeatable: true,
  }),
} as const;
