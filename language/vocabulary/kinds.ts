/** The kinds of things that can be declared. Adding a kind is one entry. */

/**
 * What a kind's names share a namespace with. An operation and a flow may have the same name, two elements of one
 * scope may not.
 */
export const categories = [
  'element',
  'flow',
  'operation',
  'data',
  'team',
  'place',
  'technology',
  'decision',
  'option',
  'scenario',
  'view',
  'knob',
  'setting',
] as const;
export type Category = (typeof categories)[number];

export interface Kind {
  readonly name: string;
  /** Absent for kinds whose declarations nobody can refer to. */
  readonly category?: Category;
  readonly meaning: string;
  readonly source?: string;
  readonly naming: 'required' | 'optional' | 'none';
  /** Words of the head and the kinds that each may point at. */
  readonly clauses?: Readonly<Record<string, readonly string[]>>;
  /** Kinds it may stand in; `''` is the top of a file. */
  readonly within: readonly string[];
  /** Connects two things: `link a <-> b`. */
  readonly connects?: readonly string[];
  /** Its names are only known inside its owner, or by the owner's name: `eu-west.a`. */
  readonly member?: boolean;
  /** Its name is that of a rule, and its clause `on` says where: `accept area/rule on element`. */
  readonly namedByRule?: boolean;
  /** Whether its properties continue something declared elsewhere (`extend`). */
  readonly continues?: boolean;
}

/** Things that run. */
export const computeKinds = ['service', 'function', 'worker', 'gateway', 'client', 'device'] as const;
/** Things that keep state. */
export const stateKinds = ['store', 'cache', 'queue', 'topic', 'log'] as const;
export const isStateKind = (kind: string): boolean => (stateKinds as readonly string[]).includes(kind);
/** Things that keep state, or agree on it. */
export const holdsState = (kind: string): boolean => kind === 'consensus' || isStateKind(kind);
/** What can be at an end of a flow. */
export const endpointKinds = ['actor', 'external', 'consensus', 'system', ...computeKinds, ...stateKinds] as const;
export const elementKinds = ['boundary', ...endpointKinds] as const;
export const placeKinds = ['region', 'zone', 'rack', 'site', 'edge'] as const;

const containers = ['', 'boundary', 'option', 'system', ...computeKinds, ...stateKinds, 'consensus'];
const overlay = ['option'];

function element(name: string, meaning: string, source?: string): Kind {
  return {
    name,
    category: 'element',
    meaning,
    ...(source && { source }),
    naming: 'required',
    clauses: { is: ['technology'], in: ['boundary'] },
    within: containers,
  };
}

function place(name: string, meaning: string, within: readonly string[]): Kind {
  return { name, category: 'place', meaning, naming: 'required', within, member: true };
}

/** Flows are written with arrows, not with a kind word; otherwise they are a kind as any other. */
export const flowKind: Kind = {
  name: 'flow',
  category: 'flow',
  meaning: 'An interaction: `a -> b` when the source waits for the answer, `a ~> b` when it does not.',
  naming: 'optional',
  within: containers,
};

export const kinds: readonly Kind[] = [
  element('system', 'A part of the whole that is built, owned or budgeted together; groups the elements inside it.'),
  element('service', 'A program that answers requests for as long as it runs.'),
  element('function', 'Code that is started for each request or event and stopped after it.'),
  element('worker', 'A program that takes work from a queue, topic or log and answers nobody directly.'),
  element('gateway', 'What stands between callers and services: a load balancer, an API gateway, a proxy.'),
  element('client', 'A program on the user’s side: a web page, a mobile app, a command-line tool.'),
  element('device', 'A machine outside the data centre: a sensor, a till, a vehicle.'),
  element('actor', 'A person, or a group of people, who uses or runs the system.'),
  element('external', 'A system that somebody else runs; its promises are taken as given.'),
  element('store', 'Keeps data that others read and write: a database, a key-value store, an object store.'),
  element('cache', 'Keeps copies that can be lost and fetched or computed again.'),
  element('queue', 'Hands each message to one consumer and forgets it when it is done.'),
  element('topic', 'Hands each message to every subscriber.'),
  element('log', 'Keeps an ordered sequence of records that consumers read at their own position.'),
  element(
    'consensus',
    'A group of members that agree on one sequence of decisions: who leads, what is committed.',
    'Lamport, The Part-Time Parliament, 1998; Ongaro and Ousterhout, In Search of an Understandable Consensus Algorithm, 2014',
  ),
  {
    name: 'boundary',
    category: 'element',
    meaning: 'A trust boundary: what stands inside shares a level of trust that the outside does not have.',
    source: 'Shostack, Threat Modeling: Designing for Security, 2014',
    naming: 'required',
    clauses: { in: ['boundary'] },
    within: containers,
  },
  {
    name: 'operation',
    category: 'operation',
    meaning: 'A request from its entry point: which flows it takes, how often it is asked for, and what it promises.',
    naming: 'required',
    clauses: { at: [...endpointKinds] },
    within: containers,
  },
  {
    name: 'data',
    category: 'data',
    meaning: 'A kind of data, with what it needs wherever it goes.',
    naming: 'required',
    within: containers,
  },
  { name: 'team', category: 'team', meaning: 'People who own parts of the system.', naming: 'required', within: [''] },
  {
    name: 'topology',
    meaning: 'The failure domains and the network between them.',
    naming: 'none',
    within: ['', ...overlay],
  },
  place('region', 'A geographic region: zones that fail independently, close to each other.', ['topology']),
  place('zone', 'An availability zone: power, cooling and network of its own inside a region.', [
    'region',
    'site',
    'topology',
  ]),
  place('rack', 'A rack: machines that share power and a switch.', ['zone', 'site']),
  place('site', 'A data centre of one’s own.', ['topology', 'region']),
  place('edge', 'A place close to users, with little in it.', ['topology', 'region']),
  {
    name: 'link',
    meaning: 'The network between two places, or between any two places of a kind.',
    naming: 'none',
    connects: [...placeKinds],
    within: ['topology'],
  },
  {
    name: 'faults',
    meaning: 'The fault model: which timing may be relied on and which faults must be survived.',
    source: 'Cachin, Guerraoui and Rodrigues, Introduction to Reliable and Secure Distributed Programming, 2011',
    naming: 'none',
    within: containers,
  },
  {
    name: 'decision',
    category: 'decision',
    meaning: 'An architecture decision: its options change the model, so their consequences can be computed.',
    source: 'Nygard, Documenting Architecture Decisions, 2011',
    naming: 'required',
    within: ['', 'system'],
  },
  {
    name: 'option',
    category: 'option',
    meaning: 'One way to decide: what it adds to, changes in and removes from the model.',
    naming: 'required',
    within: ['decision'],
    member: true,
  },
  {
    name: 'scenario',
    category: 'scenario',
    meaning: 'An architecture test: what fails, and what is expected then.',
    naming: 'required',
    within: ['', 'system'],
  },
  {
    name: 'accept',
    meaning: 'A finding that is accepted for now: by whom, why, until when.',
    naming: 'required',
    namedByRule: true,
    clauses: { on: [...elementKinds, 'flow', 'operation', 'data'] },
    within: ['', 'boundary', 'system'],
  },
  {
    name: 'mitigation',
    meaning: 'What is done about a finding: how far it is, who sees to it, and what proves that it works.',
    source: 'Shostack, Threat Modeling: Designing for Security, 2014',
    naming: 'required',
    namedByRule: true,
    clauses: { on: [...elementKinds, 'flow', 'operation', 'data'] },
    within: ['', 'boundary', 'system'],
  },
  {
    name: 'view',
    category: 'view',
    meaning: 'A diagram: what it shows and how.',
    naming: 'required',
    clauses: { of: ['system', 'boundary'] },
    within: ['', 'system'],
  },
  {
    name: 'technology',
    category: 'technology',
    meaning: 'A product or protocol: the defaults it brings, and its knobs under their own names.',
    naming: 'required',
    clauses: { is: ['technology'] },
    within: [''],
  },
  {
    name: 'knob',
    category: 'knob',
    meaning: 'A setting of a technology, under the product’s own name.',
    naming: 'required',
    within: ['technology'],
    member: true,
  },
  {
    name: 'case',
    category: 'setting',
    meaning: 'What a knob’s value gives, in Faultline’s own words.',
    naming: 'required',
    within: ['knob'],
    member: true,
  },
  {
    name: 'extend',
    meaning: 'Continues something declared elsewhere.',
    naming: 'required',
    continues: true,
    within: containers,
  },
  {
    name: 'replace',
    meaning: 'In an option: takes another technology and drops what was set for the old one.',
    naming: 'required',
    clauses: { is: ['technology'] },
    continues: true,
    within: overlay,
  },
  {
    name: 'remove',
    meaning: 'In an option: takes something out of the model.',
    naming: 'required',
    continues: true,
    within: overlay,
  },
];
