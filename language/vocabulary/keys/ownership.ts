/** Who answers for an element, what it keeps between requests, and which areas are described completely. */
import { computeKinds, elementKinds } from '../kinds.ts';
import { choice, field, list, reference, words } from '../pattern.ts';
import { text } from '../units.ts';
import { key } from './key.ts';
import { owned } from './kind-groups.ts';

export const ownershipKeys = {
  owner: key({
    pattern: choice(field('team', reference('team')), field('person', text)),
    on: [...owned, 'boundary', 'mitigation'],
    meaning:
      'Who answers for it: a team, or a person in quotes. Holds for everything inside, unless that says otherwise.',
    absence: 'unknown',
    examples: ['payments-team', '"Ada Byron"'],
  }),
  state: key({
    pattern: words({
      none: 'keeps nothing between requests',
      session: 'keeps what belongs to one session',
      durable: 'keeps data that must not be lost',
    }),
    on: [...computeKinds],
    meaning: 'What it keeps between requests.',
    absence: 'unknown',
    examples: ['none'],
  }),
  complete: key({
    pattern: list(
      words({
        security: 'authentication, authorisation and encryption',
        cost: 'costs',
        faults: 'faults to tolerate',
        resilience: 'timeouts, retries and idempotency',
        ownership: 'owners',
      }),
    ),
    on: [...elementKinds],
    meaning:
      'What is said here in this area is all there is: what is absent is none, not unknown. Holds for everything inside.',
    absence: { means: 'what is not written is unknown' },
    examples: ['security'],
  }),
} as const;
