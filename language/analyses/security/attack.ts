/**
 * Where an attacker starts, what he can send something to from there, and by which way the fewest controls stand between:
 * shortest paths over the flows (Dial, Algorithm 360: Shortest-Path Forest with Topological Ordering, 1969), for all
 * elements at once. O(elements + flows × most controls on a way).
 *
 * Invariant: an element is an entry only by what the model says: its exposure, the trust around it, or its kind.
 */
import { qualifiedName } from '../../model/symbols.ts';
import { label, written } from '../../model/model.ts';
import type { Entity } from '../../model/model.ts';
import type { Id } from '../../model/symbols.ts';
import { endpointKinds } from '../../vocabulary/kinds.ts';
import { defineAnalysis, defineWholeAnalysis, entitiesOf } from '../facts.ts';
import type { Facts } from '../facts.ts';
import { boundaries, crossing } from '../trust/trust.ts';
import { hasRole } from './element.ts';

/** How an attacker gets to an element. */
export interface Way {
  readonly entry: Id;
  /** How likely somebody with bad intent stands at the entry: 4 anybody, 3 whoever has the client, 2 a known party. */
  readonly position: number;
  readonly because: string;
  /** How many controls stand on the way with the fewest. */
  readonly controls: number;
  /** The last flow of the way, and the element it comes from. Undefined at the entry itself. */
  readonly last: { readonly flow: Id; readonly from: Id } | undefined;
}

export interface Entry {
  readonly position: 2 | 3 | 4;
  readonly because: string;
}

/** Whether an attacker can stand there without having broken anything first. */
export function entryOf(facts: Facts, element: Entity): Entry | undefined {
  const exposed = written(element, 'exposed');
  if (exposed === 'internet') return { position: 4, because: `\`${label(element)}\` is exposed to the internet` };
  if (exposed === 'partners') return { position: 2, because: `\`${label(element)}\` is exposed to partners` };
  if (exposed === 'nobody') return undefined;
  for (const boundary of entitiesOf(facts, facts.of(boundaries, element.id))) {
    const trust = written(boundary, 'trust');
    if (!trust) continue;
    if (trust === 'none')
      return { position: 4, because: `\`${label(element)}\` stands in \`${label(boundary)}\`, trust none` };
    if (trust === 'low')
      return { position: 3, because: `\`${label(element)}\` stands in \`${label(boundary)}\`, trust low` };
    return undefined;
  }
  if (element.kind === 'client' || element.kind === 'actor' || element.kind === 'device')
    return { position: 3, because: `\`${label(element)}\` is in its users’ hands` };
  if (element.kind === 'external') return { position: 2, because: `\`${label(element)}\` is run by somebody else` };
  return undefined;
}

/** What stands in an attacker’s way on a flow. */
export function controlsOn(facts: Facts, flow: Entity): string[] {
  const target = flow.target === undefined ? undefined : facts.entity(flow.target);
  const authorises = written(flow, 'authorises');
  return [
    ...(facts.of(crossing, flow.id).authenticated === true ? ['authentication'] : []),
    ...(written(flow, 'authenticates') === 'two-factor' ? ['a second factor'] : []),
    ...(authorises && authorises !== 'none' ? ['authorisation'] : []),
    ...(written(flow, 'vpn') === true ? ['a private tunnel'] : []),
    ...(written(flow, 'ip-filter') === true ? ['a list of addresses'] : []),
    ...(target && hasRole(facts, target, 'waf') ? [`the firewall \`${label(target)}\``] : []),
    ...(target && written(target, 'input') === 'validated' ? [`validation at \`${label(target)}\``] : []),
  ];
}

/** Ways to all elements that an attacker can send something to. */
const attack = defineWholeAnalysis<Way>('security/attack', (facts) => {
  const ways = new Map<Id, Way>();
  // By controls, then by position: ties go to the likelier attacker.
  const buckets: Way[][] = [];
  const at = new Map<Way, Id>();
  const offer = (id: Id, way: Way): void => {
    if (ways.has(id)) return;
    at.set(way, id);
    const cost = way.controls * 3 + (4 - way.position);
    (buckets[cost] ??= []).push(way);
  };
  for (const kind of endpointKinds)
    for (const element of entitiesOf(facts, facts.ofKind(kind))) {
      const entry = entryOf(facts, element);
      if (entry) offer(element.id, { entry: element.id, ...entry, controls: 0, last: undefined });
    }
  // The list grows while it is walked.
  for (let cost = 0; cost < buckets.length; cost++)
    for (const way of buckets[cost] ?? []) {
      const id = at.get(way) ?? '';
      if (ways.has(id)) continue;
      ways.set(id, way);
      for (const flow of entitiesOf(facts, facts.flowsFrom(id)))
        if (flow.target !== undefined && !ways.has(flow.target))
          offer(flow.target, {
            ...way,
            controls: way.controls + controlsOn(facts, flow).length,
            last: { flow: flow.id, from: id },
          });
      // Whoever takes messages or reads what others wrote gets what an attacker put there.
      for (const flow of entitiesOf(facts, facts.flowsTo(id)))
        if (flow.source !== undefined && !ways.has(flow.source) && isReading(facts, flow))
          offer(flow.source, { ...way, last: { flow: flow.id, from: id } });
    }
  return ways;
});

const CHANNELS: readonly string[] = ['queue', 'topic', 'log'];

function isReading(facts: Facts, flow: Entity): boolean {
  const target = flow.target === undefined ? undefined : facts.entity(flow.target);
  return target !== undefined && CHANNELS.includes(target.kind) && written(flow, 'access') === 'read';
}

/** The way to one element: changes elsewhere that leave it as it is make nobody look again. */
export const wayTo = defineAnalysis<Way | undefined>('security/way', (facts, id) => facts.at(attack, id));

/** The elements of a way, the entry first. */
export function stations(facts: Facts, id: Id): Id[] {
  const found = new Set<Id>();
  for (let at: Id | undefined = id; at !== undefined && !found.has(at); at = facts.at(attack, at)?.last?.from)
    found.add(at);
  return [...found].reverse();
}

/** "`shopper` → `api` → `ledger`". */
export const wayText = (facts: Facts, id: Id): string =>
  stations(facts, id)
    .map((station) => `\`${qualifiedName(station)}\``)
    .join(' → ');
