import { partText } from '../../analyses/cost/contribution.ts';
import { againstBudget, budgetOf, moneyText, totalCost } from '../../analyses/cost/monthly.ts';
import type { Total } from '../../analyses/cost/monthly.ts';
import { entitiesOf } from '../../analyses/facts.ts';
import type { Facts } from '../../analyses/facts.ts';
import { listed } from '../../model/wording.ts';
import { label } from '../../model/model.ts';
import type { Entity } from '../../model/model.ts';
import type { KeyValues } from '../../vocabulary/vocabulary.ts';
import { holds, unknown, violates } from '../rule.ts';
import type { EntityRule, Violation } from '../rule.ts';

const rule: EntityRule = {
  isOfObjective: true,
  severity: 'error',
  on: ['system', 'boundary'],
  *check(scope, facts) {
    const budget = budgetOf(scope);
    if (!budget) return;
    const total = facts.of(totalCost, scope.id);
    const { verdict, known } = againstBudget(total, budget);
    if (verdict === 'over') yield finding(facts, scope, budget, known, total);
    else if (verdict === 'open') yield unknown(...total.unknown);
    else yield holds(`${moneyText(known, budget.currency)} a month`);
  },
};

export default rule;

/** The biggest parts are named; the others are in the sum. */
const MOST_PARTS = 3;
/** So many elements of unknown cost are named. */
const MOST_UNKNOWN = 5;

function finding(facts: Facts, scope: Entity, budget: KeyValues['budget'], known: number, total: Total): Violation {
  const { currency } = budget;
  const parts = total.parts.filter((part) => part.currency === currency);
  const biggest = parts.slice(0, MOST_PARTS);
  const rest = parts.slice(MOST_PARTS).reduce((sum, part) => sum + part.amount, 0);
  const terms = [
    ...biggest.map((part) => partText(facts, part)),
    ...(rest > 0 ? [`${String(parts.length - MOST_PARTS)} more ${moneyText(rest, currency)}`] : []),
  ];
  const others = [...total.amounts].filter(([other]) => other !== currency);
  const least = total.unknown.length > 0 || others.length > 0 ? 'at least ' : '';
  return violates({
    at: { entity: scope.id, key: 'budget' },
    message:
      `\`${label(scope)}\` costs ${least}${moneyText(known, currency)} a month, ${moneyText(known - budget.amount, currency)} more than its budget: ` +
      `${listed(terms, 'and')}.${notCounted(facts, total, others)} Make the biggest part cheaper, or raise the budget.`,
    related: biggest.map((part) => ({ at: { entity: part.element, key: 'cost' }, message: partText(facts, part) })),
  });
}

function notCounted(facts: Facts, { unknown }: Total, others: readonly (readonly [string, number])[]): string {
  const names = entitiesOf(
    facts,
    unknown.map(({ entity }) => entity),
  ).map((entity) => `\`${label(entity)}\``);
  const shown = names.slice(0, MOST_UNKNOWN);
  if (names.length > shown.length) shown.push(`${String(names.length - shown.length)} more of unknown cost`);
  const sums = others.map(([currency, amount]) => moneyText(amount, currency));
  const left = [...sums, ...shown];
  return left.length === 0 ? '' : ` Not counted: ${listed(left, 'and')}.`;
}
