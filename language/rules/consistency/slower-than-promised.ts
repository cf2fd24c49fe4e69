import { origin, mechanismFor } from '../../analyses/consistency/mechanism.ts';
import { entitiesOf } from '../../analyses/facts.ts';
import type { Facts } from '../../analyses/facts.ts';
import { accessFloors, comparedFloors } from '../../analyses/latency/access.ts';
import type { AccessFloors, FloorFrom } from '../../analyses/latency/access.ts';
import type { Floor } from '../../analyses/latency/floor.ts';
import { limitsOf, slowest, tooFar } from '../../analyses/latency/limits.ts';
import type { Limit } from '../../analyses/latency/limits.ts';
import { callFloors, operationFloors } from '../../analyses/latency/operation.ts';
import type { OperationFloor, Term } from '../../analyses/latency/operation.ts';
import { legsText, placesText } from '../../analyses/latency/text.ts';
import { handlerOf, callsOf, requestTree } from '../../analyses/requests/tree.ts';
import type { CallNode } from '../../analyses/requests/tree.ts';
import { exceeds } from '../../analyses/timing/call.ts';
import { durationText } from '../../analyses/timing/text.ts';
import { label, written } from '../../model/model.ts';
import type { Entity, Given } from '../../model/model.ts';
import type { Id } from '../../model/symbols.ts';
import { listed } from '../../model/wording.ts';
import { stateKinds } from '../../vocabulary/kinds.ts';
import { violates } from '../rule.ts';
import type { EntityRule, Place, Violation } from '../rule.ts';

const rule: EntityRule = {
  isOfObjective: true,
  severity: 'error',
  on: ['flow', 'operation', ...stateKinds],
  *check(entity, facts) {
    if (entity.kind === 'operation') yield* inOperation(facts, entity);
    else if (entity.kind === 'flow') yield* inFlow(facts, entity);
    else yield* inStore(facts, entity);
  },
};

export default rule;

function* inFlow(facts: Facts, flow: Entity): Iterable<Violation> {
  if (limitsOf(flow).length === 0) return;
  const access = tooSlow(facts, flow);
  if (access) yield ofAccess(facts, flow, access);
  else {
    const handler = handlerOf(facts, flow);
    const node: CallNode = {
      type: 'call',
      flow: flow.id,
      to: flow.target,
      times: 1,
      certain: true,
      handler: handler?.id,
      inside: [],
    };
    if (handler) yield* ofCall(facts, flow, node, undefined);
  }
}

function* inOperation(facts: Facts, operation: Entity): Iterable<Violation> {
  const tree = facts.of(requestTree, operation.id);
  const seen = new Set<Id>();
  for (const node of callsOf([...tree.steps, ...tree.detached])) {
    const flow = node.flow === undefined ? undefined : facts.entity(node.flow);
    if (!flow || seen.has(flow.id) || node.inside.length === 0) continue;
    seen.add(flow.id);
    yield* ofCall(facts, flow, node, operation);
  }
  const floors = facts.of(operationFloors, operation.id);
  if (isToldElsewhere(facts, floors)) return;
  for (const limit of limitsOf(operation)) {
    const slow = tooFar(floors, limit, ({ time }) => time);
    const worst = slowest(slow, ({ time }) => time);
    if (!worst) continue;
    yield violates({
      at: { entity: operation.id, key: limit.key },
      aspect: limit.key,
      message: `${sentence(facts, operation, limit, slow, floors, worst.time)}: ${termsText(facts, worst.terms)}. Bring what must answer closer, let more run where the data is, promise more than ${durationText(worst.time)}, or need less consistency.`,
      related: termPlaces(facts, worst.terms),
    });
    return;
  }
}

/** A store that promises an answer sooner than its copies can agree on any, wherever it is asked from. */
function* inStore(facts: Facts, store: Entity): Iterable<Violation> {
  const limit = limitsOf(store).at(0);
  if (!limit) return;
  const all = entitiesOf(facts, facts.flowsTo(store.id));
  const slow = all.flatMap((flow) => {
    const access = facts.of(accessFloors, flow.id);
    return access && exceeds(access.anywhere.least, limit.within) ? [{ flow, floor: access.anywhere }] : [];
  });
  // Of which share of the requests a flow makes, nothing is said: all of them have to be too slow.
  const fastest = slowest(slow, ({ floor }) => -floor.least);
  if (!fastest || slow.length < all.length) return;
  const { flow, floor } = fastest;
  const least = durationText(floor.least);
  yield violates({
    at: { entity: store.id, key: limit.key },
    message: `\`${label(store)}\` ${limit.text}, but \`${label(flow)}\` takes at least ${least} wherever it comes from: ${legsText(facts, floor.legs)}${settingText(facts, flow, store)}. Place the copies that must answer closer together, or promise more than ${least}.`,
    related: settingPlaces(facts, flow, store),
  });
}

/** A call whose caller gives up before what happens inside can be done. */
function* ofCall(facts: Facts, flow: Entity, node: CallNode, operation: Entity | undefined): Iterable<Violation> {
  const [limit] = limitsOf(flow);
  if (flow.asynchronous || !limit) return;
  const floors = callFloors(facts, node);
  if (isToldElsewhere(facts, floors)) return;
  const slow = tooFar(floors, limit, ({ time }) => time);
  const worst = slowest(slow, ({ time }) => time);
  if (!worst) return;
  yield violates({
    at: { entity: flow.id, key: limit.key },
    aspect: operation ? operation.qualified : 'call',
    message: `${sentence(facts, flow, limit, slow, floors, worst.time)}: ${termsText(facts, worst.terms)}. Bring what must answer closer, give it more than ${durationText(worst.time)}, or need less consistency.`,
    related: termPlaces(facts, worst.terms),
  });
}

/** What an access has to say about itself is not told again by what it is a part of; without one, consistency has no part. */
function isToldElsewhere(facts: Facts, floors: readonly OperationFloor[]): boolean {
  const flows = [...new Set(floors.flatMap(({ terms }) => terms.map((term) => term.flow)))];
  const accesses = flows.filter((flow) => facts.of(accessFloors, flow) !== undefined);
  return (
    accesses.length === 0 ||
    accesses.some((id) => {
      const flow = facts.entity(id);
      return flow !== undefined && tooSlow(facts, flow) !== undefined;
    })
  );
}

interface SlowAccess {
  readonly access: AccessFloors;
  readonly limit: Limit;
  readonly slow: readonly FloorFrom[];
  /** Undefined: it is too slow wherever the client is. */
  readonly worst: FloorFrom | undefined;
  readonly floor: Floor;
}

function tooSlow(facts: Facts, flow: Entity): SlowAccess | undefined {
  const [limit] = limitsOf(flow);
  const access = flow.asynchronous || !limit ? undefined : facts.of(accessFloors, flow.id);
  if (!access || !limit) return undefined;
  if (access.from.length === 0)
    return exceeds(access.anywhere.least, limit.within)
      ? { access, limit, slow: [], worst: undefined, floor: access.anywhere }
      : undefined;
  const slow = tooFar(access.from, limit, ({ floor }) => floor.least);
  const worst = slowest(slow, ({ floor }) => floor.least);
  return worst && { access, limit, slow, worst, floor: worst.floor };
}

function ofAccess(facts: Facts, flow: Entity, { access, limit, slow, worst, floor }: SlowAccess): Violation {
  const store = flow.target === undefined ? undefined : facts.entity(flow.target);
  const least = durationText(floor.least);
  const causal = comparedFloors(access).find(({ place }) => place === worst?.place)?.causal.least;
  const weaker =
    causal !== undefined && !exceeds(causal, limit.within)
      ? `, or need less: causal consistency, each write kept by as many copies, takes ${durationText(causal)}`
      : '';
  return violates({
    at: { entity: flow.id, key: limit.key },
    message: `${sentence(facts, flow, limit, slow, access.from, floor.least)}: ${legsText(facts, floor.legs)}${store ? settingText(facts, flow, store) : ''}. Bring what must answer closer, give it more than ${least}${weaker}.`,
    related: store ? settingPlaces(facts, flow, store) : [],
  });
}

function sentence(
  facts: Facts,
  entity: Entity,
  limit: Limit,
  slow: readonly { readonly place: Id | undefined }[],
  all: readonly { readonly place: Id | undefined }[],
  least: number,
): string {
  const idsOf = (floors: typeof all): Id[] => floors.flatMap(({ place }) => place ?? []);
  const places = idsOf(slow);
  const from = places.length === 0 ? '' : ` from ${placesText(facts, places, idsOf(all))}`;
  return `\`${label(entity)}\` ${limit.text}, but the round trips that it needs${from} take at least ${durationText(least)}`;
}

/** What decides who must answer, and where that is said. */
function settingOf(
  facts: Facts,
  flow: Entity,
  store: Entity,
): { key: 'commit' | 'reads'; given: Given<unknown> } | undefined {
  const key = written(flow, 'access') === 'read' ? 'reads' : 'commit';
  const given = mechanismFor(facts, flow, store)[key];
  return given && { key, given };
}

function settingText(facts: Facts, flow: Entity, store: Entity): string {
  const setting = settingOf(facts, flow, store);
  return setting && setting.given.provenance.from !== 'written'
    ? ` (\`${setting.key}\` is ${origin(facts, setting.given)})`
    : '';
}

function settingPlaces(facts: Facts, flow: Entity, store: Entity): { at: Place; message: string }[] {
  const setting = settingOf(facts, flow, store);
  const from = setting?.given.provenance;
  return [
    ...(from?.from === 'written'
      ? [{ at: { entity: from.entity, key: from.key }, message: `\`${from.key}\` of \`${label(store)}\`` }]
      : []),
    ...(['primary', 'standbys', 'voters', 'replicas'] as const)
      .filter((key) => written(store, key) !== undefined)
      .map((key) => ({ at: { entity: store.id, key }, message: `where \`${label(store)}\` stands` })),
  ];
}

/** More parts of a sum than this are summed up. */
const MOST_TERMS = 4;

function termsText(facts: Facts, terms: readonly Term[]): string {
  const sorted = [...terms].sort((a, b) => b.time * b.times - a.time * a.times);
  const shown = sorted.slice(0, MOST_TERMS).map(({ flow, from, time, times }) => {
    const entity = facts.entity(flow);
    const floor = facts.of(accessFloors, flow)?.from.find(({ place }) => place === from)?.floor;
    const how = floor && floor.least === time ? ` (${legsText(facts, floor.legs)})` : '';
    return `\`${entity ? label(entity) : flow}\` ${times > 1 ? `${String(times)} × ` : ''}${durationText(time)}${how}`;
  });
  const rest = sorted.length - shown.length;
  return listed(rest > 0 ? [...shown, `${String(rest)} more`] : shown, 'and');
}

const termPlaces = (facts: Facts, terms: readonly Term[]): { at: Place; message: string }[] =>
  [...new Map(terms.map((term) => [term.flow, term])).values()].slice(0, MOST_TERMS).map(({ flow, time }) => {
    const entity = facts.entity(flow);
    return {
      at: { entity: flow },
      message: `\`${entity ? label(entity) : flow}\` takes at least ${durationText(time)}`,
    };
  });
