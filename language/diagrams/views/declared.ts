/** The views that a project writes: what each shows, and how. O(elements + flows) a view. */
import { entitiesOf } from '../../analyses/facts.ts';
import { written } from '../../model/model.ts';
import type { Entity } from '../../model/model.ts';
import type { Id } from '../../model/symbols.ts';
import type { Project } from '../../project/project.ts';
import type { KeyValues } from '../../vocabulary/vocabulary.ts';
import type { DiagramGraph } from '../graph.ts';
import { graphOf } from './draw.ts';
import { around, elementsOf, flowsOf, isGroupKind, standsIn } from './elements.ts';

export const writtenViews = ({ model }: Project): Entity[] => entitiesOf(model, model.ofKind('view'));

/**
 * What a view shows: what stands in its subject, what that is connected with (faint), and the flows between them;
 * grouped and coloured as it says.
 */
export function declaredGraph(project: Project, view: Entity): DiagramGraph {
  const { model } = project;
  const all = elementsOf(model);
  const subject = view.clauses['of'];
  const inside = new Set(all.filter((e) => subject === undefined || standsIn(model, e, subject)).map(({ id }) => id));
  const flows = flowsOf(model).filter(({ source = '', target = '' }) => inside.has(source) || inside.has(target));
  const ends = flows.flatMap(({ source = '', target = '' }) => [source, target]);
  const shown = new Set(entitiesOf(model, [...inside, ...ends]).flatMap((element) => [...around(model, element)]));
  const group = written(view, 'group');
  const elements = all.filter(({ id, kind }) => shown.has(id) && !(isGroupKind(kind) && leavesOut(group, kind)));
  return graphOf(project, elements, flows, {
    name: `view ${view.id}`,
    title: view.title ?? view.name,
    faint: (id: Id) => ends.includes(id) && !inside.has(id),
    colour: written(view, 'colour'),
  });
}

const leavesOut = (group: KeyValues['group'] | undefined, kind: string): boolean =>
  group !== undefined && (group === 'none' || group !== kind);
