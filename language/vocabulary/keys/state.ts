/** What state is kept, how long, how it lies, and how it comes back. */
import { placeKinds, stateKinds } from '../kinds.ts';
import { choice, field, list, literal, optional, reference, sequence, words } from '../pattern.ts';
import { duration } from '../units.ts';
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
    on: [...stateKinds],
    meaning: 'The data kept here.',
    absence: 'unknown',
    examples: ['Payment, CardNumber'],
  }),
  'at-rest': key({
    pattern: words({ encrypted: 'unreadable without a key', plain: 'readable by whoever has the disk' }),
    on: [...stateKinds],
    meaning: 'How data lies on disk.',
    absence: 'unknown',
    examples: ['encrypted'],
  }),
  backup: key({
    pattern: sequence(
      choice(
        sequence(literal('every'), field('every', duration)),
        field('every', words({ continuous: 'the log is shipped as it is written' })),
      ),
      optional(sequence(literal('to'), field('place', reference(...placeKinds, 'store', 'external')))),
      optional(sequence(literal('keep'), field('keep', duration))),
    ),
    on: [...stateKinds],
    meaning: 'How often a copy is taken that survives the loss of the store, where it goes, and how long it is kept.',
    absence: 'unknown',
    examples: ['every 15min to eu-north keep 30 days'],
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
