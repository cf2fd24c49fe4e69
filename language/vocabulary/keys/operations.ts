/** Requests from their entry point, and objectives. */
import { choice, field, lazy, list, optional, punctuation, reference, sequence, words } from '../pattern.ts';
import type { Pattern, Reference } from '../pattern.ts';
import { count, duration, percentile, rate, share } from '../units.ts';
import { key } from './key.ts';

interface StepShape {
  readonly times?: number;
  readonly probability?: number;
  readonly call?: Reference;
  readonly parallel?: readonly StepShape[];
}

/** A step of an operation: a flow or operation, or several in parallel; how often, and how likely. */
export type Step = StepShape;

const stepShape = {
  type: 'sequence',
  parts: [
    { type: 'optional', part: count.shape },
    { type: 'reference', kinds: ['flow', 'operation'] },
    { type: 'optional', part: share.shape },
  ],
} as const;
const step: Pattern<Step> = lazy(stepShape, () =>
  sequence(
    optional(field('times', count)),
    choice(
      sequence(punctuation('['), field('parallel', list(step)), punctuation(']')),
      field('call', reference('flow', 'operation')),
    ),
    optional(field('probability', share)),
  ),
);

const objective = choice(
  sequence(
    field('objective', words({ availability: 'the share of requests answered correctly within the objective' })),
    field('target', share),
  ),
  sequence(
    field('objective', words({ latency: 'how long an answer takes' })),
    field('percentile', percentile),
    field('within', duration),
  ),
  sequence(field('objective', words({ durability: 'the share of data kept over a year' })), field('target', share)),
);

export const operationKeys = {
  rate: key({
    pattern: rate,
    on: ['operation', 'flow'],
    meaning: 'How often it is asked for at its busiest.',
    absence: 'unknown',
    examples: ['800/s'],
  }),
  steps: key({
    pattern: list(step),
    on: ['operation'],
    meaning:
      'What the request does: flows in sequence, `[a, b]` in parallel, `3 a` repeated, `a 5%` with a probability.',
    absence: 'unknown',
    examples: ['session, reserve, settle', '[prices, stock], 3 item, gift 5%'],
  }),
  slo: key({
    pattern: list(objective),
    on: ['operation', 'system', 'service', 'external', 'store'],
    meaning: 'Service level objectives.',
    absence: 'unknown',
    source: 'Beyer et al., Site Reliability Engineering, 2016, chapter 4',
    examples: ['availability 99.95%, latency p99 400ms'],
  }),
} as const;
