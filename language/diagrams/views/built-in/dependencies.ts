/** What needs what in order to work. O(elements × flows). */
import { written } from '../../../model/model.ts';
import type { Entity } from '../../../model/model.ts';
import type { Id } from '../../../model/symbols.ts';
import { heats } from '../colours.ts';
import { graphOf } from '../draw.ts';
import { elementsOf, flowsOf, groupBy } from '../elements.ts';
import type { BuiltInView } from '../picture.ts';
import { ofProject } from '../wording.ts';

const dependencies: BuiltInView = {
  title: 'Dependencies',
  meaning: 'Who waits for whom, and who can do without: the warmer the colour, the more stops with an element.',
  graph(project) {
    const { model } = project;
    const elements = elementsOf(model).filter(({ kind }) => kind !== 'boundary');
    const flows = flowsOf(model);
    if (flows.length === 0) return undefined;
    const callers = groupBy(flows.filter(isNeeded), ({ target }) => target);
    const amounts = elements
      .filter(({ kind }) => kind !== 'system')
      .map((element) => ({ id: element.id, amount: stopsWith(element.id, callers) }))
      .filter(({ amount }) => amount > 0);
    return graphOf(
      project,
      elements.map((element) => ({ ...element, clauses: withoutBoundary(element) })),
      flows,
      {
        name: 'dependencies',
        title: ofProject('Dependencies', elements),
        colour: {
          meaning: 'Elements that stop with it',
          heat: heats(amounts.map(({ id, amount }) => [id, { amount, text: `needed by ${String(amount)}` }])),
          classes: { names: [], of: new Map() },
        },
        detail: () => [],
        onEdge: () => ({}),
      },
    );
  },
};

export default dependencies;

/** The source waits for the target, and fails without it. */
const isNeeded = (flow: Entity): boolean => !flow.asynchronous && written(flow, 'dependency') !== 'soft';

/** How many others need it, directly or through others. */
function stopsWith(id: Id, callers: ReadonlyMap<Id | undefined, readonly Entity[]>): number {
  const reached = new Set([id]);
  for (const at of reached)
    for (const { source } of callers.get(at) ?? []) if (source !== undefined) reached.add(source);
  return reached.size - 1;
}

/** Boundaries are not drawn here: what stands in one by `in` is drawn in its system. */
const withoutBoundary = ({ clauses }: Entity): Entity['clauses'] =>
  Object.fromEntries(Object.entries(clauses).filter(([name]) => name !== 'in'));
