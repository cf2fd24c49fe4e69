/** What caches and followers need to know of an access that passes them. */
import { written } from '../../model/model.ts';
import type { Entity, Given } from '../../model/model.ts';
import type { Id } from '../../model/symbols.ts';
import type { KeyName, KeyValues } from '../../vocabulary/vocabulary.ts';
import { entitiesOf } from '../facts.ts';
import type { Facts } from '../facts.ts';
import { implies } from './models.ts';
import type { PathGuarantees } from './guarantees.ts';
import type { ConsistencyModel } from './models.ts';

/** One access, and what it may rely on so far. */
export interface Path {
  readonly facts: Facts;
  readonly flow: Entity;
  readonly store: Entity;
  /** What the store itself gives to the access. */
  readonly here: PathGuarantees;
  /** What reads of a source by these flows may rely on; by one like this where none is described. */
  readonly readAt: (source: Entity, by: readonly Entity[]) => readonly PathGuarantees[];
}

/** The described reads of a source by one element. */
export const readsBy = (facts: Facts, reader: Id | undefined, source: Entity): Entity[] =>
  entitiesOf(facts, facts.flowsTo(source.id)).filter(
    (flow) => flow.source === reader && written(flow, 'access') === 'read',
  );

/** A value that stands in the entity itself, as a setting of a refutation. */
export function setting<K extends KeyName>(entity: Entity, key: K): Given<KeyValues[K]>[] {
  const value = written(entity, key);
  return value === undefined ? [] : [{ value, provenance: { from: 'written', entity: entity.id, key, index: 0 } }];
}

export const grantsModel = (guarantees: PathGuarantees, model: ConsistencyModel): boolean =>
  guarantees.grants.some((grant) => implies(grant.model, model));
