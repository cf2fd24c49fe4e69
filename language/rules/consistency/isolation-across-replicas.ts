import { guaranteesOf } from '../../analyses/consistency/derive.ts';
import { judge } from '../../analyses/consistency/guarantees.ts';
import { needsOneOrder } from '../../analyses/consistency/isolation.ts';
import { mechanismFor, origin } from '../../analyses/consistency/mechanism.ts';
import type { ConsistencyModel } from '../../analyses/consistency/models.ts';
import { flowsOf, needsOf } from '../../analyses/consistency/needs.ts';
import { isWrite, writersOf } from '../../analyses/consistency/writers.ts';
import { entitiesOf } from '../../analyses/facts.ts';
import type { Facts } from '../../analyses/facts.ts';
import { label, written, writtenValues } from '../../model/model.ts';
import type { Entity, Given } from '../../model/model.ts';
import { isStateKind, stateKinds } from '../../vocabulary/kinds.ts';
import { violates } from '../rule.ts';
import type { EntityRule, Mend, Violation } from '../rule.ts';

/** A read that another replica answers than the one that takes the writes. */
interface ReplicaRead {
  readonly flow: Entity;
  readonly store: Entity;
  readonly reads: Given<unknown>;
}

const rule: EntityRule = {
  severity: 'warning',
  on: ['operation', ...stateKinds],
  *check(entity, facts) {
    if (entity.kind === 'operation') yield* ofOperation(facts, entity);
    else yield* ofStore(facts, entity);
  },
};

export default rule;

/** An operation that reads at a replica and writes at the primary: never one transaction. */
function* ofOperation(facts: Facts, operation: Entity): Iterable<Violation> {
  const model = writtenValues(operation, 'needs').flat().find(needsOneOrder);
  if (!model) return;
  const flows = entitiesOf(facts, [...flowsOf(facts, operation)]);
  const seen = new Set<string>();
  for (const flow of flows) {
    const read = replicaRead(facts, flow);
    if (!read || seen.has(read.store.id)) continue;
    const write = flows.find((other) => other.target === flow.target && isWrite(other));
    if (!write) continue;
    seen.add(read.store.id);
    yield violates({
      at: { entity: operation.id, key: 'needs' },
      aspect: read.store.id,
      message: `\`${label(operation)}\` needs ${model}, but it is never one transaction at \`${label(read.store)}\`: \`${label(flow)}\` reads at a replica (${origin(facts, read.reads)}), \`${label(write)}\` writes at the primary, and no isolation level spans the two. What is written may rest on what is no longer true (lost update, write skew). Read where you write (\`reads: primary\`), or check in the write what was read.`,
      related: [
        { at: { entity: flow.id }, message: 'reads at a replica' },
        { at: { entity: write.id }, message: 'writes at the primary' },
      ],
      affects: [flow.id, write.id],
    });
  }
}

/** A need for isolation of what a replica answers, where nothing says what is left of it there. */
function* ofStore(facts: Facts, store: Entity): Iterable<Violation> {
  const [writer] = writersOf(facts, store.id);
  if (!writer) return;
  for (const flow of entitiesOf(facts, facts.flowsTo(store.id))) {
    const read = replicaRead(facts, flow);
    if (read && mechanismFor(facts, flow, store).family === 'primary-backup') {
      const need = unmet(facts, flow, store);
      if (need) {
        yield leftOpen(facts, store, read, writer, need);
        return;
      }
    }
  }
}

function leftOpen(
  facts: Facts,
  store: Entity,
  { flow, reads }: ReplicaRead,
  writer: Entity,
  { model, by }: { readonly model: ConsistencyModel; readonly by: Entity },
): Violation {
  const stated = by.id === flow.id ? '' : ` (as ${by.kind} \`${label(by)}\` asks for)`;
  return violates({
    at: { entity: by.id, key: 'needs' },
    message: `\`${label(flow)}\` needs ${model}${stated}, and a replica of \`${label(store)}\` answers it (${origin(facts, reads)}). An isolation level holds among the transactions of one server: \`${label(writer)}\` and others run theirs at the primary, whose locks and checks know nothing of this read. It sees a state of a while ago, and where replicas show transactions in another order than the primary (\`replay\`), two readers may see two writes in opposite orders. Read at the primary (\`reads: primary\`), say in which order replicas show transactions, or need less.`,
    related: [
      { at: { entity: flow.id }, message: 'answered by a replica' },
      { at: { entity: writer.id }, message: 'runs at the primary' },
    ],
    affects: [flow.id],
    fixes: [setPrimary(store)],
  });
}

const setPrimary = (store: Entity): Mend => ({
  title: `Set \`reads: primary\` on \`${label(store)}\``,
  edits: [{ type: 'set', entity: store.id, key: 'reads', value: 'primary' }],
});

function replicaRead(facts: Facts, flow: Entity): ReplicaRead | undefined {
  const store = flow.target === undefined ? undefined : facts.entity(flow.target);
  if (!store || written(flow, 'access') !== 'read' || !isStateKind(store.kind)) return undefined;
  const { family, reads } = mechanismFor(facts, flow, store);
  if ((family !== 'primary-backup' && family !== 'consensus') || !reads) return undefined;
  const follows = (reads.value.from === 'any' || reads.value.from === 'nearest') && !('confirmed' in reads.value);
  return follows ? { flow, store, reads } : undefined;
}

/** Whether an operation writes to a store: what it reads there at a replica is then reported of the operation. */
const writesTo = (facts: Facts, operation: Entity, store: Entity): boolean =>
  entitiesOf(facts, [...flowsOf(facts, operation)]).some((flow) => flow.target === store.id && isWrite(flow));

/** A need that excludes lost updates and is neither given nor said to be broken. */
function unmet(
  facts: Facts,
  flow: Entity,
  store: Entity,
): { readonly model: ConsistencyModel; readonly by: Entity } | undefined {
  const guarantees = guaranteesOf(facts, flow, store);
  const strong = needsOf(facts, flow, store).filter(
    ({ model, by }) => needsOneOrder(model) && !(by.kind === 'operation' && writesTo(facts, by, store)),
  );
  if (strong.some(({ model }) => judge(guarantees, model).verdict === 'violated')) return undefined;
  return strong.find(({ model }) => judge(guarantees, model).verdict === 'unknown');
}
