/** The pictures of a project, as files take them: every written view, the built-in ones where none is written. */
import type { Project } from '../project/project.ts';
import type { DiagramGraph } from './graph.ts';
import { viewGraph, viewsOf } from './view.ts';

export interface NamedGraph {
  readonly name: string;
  readonly graph: DiagramGraph;
}

export function graphsToDraw(project: Project): readonly NamedGraph[] {
  const views = viewsOf(project);
  const written = views.filter(({ builtIn }) => !builtIn);
  return (written.length > 0 ? written : views).flatMap(({ name }) => {
    const graph = viewGraph(project, name);
    return graph ? [{ name, graph }] : [];
  });
}
