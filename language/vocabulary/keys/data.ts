/** What is known of a kind of data, and of a trust boundary. */
import { endpointKinds, placeKinds } from '../kinds.ts';
import { list, words } from '../pattern.ts';
import { duration, name } from '../units.ts';
import { key } from './key.ts';
import { yes } from './yes.ts';

const levels = words({
  low: 'little harm',
  medium: 'noticeable harm',
  high: 'serious harm',
  critical: 'harm that threatens the whole',
});

export const dataKeys = {
  classification: key({
    pattern: words({
      public: 'anybody may read it',
      internal: 'harmless, but nobody else’s business',
      confidential: 'harm if it leaks',
      restricted: 'serious harm if it leaks',
    }),
    on: ['data', ...endpointKinds],
    meaning: 'How bad it is when it leaks; of an element, what it knows besides the data that it holds.',
    absence: 'unknown',
    examples: ['confidential'],
  }),
  availability: key({
    pattern: levels,
    on: ['data', ...endpointKinds],
    meaning: 'How bad it is when it cannot be had.',
    absence: 'unknown',
    examples: ['critical'],
  }),
  credential: key({
    pattern: yes,
    on: ['data'],
    meaning: 'Whether who has it can act as somebody else: a password, a key, a token.',
    absence: 'unknown',
    examples: ['yes'],
  }),
  personal: key({
    pattern: yes,
    on: ['data'],
    meaning: 'Whether it says something about a person.',
    absence: 'unknown',
    source: 'GDPR article 4(1)',
    examples: ['yes'],
  }),
  regulation: key({
    pattern: list(name),
    on: ['data'],
    meaning: 'Rules that apply to it.',
    absence: 'unknown',
    examples: ['PCI-DSS', 'GDPR'],
  }),
  retention: key({
    pattern: duration,
    on: ['data', 'log', 'topic', 'queue'],
    meaning: 'How long it is kept.',
    absence: 'unknown',
    examples: ['13 months'],
  }),
  integrity: key({
    pattern: levels,
    on: ['data', ...endpointKinds],
    meaning: 'How bad it is when it is changed by mistake or on purpose; of an element, when it does something else.',
    absence: 'unknown',
    examples: ['critical'],
  }),
  trust: key({
    pattern: words({
      none: 'anybody may be there',
      low: 'known, not vetted',
      medium: 'vetted',
      high: 'vetted and watched',
    }),
    on: ['boundary', ...placeKinds],
    meaning: 'How far what stands inside is trusted; of a place, whoever runs it and can lay hands on its machines.',
    absence: 'unknown',
    examples: ['none', 'high'],
  }),
  kind: key({
    pattern: words({
      network: 'reachability',
      account: 'a cloud account or subscription',
      process: 'one process or sandbox',
      tenant: 'one customer',
      organisation: 'another organisation',
      machine: 'a machine or an execution environment',
    }),
    on: ['boundary'],
    meaning: 'What the boundary consists of.',
    absence: 'unknown',
    examples: ['network'],
  }),
} as const;
