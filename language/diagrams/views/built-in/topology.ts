/** What there is and what talks to what. */
import type { Project } from '../../../project/project.ts';
import type { DiagramGraph } from '../../graph.ts';
import { graphOf } from '../draw.ts';
import { elementsOf, flowsOf, titleOf } from '../elements.ts';
import type { BuiltInView } from '../picture.ts';

const topology = {
  title: 'Topology',
  meaning: 'Every element in the systems and boundaries that it stands in, and the flows between them.',
  graph(project: Project): DiagramGraph {
    const elements = elementsOf(project.model);
    return graphOf(project, elements, flowsOf(project.model), {
      name: 'topology',
      title: titleOf(elements) ?? 'Topology',
    });
  },
} satisfies BuiltInView;

export default topology;
