import { mechanism } from '../../analyses/consistency/mechanism.ts';
import { partitionAvailability } from '../../analyses/consistency/models.ts';
import type { ConsistencyModel } from '../../analyses/consistency/models.ts';
import { partiesTo } from '../../analyses/consistency/needs.ts';
import { tolerablePartitions } from '../../analyses/failures/partitions.ts';
import { entitiesOf } from '../../analyses/facts.ts';
import type { Facts } from '../../analyses/facts.ts';
import { label, written, writtenValues } from '../../model/model.ts';
import type { Entity } from '../../model/model.ts';
import { stateKinds } from '../../vocabulary/kinds.ts';
import { unknown, violates } from '../rule.ts';
import type { EntityRule } from '../rule.ts';

interface Claim {
  readonly by: Entity;
  readonly model: ConsistencyModel;
}

const rule: EntityRule = {
  severity: 'error',
  on: stateKinds,
  *check(store, facts) {
    const parties = partiesOf(facts, store);
    const available = parties.find((party) => written(party, 'available') !== undefined);
    if (!available) return;
    const strong = strongNeed(parties, available);
    if (!strong || facts.of(mechanism, store.id)?.family === 'single-copy') return;
    const split = splitOf(facts, store);
    if (split === 'none') return;
    if (split === 'unknown') {
      yield unknown({ entity: store.id, key: 'replicas' });
      return;
    }
    const who = (entity: Entity): string => `${entity.kind} \`${entity.name || entity.qualified}\``;
    const same = available.id === strong.by.id;
    yield violates({
      at: { entity: available.id, key: 'available' },
      message:
        `${who(available)} must be available despite a partition, and ${same ? 'it also' : who(strong.by)} needs ${strong.model} of the same data in \`${label(store)}\`. ` +
        `Both cannot hold: \`tolerate: ${split.fault}\` allows ${split.description}, and then one side must either wait or answer without what the other side wrote (CAP). ` +
        `Give up one: remove \`available: despite partition\`, or need a model that every side can keep alone, such as causal.`,
      related: [
        { at: { entity: strong.by.id, key: 'needs' }, message: `${strong.model} is needed here` },
        { at: { entity: split.by.id, key: 'tolerate', index: split.index }, message: 'the partition to be survived' },
      ],
      affects: facts.flowsTo(store.id),
      fixes: [
        {
          title: 'Remove `available: despite partition`',
          edits: [{ type: 'remove', at: { entity: available.id, key: 'available' } }],
        },
      ],
    });
  },
};

export default rule;

/** Everybody who states something about the data in the store, each once. */
function partiesOf(facts: Facts, store: Entity): Entity[] {
  const held = (written(store, 'holds') ?? []).flatMap((reference) => reference.ids);
  const all = [
    store,
    ...entitiesOf(facts, held),
    ...entitiesOf(facts, facts.flowsTo(store.id)).flatMap((flow) => partiesTo(facts, flow, store)),
  ];
  return [...new Map(all.map((party) => [party.id, party])).values()];
}

/** A need that no store can meet on every side of a partition; the claimant's own first. */
function strongNeed(parties: readonly Entity[], claimant: Entity): Claim | undefined {
  for (const by of [claimant, ...parties])
    for (const needs of writtenValues(by, 'needs'))
      for (const model of needs) if (partitionAvailability(model) === 'unavailable') return { by, model };
  return undefined;
}

interface Split {
  readonly fault: string;
  readonly description: string;
  readonly by: Entity;
  readonly index: number;
}

/** A tolerated partition that separates copies of the store. */
function splitOf(facts: Facts, store: Entity): Split | 'none' | 'unknown' {
  let open = false;
  for (const { text: fault, by, index, ofNodes, sides } of tolerablePartitions(facts, store)) {
    if (sides === undefined) open = true;
    else if (sides.length > 1) {
      const named = sides.map((side) => `\`${side}\``);
      const description = ofNodes
        ? 'its replicas to be cut off from each other'
        : `its replicas in ${named.join(' and ')} to be cut off from each other`;
      return { fault, description, by, index };
    }
  }
  return open ? 'unknown' : 'none';
}
