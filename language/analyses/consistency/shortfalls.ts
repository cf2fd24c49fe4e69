/** Needs that a store does not meet, flow by flow, and what breaks each. O(flows to the store × needs). */
import type { Entity } from '../../model/model.ts';
import { defineAnalysis, entitiesOf } from '../facts.ts';
import { guaranteesOf } from './derive.ts';
import { judge } from './guarantees.ts';
import type { Refutation } from './guarantees.ts';
import { isOfTransactions } from './models.ts';
import { needsOf } from './needs.ts';
import type { Need } from './needs.ts';

export interface Shortfall {
  readonly flow: Entity;
  readonly need: Need;
  readonly refutation: Refutation;
}

export interface Shortfalls {
  readonly found: readonly Shortfall[];
  /** Keys of the store without which some need can be neither met nor missed. */
  readonly missing: readonly string[];
}

export const shortfalls = defineAnalysis<Shortfalls>('consistency/shortfalls', (facts, id) => {
  const store = facts.entity(id);
  const found: Shortfall[] = [];
  const missing: string[] = [];
  if (!store) return { found, missing };
  for (const flow of entitiesOf(facts, facts.flowsTo(id))) {
    const needs = needsOf(facts, flow, store);
    if (needs.length === 0) continue;
    const guarantees = guaranteesOf(facts, flow, store);
    for (const need of needs) {
      const judgement = judge(guarantees, need.model);
      if (judgement.verdict === 'violated') found.push({ flow, need, refutation: judgement.refutation });
      else if (judgement.verdict === 'unknown')
        missing.push(...guarantees.missing.filter((key) => key !== 'isolation' || isOfTransactions(need.model)));
    }
  }
  return { found, missing };
});
