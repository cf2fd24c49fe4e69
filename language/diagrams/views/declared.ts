/** The views that a project writes: what each shows, and how. O(elements + flows) a view. */
import { entitiesOf } from '../../analyses/facts.ts';
import { written } from '../../model/model.ts';
import type { Entity } from '../../model/model.ts';
import type { Id } from '../../model/symbols.ts';
import type { Project } from '../../project/project.ts';
import type { KeyValues } from '../../vocabulary/vocabulary.ts';
import type { DiagramGraph } from '../graph.ts';
import { graphOf } from './draw.ts';
import { labelled } from './edge-texts.ts';
import { around, elementsOf, flowsOf, isGroupKind, standsIn } from './elements.ts';

export const writtenViews = ({ model }: Project): Entity[] => entitiesOf(model, model.ofKind('view'));

/**
 * What a view shows: what stands in its subject and is included, what that is connected with (faint), and the flows
 * between them; grouped, coloured and labelled as it says.
 */
export function declaredGraph(project: Project, view: Entity): DiagramGraph {
  const { model } = project;
  const excluded = chosen(project, written(view, 'exclude'));
  const all = elementsOf(model).filter(({ id }) => !excluded.has(id));
  const subject = view.clauses['of'];
  const include = written(view, 'include');
  const included = chosen(project, include);
  const inside = new Set(
    all
      .filter((e) => subject === undefined || standsIn(model, e, subject))
      .filter(({ id }) => include === undefined || included.has(id))
      .map(({ id }) => id),
  );
  const left = new Set(all.map(({ id }) => id));
  const flows = flowsOf(model).filter(({ source = '', target = '' }) => left.has(source) && left.has(target));
  const reached = neighbourhood(inside, flows, written(view, 'neighbours')?.depth ?? 1);
  const shown = new Set(entitiesOf(model, [...reached]).flatMap((element) => [...around(model, element)]));
  for (const id of emptied(project, shown, flows)) shown.delete(id);
  const group = written(view, 'group');
  const elements = all.filter(({ id, kind }) => shown.has(id) && !(isGroupKind(kind) && leavesOut(group, kind)));
  const labels = written(view, 'label');
  const direction = written(view, 'direction');
  const folded = written(view, 'fold')?.flatMap(({ ids }) => ids);
  const graph = graphOf(project, elements, flowsBetween(flows, reached, inside), {
    name: `view ${view.id}`,
    title: view.title ?? view.name,
    faint: (id: Id) => reached.has(id) && !inside.has(id),
    colour: written(view, 'colour'),
    ...(labels && { onEdge: labelled(labels) }),
  });
  return { ...graph, ...(direction && { direction }), ...(folded && { folded }) };
}

/** What a selection names, with everything that stands inside it. */
function chosen({ model }: Project, selection: KeyValues['include'] | undefined): ReadonlySet<Id> {
  const named = new Set<Id>();
  for (const part of selection ?? [])
    for (const id of 'kind' in part ? model.ofKind(part.kind) : part.named.ids) named.add(id);
  if (named.size === 0) return named;
  return new Set(
    elementsOf(model).flatMap((element) => {
      for (const id of around(model, element)) if (named.has(id)) return [element.id];
      return [];
    }),
  );
}

/** Groups of whose members none is shown, and that are at no end of a flow. */
function emptied({ model }: Project, shown: ReadonlySet<Id>, flows: readonly Entity[]): Id[] {
  const members = elementsOf(model).filter(({ kind }) => !isGroupKind(kind));
  const holders = (of: readonly Entity[]): Set<Id> => new Set(of.flatMap((element) => [...around(model, element)]));
  const populated = holders(members);
  const needed = holders(members.filter(({ id }) => shown.has(id)));
  for (const { source = '', target = '' } of flows) needed.add(source).add(target);
  return [...shown].filter((id) => populated.has(id) && !needed.has(id));
}

/** What is at most so many flows away, in either direction. O(elements + flows). */
function neighbourhood(start: ReadonlySet<Id>, flows: readonly Entity[], depth: number): ReadonlySet<Id> {
  const next = new Map<Id, Id[]>();
  const join = (from: Id, to: Id): void => {
    const others = next.get(from);
    if (others) others.push(to);
    else next.set(from, [to]);
  };
  for (const { source = '', target = '' } of flows) {
    join(source, target);
    join(target, source);
  }
  const reached = new Set(start);
  let front: readonly Id[] = [...start];
  for (let step = 0; step < depth && front.length > 0; step++) {
    front = front.flatMap((id) => next.get(id) ?? []).filter((id) => !reached.has(id));
    for (const id of front) reached.add(id);
  }
  return reached;
}

/** Flows between neighbours alone say nothing of what is shown, unless the neighbours were asked for step by step. */
function flowsBetween(flows: readonly Entity[], reached: ReadonlySet<Id>, inside: ReadonlySet<Id>): Entity[] {
  const direct = neighbourhood(inside, flows, 1);
  const wide = [...reached].some((id) => !direct.has(id));
  return flows.filter(({ source = '', target = '' }) => {
    if (!reached.has(source) || !reached.has(target)) return false;
    return wide || inside.has(source) || inside.has(target);
  });
}

const leavesOut = (group: KeyValues['group'] | undefined, kind: string): boolean =>
  group !== undefined && (group === 'none' || group !== kind);
