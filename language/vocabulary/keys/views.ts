/** Diagrams. */
import { words } from '../pattern.ts';
import { key } from './key.ts';

export const viewKeys = {
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
      latency: 'by the round trips that the slowest access to it takes',
      findings: 'by the worst finding',
    }),
    on: ['view'],
    meaning: 'What colours mean.',
    absence: { means: 'the kind of element' },
    examples: ['cost'],
  }),
} as const;
