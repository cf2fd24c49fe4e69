/**
 * Which trust boundaries an element stands in, and which ones a flow crosses, how it is protected there.
 * O(depth of the nesting) for an element, once.
 *
 * Invariant: what is not said is undefined, never assumed; `in` says where an element stands more precisely than the
 * block in which it is written, and replaces it.
 */
import type { Entity } from '../../model/model.ts';
import { written } from '../../model/model.ts';
import type { Id } from '../../model/symbols.ts';
import type { KeyValues } from '../../vocabulary/vocabulary.ts';
import { closedBy } from '../completeness.ts';
import { defineAnalysis, entitiesOf } from '../facts.ts';
import type { Facts } from '../facts.ts';
import { carriedBy } from '../security/assets.ts';

export type Trust = KeyValues['trust'];
export type Protocol = KeyValues['over'];

/** The boundaries around an element, innermost first; a boundary stands in itself. */
export const boundaries = defineAnalysis<readonly Id[]>('trust/boundaries', (facts, id) => {
  const around: Id[] = [];
  const seen = new Set<Id>();
  for (let at = facts.entity(id); at && !seen.has(at.id);) {
    seen.add(at.id);
    if (at.kind === 'boundary') around.push(at.id);
    const outer: Id | undefined = at.clauses['in'] ?? at.parent;
    at = outer === undefined ? undefined : facts.entity(outer);
  }
  return around;
});

/** Trust levels in their order; a level says more than those before it. */
const TRUST_ORDER: readonly Trust[] = ['none', 'low', 'medium', 'high'];

export const isMoreTrusted = (a: Trust, b: Trust): boolean => TRUST_ORDER.indexOf(a) > TRUST_ORDER.indexOf(b);

/** What a protocol does for a flow. Undefined: it depends on how it is set up. */
export interface Protection {
  /** Nobody on the way can read or change what is sent. */
  readonly encrypted: boolean;
  /** The source proves who it is as part of the protocol. */
  readonly authenticates: boolean | undefined;
  /** The same protocol, encrypted. */
  readonly instead?: Protocol;
  readonly source: string;
}

/** What each protocol word of the vocabulary means on the wire. */
export const protection: Readonly<Record<Protocol, Protection>> = {
  https: { encrypted: true, authenticates: false, source: 'RFC 9110, section 4.2.2' },
  http: { encrypted: false, authenticates: false, instead: 'https', source: 'RFC 9110, section 17' },
  tls: { encrypted: true, authenticates: false, source: 'RFC 8446: client authentication is optional' },
  mtls: { encrypted: true, authenticates: true, source: 'RFC 8446, section 4.4.2' },
  grpc: { encrypted: false, authenticates: false, instead: 'grpcs', source: 'gRPC, Authentication guide' },
  grpcs: { encrypted: true, authenticates: false, source: 'gRPC, Authentication guide' },
  tcp: { encrypted: false, authenticates: false, instead: 'tls', source: 'RFC 9293' },
  udp: { encrypted: false, authenticates: false, source: 'RFC 768' },
  quic: { encrypted: true, authenticates: false, source: 'RFC 9001' },
  amqp: {
    encrypted: false,
    authenticates: undefined,
    instead: 'amqps',
    source: 'AMQP 1.0, part 5: SASL and TLS layers',
  },
  amqps: { encrypted: true, authenticates: undefined, source: 'AMQP 1.0, part 5: SASL and TLS layers' },
  mqtt: { encrypted: false, authenticates: undefined, instead: 'mqtts', source: 'MQTT 5.0, section 5' },
  mqtts: { encrypted: true, authenticates: undefined, source: 'MQTT 5.0, section 5' },
  ssh: { encrypted: true, authenticates: true, source: 'RFC 4252, RFC 4253' },
  ipsec: {
    encrypted: true,
    authenticates: undefined,
    source: 'RFC 4301: the hosts prove who they are, not the caller',
  },
  wireguard: {
    encrypted: true,
    authenticates: undefined,
    source: 'Donenfeld, WireGuard, 2017: the hosts prove who they are, not the caller',
  },
  ws: { encrypted: false, authenticates: false, instead: 'wss', source: 'RFC 6455, section 10.6' },
  wss: { encrypted: true, authenticates: false, source: 'RFC 6455, section 10.6' },
  sql: { encrypted: false, authenticates: undefined, instead: 'sqls', source: 'PostgreSQL 17, section 53.2' },
  sqls: { encrypted: true, authenticates: undefined, source: 'PostgreSQL 17, section 18.9' },
  ldap: { encrypted: false, authenticates: undefined, instead: 'ldaps', source: 'RFC 4513' },
  ldaps: { encrypted: true, authenticates: undefined, source: 'RFC 4513' },
  nfs: { encrypted: false, authenticates: undefined, source: 'RFC 8881, section 2.2.1.1: AUTH_SYS is not encrypted' },
  smb: { encrypted: false, authenticates: undefined, instead: 'smbs', source: 'MS-SMB2, section 3.1.4.3' },
  smbs: { encrypted: true, authenticates: undefined, source: 'MS-SMB2, section 3.1.4.3' },
  ftp: { encrypted: false, authenticates: undefined, instead: 'sftp', source: 'RFC 4217' },
  ftps: { encrypted: true, authenticates: undefined, source: 'RFC 4217' },
  sftp: { encrypted: true, authenticates: true, source: 'RFC 4252, RFC 4253' },
  smtp: { encrypted: false, authenticates: undefined, instead: 'smtps', source: 'RFC 8314' },
  smtps: { encrypted: true, authenticates: undefined, source: 'RFC 8314' },
  rmi: { encrypted: false, authenticates: undefined, instead: 'rmis', source: 'Java 21, Remote Method Invocation' },
  rmis: { encrypted: true, authenticates: undefined, source: 'Java 21, Remote Method Invocation' },
  local: { encrypted: true, authenticates: undefined, source: 'stays on one machine' },
};

export interface Crossing {
  /** Whether source and target stand in different boundaries. */
  readonly crosses: boolean;
  /** Boundaries that are left and entered, the innermost of each first. */
  readonly leaves: readonly Id[];
  readonly enters: readonly Id[];
  readonly sourceTrust: Trust | undefined;
  readonly targetTrust: Trust | undefined;
  /** Undefined: not said. */
  readonly encrypted: boolean | undefined;
  readonly authenticated: boolean | undefined;
  /** The scope that closes security around the flow: what is absent there is none. */
  readonly closedBy: Id | undefined;
}

export const crossing = defineAnalysis<Crossing>('trust/crossing', (facts, id) => {
  const flow = facts.entity(id);
  const from = flow?.source === undefined ? [] : facts.of(boundaries, flow.source);
  const to = flow?.target === undefined ? [] : facts.of(boundaries, flow.target);
  const leaves = from.filter((boundary) => !to.includes(boundary));
  const enters = to.filter((boundary) => !from.includes(boundary));
  const closed = flow && closedBy(facts, flow, 'security')?.id;
  return {
    crosses: leaves.length + enters.length > 0,
    leaves,
    enters,
    sourceTrust: trustOf(facts, from),
    targetTrust: trustOf(facts, to),
    encrypted: flow && (encryptedBy(flow) ?? (closed === undefined ? undefined : false)),
    authenticated: flow && (authenticatedBy(flow) ?? (closed === undefined || speaks(flow) ? undefined : false)),
    closedBy: closed,
  };
});

/** The trust of the innermost boundary that states one. */
function trustOf(facts: Facts, around: readonly Id[]): Trust | undefined {
  for (const boundary of entitiesOf(facts, around)) {
    const trust = written(boundary, 'trust');
    if (trust) return trust;
  }
  return undefined;
}

/** A client certificate is shown inside TLS, wherever that ends: it also encrypts. */
function encryptedBy(flow: Entity): boolean | undefined {
  if (written(flow, 'authenticates') === 'mtls') return true;
  const over = written(flow, 'over');
  return over && protection[over].encrypted;
}

function authenticatedBy(flow: Entity): boolean | undefined {
  const over = written(flow, 'over');
  if (over && protection[over].authenticates === true) return true;
  const authenticates = written(flow, 'authenticates');
  return authenticates && authenticates !== 'none';
}

/** Whether the protocol may authenticate without a further word. */
function speaks(flow: Entity): boolean {
  const over = written(flow, 'over');
  return over !== undefined && protection[over].authenticates === undefined;
}

/** Data of a flow that must not leak, worst first. */
export function sensitiveData(facts: Facts, flow: Entity): Entity[] {
  const carried = carriedBy(facts, flow);
  const of = (level: KeyValues['classification']): Entity[] =>
    carried.filter((data) => written(data, 'classification') === level);
  return [...of('restricted'), ...of('confidential')];
}

/** A public page needs no login: it is only read, and all that it carries may be read by anybody. */
export function isPublicReading(facts: Facts, flow: Entity): boolean {
  const carried = carriedBy(facts, flow);
  return (
    written(flow, 'access') === 'read' &&
    carried.length > 0 &&
    carried.every((data) => written(data, 'classification') === 'public')
  );
}
