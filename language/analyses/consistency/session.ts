/**
 * Whether what ties the requests of a session together at a store also ties those of its user. A service of several
 * replicas stays with one replica of the store, or keeps the token of what it wrote, in each of its replicas by itself.
 * A user whose requests reach now one of them and now another has none of it, unless something ties them together before
 * that, or the service keeps the token where all its replicas find it.
 *
 * Source: Terry et al., Session Guarantees for Weakly Consistent Replicated Data, 1994; Bailis et al., Highly Available
 * Transactions, VLDB 2013 (sticky availability).
 *
 * O(flows at the service).
 */
import { given, label, written } from '../../model/model.ts';
import type { Entity } from '../../model/model.ts';
import { listed } from '../../model/wording.ts';
import { isStateKind } from '../../vocabulary/kinds.ts';
import type { KeyValues } from '../../vocabulary/vocabulary.ts';
import { entitiesOf } from '../facts.ts';
import type { Facts } from '../facts.ts';

export interface SplitSession {
  /** What ties the flow’s requests together, and does not reach its users. */
  readonly tie: 'sticky' | 'token';
  /** Whether that is certain: nobody says that the service keeps a token for all its replicas, and it may. */
  readonly isCertain: boolean;
  /** The flows by which users come, none of which ties them to a replica. */
  readonly entries: readonly Entity[];
  readonly argument: string;
}

/**
 * Where the session of a flow ends at one replica of its source, or may; undefined where it does not.
 * @param tie what ties its requests together
 */
export function splitSession(
  facts: Facts,
  flow: Entity,
  tie: KeyValues['session'] | undefined,
): SplitSession | undefined {
  if (tie === undefined || tie === 'none' || flow.source === undefined) return undefined;
  const service = facts.entity(flow.source);
  const replicas = service?.kind === 'service' ? given(facts, service, 'replicas')?.value.replicas : undefined;
  if (!service || replicas === undefined || replicas < 2) return undefined;
  const entries = requestsTo(facts, service);
  if (entries.length === 0) return undefined;
  const sessions = entries.map((entry) => sessionOf(facts, entry));
  if (sessions.some((session) => session === 'sticky' || session === 'token')) return undefined;
  const isKept = tie === 'token' && !sessions.every((session) => session === 'none') && mayKeep(facts, flow, service);
  const names = listed(
    entries.map((entry) => `\`${label(entry)}\``),
    'and',
  );
  const what =
    tie === 'sticky' ? 'each stays with a replica of its own' : 'only the one that wrote has the token of the write';
  return {
    tie,
    isCertain: !isKept,
    entries,
    argument: `\`${label(service)}\` runs ${String(replicas)} replicas, of which ${what} (\`session: ${tie}\`), and nothing ties the requests that come by ${names} to one of them`,
  };
}

/** The flows by which requests come to an element; what stores and queues hand out is none. */
export const requestsTo = (facts: Facts, element: Entity): Entity[] =>
  entitiesOf(facts, facts.flowsTo(element.id)).filter((flow) => isRequest(facts, flow));

/** What ties the requests of a flow together; what holds where they enter a gateway holds behind it. */
export function sessionOf(facts: Facts, flow: Entity): KeyValues['session'] | undefined {
  const own = written(flow, 'session');
  if (own !== undefined) return own;
  const gateway = flow.source === undefined ? undefined : facts.entity(flow.source);
  if (gateway?.kind !== 'gateway') return undefined;
  const [first, ...others] = requestsTo(facts, gateway).map((entry) => written(entry, 'session'));
  return others.every((other) => other === first) ? first : undefined;
}

/** Whether the service may keep a token for all its replicas: in itself, or in a store beside the one that it reads. */
function mayKeep(facts: Facts, flow: Entity, service: Entity): boolean {
  if (written(service, 'state') !== 'none') return true;
  return entitiesOf(facts, facts.flowsFrom(service.id)).some(
    (other) => other.target !== flow.target && other.target !== undefined && isState(facts, other.target),
  );
}

const isRequest = (facts: Facts, flow: Entity): boolean =>
  !flow.asynchronous && flow.source !== undefined && !isState(facts, flow.source);

const isState = (facts: Facts, id: string): boolean => isStateKind(facts.entity(id)?.kind ?? '');
