/** What an attacker meets at an element: what it is, who reaches it, what it keeps, and how it guards itself. */
import { computeKinds, elementKinds, endpointKinds, stateKinds } from '../kinds.ts';
import { choice, field, list, literal, map, optional, reference, sequence, words } from '../pattern.ts';
import { rate, text } from '../units.ts';
import { key } from './key.ts';
import { services } from './kind-groups.ts';
import { yes } from './yes.ts';

const running = ['system', ...services, 'external'];
const programs = ['system', ...computeKinds, 'external'];

export const securityKeys = {
  role: key({
    pattern: list(
      words({
        'web-application': 'answers browsers with pages that they run',
        'web-service': 'answers programs over HTTP',
        browser: 'runs pages of others for a person',
        proxy: 'passes requests on, and may end their encryption',
        'load-balancer': 'shares requests among several that answer alike',
        waf: 'a web application firewall: turns away requests that look like attacks',
        'intrusion-detection': 'watches traffic for attacks, or stops it',
        database: 'answers queries in a language of its own',
        'search-engine': 'answers searches in a language of its own',
        'file-store': 'keeps files under paths that callers name',
        directory: 'keeps who there is, and answers over LDAP',
        'identity-provider': 'says who somebody is',
        'identity-store': 'keeps what people and programs prove themselves by',
        vault: 'keeps secrets, and hands them out to who may have them',
        'message-broker': 'passes messages between those that send and those that take them',
        'service-registry': 'tells callers where a service is',
        'container-platform': 'starts and separates containers or virtual machines',
        'source-repository': 'keeps source text and its history',
        'artifact-registry': 'keeps what was built, for whoever deploys it',
        'build-pipeline': 'builds, tests and deploys',
        workstation: 'the machine of somebody who develops or operates',
        monitoring: 'watches others, and asks them how they are',
        'audit-log': 'keeps who did what, as evidence',
        'business-application': 'runs a company’s own affairs: orders, accounts, staff',
        'content-management': 'lets people edit pages that others see',
        'mail-server': 'sends or takes mail',
        'language-model': 'answers in words what it is asked in words',
        agent: 'lets a language model call tools',
        mainframe: 'a central machine with programs of long standing',
        'industrial-controller': 'steers machines, with little protection of its own',
        library: 'code that runs inside its caller',
      }),
    ),
    on: [...endpointKinds, 'technology'],
    meaning: 'What it is to an attacker: which attacks make sense on it, and what it guards.',
    absence: 'unknown',
    examples: ['web-application', 'database', 'identity-provider, web-application'],
    technologyDefault: true,
  }),
  exposed: key({
    pattern: words({
      internet: 'anybody on the internet reaches it, or it stands there',
      partners: 'known organisations reach it',
      nobody: 'only what has a flow to it reaches it',
    }),
    on: [...endpointKinds],
    meaning: 'Who reaches it besides those that have a flow to it.',
    absence: 'unknown',
    examples: ['internet', 'nobody'],
  }),
  scope: key({
    pattern: sequence(
      field(
        'scope',
        words({ in: 'is judged here', out: 'is not judged here: somebody else answers for how it guards itself' }),
      ),
      optional(sequence(literal('because'), field('because', text))),
    ),
    on: [...elementKinds],
    meaning: 'Whether threats to it are judged here. Holds for everything inside, unless that says otherwise.',
    absence: { means: 'it is judged here, unless it is an `external`, an `actor` or a `client`' },
    source: 'Shostack, Threat Modeling: Designing for Security, 2014',
    examples: ['out because "Run by the bank, who vouches for it."', 'in'],
  }),
  'custom-code': key({
    pattern: yes,
    on: running,
    meaning: 'Whether code written for this system runs in it.',
    absence: 'unknown',
    examples: ['yes'],
  }),
  tenants: key({
    pattern: sequence(
      field('tenants', words({ one: 'one customer', several: 'customers who must not see each other' })),
      optional(
        sequence(
          literal('separated'),
          literal('by'),
          field(
            'separation',
            words({
              instance: 'an instance for each',
              database: 'a database for each',
              schema: 'a schema for each',
              key: 'a key of encryption for each',
              row: 'a condition in each query',
              token: 'a claim in each caller’s token that the service checks',
              nothing: 'nothing keeps them apart',
            }),
          ),
        ),
      ),
    ),
    on: running,
    meaning: 'Whether it serves customers who must not see each other, and what keeps them apart.',
    absence: 'unknown',
    examples: ['several separated by schema', 'one'],
  }),
  'runs-as': key({
    pattern: words({
      root: 'may do everything on its machine',
      administrator: 'may administer its machine or cluster',
      service: 'an account of its own with the rights it needs',
      user: 'the rights of a person',
      sandbox: 'can reach nothing but what it is given',
    }),
    on: running,
    meaning: 'The privilege that it runs with.',
    absence: 'unknown',
    source: 'Saltzer and Schroeder, The Protection of Information in Computer Systems, 1975 (least privilege)',
    examples: ['service', 'root'],
  }),
  'runs-on': key({
    pattern: list(reference(...endpointKinds)),
    on: running,
    meaning: 'What it shares a machine, a cluster or a virtualisation with: who takes that over has it too.',
    absence: 'unknown',
    examples: ['cluster'],
  }),
  machine: key({
    pattern: words({
      physical: 'a machine of its own',
      virtual: 'a virtual machine',
      container: 'a container, made from an image',
      serverless: 'a provider starts it for each request',
    }),
    on: running,
    meaning: 'What it runs in.',
    absence: 'unknown',
    examples: ['container'],
  }),
  processes: key({
    pattern: list(reference('data')),
    on: ['system', ...computeKinds, 'external', 'actor'],
    meaning: 'The data that it works on, besides what its flows carry.',
    absence: 'unknown',
    examples: ['CardNumber'],
  }),
  input: key({
    pattern: words({
      validated: 'checked against what is allowed before anything is done with it',
      trusted: 'used as it comes',
    }),
    on: programs,
    meaning: 'What is done with what comes in: queries take it as a parameter, paths and documents are checked.',
    absence: 'unknown',
    source: 'OWASP ASVS 4.0.3, chapter 5',
    examples: ['validated'],
  }),
  output: key({
    pattern: words({ encoded: 'escaped for where it goes', raw: 'written as it is' }),
    on: programs,
    meaning: 'How what others entered is put into pages, answers and logs.',
    absence: 'unknown',
    source: 'OWASP ASVS 4.0.3, section 5.3',
    examples: ['encoded'],
  }),
  accepts: key({
    pattern: list(
      words({
        json: 'JSON',
        xml: 'XML, which may name other documents',
        csv: 'tables as text',
        files: 'files that others made',
        objects: 'serialised objects, whose reading runs code',
      }),
    ),
    on: running,
    meaning: 'The forms of data that it reads from others.',
    absence: 'unknown',
    examples: ['json, xml'],
  }),
  audit: key({
    pattern: choice(
      sequence(
        literal('to'),
        field('to', reference(...stateKinds, ...computeKinds, 'external')),
        optional(field('signed', words({ signed: 'each entry is signed, or chained to the one before' }))),
      ),
      map(words({ none: 'nobody can tell afterwards who did what' }), () => ({ to: undefined, signed: undefined })),
    ),
    on: running,
    meaning: 'Where it records who did what.',
    absence: 'unknown',
    source: 'OWASP ASVS 4.0.3, chapter 7; NIST SP 800-92',
    examples: ['to auditTrail signed', 'none'],
  }),
  immutable: key({
    pattern: yes,
    on: stateKinds,
    meaning: 'Whether nobody can change or remove what is in it, its administrators included (write once, read many).',
    absence: 'unknown',
    examples: ['yes'],
  }),
  secrets: key({
    pattern: choice(
      sequence(literal('from'), field('from', reference(...endpointKinds))),
      map(
        words({
          none: 'needs none',
          environment: 'in variables of its environment',
          configuration: 'in files beside it',
          code: 'in its source text or image',
        }),
        (kept) => ({ kept }),
      ),
    ),
    on: running,
    meaning: 'Where its passwords, keys and tokens come from.',
    absence: 'unknown',
    source: 'OWASP, Secrets Management Cheat Sheet',
    examples: ['from vault', 'environment', 'code'],
  }),
  hardened: key({
    pattern: yes,
    on: running,
    meaning: 'Whether it was set up by a hardening guide: nothing runs, listens or is readable that is not needed.',
    absence: 'unknown',
    source: 'CIS Benchmarks',
    examples: ['yes'],
  }),
  'supply-chain': key({
    pattern: list(
      words({
        none: 'nothing is checked',
        reviewed: 'somebody else reads each change before it counts',
        scanned: 'text and dependencies are searched for secrets and known weaknesses',
        pinned: 'dependencies and images are named by their content',
        signed: 'what is deployed is signed, and the signature is checked',
      }),
    ),
    on: running,
    meaning: 'What guards the way from a change in the source to what runs.',
    absence: 'unknown',
    source: 'SLSA 1.0',
    examples: ['reviewed, scanned, signed', 'none'],
  }),
  admits: key({
    pattern: sequence(
      choice(
        field('most', rate),
        map(words({ everything: 'nobody is turned away' }), () => ({ most: undefined })),
      ),
      optional(
        sequence(
          literal('per'),
          field('per', words({ caller: 'each caller has a limit of its own', tenant: 'each customer has one' })),
        ),
      ),
    ),
    on: [...computeKinds, 'external'],
    meaning: 'The most requests that it takes in; what comes beyond is refused at once.',
    absence: 'unknown',
    source: 'CWE-770; Beyer et al., Site Reliability Engineering, 2016, chapter 21',
    examples: ['800/s per caller', 'everything'],
  }),
  backlog: key({
    pattern: choice(
      map(words({ unbounded: 'grows until the disk is full' }), () => ({ bounded: false })),
      map(words({ bounded: 'refuses or drops what is too much' }), () => ({ bounded: true })),
    ),
    on: ['queue', 'topic', 'log'],
    meaning: 'Whether what waits in it has a limit.',
    absence: 'unknown',
    source: 'CWE-770',
    examples: ['bounded', 'unbounded'],
  }),
  'dead-letters': key({
    pattern: choice(
      sequence(literal('to'), field('to', reference(...stateKinds))),
      map(words({ none: 'a message that cannot be handled is tried again and again' }), () => ({ to: undefined })),
    ),
    on: ['queue', 'topic', 'log', 'flow'],
    meaning: 'Where a message goes that nobody can handle.',
    absence: 'unknown',
    source: 'Hohpe and Woolf, Enterprise Integration Patterns, 2003: dead letter channel',
    examples: ['to failed', 'none'],
  }),
  membership: key({
    pattern: words({
      open: 'whoever reaches them may join',
      secret: 'by a secret that all share',
      mtls: 'by a certificate each',
    }),
    on: [...stateKinds, 'consensus'],
    meaning: 'How its members prove to each other that they belong to it.',
    absence: 'unknown',
    examples: ['mtls', 'open'],
  }),
  mesh: key({
    pattern: words({
      strict: 'what stands inside refuses whatever comes without its certificate',
      permissive: 'what stands inside also takes what comes around the mesh',
    }),
    on: ['boundary'],
    meaning: 'Whether a service mesh guards what stands inside, and whether it can be gone around.',
    absence: { means: 'no mesh' },
    source: 'Istio, PeerAuthentication',
    examples: ['strict'],
  }),
  grants: key({
    pattern: sequence(
      field(
        'rights',
        list(
          words({
            read: 'may read',
            write: 'may write',
            delete: 'may remove',
            call: 'may call',
            administer: 'may change how it is set up, and who may do what',
          }),
          'and',
        ),
      ),
      literal('on'),
      field('on', list(reference(...elementKinds))),
    ),
    on: ['actor', ...programs],
    meaning: 'What it may do to others: the rights of the account or role that it acts by.',
    absence: 'unknown',
    source: 'Saltzer and Schroeder, The Protection of Information in Computer Systems, 1975 (least privilege)',
    examples: ['read and write on ledger', 'administer on cluster'],
    repeatable: true,
  }),
} as const;
