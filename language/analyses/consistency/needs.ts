/**
 * Which consistency is relied on where a flow reaches a store: what the flow itself, the operations that take it, the
 * data that it carries and the store ask for. O(operations × steps) once for each store.
 */
import type { Entity } from '../../model/model.ts';
import { written, writtenValues } from '../../model/model.ts';
import type { Id } from '../../model/symbols.ts';
import type { Step } from '../../vocabulary/keys.ts';
import { defineAnalysis, entitiesOf } from '../facts.ts';
import type { Facts } from '../facts.ts';
import { DEEPEST_REQUEST, entriesOf } from '../requests/tree.ts';
import type { ConsistencyModel } from './models.ts';

/** A need, and who states it. */
export interface Need {
  readonly model: ConsistencyModel;
  readonly by: Entity;
}

/** Flow to the operations that take it, directly or through operations they call. */
const operationsByFlow = defineAnalysis<ReadonlyMap<Id, readonly Id[]>>('consistency/operations-by-flow', (facts) => {
  const byFlow = new Map<Id, Id[]>();
  for (const operation of entitiesOf(facts, facts.ofKind('operation'))) {
    for (const flow of flowsOf(facts, operation)) {
      const list = byFlow.get(flow);
      if (list) list.push(operation.id);
      else byFlow.set(flow, [operation.id]);
    }
  }
  return byFlow;
});

/** The analysis looks at the whole project; it is kept under one id. */
const PROJECT = '';

/** The flows that an operation takes, by itself and through operations that it calls, however long that chain is. */
export function flowsOf(facts: Facts, operation: Entity): ReadonlySet<Id> {
  const flows = new Set<Id>();
  const seen = new Set<Id>([operation.id]);
  const queue = [operation];
  for (let at = queue.pop(); at; at = queue.pop())
    for (const steps of writtenValues(at, 'steps'))
      for (const id of callsOf(steps)) {
        const called = facts.entity(id);
        if (called?.kind !== 'operation') flows.add(id);
        else if (!seen.has(id)) {
          seen.add(id);
          queue.push(called);
        }
      }
  return flows;
}

function* callsOf(steps: readonly Step[]): Iterable<Id> {
  for (const step of steps) {
    yield* step.call?.ids ?? [];
    yield* callsOf(step.parallel ?? []);
  }
}

/**
 * The flows whose askers get what this flow gets: through gateways, which pass on what comes in, and through services
 * that can have it from nowhere else. How far up is bounded: requests nest a handful of layers.
 */
function askedThrough(facts: Facts, flow: Entity, depth = DEEPEST_REQUEST, seen = new Set<Id>([flow.id])): Entity[] {
  const between = flow.source === undefined ? undefined : facts.entity(flow.source);
  if (depth === 0 || (between?.kind !== 'gateway' && between?.kind !== 'service')) return [];
  const access = written(flow, 'access');
  const onward = entitiesOf(facts, facts.flowsFrom(between.id)).filter((other) => !other.asynchronous);
  const alike = onward.filter((other) => [access, undefined].includes(written(other, 'access')));
  const asked = entitiesOf(facts, facts.flowsTo(between.id)).filter((entry) => {
    if (entry.asynchronous || seen.has(entry.id)) return false;
    const isSame = access !== undefined && written(entry, 'access') === access && alike.length === 1;
    if (between.kind === 'service') return isSame;
    return isSame || onward.length === 1 || (entry.name !== '' && entry.name === flow.name);
  });
  for (const entry of asked) seen.add(entry.id);
  return asked.flatMap((entry) => [entry, ...askedThrough(facts, entry, depth - 1, seen)]);
}

/** Everybody whose statements hold for an access of `flow` to `store`. */
export function partiesTo(facts: Facts, flow: Entity, store: Entity): Entity[] {
  const operations = entitiesOf(facts, facts.of(operationsByFlow, PROJECT).get(flow.id) ?? []);
  const asked = operations.flatMap((operation) => entriesOf(facts, operation));
  const data = (written(flow, 'carries') ?? []).flatMap((reference) => reference.ids);
  return [flow, ...askedThrough(facts, flow), ...operations, ...asked, ...entitiesOf(facts, data), store];
}

/** The needs that an access must meet; each model once, stated closest to the flow. */
export function needsOf(facts: Facts, flow: Entity, store: Entity): Need[] {
  const needs = new Map<ConsistencyModel, Need>();
  for (const by of partiesTo(facts, flow, store))
    for (const models of writtenValues(by, 'needs'))
      for (const model of models) if (!needs.has(model)) needs.set(model, { model, by });
  return [...needs.values()];
}
