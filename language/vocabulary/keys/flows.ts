/** How one thing talks to another. */
import { endpointKinds, stateKinds } from '../kinds.ts';
import { choice, field, list, literal, map, optional, reference, sequence, words } from '../pattern.ts';
import { count, duration, text } from '../units.ts';
import { key } from './key.ts';
import { storeLike } from './kind-groups.ts';
import { yes } from './yes.ts';

/** Models of what transactions see of each other, weakest first; the order between them is in analyses/consistency. */
const ofTransactions = {
  'read-uncommitted': 'transactions do not overwrite each other’s uncommitted data',
  'read-committed': 'transactions read only committed data',
  'monotonic-atomic-view': 'once a transaction saw one write of another, it sees all of them',
  'item-cut-isolation': 'an item that a transaction read does not change under it',
  'predicate-cut-isolation': 'what a transaction found by a condition does not change under it',
  'cursor-stability': 'an item that is being looked at cannot be overwritten, so that no update of it is lost',
  'monotonic-view': 'what a transaction depends on is seen whole, from its first read of it on',
  'monotonic-snapshot-read': 'each read sees a snapshot no older than the one before',
  'read-atomic': 'of another transaction’s writes, all are seen or none',
  'update-atomic': 'read atomic, and no update is lost',
  'transactional-causal': 'read atomic, and what a transaction depends on is seen with it',
  prefix: 'every transaction sees a prefix of one order of all transactions',
  'consistent-view': 'each transaction sees a state that a serial order could have left',
  'forward-consistent-view': 'a consistent view, which may take in what was committed after the transaction began',
  'parallel-snapshot-isolation': 'snapshots that different sites may see in different orders; no update is lost',
  'repeatable-read': 'what a transaction read does not change under it',
  'snapshot-isolation': 'a transaction reads one snapshot; of two concurrent writers of one item, one aborts',
  'strong-session-snapshot-isolation':
    'snapshot isolation, and a session’s snapshots hold what it wrote and saw before',
  'strong-snapshot-isolation': 'snapshot isolation, and a snapshot holds everything committed before it was taken',
  'update-serializable': 'transactions that write are serializable; each reader sees a state of some serial order',
  'view-serializable': 'reads and final state are those of some serial order',
  serializable: 'transactions take effect as if one after the other',
  'strong-session-serializable': 'serializable, in an order that agrees with each session’s own',
  'strict-serializable': 'serializable, in an order that agrees with real time',
} as const;

/** Models of single accesses and of the sessions that make them, weakest first. */
const ofAccesses = {
  eventual: 'replicas agree once writes stop',
  'monotonic-reads': 'a session never reads an older value after a newer one',
  'monotonic-writes': 'a session’s writes take effect in their order',
  'read-your-writes': 'a session reads its own writes',
  'writes-follow-reads': 'a write is ordered after the writes its session had read',
  pram: 'every process sees each other process’s writes in their order',
  causal: 'what is causally related is seen in that order by all',
  sequential: 'one order for all, that agrees with each process’s own',
  'bounded-staleness': 'what is read was current no longer than a bound ago',
  safe: 'a read that overlaps with no write returns the last value; one that does may return anything',
  regular: 'a read returns the last value written before it, or one being written meanwhile',
  linearizable: 'one order for all, that agrees with real time',
} as const;

export const transactionModels = words(ofTransactions);
export const consistencyModels = words({ ...ofAccesses, ...ofTransactions });

const MODELS_SOURCE =
  'Viotti and Vukolić, Consistency in Non-Transactional Distributed Storage Systems, 2016; Adya, Weak Consistency, 1999; Cerone, Bernardi and Gotsman, A Framework for Transactional Consistency Models with Atomic Visibility, 2015; jepsen.io/consistency';

const protocols = words({
  https: 'HTTP over TLS',
  http: 'HTTP in clear text',
  tls: 'TLS over TCP',
  mtls: 'TLS where both sides show a certificate',
  grpc: 'gRPC in clear text (HTTP/2)',
  grpcs: 'gRPC over TLS',
  tcp: 'a protocol of its own over TCP, in clear text',
  udp: 'datagrams in clear text',
  quic: 'QUIC, encrypted by its own TLS 1.3',
  amqp: 'AMQP in clear text',
  amqps: 'AMQP over TLS',
  mqtt: 'MQTT in clear text',
  mqtts: 'MQTT over TLS',
  ssh: 'Secure Shell',
  ipsec: 'any protocol inside an IPsec tunnel',
  wireguard: 'any protocol inside a WireGuard tunnel',
  ws: 'WebSocket in clear text',
  wss: 'WebSocket over TLS',
  sql: 'a database’s own protocol, in clear text',
  sqls: 'a database’s own protocol, over TLS',
  ldap: 'LDAP in clear text',
  ldaps: 'LDAP over TLS',
  nfs: 'NFS in clear text',
  smb: 'SMB, not encrypted',
  smbs: 'SMB 3, encrypted',
  ftp: 'FTP in clear text',
  ftps: 'FTP over TLS',
  sftp: 'files over Secure Shell',
  smtp: 'mail in clear text',
  smtps: 'mail over TLS',
  rmi: 'remote calls with serialised objects, in clear text (Java RMI, IIOP)',
  rmis: 'remote calls with serialised objects, over TLS',
  local: 'inside one process or machine: a call, a pipe, a Unix socket',
});

export const flowKeys = {
  over: key({
    pattern: protocols,
    on: ['flow'],
    meaning: 'The protocol, and so whether it is encrypted.',
    absence: 'unknown',
    examples: ['https', 'tls'],
  }),
  authenticates: key({
    pattern: words({
      none: 'nobody proves who they are',
      oidc: 'OpenID Connect',
      oauth2: 'OAuth 2 access token',
      jwt: 'signed token',
      'api-key': 'shared secret sent with each request',
      password: 'name and password',
      basic: 'HTTP basic authentication',
      mtls: 'client certificate',
      kerberos: 'Kerberos ticket',
      iam: 'signature by a cloud identity',
      scram: 'SCRAM challenge and response',
      saml: 'SAML assertion',
      passkey: 'WebAuthn credential',
      session: 'session cookie from an earlier login',
      token: 'some token, issued earlier',
      certificate: 'certificate or public key of the caller',
      'two-factor': 'two factors of different kinds',
    }),
    on: ['flow'],
    meaning: 'How the source proves who it is to the target.',
    absence: 'unknown',
    examples: ['oidc', 'mtls', 'none'],
  }),
  carries: key({
    pattern: list(reference('data')),
    on: ['flow'],
    meaning: 'The data that travels, either way.',
    absence: 'unknown',
    examples: ['Payment'],
  }),
  access: key({
    pattern: words({
      read: 'reads',
      write: 'writes without reading',
      update: 'reads, changes and writes back',
      append: 'adds at the end',
    }),
    on: ['flow'],
    meaning: 'What the flow does to the state at its target.',
    absence: 'unknown',
    examples: ['update'],
  }),
  needs: key({
    pattern: list(consistencyModels),
    on: ['flow', 'operation', 'data', ...stateKinds],
    meaning: 'The consistency that its user relies on.',
    absence: { means: 'nothing is asked for' },
    source: MODELS_SOURCE,
    examples: ['linearizable', 'read-your-writes'],
  }),
  available: key({
    pattern: sequence(
      literal('despite'),
      field('despite', words({ partition: 'on every side of every partition that the fault model allows' })),
    ),
    on: ['flow', 'operation', 'data', ...stateKinds],
    meaning:
      'Must answer even where a partition cuts it off: every replica that runs answers without waiting for another.',
    absence: { means: 'nothing is asked for' },
    source:
      'Gilbert and Lynch, Brewer’s Conjecture and the Feasibility of Consistent, Available, Partition-Tolerant Web Services, 2002',
    examples: ['despite partition'],
  }),
  session: key({
    pattern: words({
      sticky: 'all requests of a session go to the same replica',
      token: 'a token tells the replica how new its data must be',
      none: 'any replica answers any request',
    }),
    on: ['flow', ...storeLike],
    meaning: 'What ties the requests of one session together. Of a store: what its clients do by themselves.',
    absence: { means: 'what the store’s clients do by themselves; else nothing ties them together' },
    source: 'Terry et al., Session Guarantees for Weakly Consistent Replicated Data, 1994',
    examples: ['sticky', 'token'],
    technologyDefault: true,
  }),
  attempt: key({
    pattern: duration,
    on: ['flow'],
    meaning: 'The timeout of one try.',
    absence: 'unknown',
    examples: ['90ms'],
  }),
  deadline: key({
    pattern: duration,
    on: ['flow', 'operation'],
    meaning: 'The timeout of the whole call, tries and waits between them included.',
    absence: 'unknown',
    examples: ['350ms'],
  }),
  retries: key({
    pattern: sequence(
      field('retries', count),
      optional(
        field(
          'backoff',
          words({
            exponential: 'each wait is twice the one before',
            linear: 'each wait is longer by the first',
            constant: 'all waits are the same',
          }),
        ),
      ),
      optional(field('wait', duration)),
      optional(field('jitter', words({ jitter: 'each wait is drawn at random up to its length' }))),
    ),
    on: ['flow'],
    meaning:
      'How often a failed try is repeated: `2` means at most three tries. Then how the waits grow, the first wait, and whether it is random.',
    absence: 'unknown',
    source: 'Brooker, Timeouts, retries, and backoff with jitter, Amazon Builders’ Library',
    examples: ['2 exponential 20ms jitter', '0'],
  }),
  idempotent: key({
    pattern: choice(
      sequence(literal('by'), field('key', text)),
      map(yes, (value) => ({ natural: value })),
    ),
    on: ['flow'],
    meaning: 'Whether doing it twice is the same as doing it once: by a key that the receiver checks, or by nature.',
    absence: 'unknown',
    examples: ['by "payment id"', 'yes', 'no'],
  }),
  dependency: key({
    pattern: words({ hard: 'without it the caller fails', soft: 'without it the caller goes on' }),
    on: ['flow'],
    meaning: 'Whether the caller can do without.',
    absence: { means: 'hard' },
    examples: ['soft'],
  }),
  via: key({
    pattern: choice(
      sequence(
        literal('outbox', 'written in one transaction with the data, sent later'),
        literal('of'),
        field('outbox', reference('store')),
      ),
      field('through', reference(...endpointKinds)),
    ),
    on: ['flow'],
    meaning: 'What it passes through.',
    absence: { means: 'sent directly' },
    source: 'Richardson, Microservices Patterns, 2018: transactional outbox',
    examples: ['outbox of ledger'],
  }),
  key: key({
    pattern: text,
    on: ['flow'],
    meaning: 'What messages are partitioned and ordered by.',
    absence: 'unknown',
    examples: ['"payment id"'],
  }),
  delivery: key({
    pattern: words({
      'at-most-once': 'may be lost, never repeated',
      'at-least-once': 'may be repeated, never lost',
      'exactly-once': 'takes effect once, by transactions or deduplication at the receiver',
    }),
    on: ['flow'],
    meaning: 'What happens to a message when somebody fails.',
    absence: 'unknown',
    examples: ['at-least-once'],
  }),
} as const;
