import { written } from '../../model/model.ts';
import type { Entity } from '../../model/model.ts';
import { listed } from '../../model/wording.ts';
import { stateKinds } from '../../vocabulary/kinds.ts';
import type { Contributor, Fact, Facts } from '../facts.ts';
import { judge } from './guarantees.ts';
import type { AnyRefutation, Grant } from './guarantees.ts';
import { mechanism } from './mechanism.ts';
import { implies, isOfTransactions, maximal } from './models.ts';
import type { ConsistencyModel } from './models.ts';
import { needsOf } from './needs.ts';
import { guaranteesAlong } from './path.ts';
import { ageAt, ageText } from './age.ts';

const contributor: Contributor = {
  on: [...stateKinds, 'flow'],
  facts(facts, entity) {
    if (entity.kind !== 'flow') {
      const how = facts.of(mechanism, entity.id);
      if (!how) return [];
      const isDerived = how.family !== undefined && written(entity, 'replication') === undefined;
      return [
        ...copyFacts(facts, entity),
        {
          label: 'Replication',
          value: how.family ?? 'unknown',
          reason: how.because,
          key: 'replication',
          ...(isDerived && { hint: { kind: 'consistency', text: how.family } }),
        },
      ];
    }
    const store = entity.target === undefined ? undefined : facts.entity(entity.target);
    if (!store || !isState(store.kind) || written(entity, 'access') === undefined) return [];
    const { grants, refutations } = guaranteesAlong(facts, entity, store);
    const needs = needsOf(facts, entity, store);
    // What transactions get stands in the text where somebody relies on it; else only what single accesses get.
    const inTransactions = needs.some(({ model }) => isOfTransactions(model));
    return [
      ...needs.map(({ model, by }): Fact => ({
        label: 'Needs',
        value: model,
        reason: `asked for by \`${by.name || by.qualified}\``,
      })),
      ...strongest(grants).map(({ model, argument }): Fact => ({
        label: 'Gives',
        value: model,
        reason: argument,
        ...((inTransactions || !isOfTransactions(model) || implies(model, 'linearizable')) && {
          hint: { kind: 'consistency', text: `gives ${model}` },
        }),
      })),
      ...together(refutations).map(({ models, argument }): Fact => ({
        label: 'Does not give',
        value: models.join(', '),
        reason: argument,
      })),
    ];
  },
  consequences(facts, flow) {
    const store = flow.target === undefined ? undefined : facts.entity(flow.target);
    if (flow.kind !== 'flow' || !store || !isState(store.kind)) return [];
    const guarantees = guaranteesAlong(facts, flow, store);
    return needsOf(facts, flow, store).map(({ model }) => ({
      entity: flow.id,
      measure: `Gives ${model}`,
      value: judge(guarantees, model).verdict,
    }));
  },
};

export default contributor;

/** What a reader of a cache or a follower sees: copies of what, how old at most, and why. */
function copyFacts(facts: Facts, entity: Entity): Fact[] {
  const caches = written(entity, 'caches');
  const sources = caches?.sources ?? written(entity, 'follows')?.sources;
  if (!sources) return [];
  const { most, because } = ageAt(facts, entity);
  const of = sources.map(({ path }) => path).join(' and ');
  const age = most === undefined ? 'of an age that is not said' : ageText(most);
  return [
    {
      label: 'Copies',
      value: `of ${of}, ${age}`,
      reason: because.length > 0 ? listed(because, 'and') : `\`${caches ? 'caches' : 'follows'}\` says so`,
      key: caches ? 'caches' : 'follows',
      ...(most !== undefined && most > 0 && { hint: { kind: 'consistency', text: ageText(most) } }),
    },
  ];
}

const strongest = (grants: readonly Grant[]): readonly Grant[] => {
  const models = maximal(grants.map(({ model }) => model));
  return grants.filter(({ model }) => models.includes(model));
};

/** What one part of the mechanism breaks is told once; of what a level lets through, what harms most. */
function together(
  refutations: readonly AnyRefutation[],
): readonly { readonly models: readonly ConsistencyModel[]; readonly argument: string }[] {
  const groups = new Map<string, { models: ConsistencyModel[]; argument: string }>();
  for (const { model, cause, argument } of refutations) {
    const key = cause === 'isolation-level' ? cause : argument;
    const group = groups.get(key);
    if (!group) groups.set(key, { models: [model], argument });
    else if (!group.models.includes(model)) group.models.push(model);
  }
  return [...groups.values()].map(({ models, argument }) => ({ models: weakest(models), argument }));
}

/** A model of transactions that implies another one of them is broken with it. */
const weakest = (models: readonly ConsistencyModel[]): ConsistencyModel[] =>
  models.filter(
    (model) => !isOfTransactions(model) || !models.some((other) => other !== model && implies(model, other)),
  );

const isState = (kind: string): boolean => (stateKinds as readonly string[]).includes(kind);
