/** Diagrams. */
import { elementKinds } from '../kinds.ts';
import { choice, field, list, literal, map, references, sequence, words } from '../pattern.ts';
import { count } from '../units.ts';
import { key } from './key.ts';

/** `payments.*`, `every store`. */
const selection = list(
  choice(
    sequence(
      literal('every', 'all of a kind'),
      field('kind', words(Object.fromEntries(elementKinds.map((kind) => [kind, `every ${kind}`])))),
    ),
    field('named', references(...elementKinds)),
  ),
);

export const viewKeys = {
  include: key({
    pattern: selection,
    on: ['view'],
    meaning:
      'Which elements are shown, each with all that stands inside it: of what the view is of, where it names something.',
    absence: { means: 'all' },
    examples: ['ledger, checkout', 'payments.*', 'every store'],
  }),
  exclude: key({
    pattern: selection,
    on: ['view'],
    meaning: 'Which elements are left out, each with all that stands inside it; also as neighbours of what is shown.',
    absence: { means: 'none' },
    examples: ['sessions', 'every external, every actor'],
  }),
  neighbours: key({
    pattern: choice(
      map(words({ none: 'only what is asked for' }), () => ({ depth: 0 })),
      field('depth', count),
    ),
    on: ['view'],
    meaning: 'How many flows away from what is shown something may be to be drawn faintly beside it.',
    absence: { means: '1' },
    examples: ['none', '2'],
  }),
  label: key({
    pattern: list(
      words({
        name: 'its title or name',
        protocol: 'what it goes over',
        data: 'the data that it carries, with its classification',
        guarantee: 'what an access can rely on, and its PACELC class',
        none: 'nothing',
      }),
    ),
    on: ['view'],
    meaning: 'What is written on flows.',
    absence: { means: 'name, protocol' },
    examples: ['name, data', 'none'],
  }),
  fold: key({
    pattern: list(references('system', 'boundary')),
    on: ['view'],
    meaning: 'Groups that are drawn as one element each.',
    absence: { means: 'none, as long as the picture stays readable' },
    examples: ['card-data'],
  }),
  direction: key({
    pattern: words({ down: 'from top to bottom', right: 'from left to right' }),
    on: ['view'],
    meaning: 'Which way flows point.',
    absence: { means: 'down' },
    examples: ['right'],
  }),
  group: key({
    pattern: words({ boundary: 'by trust boundary', system: 'by system', none: 'no groups' }),
    on: ['view'],
    meaning: 'How elements are grouped.',
    absence: { means: 'by system and boundary' },
    examples: ['boundary'],
  }),
  colour: key({
    pattern: words({
      kind: 'by kind of element',
      cost: 'by monthly cost',
      owner: 'by who owns it',
      latency: 'by the round trips that the slowest access to it takes',
      findings: 'by the worst finding',
    }),
    on: ['view'],
    meaning: 'What colours mean.',
    absence: { means: 'the kind of element' },
    examples: ['cost'],
  }),
} as const;
