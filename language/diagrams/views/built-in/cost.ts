/** What each element costs. */
import { moneyText, totalCost } from '../../../analyses/cost/monthly.ts';
import { ofProject } from '../wording.ts';
import { graphOf } from '../draw.ts';
import { elementsOf, flowsOf } from '../elements.ts';
import type { BuiltInView } from '../picture.ts';

const cost: BuiltInView = {
  title: 'Cost',
  meaning: 'What each element costs a month: the warmer its colour, the more.',
  graph(project) {
    const elements = elementsOf(project.model);
    const graph = graphOf(project, elements, flowsOf(project.model), {
      name: 'cost',
      title: ofProject('Cost', elements),
      subtitle: totalText(
        project,
        elements.filter(({ parent }) => parent === undefined).map(({ id }) => id),
      ),
      colour: 'cost',
      detail: () => [],
      onEdge: (_, { title, name }) => ({ label: title ?? name }),
    });
    return graph.heatOf === undefined ? undefined : graph;
  },
};

export default cost;

function totalText(project: Parameters<BuiltInView['graph']>[0], roots: readonly string[]): string | undefined {
  return project.ask('cost of everything', (facts) => {
    const totals = roots.map((id) => facts.of(totalCost, id));
    const sums = new Map<string, number>();
    for (const { amounts } of totals)
      for (const [currency, amount] of amounts) sums.set(currency, (sums.get(currency) ?? 0) + amount);
    if (sums.size === 0) return undefined;
    const text = [...sums].map(([currency, amount]) => moneyText(amount, currency)).join(' and ');
    const unknown = totals.reduce((count, total) => count + total.unknown.length, 0);
    return unknown > 0 ? `At least ${text} a month: the price of ${String(unknown)} is not said` : `${text} a month`;
  });
}
