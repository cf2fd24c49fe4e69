/** What state is kept, how long, how it lies, and how it comes back. */
import { computeKinds, placeKinds, stateKinds } from '../kinds.ts';
import { choice, field, list, literal, map, optional, reference, sequence, words } from '../pattern.ts';
import { date, duration } from '../units.ts';
import { key } from './key.ts';

export const stateKeys = {
  ttl: key({
    pattern: duration,
    on: ['cache'],
    meaning: 'How long an entry lives. A reader may see what was true that long ago.',
    absence: 'unknown',
    examples: ['15min'],
  }),
  holds: key({
    pattern: list(reference('data')),
    on: [...stateKinds, ...computeKinds, 'system', 'external'],
    meaning: 'The data kept here.',
    absence: 'unknown',
    examples: ['Payment, CardNumber'],
  }),
  'at-rest': key({
    pattern: words({
      encrypted: 'unreadable without a key',
      'encrypted-per-user': 'unreadable without a key that is each user’s own',
      plain: 'readable by whoever has the disk',
    }),
    on: [...stateKinds, ...computeKinds, 'system', 'external'],
    meaning: 'How data lies on disk.',
    absence: 'unknown',
    examples: ['encrypted'],
  }),
  backup: key({
    pattern: choice(
      field('every', words({ none: 'no copy is taken' })),
      sequence(
        choice(
          sequence(literal('every'), field('every', duration)),
          field('every', words({ continuous: 'the log is shipped as it is written' })),
        ),
        optional(sequence(literal('to'), field('place', reference(...placeKinds, 'store', 'external')))),
        optional(sequence(literal('keep'), field('keep', duration))),
      ),
    ),
    on: [...stateKinds],
    meaning: 'How often a copy is taken that survives the loss of the store, where it goes, and how long it is kept.',
    absence: 'unknown',
    examples: ['every 15min to eu-north keep 30 days', 'none'],
    repeatable: true,
  }),
  restore: key({
    pattern: sequence(
      choice(
        map(
          sequence(literal('tested', 'it was done, from start to end'), literal('on'), field('tested', date)),
          ({ tested }) => ({
            tested,
          }),
        ),
        map(literal('untested', 'nobody has done it yet'), () => ({ tested: undefined })),
      ),
      optional(sequence(literal('within'), field('within', duration))),
    ),
    on: [...stateKinds],
    meaning: 'Whether it was tried to bring the state back from its backup, when last, and how long that took.',
    absence: 'unknown',
    source: 'Beyer et al., Site Reliability Engineering, 2016, chapter 26 (data integrity)',
    examples: ['tested on 2026-10-01 within 2h', 'untested'],
  }),
  rpo: key({
    pattern: duration,
    on: ['store', 'log', 'queue', 'system'],
    meaning: 'Recovery point objective: how much of the latest data may be lost.',
    absence: 'unknown',
    source: 'ISO 22301',
    examples: ['0s'],
  }),
  rto: key({
    pattern: duration,
    on: ['store', 'log', 'queue', 'system'],
    meaning: 'Recovery time objective: how long it may take until it works again.',
    absence: 'unknown',
    source: 'ISO 22301',
    examples: ['1min'],
  }),
} as const;
