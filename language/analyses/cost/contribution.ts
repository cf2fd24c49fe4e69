import { label } from '../../model/model.ts';
import type { Entity } from '../../model/model.ts';
import { qualifiedName } from '../../model/symbols.ts';
import { elementKinds } from '../../vocabulary/kinds.ts';
import { entitiesOf } from '../facts.ts';
import type { Contributor, Fact, Facts } from '../facts.ts';
import { againstBudget, arithmetic, budgetOf, moneyText, NOBODY, ownCost, totalCost } from './monthly.ts';
import type { Part, Total } from './monthly.ts';

const contributor: Contributor = {
  on: elementKinds.filter((kind) => kind !== 'actor'),
  facts(facts, element) {
    const total = facts.of(totalCost, element.id);
    if (total.parts.length === 0) return [];
    const own = total.parts.every((part) => part.element === element.id);
    return own ? [ownFact(facts, element, total.parts)] : totalFacts(facts, element, total);
  },
  consequences(facts, element) {
    if (element.kind !== 'system') return [];
    const total = facts.of(totalCost, element.id);
    const isOpen = total.unknown.length > 0;
    return [...total.amounts].map(([currency, amount]) => ({
      entity: element.id,
      measure: 'Cost a month',
      value: `${isOpen ? 'at least ' : ''}${moneyText(amount, currency)}`,
      amount,
      ...(isOpen && { atLeast: true }),
      unit: `${currency}/month`,
      better: 'less',
    }));
  },
  colourings: [
    {
      name: 'cost',
      meaning: 'Cost a month',
      measure(facts, element) {
        const { amounts: sums, unknown } = facts.of(totalCost, element.id);
        const [only, ...others] = sums;
        // Amounts in two currencies have no order.
        if (!only || others.length > 0 || unknown.length > 0) return undefined;
        const [currency, amount] = only;
        return { amount, text: `${moneyText(amount, currency)} a month` };
      },
    },
  ],
};

export default contributor;

/** More parts than this are summed up; the rest is in the sum. */
const MOST_PARTS = 5;

function ownFact(facts: Facts, element: Entity, parts: readonly Part[]): Fact {
  const { technology, missing } = facts.of(ownCost, element.id);
  const terms = parts.map((part) => arithmetic(part.lines)).join(', ');
  const origin = technology === undefined ? '' : `, the default of ${qualifiedName(technology)}`;
  const rest = missing === undefined ? '' : `; for the rest \`${missing}\` is not said`;
  const value = amounts(parts);
  const isSaid = technology === undefined && parts.every(isAsWritten);
  return {
    label: 'Cost a month',
    value,
    reason: `${terms}${origin}${rest}`,
    ...(!isSaid && { hint: { kind: 'cost', text: `${value}/month` } }),
  };
}

function totalFacts(facts: Facts, element: Entity, total: Total): Fact[] {
  const shown = total.parts.slice(0, MOST_PARTS).map((part) => partText(facts, part));
  const more = total.parts.length - shown.length;
  const value = [...total.amounts].map(([currency, amount]) => moneyText(amount, currency)).join(' and ');
  const result: Fact[] = [
    {
      label: total.unknown.length > 0 ? 'Cost a month, at least' : 'Cost a month',
      value,
      reason: `${shown.join(', ')}${more > 0 ? ` and ${String(more)} more` : ''}`,
      hint: { kind: 'cost', text: `${total.unknown.length > 0 ? 'at least ' : ''}${value}/month` },
    },
  ];
  if (total.byOwner.some(({ owner }) => owner !== NOBODY))
    result.push({
      label: 'By owner',
      value: total.byOwner.map(({ owner, amount, currency }) => `${owner} ${moneyText(amount, currency)}`).join(', '),
    });
  if (total.unknown.length > 0)
    result.push({
      label: 'Cost unknown',
      value: entitiesOf(
        facts,
        total.unknown.map(({ entity }) => entity),
      )
        .map(label)
        .join(', '),
      reason: 'no `cost` is given, or not how many copies it is for',
    });
  const budget = budgetOf(element);
  if (budget) result.push(budgetFact(total, budget));
  return result;
}

function budgetFact(total: Total, budget: NonNullable<ReturnType<typeof budgetOf>>): Fact {
  const verdict = againstBudget(total, budget);
  const limit = moneyText(budget.amount, budget.currency);
  const left = moneyText(budget.amount - verdict.known, budget.currency);
  const value = {
    over: `${limit} a month, exceeded`,
    within: `${limit} a month, ${left} left`,
    open: `${limit} a month, ${left} left for what is unknown`,
  }[verdict.verdict];
  return { label: 'Budget', value };
}

/** Whether a part's amount is what one line says, with nothing to work out. */
function isAsWritten({ amount, lines: [only, ...others] }: Part): boolean {
  return only !== undefined && others.length === 0 && !only.perReplica && only.price === amount;
}

const amounts = (parts: readonly Part[]): string =>
  parts.map(({ amount, currency }) => moneyText(amount, currency)).join(' and ');

export function partText(facts: Facts, part: Part): string {
  const element = facts.entity(part.element);
  const terms = arithmetic(part.lines);
  const plain = part.lines.length === 1 && !part.lines[0]?.perReplica;
  return `\`${element ? label(element) : part.element}\` ${moneyText(part.amount, part.currency)}${plain ? '' : ` (${terms})`}`;
}
