/**
 * What elements cost a month: each by its own lines, and everything inside a system or boundary together.
 * O(elements inside); a boundary is also asked which elements name it with `in`, O(elements) once.
 *
 * Invariant: prices are never invented and currencies never converted. A total counts what is known, and lists what is
 * not: since no cost is negative, a known part above a limit is above it for certain.
 */
import type { Entity } from '../../model/model.ts';
import { technologyOf, written, writtenValues } from '../../model/model.ts';
import type { Id } from '../../model/symbols.ts';
import { computeKinds, elementKinds, stateKinds } from '../../vocabulary/kinds.ts';
import type { KeyName, KeyValues } from '../../vocabulary/vocabulary.ts';
import { closedBy } from '../completeness.ts';
import { defineAnalysis, entitiesOf } from '../facts.ts';
import type { Facts } from '../facts.ts';
import { ownerOf } from '../ownership/owner.ts';
import { copiesOf } from '../placement/copies.ts';

export interface CostLine {
  /** For one copy, or for all. */
  readonly price: number;
  readonly currency: string;
  /** How many copies are paid for; 1 where the price is for all of them. */
  readonly times: number;
  readonly perReplica: boolean;
  readonly purpose: string | undefined;
}

export interface OwnCost {
  readonly lines: readonly CostLine[];
  /** The technology whose default this is. */
  readonly technology: Id | undefined;
  /** The key that would have to be said for the rest. */
  readonly missing: KeyName | undefined;
}

/** An element's own cost a month in one currency. */
export interface Part {
  readonly element: Id;
  readonly amount: number;
  readonly currency: string;
  readonly lines: readonly CostLine[];
}

export interface Total {
  readonly amounts: ReadonlyMap<string, number>;
  /** Biggest first. */
  readonly parts: readonly Part[];
  readonly byOwner: readonly { readonly owner: string; readonly amount: number; readonly currency: string }[];
  /** What is not known, and which key would say it. */
  readonly unknown: readonly { readonly entity: Id; readonly key: KeyName }[];
}

/** What one pays for to run it oneself; a client's or a person's device is paid by its user. */
const paidFor: readonly string[] = [
  'consensus',
  ...computeKinds.filter((kind) => kind !== 'client' && kind !== 'device'),
  ...stateKinds,
];

/** What an element itself costs, without what stands inside. */
export const ownCost = defineAnalysis<OwnCost>('cost/own', (facts, id) => {
  const element = facts.entity(id);
  if (!element) return { lines: [], technology: undefined, missing: undefined };
  const own = writtenValues(element, 'cost');
  const fallback = own.length > 0 ? undefined : technologyCost(facts, element);
  const written = fallback?.costs ?? own;
  const lines: CostLine[] = [];
  let missing: KeyName | undefined;
  for (const cost of written) {
    const times = cost.per === undefined ? 1 : copiesOf(facts, element)?.total;
    if (times === undefined) missing = 'replicas';
    else lines.push(lineOf(cost, times));
  }
  if (written.length === 0 && paidFor.includes(element.kind) && !closedBy(facts, element, 'cost')) missing = 'cost';
  return { lines, technology: fallback?.technology, missing };
});

function lineOf({ price, per, purpose }: KeyValues['cost'], times: number): CostLine {
  return { price: price.amount, currency: price.currency, times, perReplica: per !== undefined, purpose };
}

function technologyCost(
  facts: Facts,
  element: Entity,
): { technology: Id; costs: readonly KeyValues['cost'][] } | undefined {
  const seen = new Set<Id>();
  for (let id = technologyOf(facts, element); id !== undefined && !seen.has(id);) {
    seen.add(id);
    const technology = facts.entity(id);
    const costs = technology ? writtenValues(technology, 'cost') : [];
    if (costs.length > 0) return { technology: id, costs };
    id = technology?.clauses['is'];
  }
  return undefined;
}

/** What an element costs together with everything inside it. */
export const totalCost = defineAnalysis<Total>('cost/total', (facts, id) => {
  const parts: Part[] = [];
  const unknown: { entity: Id; key: KeyName }[] = [];
  for (const inside of insideOf(facts, id)) {
    const { lines, missing } = facts.of(ownCost, inside);
    if (missing) unknown.push({ entity: inside, key: missing });
    for (const [currency, amount] of sumBy(lines, ({ currency }) => currency, costOf))
      parts.push({ element: inside, amount, currency, lines: lines.filter((line) => line.currency === currency) });
  }
  parts.sort((a, b) => b.amount - a.amount || (a.element < b.element ? -1 : 1));
  return {
    amounts: sumBy(parts, ({ currency }) => currency, amountOf),
    parts,
    byOwner: byOwner(facts, parts),
    unknown,
  };
});

const costOf = ({ price, times }: CostLine): number => price * times;
const amountOf = ({ amount }: { amount: number }): number => amount;

function byOwner(facts: Facts, parts: readonly Part[]): Total['byOwner'] {
  const owned = parts.map((part) => ({ ...part, owner: facts.of(ownerOf, part.element)?.name ?? NOBODY }));
  const sums = new Map<string, { owner: string; amount: number; currency: string }>();
  for (const { owner, amount, currency } of owned) {
    const key = `${currency} ${owner}`;
    sums.set(key, { owner, currency, amount: (sums.get(key)?.amount ?? 0) + amount });
  }
  return [...sums.values()].sort((a, b) => b.amount - a.amount || (a.owner < b.owner ? -1 : 1));
}

/** Stands for the owner of what has none. */
export const NOBODY = 'nobody';

function sumBy<T>(
  items: readonly T[],
  key: (item: T) => string,
  amount: (item: T) => number,
): ReadonlyMap<string, number> {
  const sums = new Map<string, number>();
  for (const item of items) sums.set(key(item), (sums.get(key(item)) ?? 0) + amount(item));
  return sums;
}

/** The element and all that stands in it, by nesting and by `in`, each once. */
function insideOf(facts: Facts, id: Id): Set<Id> {
  const inside = new Set<Id>();
  const queue = [id];
  for (let at = queue.pop(); at !== undefined; at = queue.pop()) {
    const element = facts.entity(at);
    if (!element || inside.has(at) || !isElement(element)) continue;
    inside.add(at);
    for (const child of facts.childrenOf(at)) queue.push(child);
    if (element.kind !== 'boundary') continue;
    for (const member of facts.of(membersByBoundary, PROJECT).get(at) ?? []) queue.push(member);
  }
  return inside;
}

const isElement = ({ kind }: Entity): boolean => (elementKinds as readonly string[]).includes(kind);

/** The analysis looks at the whole project; it is kept under one id. */
const PROJECT = '';

const membersByBoundary = defineAnalysis<ReadonlyMap<Id, readonly Id[]>>('cost/members-by-boundary', (facts) => {
  const members = new Map<Id, Id[]>();
  for (const kind of elementKinds)
    for (const element of entitiesOf(facts, facts.ofKind(kind))) {
      const boundary = element.clauses['in'];
      if (boundary !== undefined) members.set(boundary, [...(members.get(boundary) ?? []), element.id]);
    }
  return members;
});

/** Sums of floating-point prices may differ from the limit by rounding alone. */
const ROUNDING = 1e-9;

export type BudgetVerdict =
  | { readonly verdict: 'over'; readonly known: number; readonly by: number }
  | { readonly verdict: 'within'; readonly known: number }
  | { readonly verdict: 'open'; readonly known: number };

/** Whether a total keeps within a limit. */
export function againstBudget(total: Total, budget: KeyValues['budget']): BudgetVerdict {
  const known = total.amounts.get(budget.currency) ?? 0;
  if (known > budget.amount * (1 + ROUNDING)) return { verdict: 'over', known, by: known - budget.amount };
  const others = [...total.amounts].some(([currency, amount]) => currency !== budget.currency && amount > 0);
  return { verdict: others || total.unknown.length > 0 ? 'open' : 'within', known };
}

/** `1,260.5`: thousands apart, at most two decimals. Loading the platform's formats would take longer than the sums. */
function grouped(amount: number): string {
  const [whole = '', decimals] = String(Math.round(amount * 100) / 100).split('.');
  const apart = whole.replace(/\B(?=(\d{3})+$)/g, ',');
  return decimals === undefined ? apart : `${apart}.${decimals}`;
}

/** An amount as people read it: `1,260 USD`. */
export function moneyText(amount: number, currency: string): string {
  return `${grouped(amount)} ${currency}`;
}

/** How an amount comes about: `3 × 420`. */
export function arithmetic(lines: readonly CostLine[]): string {
  return lines
    .map(
      ({ price, times, perReplica, purpose }) =>
        `${perReplica ? `${String(times)} × ` : ''}${grouped(price)}${purpose ? ` for ${purpose}` : ''}`,
    )
    .join(' + ');
}

/** The limit stated for a system or boundary. */
export const budgetOf = (scope: Entity): KeyValues['budget'] | undefined => written(scope, 'budget');
