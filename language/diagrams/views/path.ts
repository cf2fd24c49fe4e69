/** The way from one element to the next, as an attack path goes. */
import type { Id } from '../../model/symbols.ts';
import type { Project } from '../../project/project.ts';
import type { DiagramGraph } from '../graph.ts';
import { graphOf } from './draw.ts';
import { elementsOf, flowsOf } from './elements.ts';

/** Elements of the path with the boundaries around them, and the flows from each to the next. */
export function pathGraph(project: Project, path: readonly Id[]): DiagramGraph {
  const { model } = project;
  const on = new Set(path);
  const steps = new Set(path.slice(1).map((id, i) => `${path[i] ?? ''} ${id}`));
  const isStep = (from: Id | undefined, to: Id | undefined): boolean => steps.has(`${from ?? ''} ${to ?? ''}`);
  const elements = elementsOf(model).filter(
    ({ id, kind }) => on.has(id) || (kind === 'boundary' && holds(project, id, on)),
  );
  const flows = flowsOf(model).filter(({ source, target }) => isStep(source, target) || isStep(target, source));
  return graphOf(project, elements, flows, { name: 'path', title: 'Attack path', trust: true });
}

function holds({ model }: Project, boundary: Id, on: ReadonlySet<Id>): boolean {
  return [...on].some((id) => {
    const seen = new Set<Id>();
    for (let at = model.entity(id); at && !seen.has(at.id);) {
      if (at.id === boundary) return true;
      seen.add(at.id);
      const outer: Id | undefined = at.clauses['in'] ?? at.parent;
      at = outer === undefined ? undefined : model.entity(outer);
    }
    return false;
  });
}
