/**
 * What can be said about the things declared. Each entry gives a key its pattern, the kinds it stands in, its meaning,
 * where the notion comes from, and what its absence means. Adding a key is one entry.
 */
import { computeKinds, endpointKinds, elementKinds, placeKinds, stateKinds } from './kinds.ts';
import {
  choice,
  either,
  field,
  lazy,
  list,
  literal,
  map,
  optional,
  punctuation,
  reference,
  references,
  sequence,
  words,
} from './pattern.ts';
import type { Pattern, Reference } from './pattern.ts';
import { count, date, duration, monthlyMoney, name, percentile, rate, share, text, transferPrice } from './units.ts';

/** What it means that a key is not written. */
export type Absence = 'unknown' | { readonly means: string };

export interface Key<T = unknown> {
  readonly pattern: Pattern<T>;
  readonly on: readonly string[];
  readonly meaning: string;
  readonly absence: Absence;
  readonly source?: string;
  readonly examples: readonly string[];
  /** May be written several times in one declaration; each line counts. */
  readonly repeatable?: boolean;
  /** May be set by a technology as a default, or by a knob's case. */
  readonly technologyDefault?: boolean;
}

function key<T>(entry: Key<T>): Key<T> {
  return entry;
}

const flag = words({ yes: 'it is so', no: 'it is not so' });
const yes: Pattern<boolean> = map(flag, (word) => word === 'yes');

/** Consistency models, weakest first in each family; the order between them is in analyses/consistency. */
export const consistencyModels = words({
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
});

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
  local: 'inside one process or machine: a call, a pipe, a Unix socket',
});

const replica = either('copy, none of which leads', 'replica', 'replicas');
const standby = either('replica that follows the primary', 'standby', 'standbys');
const placement = sequence(
  field('replicas', count),
  optional(sequence(literal('across', 'where they are placed'), field('places', list(references(...placeKinds))))),
);

const levels = words({
  low: 'little harm',
  medium: 'noticeable harm',
  high: 'serious harm',
  critical: 'harm that threatens the whole',
});

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

const fault = choice(
  sequence(
    field('fault', words({ crash: 'stops, and comes back with its disk', loss: 'gone with its disk' })),
    literal('of'),
    choice(
      sequence(
        field('number', count),
        field(
          'domain',
          words({
            node: 'one process or machine',
            nodes: 'several machines',
            rack: 'a rack',
            racks: 'several racks',
            zone: 'an availability zone',
            zones: 'several zones',
            region: 'a region',
            regions: 'several regions',
            site: 'a data centre',
            sites: 'several data centres',
          }),
        ),
      ),
      field('places', list(reference(...placeKinds))),
    ),
  ),
  sequence(
    field('fault', words({ partition: 'any split of them into groups that cannot reach each other' })),
    literal('between'),
    choice(
      field(
        'domain',
        words({ nodes: 'any machines', racks: 'racks', zones: 'zones', regions: 'regions', sites: 'data centres' }),
      ),
      field('places', list(reference(...placeKinds))),
    ),
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

const services = [...computeKinds, ...stateKinds, 'consensus'];
const owned = ['system', ...services, 'external'];
const storeLike = [...stateKinds, 'technology', 'case', 'consensus'];

export const keys = {
  // Structure and ownership.
  owner: key({
    pattern: choice(field('team', reference('team')), field('person', text)),
    on: [...owned, 'boundary'],
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

  // Placement and replication.
  replicas: key({
    pattern: placement,
    on: [...services, 'technology', 'case'],
    meaning: 'How many copies run, and where. Copies are spread over the places as evenly as they can be.',
    absence: 'unknown',
    examples: ['2', '5 across eu-west.*, eu-north.a'],
    technologyDefault: true,
  }),
  replication: key({
    pattern: words({
      'single-copy': 'one copy, no replica',
      'primary-backup': 'one primary orders the writes; standbys follow it',
      quorum: 'reads and writes ask enough replicas to overlap',
      consensus: 'replicas agree on one order of writes (Paxos, Raft)',
      chain: 'writes pass along a chain, reads are answered at its tail',
      'multi-primary': 'several replicas take writes and reconcile them later',
    }),
    on: storeLike,
    meaning: 'How copies are kept the same.',
    absence: {
      means: 'derived: `primary` or `standbys` say primary-backup; else the technology’s default; else unknown',
    },
    source: 'Kleppmann, Designing Data-Intensive Applications, 2017, chapters 5 and 9',
    examples: ['primary-backup'],
    technologyDefault: true,
  }),
  primary: key({
    pattern: reference(...placeKinds),
    on: stateKinds,
    meaning: 'Where the primary stands in normal operation.',
    absence: 'unknown',
    examples: ['eu-west.a'],
  }),
  standbys: key({
    pattern: list(references(...placeKinds)),
    on: stateKinds,
    meaning: 'Where the replicas that follow the primary stand.',
    absence: 'unknown',
    examples: ['eu-west.b, eu-north.a'],
  }),
  voters: key({
    pattern: list(references(...placeKinds)),
    on: ['consensus', ...stateKinds],
    meaning: 'Where the members that vote stand. A majority of them must agree.',
    absence: 'unknown',
    source: 'Ongaro and Ousterhout 2014',
    examples: ['eu-west.a, eu-west.b, eu-west.c'],
  }),
  quorum: key({
    pattern: choice(field('votes', count), field('rule', words({ majority: 'more than half of the voters' }))),
    on: ['consensus', ...stateKinds],
    meaning: 'How many voters must agree.',
    absence: { means: 'a majority of the voters' },
    source: 'Gifford, Weighted Voting for Replicated Data, 1979; Howard, Malkhi and Spiegelman, Flexible Paxos, 2016',
    examples: ['majority', '4'],
  }),
  commit: key({
    pattern: choice(
      field(
        'mode',
        words({ local: 'the primary alone; standbys follow later', majority: 'a majority of the replicas' }),
      ),
      map(
        sequence(
          field('number', count),
          replica,
          optional(
            field('membership', words({ sloppy: 'any node that can be reached may stand in for one that cannot' })),
          ),
        ),
        ({ number, membership }) => ({ mode: 'replicas', number, sloppy: membership === 'sloppy' }) as const,
      ),
      sequence(
        field(
          'mode',
          words({
            any: 'any of the standbys, whichever answers first',
            first: 'the first of the standbys in their order',
            all: 'every standby',
          }),
        ),
        optional(field('number', count)),
        standby,
        optional(
          field('until', words({ applied: 'and can be read there', stored: 'on disk there, not yet readable' })),
        ),
        optional(
          sequence(
            punctuation(','),
            literal('else', 'when too few standbys answer'),
            field(
              'otherwise',
              words({ block: 'wait: no write is acknowledged', continue: 'go on with the primary alone, silently' }),
            ),
          ),
        ),
      ),
    ),
    on: storeLike,
    meaning: 'What must have a write before it is acknowledged.',
    absence: 'unknown',
    source: 'PostgreSQL documentation, synchronous_standby_names',
    examples: ['local', 'any 1 standby, else block', 'all standbys applied, else block', '2 replicas'],
    technologyDefault: true,
  }),
  reads: key({
    pattern: choice(
      sequence(
        field('from', words({ primary: 'the replica that believes to be the primary' })),
        optional(
          sequence(
            punctuation(','),
            literal('confirmed', 'and the primary makes sure that it still is'),
            literal('by'),
            field(
              'confirmed',
              words({
                quorum: 'by asking a quorum for each read (read index)',
                lease: 'by a lease that bounds clock rates and pauses',
              }),
            ),
          ),
        ),
      ),
      sequence(
        field('from', words({ any: 'whichever replica is asked', nearest: 'the closest replica' })),
        literal('replica'),
      ),
      map(sequence(field('number', count), replica), ({ number }) => ({ from: 'some', number }) as const),
      sequence(field('from', words({ all: 'every replica' })), replica),
      field(
        'from',
        words({
          majority: 'more than half of the replicas',
          quorum: 'as many replicas as overlap with every write',
          tail: 'the tail of the chain',
        }),
      ),
    ),
    on: storeLike,
    meaning: 'Which replica answers a read.',
    absence: 'unknown',
    source: 'Ongaro, Consensus: Bridging Theory and Practice, 2014, section 6.4; Gray and Cheriton, Leases, 1989',
    examples: ['primary', 'primary, confirmed by quorum', 'any replica', 'majority', '2 replicas'],
    technologyDefault: true,
  }),
  'read-repair': key({
    pattern: words({
      'before-answer': 'what is answered is on a quorum before the reader has it (write-back)',
      background: 'replicas that were found behind are brought up later',
      none: 'a read changes nothing',
    }),
    on: storeLike,
    meaning: 'What a read does about replicas that it finds behind.',
    absence: 'unknown',
    source: 'Attiya, Bar-Noy and Dolev, Sharing Memory Robustly in Message-Passing Systems, 1995',
    examples: ['before-answer'],
    technologyDefault: true,
  }),
  conflicts: key({
    pattern: words({
      'last-write-wins': 'the version with the later wall-clock time stays, the other is dropped',
      ordered: 'each write takes a number above all that a quorum knows, and the higher one stays',
      versions: 'concurrent versions are told apart by logical clocks, and all are kept for the reader to resolve',
      merge: 'concurrent changes are merged by the rules of their data type (CRDT)',
    }),
    on: storeLike,
    meaning: 'What becomes of two writes that did not see each other.',
    absence: 'unknown',
    source:
      'DeCandia et al., Dynamo, 2007; Attiya, Bar-Noy and Dolev 1995; Shapiro et al., Conflict-free Replicated Data Types, 2011',
    examples: ['last-write-wins'],
    technologyDefault: true,
  }),
  failover: key({
    pattern: choice(
      sequence(
        field(
          'mode',
          words({ automatic: 'a standby is promoted without anybody deciding', manual: 'a person promotes a standby' }),
        ),
        optional(sequence(literal('within'), field('within', duration))),
        optional(
          sequence(
            optional(punctuation(',')),
            literal('decided'),
            literal('by'),
            field('decider', reference('consensus', 'store', 'service', 'external')),
          ),
        ),
      ),
      field('mode', words({ none: 'no standby is ever promoted' })),
    ),
    on: storeLike,
    meaning: 'What happens when the primary is gone: who promotes a standby, and how fast.',
    absence: 'unknown',
    examples: ['automatic within 30s, decided by patroni', 'manual', 'none'],
    technologyDefault: true,
  }),
  fencing: key({
    pattern: words({
      epoch: 'writes carry the leader’s term; replicas refuse an older one',
      lease: 'the old primary stops by itself when its lease ends',
      stonith: 'the old primary is switched off before another is promoted',
      none: 'nothing stops the old primary',
    }),
    on: storeLike,
    meaning: 'What keeps a deposed primary from taking writes.',
    absence: 'unknown',
    source: 'Kleppmann, How to do distributed locking, 2016',
    examples: ['epoch'],
    technologyDefault: true,
  }),
  ttl: key({
    pattern: duration,
    on: ['cache'],
    meaning: 'How long an entry lives. A reader may see what was true that long ago.',
    absence: 'unknown',
    examples: ['15min'],
  }),
  holds: key({
    pattern: list(reference('data')),
    on: [...stateKinds],
    meaning: 'The data kept here.',
    absence: 'unknown',
    examples: ['Payment, CardNumber'],
  }),
  'at-rest': key({
    pattern: words({ encrypted: 'unreadable without a key', plain: 'readable by whoever has the disk' }),
    on: [...stateKinds],
    meaning: 'How data lies on disk.',
    absence: 'unknown',
    examples: ['encrypted'],
  }),
  backup: key({
    pattern: sequence(
      choice(
        sequence(literal('every'), field('every', duration)),
        field('every', words({ continuous: 'the log is shipped as it is written' })),
      ),
      optional(sequence(literal('to'), field('place', reference(...placeKinds, 'store', 'external')))),
      optional(sequence(literal('keep'), field('keep', duration))),
    ),
    on: [...stateKinds],
    meaning: 'How often a copy is taken that survives the loss of the store, where it goes, and how long it is kept.',
    absence: 'unknown',
    examples: ['every 15min to eu-north keep 30 days'],
  }),
  rpo: key({
    pattern: duration,
    on: ['store', 'log', 'queue', 'system'],
    meaning: 'Recovery point objective: how much of the latest data may be lost.',
    absence: 'unknown',
    source: 'ISO 22301',
    examples: ['0s'],
  }),
  rto: key({
    pattern: duration,
    on: ['store', 'log', 'queue', 'system'],
    meaning: 'Recovery time objective: how long it may take until it works again.',
    absence: 'unknown',
    source: 'ISO 22301',
    examples: ['1min'],
  }),

  // Money.
  cost: key({
    pattern: sequence(
      field('price', monthlyMoney),
      optional(sequence(literal('per'), field('per', words({ replica: 'for each copy that runs' })))),
      optional(
        sequence(
          literal('for'),
          field(
            'purpose',
            words({
              infrastructure: 'machines, disks, managed services',
              licence: 'the right to use software',
              support: 'help from a vendor',
              operations: 'people who run it',
              development: 'people who build it',
            }),
          ),
        ),
      ),
    ),
    on: [...owned, 'boundary', 'technology'],
    meaning: 'What it costs. Several lines add up.',
    absence: 'unknown',
    source: 'FinOps Foundation, FinOps Framework',
    examples: ['420 USD/month per replica', '1_500 EUR/month for licence'],
    repeatable: true,
  }),
  budget: key({
    pattern: monthlyMoney,
    on: ['system', 'boundary'],
    meaning: 'What everything inside may cost together.',
    absence: { means: 'no limit is stated' },
    examples: ['6_000 USD/month'],
  }),
  price: key({
    pattern: transferPrice,
    on: ['link'],
    meaning: 'What moving data over this link costs.',
    absence: 'unknown',
    examples: ['0.02 USD/GB'],
  }),

  // Network and faults.
  rtt: key({
    pattern: list(sequence(optional(field('percentile', percentile)), field('time', duration))),
    on: ['link'],
    meaning: 'The round-trip time. A single figure is the median.',
    absence: 'unknown',
    examples: ['38ms', 'p50 38ms, p95 45ms'],
  }),
  timing: key({
    pattern: words({
      asynchronous: 'no bound on delays or clocks',
      'partially-synchronous': 'bounds hold eventually, from an unknown time on',
      synchronous: 'bounds on delays and clocks always hold',
    }),
    on: ['faults'],
    meaning: 'Which timing may be relied on.',
    absence: 'unknown',
    source: 'Dwork, Lynch and Stockmeyer, Consensus in the Presence of Partial Synchrony, 1988',
    examples: ['partially-synchronous'],
  }),
  tolerate: key({
    pattern: list(fault, 'and'),
    on: ['faults'],
    meaning: 'A fault that must be survived. Each line holds alone; `and` joins faults at the same time.',
    absence: 'unknown',
    examples: ['crash of 1 node', 'loss of 1 zone', 'partition between regions'],
    repeatable: true,
  }),

  // Data and trust.
  classification: key({
    pattern: words({
      public: 'anybody may read it',
      internal: 'harmless, but nobody else’s business',
      confidential: 'harm if it leaks',
      restricted: 'serious harm if it leaks',
    }),
    on: ['data'],
    meaning: 'How bad it is when it leaks.',
    absence: 'unknown',
    examples: ['confidential'],
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
    on: ['data'],
    meaning: 'How bad it is when it is changed by mistake or on purpose.',
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
    on: ['boundary'],
    meaning: 'How far what stands inside is trusted.',
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
    }),
    on: ['boundary'],
    meaning: 'What the boundary consists of.',
    absence: 'unknown',
    examples: ['network'],
  }),

  // Flows.
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
    on: ['flow'],
    meaning: 'What ties the requests of one session together.',
    absence: { means: 'nothing ties them together' },
    source: 'Terry et al., Session Guarantees for Weakly Consistent Replicated Data, 1994',
    examples: ['sticky', 'token'],
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

  // Operations and objectives.
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

  // Decisions, scenarios, acceptance, views.
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
    on: ['decision', 'accept'],
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
  until: key({
    pattern: date,
    on: ['accept'],
    meaning: 'The last day on which it is accepted.',
    absence: { means: 'for good' },
    examples: ['2027-03-31'],
  }),
  fail: key({
    pattern: list(reference(...placeKinds, ...endpointKinds)),
    on: ['scenario'],
    meaning: 'What fails.',
    absence: { means: 'nothing' },
    examples: ['eu-west.a'],
  }),
  partition: key({
    pattern: list(reference(...placeKinds), '|'),
    on: ['scenario'],
    meaning: 'Which places cannot reach each other.',
    absence: { means: 'none' },
    examples: ['eu-west | eu-north'],
  }),
  expect: key({
    pattern: choice(
      sequence(
        field('subject', reference('operation', 'store', 'log', 'queue', 'topic', 'consensus', 'service')),
        choice(
          sequence(
            field('expectation', words({ available: 'answers within its objective' })),
            optional(sequence(literal('within'), field('within', duration))),
          ),
          sequence(
            optional(field('not', words({ not: 'the opposite' }))),
            field('expectation', words({ writable: 'takes writes', readable: 'answers reads' })),
            optional(sequence(literal('in'), field('place', reference(...placeKinds)))),
          ),
          sequence(
            field('expectation', words({ loses: 'what is lost' })),
            literal('no'),
            literal('acknowledged'),
            literal('write'),
          ),
        ),
      ),
    ),
    on: ['scenario'],
    meaning: 'What must hold then.',
    absence: 'unknown',
    examples: ['pay available within 30s', 'ledger not writable in eu-north', 'ledger loses no acknowledged write'],
    repeatable: true,
  }),
  group: key({
    pattern: words({ boundary: 'by trust boundary', system: 'by system', none: 'no groups' }),
    on: ['view'],
    meaning: 'How elements are grouped.',
    absence: { means: 'by system and boundary' },
    examples: ['boundary'],
  }),
  colour: key({
    pattern: words({ kind: 'by kind of element', cost: 'by monthly cost', findings: 'by the worst finding' }),
    on: ['view'],
    meaning: 'What colours mean.',
    absence: { means: 'the kind of element' },
    examples: ['cost'],
  }),

  // Technologies.
  version: key({
    pattern: text,
    on: ['technology'],
    meaning: 'The version that the defaults were read from.',
    absence: 'unknown',
    examples: ['"17"'],
  }),
  for: key({
    pattern: list(words(Object.fromEntries(endpointKinds.map((kind) => [kind, `a ${kind}`])))),
    on: ['technology'],
    meaning: 'The kinds of element that it can be.',
    absence: { means: 'any kind' },
    examples: ['store', 'log, topic'],
  }),
  source: key({
    pattern: list(text),
    on: ['technology', 'knob', 'case'],
    meaning: 'Where this is documented.',
    absence: 'unknown',
    examples: ['"https://www.postgresql.org/docs/17/"'],
  }),
  caveat: key({
    pattern: text,
    on: ['technology', 'knob', 'case'],
    meaning: 'What surprises people; shown on hover.',
    absence: { means: 'none known' },
    examples: ['"Sentinel promotes without fencing."'],
    repeatable: true,
  }),
  value: key({
    pattern: choice(
      field(
        'type',
        words({
          count: 'a whole number',
          duration: 'a time span',
          percentage: 'a share',
          text: 'text in quotes',
          'yes-or-no': 'yes or no',
        }),
      ),
      sequence(literal('one'), literal('of'), field('words', list(choice(name, map(count, String))))),
    ),
    on: ['knob'],
    meaning: 'What the knob can be set to.',
    absence: { means: 'any word' },
    examples: ['count', 'one of off, local, on', 'one of all, 1, 0'],
  }),
  default: key({
    pattern: choice(field('word', name), field('number', count), field('text', text), field('duration', duration)),
    on: ['knob'],
    meaning: 'What holds when it is not set.',
    absence: 'unknown',
    examples: ['on', '1'],
  }),
  on: key({
    pattern: list(words({ element: 'the element that is this technology', flow: 'flows to it' })),
    on: ['knob'],
    meaning: 'Where the knob is written.',
    absence: { means: 'in the element that is this technology' },
    examples: ['flow'],
  }),
} as const;

export type KeyName = keyof typeof keys;
/** The typed value of each key, as its pattern yields it. */
export type KeyValues = { readonly [K in KeyName]: (typeof keys)[K] extends Key<infer T> ? T : never };
