/**
 * What an operation calls and changes, in the order of its steps, and which of it stands or falls with one request.
 *
 * What a consumer does with a message is a unit of work of its own: whoever sent the message does not wait for it. A call
 * is handled by the operation at its target that has its name. Invariant: where the description leaves open what causes
 * a call, it is left out.
 *
 * O(steps of the operation and of those that it leads to).
 */
import { written, writtenValues } from '../../model/model.ts';
import type { Entity } from '../../model/model.ts';
import type { Id } from '../../model/symbols.ts';
import type { Step } from '../../vocabulary/keys.ts';
import { isStateKind } from '../../vocabulary/kinds.ts';
import { defineAnalysis, entitiesOf } from '../facts.ts';
import type { Facts } from '../facts.ts';
import { DEEPEST_REQUEST, handlerOf, placeOf } from '../requests/tree.ts';
import { isWrite } from './writers.ts';

export interface Call {
  readonly flow: Entity;
  readonly target: Entity;
  /** Whether every request makes it. */
  readonly always: boolean;
  /** The message that began the unit of work it belongs to; undefined for the request itself. */
  readonly unit: Entity | undefined;
  /** The call around it that changes something itself, and is undone as a whole. */
  readonly inside: Entity | undefined;
}

/** From where a call is made: in which unit of work, inside which change. */
type Origin = Pick<Call, 'unit' | 'inside'>;

export const callsOfOperation = defineAnalysis<readonly Call[]>('consistency/calls-of-operation', (facts, id) => {
  const operation = facts.entity(id);
  return operation ? new Walk(facts, operation).calls : [];
});

class Walk {
  readonly calls: Call[] = [];
  private readonly facts: Facts;
  /** How each element came to be asked. */
  private readonly origins = new Map<Id, Origin>();
  private readonly entered = new Set<Id>();
  private depth = 0;

  constructor(facts: Facts, operation: Entity) {
    this.facts = facts;
    const at = placeOf(facts, operation);
    if (at !== undefined) this.origins.set(at, { unit: undefined, inside: undefined });
    this.enter(operation, true);
  }

  private enter(operation: Entity, always: boolean): void {
    if (this.entered.has(operation.id) || this.depth >= DEEPEST_REQUEST) return;
    this.entered.add(operation.id);
    this.depth++;
    for (const steps of writtenValues(operation, 'steps')) this.walk(steps, always);
    this.depth--;
  }

  private walk(steps: readonly Step[], always: boolean): void {
    for (const { call, parallel, probability, times } of steps) {
      if (probability === 0 || times === 0) continue;
      const each = always && (probability === undefined || probability === 1);
      this.walk(parallel ?? [], each);
      for (const called of entitiesOf(this.facts, call?.ids ?? [])) {
        if (called.kind === 'operation') this.enter(called, each);
        else this.call(called, each);
      }
    }
  }

  private call(flow: Entity, always: boolean): void {
    const target = flow.target === undefined ? undefined : this.facts.entity(flow.target);
    if (!target || flow.source === undefined) return;
    // Of the first call nothing else tells where the request begins.
    const root = { unit: undefined, inside: undefined };
    const from = this.origins.get(flow.source) ?? (this.origins.size === 0 ? root : undefined);
    if (!from) return;
    this.origins.set(flow.source, from);
    const isMessage = isHandedOver(this.facts, flow);
    const unit = isMessage ? flow : from.unit;
    this.calls.push({ flow, target, always, unit: from.unit, inside: from.inside });
    const inside = isMessage ? undefined : changes(flow) ? flow : from.inside;
    if (!isState(target)) this.origins.set(target.id, { unit, inside });
    else if (!this.origins.has(target.id)) this.origins.set(target.id, { unit: flow, inside: undefined });
    const handler = handlerOf(this.facts, flow);
    if (handler) this.enter(handler, always);
  }
}

/** Whether what happens behind it is another unit of work: a message, or what a store hands out. */
const isHandedOver = (facts: Facts, flow: Entity): boolean => {
  const source = flow.source === undefined ? undefined : facts.entity(flow.source);
  return flow.asynchronous || (source !== undefined && isState(source));
};

const changes = (flow: Entity): boolean => isWrite(flow) || written(flow, 'compensated') !== undefined;

const isState = ({ kind }: Entity): boolean => isStateKind(kind);

/** Whether a call changes what its target keeps: it says so, or it hands over a message. */
export function changesState({ flow, target }: Call): boolean {
  if (!isState(target)) return false;
  const isMessage = flow.asynchronous && ['queue', 'topic', 'log'].includes(target.kind);
  return isWrite(flow) || (isMessage && written(flow, 'access') === undefined);
}

/** Whether the request fails without it. */
export const isHard = ({ flow }: Call): boolean => written(flow, 'dependency') !== 'soft';
