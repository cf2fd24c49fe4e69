/** The pictures of a project by name: the views that it writes, and those that every project has. */
import { builtInViews } from '../generated/built-in-views.ts';
import type { Entity } from '../model/model.ts';
import type { Project } from '../project/project.ts';
import type { DiagramGraph } from './graph.ts';
import topology from './views/built-in/topology.ts';
import { declaredGraph, writtenViews } from './views/declared.ts';

export interface ViewInfo {
  /** What it is asked for by: the qualified name of a written view. */
  readonly name: string;
  readonly title: string;
  /** What it shows, in a sentence. */
  readonly meaning?: string;
  readonly builtIn: boolean;
}

/** Every view that has something to show: the written ones first, then the built-in ones that no written one replaces. */
export function viewsOf(project: Project): readonly ViewInfo[] {
  const declared = writtenViews(project);
  const taken = new Set(declared.map(({ qualified }) => qualified));
  return [
    ...declared.map(({ qualified, name, title = name, documentation }): ViewInfo => ({
      name: qualified,
      title,
      ...(documentation !== undefined && { meaning: documentation }),
      builtIn: false,
    })),
    ...Object.entries(builtInViews)
      .filter(([name, view]) => !taken.has(name) && view.graph(project) !== undefined)
      .map(([name, { title, meaning }]): ViewInfo => ({ name, title, meaning, builtIn: true })),
  ];
}

/**
 * @param name of a view of `viewsOf`; of a written view also its own name, where only one has it.
 * @returns nothing where there is no such view, or a built-in one has nothing to show.
 */
export function viewGraph(project: Project, name: string): DiagramGraph | undefined {
  const declared = writtenViews(project);
  const called = (by: (view: Entity) => string): Entity | undefined => {
    const [only, ...others] = declared.filter((view) => by(view) === name);
    return others.length === 0 ? only : undefined;
  };
  const view = called(({ qualified }) => qualified);
  if (view) return declaredGraph(project, view);
  if (Object.hasOwn(builtInViews, name)) return builtInViews[name]?.graph(project);
  const plain = called((each) => each.name);
  return plain && declaredGraph(project, plain);
}

/** Everything: elements nested by what they stand in, flows between them, findings as badges. */
export const topologyGraph = (project: Project): DiagramGraph => topology.graph(project);
