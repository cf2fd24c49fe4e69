/**
 * Places that one request writes with nothing that keeps them together: where it stops in between, one has the write and
 * the other has not.
 *
 * Left out is what follows another of them by itself (a cache, a projection), what is sent through an outbox, what the
 * request can do without, locks, and what is done again until all of it is done: a message that is delivered at least
 * once.
 *
 * Sources: Kleppmann, Designing Data-Intensive Applications, 2017, chapter 11 (dual writes); Helland, Life beyond
 * Distributed Transactions, 2007; Richardson, Microservices Patterns, 2018 (transactional outbox).
 *
 * O(calls of the operation).
 */
import { written } from '../../model/model.ts';
import type { Entity } from '../../model/model.ts';
import type { Id } from '../../model/symbols.ts';
import { isStateKind } from '../../vocabulary/kinds.ts';
import { defineAnalysis, entitiesOf } from '../facts.ts';
import type { Facts } from '../facts.ts';
import { entriesOf, placeOf } from '../requests/tree.ts';
import { callsOfOperation, changesState, isHard } from './effects.ts';
import type { Call } from './effects.ts';

/** The first write of each place; at least two of them, of one unit of work. */
export const dualWrites = defineAnalysis<readonly Call[]>('consistency/dual-writes', (facts, id) => {
  const operation = facts.entity(id);
  if (!operation || written(operation, 'atomic') !== undefined) return [];
  const calls = facts.of(callsOfOperation, id);
  const units = new Map<Id | undefined, Call[]>();
  for (const call of candidates(calls)) {
    const unit = call.unit?.id;
    units.set(unit, [...(units.get(unit) ?? []), call]);
  }
  for (const [unit, writes] of units) {
    if (unit === undefined ? isRepeated(facts, operation) : !isOnce(facts.entity(unit))) continue;
    const found = together(writes);
    if (found.length > 1) return found;
  }
  return [];
});

function candidates(calls: readonly Call[]): Call[] {
  const lockKeepers = new Set(calls.filter(({ flow }) => written(flow, 'locks')).map(({ target }) => target.id));
  const undoing = new Set(calls.flatMap(({ flow }) => written(flow, 'compensated')?.by.ids ?? []));
  return calls.filter((call) => {
    const { flow, target } = call;
    const via = written(flow, 'via');
    const isSent = via !== undefined && 'outbox' in via;
    return (
      changesState(call) &&
      isHard(call) &&
      !isSent &&
      !isCopy(target) &&
      !lockKeepers.has(target.id) &&
      !undoing.has(flow.id)
    );
  });
}

/** What is kept from elsewhere and told there; written twice, it says so itself. */
const isCopy = (target: Entity): boolean =>
  target.kind === 'cache' || written(target, 'caches') !== undefined || written(target, 'follows') !== undefined;

/** One write a place: those of every request, and at most one that only some requests make. */
function together(writes: readonly Call[]): Call[] {
  const first = new Map<Id, Call>();
  for (const call of writes) {
    const known = first.get(call.target.id);
    if (!known || (!known.always && call.always)) first.set(call.target.id, call);
  }
  const places = [...first.values()];
  const always = places.filter((call) => call.always);
  // Two steps that not every request takes may exclude each other.
  const found = [...always, ...places.filter((call) => !call.always).slice(0, 1)];
  // Several topics and stores of one system may be written in one transaction, which is what exactly once says.
  return found.every(({ flow }) => written(flow, 'delivery') === 'exactly-once') ? [] : found;
}

/** A message that comes once: nothing does the rest when its consumer stopped half-way. */
const isOnce = (message: Entity | undefined): boolean =>
  message !== undefined && written(message, 'delivery') === 'at-most-once';

/** Whether what asks for the operation is a message that comes again until all is done, or may be. */
function isRepeated(facts: Facts, operation: Entity): boolean {
  const at = placeOf(facts, operation);
  if (at === undefined) return false;
  const asked = entriesOf(facts, operation);
  const entries = asked.length > 0 ? asked : entitiesOf(facts, facts.flowsTo(at));
  const isMessage = ({ source }: Entity): boolean => {
    const kind = source === undefined ? undefined : facts.entity(source)?.kind;
    return kind !== undefined && isStateKind(kind);
  };
  return entries.length > 0 && entries.every((entry) => isMessage(entry) && !isOnce(entry));
}
