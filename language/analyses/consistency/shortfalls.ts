/** Needs that a store does not meet, flow by flow, and what breaks each. O(flows to the store × needs). */
import type { Entity } from '../../model/model.ts';
import { defineAnalysis, entitiesOf } from '../facts.ts';
import type { Facts } from '../facts.ts';
import { isOnPath, judge } from './guarantees.ts';
import type { PathRefutation, Refutation } from './guarantees.ts';
import { isOfTransactions } from './models.ts';
import { needsOf } from './needs.ts';
import type { Need } from './needs.ts';
import { guaranteesAlong } from './path.ts';

export interface Shortfall {
  readonly flow: Entity;
  readonly need: Need;
  readonly refutation: Refutation;
}

/** A need that is broken by what stands between the store and its user. */
export interface PathShortfall extends Omit<Shortfall, 'refutation'> {
  readonly refutation: PathRefutation;
}

export interface Shortfalls {
  readonly found: readonly Shortfall[];
  readonly onPath: readonly PathShortfall[];
  /** Keys of the store without which some need can be neither met nor missed. */
  readonly missing: readonly string[];
}

export const shortfalls = defineAnalysis<Shortfalls>('consistency/shortfalls', (facts, id) => {
  const store = facts.entity(id);
  const found: Shortfall[] = [];
  const onPath: PathShortfall[] = [];
  const missing: string[] = [];
  if (!store) return { found, onPath, missing };
  for (const flow of entitiesOf(facts, facts.flowsTo(id))) {
    const needs = needsOf(facts, flow, store);
    if (needs.length === 0) continue;
    const guarantees = guaranteesAlong(facts, flow, store);
    for (const need of needs) {
      const judgement = judge(guarantees, need.model);
      if (judgement.verdict === 'violated') {
        const { refutation } = judgement;
        if (!isOnPath(refutation)) found.push({ flow, need, refutation });
        else if (!isToldElsewhere(facts, refutation, need)) onPath.push({ flow, need, refutation });
      } else if (judgement.verdict === 'unknown')
        missing.push(...guarantees.missing.filter((key) => key !== 'isolation' || isOfTransactions(need.model)));
    }
  }
  return { found, onPath, missing };
});

/** Whether the flow that brings it about has the same need: it is told there. */
function isToldElsewhere(facts: Facts, { flow: id }: PathRefutation, { model }: Need): boolean {
  const flow = id === undefined ? undefined : facts.entity(id);
  const store = flow?.target === undefined ? undefined : facts.entity(flow.target);
  return flow !== undefined && store !== undefined && needsOf(facts, flow, store).some((need) => need.model === model);
}
