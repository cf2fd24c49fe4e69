/** What a product brings: defaults, and knobs under its own names. */
import { endpointKinds } from '../kinds.ts';
import { choice, field, list, literal, map, optional, sequence, words } from '../pattern.ts';
import { count, duration, name, text } from '../units.ts';
import { key } from './key.ts';

const oneOf = sequence(literal('one'), literal('of'), field('words', list(choice(name, map(count, String)))));

export const technologyKeys = {
  version: key({
    pattern: text,
    on: ['technology'],
    meaning: 'The version that the defaults were read from.',
    absence: 'unknown',
    examples: ['"17"'],
  }),
  for: key({
    pattern: list(words(Object.fromEntries(endpointKinds.map((kind) => [kind, `a ${kind}`])))),
    on: ['technology'],
    meaning: 'The kinds of element that it can be.',
    absence: { means: 'any kind' },
    examples: ['store', 'log, topic'],
  }),
  source: key({
    pattern: list(text),
    on: ['technology', 'knob', 'case'],
    meaning: 'Where this is documented.',
    absence: 'unknown',
    examples: ['"https://www.postgresql.org/docs/17/"'],
  }),
  caveat: key({
    pattern: text,
    on: ['technology', 'knob', 'case'],
    meaning: 'What surprises people; shown on hover.',
    absence: { means: 'none known' },
    examples: ['"Sentinel promotes without fencing."'],
    repeatable: true,
  }),
  value: key({
    pattern: choice(
      sequence(
        field(
          'type',
          words({
            count: 'a whole number',
            duration: 'a time span',
            percentage: 'a share',
            text: 'text in quotes',
            'yes-or-no': 'yes or no',
          }),
        ),
        optional(sequence(literal('or'), oneOf)),
      ),
      oneOf,
    ),
    on: ['knob'],
    meaning: 'What the knob can be set to.',
    absence: { means: 'any word' },
    examples: ['count', 'one of off, local, on', 'one of all, 1, 0', 'duration or one of always'],
  }),
  default: key({
    pattern: choice(field('word', name), field('number', count), field('text', text), field('duration', duration)),
    on: ['knob'],
    meaning: 'What holds when it is not set.',
    absence: 'unknown',
    examples: ['on', '1'],
  }),
  on: key({
    pattern: list(words({ element: 'the element that is this technology', flow: 'flows to it' })),
    on: ['knob'],
    meaning: 'Where the knob is written.',
    absence: { means: 'in the element that is this technology' },
    examples: ['flow'],
  }),
} as const;
