/**
 * What an operation may rely on over all the stores that it uses together. Of the models only linearizability is local:
 * it holds for several objects where it holds for each. Elsewhere each store may keep its promise, and the operation
 * sees what the promise excludes:
 *
 * - order: a session writes x in one store, another reads it and then writes y in a second one; whoever reads y and then
 *   an old x from a store that may answer late sees an effect without its cause. Nothing carries the order from one store
 *   to the other.
 * - time: data and its copy are read one after the other, and the copy is older.
 * - atomicity: of what a request writes in two stores, others see one part without the other, unless both commit
 *   together. A saga shows what it has done so far by design.
 *
 * Sources: Herlihy and Wing, Linearizability, TOPLAS 1990, theorem 1 and section 3.3 (sequential consistency and
 * serializability are not local); Lloyd et al., Don’t Settle for Eventual, SOSP 2011; Garcia-Molina and Salem, Sagas, 1987.
 *
 * O(calls of the operation × needs).
 */
import { label, written, writtenValues } from '../../model/model.ts';
import type { Entity } from '../../model/model.ts';
import type { Id } from '../../model/symbols.ts';
import { listed } from '../../model/wording.ts';
import { isStateKind } from '../../vocabulary/kinds.ts';
import { defineAnalysis } from '../facts.ts';
import type { Facts } from '../facts.ts';
import { callsOfOperation, changesState, isHard } from './effects.ts';
import type { Call } from './effects.ts';
import { sourcesOf } from './caches.ts';
import { isOnPath, judge } from './guarantees.ts';
import { implies } from './models.ts';
import type { ConsistencyModel } from './models.ts';
import { guaranteesAlong } from './path.ts';

export interface Break {
  readonly model: ConsistencyModel;
  readonly argument: string;
  readonly remedy: string;
  readonly calls: readonly Call[];
}

/** The needs of an operation that each of its stores may keep, and all together do not. */
export const brokenAcross = defineAnalysis<readonly Break[]>('consistency/across', (facts, id) => {
  const operation = facts.entity(id);
  const needs = operation ? writtenValues(operation, 'needs').flat() : [];
  if (!operation || needs.length === 0) return [];
  const calls = facts
    .of(callsOfOperation, id)
    .filter(({ target, unit, flow }) => isState(target) && unit === undefined && written(flow, 'access') !== undefined);
  if (new Set(calls.map(({ target }) => target.id)).size < 2) return [];
  return [...new Set(needs)].flatMap((model) => {
    // What a single access breaks is told there.
    if (calls.some(({ flow, target }) => judge(guaranteesAlong(facts, flow, target), model).verdict === 'violated'))
      return [];
    if (isOfTransactions(model)) return torn(operation, model, calls);
    const back = backwards(facts, model, calls);
    return back.length > 0 ? back : unordered(facts, model, calls);
  });
});

const isState = ({ kind }: Entity): boolean => isStateKind(kind);

/** Whether it says that of another transaction all or nothing is seen. */
const isOfTransactions = (model: ConsistencyModel): boolean => implies(model, 'read-atomic');

/** Models that order what happens at different objects, and that hold for none of them alone. */
const isOfOrder = (model: ConsistencyModel): boolean =>
  !implies(model, 'linearizable') &&
  (implies(model, 'monotonic-writes') || implies(model, 'writes-follow-reads')) &&
  !isOfTransactions(model);

/** The same data, read once where it is new and then where it is old. */
function backwards(facts: Facts, model: ConsistencyModel, calls: readonly Call[]): Break[] {
  if (!implies(model, 'monotonic-reads')) return [];
  const reads = calls.filter(({ flow }) => written(flow, 'access') === 'read');
  for (const copy of reads) {
    const origins = originsOf(facts, copy.target);
    const other = reads.find(
      ({ target }) =>
        target.id !== copy.target.id &&
        (origins.has(target.id) || [...originsOf(facts, target)].some((origin) => origins.has(origin))),
    );
    if (!other) continue;
    const judgement = judge(guaranteesAlong(facts, copy.flow, copy.target), 'safe');
    if (judgement.verdict === 'violated' && isOnPath(judgement.refutation))
      return [
        {
          model,
          argument: `\`${label(other.flow)}\` may read at \`${label(other.target)}\` what \`${label(copy.flow)}\` does not find at \`${label(copy.target)}\` yet: ${judgement.refutation.argument}`,
          remedy: `Read both at \`${label(other.target)}\`, or need less of the two together.`,
          calls: [other, copy],
        },
      ];
  }
  return [];
}

/** Of what a store keeps copies. */
const originsOf = (facts: Facts, store: Entity): ReadonlySet<Id> =>
  new Set(
    sourcesOf(facts, written(store, 'caches')?.sources ?? written(store, 'follows')?.sources ?? []).map(({ id }) => id),
  );

function unordered(facts: Facts, model: ConsistencyModel, calls: readonly Call[]): Break[] {
  if (!isOfOrder(model)) return [];
  for (const late of calls) {
    if (written(late.flow, 'access') !== 'read') continue;
    const judgement = judge(guaranteesAlong(facts, late.flow, late.target), 'linearizable');
    const other = calls.find(({ target }) => target.id !== late.target.id);
    if (judgement.verdict !== 'violated' || !other) continue;
    return [
      {
        model,
        argument: `\`${label(late.flow)}\` may read an old value of \`${label(late.target)}\` (${judgement.refutation.argument}), after the operation has seen in \`${label(other.target)}\` what was written because of a newer one: each store keeps an order of its own, and nothing carries it from one to the other`,
        remedy: `Read \`${label(late.target)}\` linearizably, keep both in one store, or need less of the two together.`,
        calls: [late, other],
      },
    ];
  }
  return [];
}

function torn(operation: Entity, model: ConsistencyModel, calls: readonly Call[]): Break[] {
  const by = written(operation, 'atomic')?.by;
  if (by === 'two-phase-commit') return [];
  const writes = calls.filter((call) => changesState(call) && isHard(call) && call.target.kind !== 'cache');
  const places = [...new Map(writes.map((call) => [call.target.id, call])).values()];
  if (places.length < 2) return [];
  const names = listed(
    places.map(({ target }) => `\`${label(target)}\``),
    'and',
  );
  const how =
    by === 'saga'
      ? `it is a saga, whose steps at ${names} commit one after the other and are undone later where need be`
      : `it writes ${names}, which commit one after the other`;
  return [
    {
      model,
      argument: `${how}: others see one part without the rest`,
      remedy:
        'Keep what belongs together in one store, commit in two phases (`atomic: by two-phase-commit`), or need less of the whole.',
      calls: places,
    },
  ];
}
