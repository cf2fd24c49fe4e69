/** Decisions: what each may choose from, what was chosen, and how decisions point at each other. */
import { directPatch } from '../../model/overlay.ts';
import { written } from '../../model/model.ts';
import type { Entity, Patch } from '../../model/model.ts';
import type { Id } from '../../model/symbols.ts';
import { defineAnalysis, entitiesOf } from '../facts.ts';
import type { Facts } from '../facts.ts';

export const statusOf = (decision: Entity) => written(decision, 'status')?.status;

export const optionsOf = (facts: Facts, decision: Entity): Entity[] =>
  entitiesOf(facts, facts.childrenOf(decision.id)).filter(({ kind }) => kind === 'option');

/** The option that was taken, where it is one of the decision's own. */
export function chosenOption(facts: Facts, decision: Entity): Entity | undefined {
  const id = written(decision, 'chosen')?.ids[0];
  const option = id === undefined ? undefined : facts.entity(id);
  return option?.parent === decision.id ? option : undefined;
}

/** How the model differs from what an option says: nothing, where the option is carried out. O(statements). */
export const gap = defineAnalysis('gap', (facts, id): Patch => {
  const option = facts.entity(id);
  return option ? directPatch(facts, option) : new Map();
});

/** Decisions that this one takes the place of, or amends. */
export const pointsAt = (decision: Entity, ...keys: readonly ('supersedes' | 'amends')[]): Id[] =>
  keys.flatMap((key) => (written(decision, key) ?? []).flatMap(({ ids }) => ids));
