/** Which data goes where, and which trust boundaries it crosses: what a threat modeller looks at. */
import { written } from '../../../model/model.ts';
import type { Entity } from '../../../model/model.ts';
import type { Project } from '../../../project/project.ts';
import { classesOf } from '../colours.ts';
import { graphOf } from '../draw.ts';
import { dataOf, dataText } from '../edge-texts.ts';
import { elementsOf, flowsOf } from '../elements.ts';
import type { BuiltInView } from '../picture.ts';
import { ofProject } from '../wording.ts';

const sensitivity = ['restricted', 'confidential', 'internal', 'public'] as const;

const dataflow: BuiltInView = {
  title: 'Data flow',
  meaning: 'Trust boundaries, the data that each flow carries and each store holds, and how sensitive it is.',
  graph(project) {
    const { model } = project;
    const elements = elementsOf(model).filter(({ kind }) => kind !== 'system');
    const flows = flowsOf(model);
    const holdsData = (entity: Entity): boolean => dataOf(model, entity).length > 0;
    if (!elements.some(({ kind }) => kind === 'boundary') && ![...elements, ...flows].some(holdsData)) return undefined;
    return graphOf(project, elements, flows, {
      name: 'dataflow',
      title: ofProject('Data flow', elementsOf(model)),
      trust: true,
      colour: {
        meaning: 'Most sensitive data',
        heat: new Map(),
        classes: classesOf(
          [...elements, ...flows].flatMap((entity) => {
            const worst = worstOf(project, entity);
            return worst === undefined ? [] : [[entity.id, worst] as const];
          }),
          sensitivity,
        ),
      },
      detail: (facts, element) => {
        const data = dataText(facts, element);
        return data === '' ? [] : [`holds ${data}`];
      },
      onEdge: (facts, flow) => {
        const data = dataText(facts, flow);
        return { label: flow.title ?? flow.name, ...(data !== '' && { detail: data }) };
      },
    });
  },
};

export default dataflow;

function worstOf({ model }: Project, entity: Entity): string | undefined {
  const levels = dataOf(model, entity).map((data) => written(data, 'classification'));
  return sensitivity.find((level) => levels.includes(level));
}
