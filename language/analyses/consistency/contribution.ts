import { written } from '../../model/model.ts';
import type { Entity } from '../../model/model.ts';
import { listed } from '../../model/wording.ts';
import { holdsState, stateKinds } from '../../vocabulary/kinds.ts';
import type { Consequence, Contributor, Fact, Facts } from '../facts.ts';
import { isOnPath, judge, occasionOf } from './guarantees.ts';
import type { AnyRefutation, Grant, Judgement } from './guarantees.ts';
import { mechanism } from './mechanism.ts';
import { allModels, implies, isOfTransactions } from './models.ts';
import type { ConsistencyModel } from './models.ts';
import { needsOf } from './needs.ts';
import { guaranteesAlong } from './path.ts';
import { ageAt, ageText } from './age.ts';
import { strongest, underFaults } from './under-faults.ts';
import type { UnderFault } from './under-faults.ts';

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
    if (!store || !holdsState(store.kind) || written(entity, 'access') === undefined) return [];
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
      ...inEachCase(facts, entity, store, grants, refutations),
      ...together(refutations).map(({ models, argument, occasion }): Fact => ({
        label: occasion === undefined ? 'Does not give' : `Does not give ${occasion}`,
        value: models.join(', '),
        reason: argument,
      })),
    ];
  },
  consequences(facts, flow) {
    const store = flow.target === undefined ? undefined : facts.entity(flow.target);
    if (flow.kind !== 'flow' || !store || !holdsState(store.kind)) return [];
    const guarantees = guaranteesAlong(facts, flow, store);
    const verdictOf = (model: ConsistencyModel) => judge(guarantees, model).verdict;
    const needs = needsOf(facts, flow, store).map(({ model }): Consequence => {
      const value = verdictOf(model);
      return { entity: flow.id, measure: `Gives ${model}`, value, ...promises([model], verdictOf) };
    });
    if (written(flow, 'access') === undefined) return needs;
    const models = strongest(guarantees.grants).map(({ model }) => model);
    const value = models.length > 0 ? listed(models, 'and') : 'unknown';
    return [...needs, { entity: flow.id, measure: 'Guarantee', value, ...promises(allModels, verdictOf) }];
  },
};

export default contributor;

function promises(
  models: readonly ConsistencyModel[],
  verdictOf: (model: ConsistencyModel) => Judgement['verdict'],
): Pick<Consequence, 'keeps' | 'breaks'> {
  return {
    keeps: models.filter((model) => verdictOf(model) === 'holds'),
    breaks: models.filter((model) => verdictOf(model) === 'violated'),
  };
}

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

/** What more is given while nothing fails, and what is under each fault that is to be survived. */
function inEachCase(
  facts: Facts,
  flow: Entity,
  store: Entity,
  grants: readonly Grant[],
  refutations: readonly AnyRefutation[],
): Fact[] {
  // What stands in front of the store is not taken into account there.
  if (refutations.some(isOnPath)) return [];
  const [calm, ...lines] = underFaults(facts, flow, store);
  const more = (calm?.gives ?? [])
    .filter(({ model }) => !isOfTransactions(model) && !grants.some((grant) => implies(grant.model, model)))
    .map(({ model, argument }) => ({ label: 'Gives while nothing fails', value: model, reason: argument }));
  return [...more, ...lines.slice(0, MOST_LINES).map(underFault)];
}

/** More lines of a fault model than this are not told one by one. */
const MOST_LINES = 6;

function underFault({ fault, gives, breaks, open }: UnderFault): Fact {
  const label = `Under ${fault ?? 'nothing'}`;
  if (open !== undefined) return { label, value: 'unknown', reason: open };
  const held = gives.filter(({ model }) => !isOfTransactions(model) || implies(model, 'linearizable'));
  const lost = weakestOfAccesses(breaks.map(({ model }) => model));
  const parts = [
    ...(held.length > 0 ? [`gives ${held.map(({ model }) => model).join(', ')}`] : []),
    ...(lost.length > 0 ? [`breaks ${lost.join(', ')}`] : []),
  ];
  const reason = breaks[0]?.argument ?? held[0]?.argument;
  return {
    label,
    value: parts.join('; ') || 'as while nothing fails: nothing more is known',
    ...(reason !== undefined && { reason }),
  };
}

/** Of single accesses, what is broken: a stronger model is broken with a weaker one. */
const weakestOfAccesses = (models: readonly ConsistencyModel[]): ConsistencyModel[] => {
  const single = models.filter((model) => !isOfTransactions(model));
  return single.filter((model) => !single.some((weak) => weak !== model && implies(model, weak)));
};

interface Told {
  readonly models: readonly ConsistencyModel[];
  readonly argument: string;
  /** When it happens; undefined: while nothing fails, too. */
  readonly occasion: string | undefined;
}

/** What one part of the mechanism breaks is told once; of what a level lets through, what harms most. */
function together(refutations: readonly AnyRefutation[]): readonly Told[] {
  const groups = new Map<string, { models: ConsistencyModel[]; argument: string; occasion: string | undefined }>();
  for (const { model, cause, argument } of refutations) {
    const key = cause === 'isolation-level' ? cause : argument;
    const group = groups.get(key);
    if (!group) groups.set(key, { models: [model], argument, occasion: occasionOf[cause] });
    else if (!group.models.includes(model)) group.models.push(model);
  }
  return [...groups.values()].map((group) => ({ ...group, models: weakest(group.models) }));
}

/** A model of transactions that implies another one of them is broken with it. */
const weakest = (models: readonly ConsistencyModel[]): ConsistencyModel[] =>
  models.filter(
    (model) => !isOfTransactions(model) || !models.some((other) => other !== model && implies(model, other)),
  );
