import { origin } from '../../analyses/consistency/mechanism.ts';
import { isOfTransactions } from '../../analyses/consistency/models.ts';
import { flowsOf } from '../../analyses/consistency/needs.ts';
import { isWrite } from '../../analyses/consistency/writers.ts';
import { entitiesOf } from '../../analyses/facts.ts';
import type { Facts } from '../../analyses/facts.ts';
import { given, label, written, writtenValues } from '../../model/model.ts';
import type { Entity } from '../../model/model.ts';
import { isStateKind } from '../../vocabulary/kinds.ts';
import type { KeyValues } from '../../vocabulary/vocabulary.ts';
import { unknown, violates } from '../rule.ts';
import type { EntityRule } from '../rule.ts';

type Reach = KeyValues['transactions']['within'];

const rule: EntityRule = {
  severity: 'warning',
  on: ['operation'],
  *check(operation, facts) {
    const model = writtenValues(operation, 'needs').flat().find(isOfTransactions);
    if (!model) return;
    const flows = entitiesOf(facts, [...flowsOf(facts, operation)]);
    for (const store of storesOf(facts, flows)) {
      const accesses = flows.filter((flow) => flow.target === store.id && written(flow, 'access') !== undefined);
      const reach = given(facts, store, 'transactions');
      if (!accesses.some(isWrite) || accesses.length < 2) continue;
      if (!reach) {
        yield unknown({ entity: store.id, key: 'transactions' });
        continue;
      }
      const apart = pairApart(facts, store, reach.value.within, accesses);
      if (!apart) continue;
      const [one, other] = apart;
      yield violates({
        at: { entity: operation.id, key: 'needs' },
        aspect: store.id,
        message: `\`${label(operation)}\` needs ${model} of what it does in \`${label(store)}\`, but ${why(store, reach.value.within, one, other)} (\`transactions: ${reachText(reach.value.within)}\`, ${origin(facts, reach)}): others see the one without the other, and a failure between them leaves it so. Keep together what changes together (one item, one shard key), make it a saga with compensation, or take a store whose transactions reach across shards.`,
        related: [
          { at: { entity: one.id, ...keyOf(one) }, message: 'this access' },
          { at: { entity: other.id, ...keyOf(other) }, message: 'and this one are not one transaction' },
          ...(written(store, 'shards')
            ? [{ at: { entity: store.id, key: 'shards' }, message: 'how the data is split' }]
            : []),
        ],
        affects: [one.id, other.id],
      });
    }
  },
};

export default rule;

const storesOf = (facts: Facts, flows: readonly Entity[]): Entity[] =>
  entitiesOf(facts, [...new Set(flows.flatMap(({ target }) => target ?? []))]).filter(({ kind }) => isStateKind(kind));

/** Two accesses, one of which writes, that no transaction of this reach can span. */
function pairApart(
  facts: Facts,
  store: Entity,
  reach: Reach,
  accesses: readonly Entity[],
): readonly [Entity, Entity] | undefined {
  if (reach === 'everything') return undefined;
  for (const one of accesses)
    for (const other of accesses)
      if (one !== other && isWrite(other) && areApart(facts, store, reach, one, other)) return [one, other];
  return undefined;
}

function areApart(
  facts: Facts,
  store: Entity,
  reach: Exclude<Reach, 'everything'>,
  one: Entity,
  other: Entity,
): boolean {
  switch (reach) {
    case 'nothing':
      return true;
    case 'key':
      return differentKeys(one, other) || differentData(one, other);
    case 'shard':
      // One shard holds everything.
      return given(facts, store, 'shards')?.value.shards !== 1 && differentKeys(one, other);
  }
}

function differentKeys(one: Entity, other: Entity): boolean {
  const [a, b] = [written(one, 'key'), written(other, 'key')];
  return a !== undefined && b !== undefined && a !== b;
}

/** Two flows that carry nothing in common go to different items. */
function differentData(one: Entity, other: Entity): boolean {
  const [a, b] = [one, other].map((flow) => (written(flow, 'carries') ?? []).flatMap(({ ids }) => ids));
  return a !== undefined && b !== undefined && a.length > 0 && b.length > 0 && !a.some((id) => b.includes(id));
}

function why(store: Entity, reach: Reach, one: Entity, other: Entity): string {
  const both = `\`${label(one)}\` and \`${label(other)}\``;
  if (reach === 'nothing') return `it has no transactions: ${both} take effect one by one`;
  const keys = differentKeys(one, other)
    ? ` (by ${written(one, 'key') ?? ''} and by ${written(other, 'key') ?? ''})`
    : '';
  const split = written(store, 'shards')?.key;
  if (reach === 'shard')
    return `${both} go to different keys${keys}, which may lie in different shards${split === undefined ? '' : ` (it is split by ${split})`}, and a transaction stays in one`;
  return `${both} go to different items${keys}, and a transaction spans one`;
}

function reachText(reach: Reach): string {
  switch (reach) {
    case 'nothing':
      return 'none';
    case 'everything':
      return 'across shards';
    default:
      return `one ${reach}`;
  }
}

const keyOf = (flow: Entity): { readonly key?: string } => (written(flow, 'key') === undefined ? {} : { key: 'key' });
