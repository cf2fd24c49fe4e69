/** The pictures of a project, as files take them. */
import type { Project } from '../project/project.ts';
import { createElk } from './elk.ts';
import { layoutGraph } from './layout.ts';
import type { ElkLike } from './layout.ts';
import { renderSvg } from './svg.ts';
import { declaredViews, topologyGraph } from './view.ts';

export interface RenderedDiagram {
  readonly name: string;
  readonly svg: string;
}

/** The topology, and every view that the project declares. */
export async function renderDiagrams(
  project: Project,
  elk: ElkLike = createElk(),
): Promise<readonly RenderedDiagram[]> {
  const graphs = [{ name: 'topology', graph: topologyGraph(project) }, ...declaredViews(project)];
  const rendered: RenderedDiagram[] = [];
  for (const { name, graph } of graphs) rendered.push({ name, svg: renderSvg(await layoutGraph(graph, elk)) });
  return rendered;
}
