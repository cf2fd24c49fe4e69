import { guaranteesOf } from '../../analyses/consistency/derive.ts';
import type { Refutation } from '../../analyses/consistency/guarantees.ts';
import { mechanismFor, origin } from '../../analyses/consistency/mechanism.ts';
import { shortfalls } from '../../analyses/consistency/shortfalls.ts';
import { writersOf } from '../../analyses/consistency/writers.ts';
import { entitiesOf } from '../../analyses/facts.ts';
import type { Facts } from '../../analyses/facts.ts';
import { given, label, written } from '../../model/model.ts';
import type { Entity } from '../../model/model.ts';
import { listed } from '../../model/wording.ts';
import { stateKinds } from '../../vocabulary/kinds.ts';
import { holds, violates } from '../rule.ts';
import type { EntityRule } from '../rule.ts';

const rule: EntityRule = {
  severity: 'warning',
  on: stateKinds,
  *check(store, facts) {
    // The same cause, told with a need that it breaks.
    if (facts.of(shortfalls, store.id).found.some(({ refutation }) => refutation.cause === 'lost-update')) return;
    const updates = writersOf(facts, store.id).flatMap((flow) => {
      const refutation = losesUpdates(facts, flow, store);
      return refutation ? [{ flow, refutation }] : [];
    });
    const [first] = updates;
    if (!first) return;
    const flows = updates.map(({ flow }) => flow);
    const alone = onlyOne(facts, store, flows);
    if (alone) {
      yield holds(`only one copy of \`${alone}\` writes to it`);
      return;
    }
    const { conflicts } = mechanismFor(facts, first.flow, store);
    const names = flows.map((flow) => `\`${label(flow)}\``);
    yield violates({
      at: { entity: first.flow.id, key: 'access' },
      message: `${listed(names, 'and')} ${names.length === 1 ? 'reads, changes and writes' : 'read, change and write'} back what is in \`${label(store)}\`, and of two that do so at the same time one is lost silently: the version with the later wall-clock time stays, whatever it was made from (\`conflicts: last-write-wins\`${conflicts ? `, ${origin(facts, conflicts)}` : ''}). That reads and writes overlap (R + W > N) does not help. Make the write conditional on what was read, by consensus (a lightweight transaction, compare-and-set), keep the data in a type that merges (\`conflicts: merge\`), or let one writer do all updates of an item.`,
      related: updates
        .slice(1)
        .map(({ flow }) => ({ at: { entity: flow.id, key: 'access' }, message: `\`${label(flow)}\` updates it too` })),
      affects: flows.map(({ id }) => id),
    });
  },
};

export default rule;

/** Whether what this flow updates is overwritten by a clock's word. */
function losesUpdates(facts: Facts, flow: Entity, store: Entity): Refutation | undefined {
  if (written(flow, 'access') !== 'update') return undefined;
  if (mechanismFor(facts, flow, store).conflicts?.value !== 'last-write-wins') return undefined;
  return guaranteesOf(facts, flow, store).refutations.find(({ cause }) => cause === 'lost-update');
}

/** The one element that writes, where there is one copy of it: it can see to it that its updates wait for each other. */
function onlyOne(facts: Facts, store: Entity, updates: readonly Entity[]): string | undefined {
  const writers = entitiesOf(facts, [...new Set(writersOf(facts, store.id).flatMap(({ source }) => source ?? []))]);
  const [writer] = writers;
  if (writers.length !== 1 || updates.length === 0 || !writer) return undefined;
  return given(facts, writer, 'replicas')?.value.replicas === 1 ? label(writer) : undefined;
}
