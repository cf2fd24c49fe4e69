/** Decisions, and findings that are accepted. */
import { elementKinds } from '../kinds.ts';
import { choice, field, list, literal, optional, reference, sequence, words } from '../pattern.ts';
import { count, date, text } from '../units.ts';
import { key } from './key.ts';

const people = list(choice(field('team', reference('team')), field('person', text)));

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
      optional(sequence(literal('by'), field('successor', reference('decision')))),
    ),
    on: ['decision'],
    meaning: 'Where the decision stands, since when, and by which other one it was superseded.',
    absence: 'unknown',
    source: 'MADR 4.0',
    examples: ['accepted on 2026-10-02', 'superseded on 2026-11-20 by ledger-in-two-regions'],
  }),
  number: key({
    pattern: count,
    on: ['decision'],
    meaning: 'Under which number the decision is recorded; no two have the same.',
    absence: { means: 'not numbered yet' },
    source: 'Nygard, Documenting Architecture Decisions, 2011',
    examples: ['12'],
  }),
  deciders: key({
    pattern: people,
    on: ['decision'],
    meaning: 'Who decides.',
    absence: 'unknown',
    source: 'MADR 4.0',
    examples: ['payments-team, "Ada Byron"'],
  }),
  consulted: key({
    pattern: people,
    on: ['decision'],
    meaning: 'Whose opinion was asked for.',
    absence: 'unknown',
    source: 'MADR 4.0',
    examples: ['"the database administrators"'],
  }),
  informed: key({
    pattern: people,
    on: ['decision'],
    meaning: 'Who is told of it.',
    absence: 'unknown',
    source: 'MADR 4.0',
    examples: ['support'],
  }),
  supersedes: key({
    pattern: list(reference('decision')),
    on: ['decision'],
    meaning: 'Which decisions it takes the place of.',
    absence: { means: 'none' },
    source: 'Nygard, Documenting Architecture Decisions, 2011',
    examples: ['ledger-replication'],
  }),
  amends: key({
    pattern: list(reference('decision')),
    on: ['decision'],
    meaning: 'Which decisions it adds to or corrects in part; they stay in force.',
    absence: { means: 'none' },
    source: 'adr-tools',
    examples: ['ledger-replication'],
  }),
  'relates-to': key({
    pattern: list(reference('decision')),
    on: ['decision'],
    meaning: 'Which decisions should be read with it.',
    absence: { means: 'none' },
    examples: ['ledger-replication'],
  }),
  review: key({
    pattern: date,
    on: ['decision'],
    meaning: 'The day by which somebody looks whether it still holds.',
    absence: { means: 'no day is set' },
    source: 'Nygard, Documenting Architecture Decisions, 2011',
    examples: ['2027-10-02'],
  }),
  decision: key({
    pattern: reference('decision'),
    on: ['accept'],
    meaning: 'The decision in which it was accepted.',
    absence: { means: 'accepted without one' },
    examples: ['ledger-replication'],
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
