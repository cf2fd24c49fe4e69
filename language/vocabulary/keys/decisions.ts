/** Decisions, and findings that are accepted. */
import { elementKinds } from '../kinds.ts';
import { choice, field, list, literal, optional, reference, sequence, words } from '../pattern.ts';
import { date, text } from '../units.ts';
import { key } from './key.ts';

export const decisionKeys = {
  status: key({
    pattern: sequence(
      field(
        'status',
        words({
          draft: 'being written',
          proposed: 'ready to be discussed',
          accepted: 'in force',
          rejected: 'turned down',
          deprecated: 'no longer followed',
          superseded: 'replaced by another',
        }),
      ),
      optional(sequence(literal('on'), field('date', date))),
    ),
    on: ['decision'],
    meaning: 'Where the decision stands, and since when.',
    absence: 'unknown',
    source: 'MADR 4.0',
    examples: ['accepted on 2026-10-02'],
  }),
  affects: key({
    pattern: list(reference(...elementKinds, 'flow', 'operation', 'data')),
    on: ['decision'],
    meaning: 'What the decision is about.',
    absence: 'unknown',
    examples: ['ledger'],
  }),
  drivers: key({
    pattern: list(text),
    on: ['decision'],
    meaning: 'What the decision must serve.',
    absence: 'unknown',
    examples: ['"No acknowledged payment may be lost"'],
  }),
  chosen: key({
    pattern: reference('option'),
    on: ['decision'],
    meaning: 'The option that was taken.',
    absence: { means: 'not decided yet' },
    examples: ['synchronous'],
  }),
  because: key({
    pattern: text,
    on: ['decision', 'accept', 'mitigation'],
    meaning: 'Why.',
    absence: 'unknown',
    examples: ['"It keeps every acknowledged payment."'],
  }),
  by: key({
    pattern: choice(field('team', reference('team')), field('person', text)),
    on: ['accept'],
    meaning: 'Who accepted it.',
    absence: 'unknown',
    examples: ['"payments security"'],
  }),
  progress: key({
    pattern: words({
      planned: 'it will be done',
      started: 'it is being done',
      done: 'it is in place',
      verified: 'it is in place, and somebody has seen it hold',
    }),
    on: ['mitigation'],
    meaning: 'How far it is. Once it is done, the finding is no longer reported.',
    absence: { means: 'planned' },
    examples: ['done'],
  }),
  evidence: key({
    pattern: list(text),
    on: ['mitigation'],
    meaning: 'What proves it: a test, a review, a page of the configuration.',
    absence: 'unknown',
    examples: ['"penetration test of 2026-10"'],
  }),
  until: key({
    pattern: date,
    on: ['accept', 'mitigation'],
    meaning: 'The last day on which it is accepted, or on which what mitigates it counts without being looked at anew.',
    absence: { means: 'for good' },
    examples: ['2027-03-31'],
  }),
} as const;
