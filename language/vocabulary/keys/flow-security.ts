/** How a flow is guarded, and what travels each way. */
import { list, reference, sequence, field, optional, literal, words } from '../pattern.ts';
import { duration } from '../units.ts';
import { key } from './key.ts';
import { yes } from './yes.ts';

export const flowSecurityKeys = {
  authorises: key({
    pattern: words({
      none: 'whoever gets through may do it',
      technical: 'by what the calling program may do',
      'end-user': 'by what the person may do on whose behalf it is called',
    }),
    on: ['flow'],
    meaning: 'By whose rights the target decides whether it does what it is asked.',
    absence: 'unknown',
    source: 'OWASP ASVS 4.0.3, chapter 4',
    examples: ['end-user', 'technical'],
  }),
  sends: key({
    pattern: list(reference('data')),
    on: ['flow'],
    meaning: 'The data that travels from the source to the target.',
    absence: { means: 'what `carries` names may travel either way' },
    examples: ['Payment'],
  }),
  receives: key({
    pattern: list(reference('data')),
    on: ['flow'],
    meaning: 'The data that comes back to the source.',
    absence: { means: 'what `carries` names may travel either way' },
    examples: ['Receipt'],
  }),
  vpn: key({
    pattern: yes,
    on: ['flow'],
    meaning: 'Whether it runs through an encrypted tunnel that only known machines may join.',
    absence: 'unknown',
    examples: ['yes'],
  }),
  'ip-filter': key({
    pattern: yes,
    on: ['flow'],
    meaning: 'Whether the target takes it from listed addresses alone.',
    absence: 'unknown',
    examples: ['yes'],
  }),
  purpose: key({
    pattern: words({
      business: 'what the system is for',
      administration: 'people set it up or look after it',
      deployment: 'a new version is brought there',
      monitoring: 'whether it is well',
    }),
    on: ['flow'],
    meaning: 'What it is for.',
    absence: 'unknown',
    examples: ['deployment'],
  }),
  signed: key({
    pattern: yes,
    on: ['flow'],
    meaning: 'Whether each message carries its author’s signature, which the receiver checks.',
    absence: 'unknown',
    source: 'CWE-345',
    examples: ['yes'],
  }),
  token: key({
    pattern: sequence(
      field('lives', duration),
      optional(
        field(
          'bound',
          words({ bound: 'of use only to who holds a key or certificate that it names (RFC 8705, RFC 9449)' }),
        ),
      ),
      optional(sequence(literal('leeway', 'by how much clocks may be apart'), field('leeway', duration))),
    ),
    on: ['flow'],
    meaning: 'How long the token lives that it authenticates by, whether it is bound to its holder, and the leeway.',
    absence: 'unknown',
    source: 'RFC 7519, section 4.1.4; RFC 8725',
    examples: ['15min bound', '5min leeway 60s'],
  }),
} as const;
