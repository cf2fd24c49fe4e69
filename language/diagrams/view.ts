/**
 * The model as a graph to draw: the one file of this folder that reads the model. O(elements + flows).
 */
import { entitiesOf } from '../analyses/facts.ts';
import { crossing } from '../analyses/trust/trust.ts';
import type { Severity } from '../model/finding.ts';
import { severities } from '../model/finding.ts';
import { contributors } from '../generated/contributions.ts';
import { enclosing, given, written } from '../model/model.ts';
import type { Entity, ModelReader } from '../model/model.ts';
import { isLibrary } from '../model/origin.ts';
import { qualifiedName } from '../model/symbols.ts';
import type { Id } from '../model/symbols.ts';
import type { Project } from '../project/project.ts';
import { elementKinds } from '../vocabulary/kinds.ts';
import type { Reference } from '../vocabulary/pattern.ts';
import type { KeyValues } from '../vocabulary/vocabulary.ts';
import { nodeKinds } from './graph.ts';
import type { DiagramEdge, DiagramGraph, DiagramNode, NodeKind, SeverityCounts } from './graph.ts';

/** Everything: elements nested by what they stand in, flows between them, findings as badges. */
export function topologyGraph(project: Project): DiagramGraph {
  const { model } = project;
  const elements = elementKinds
    .flatMap((kind) => entitiesOf(model, model.ofKind(kind)))
    .filter((element) => !isLibrary(element.uris[0] ?? ''));
  return graphOf(project, titleOf(elements), elements, entitiesOf(model, model.ofKind('flow')));
}

/** The views that the project declares, each with its graph. */
export function declaredViews(project: Project): { readonly name: string; readonly graph: DiagramGraph }[] {
  const { model } = project;
  return entitiesOf(model, model.ofKind('view')).map((view) => ({ name: view.name, graph: viewGraph(project, view) }));
}

/**
 * What a view shows: what stands in its subject, what that is connected with (faint), and the flows between them;
 * grouped and coloured as it says.
 */
function viewGraph(project: Project, view: Entity): DiagramGraph {
  const { model } = project;
  const all = elementKinds
    .flatMap((kind) => entitiesOf(model, model.ofKind(kind)))
    .filter((element) => !isLibrary(element.uris[0] ?? ''));
  const subject = view.clauses['of'];
  const inside = new Set(all.filter((e) => subject === undefined || standsIn(model, e, subject)).map(({ id }) => id));
  const flows = entitiesOf(model, model.ofKind('flow')).filter(
    ({ source = '', target = '' }) => inside.has(source) || inside.has(target),
  );
  const ends = flows.flatMap(({ source = '', target = '' }) => [source, target]);
  const shown = new Set(entitiesOf(model, [...inside, ...ends]).flatMap((element) => [...around(model, element)]));
  const group = written(view, 'group');
  const elements = all.filter(({ id, kind }) => shown.has(id) && !(isGroupKind(kind) && leavesOut(group, kind)));
  const faint = (id: Id): boolean => ends.includes(id) && !inside.has(id);
  const title = view.title ?? view.name;
  return graphOf(project, title, elements, flows, { faint, colour: written(view, 'colour') });
}

/** An element, what it stands in, and the boundaries that these name. */
function* around(model: ModelReader, element: Entity): Iterable<Id> {
  for (const { id, clauses } of enclosing(model, element)) {
    yield id;
    if (clauses['in'] !== undefined) yield clauses['in'];
  }
}

function standsIn(model: ModelReader, element: Entity, subject: Id): boolean {
  for (const id of around(model, element)) if (id === subject) return true;
  return false;
}

const isGroupKind = (kind: string): boolean => kind === 'system' || kind === 'boundary';

const leavesOut = (group: KeyValues['group'] | undefined, kind: string): boolean =>
  group !== undefined && (group === 'none' || group !== kind);

interface Manner {
  readonly faint?: (id: Id) => boolean;
  readonly colour?: KeyValues['colour'] | undefined;
}

function graphOf(
  project: Project,
  title: string,
  elements: readonly Entity[],
  flows: readonly Entity[],
  { faint, colour }: Manner = {},
): DiagramGraph {
  const { model } = project;
  const findings = countBySubject(project);
  const children = nested(elements, flows);
  const heat = heatsOf(project, elements, colour);
  const placed = new Set<Id>();
  const node = (element: Entity): DiagramNode => {
    placed.add(element.id);
    const inside = (children.get(element.id) ?? []).filter((child) => !placed.has(child.id)).map(node);
    const counts = findings.get(element.id);
    const subtitle = subtitleOf(model, element);
    const hot = heat?.of.get(element.id);
    const detail = [...detailOf(model, element), ...(hot ? [hot.text] : [])];
    return {
      id: element.id,
      kind: nodeKind(element.kind),
      title: element.title ?? element.name,
      ...(subtitle !== undefined && { subtitle }),
      ...(detail.length > 0 && { detail }),
      ...(inside.length > 0 && { children: inside }),
      ...(counts && { findings: counts }),
      ...(faint?.(element.id) === true && { tone: 'muted' as const }),
      ...(hot && { heat: hot.heat }),
    };
  };
  const roots = children.get(undefined) ?? [];
  return {
    title,
    ...(heat && { heatOf: heat.meaning }),
    nodes: roots.map(node),
    edges: flows.flatMap((flow) => {
      const ends =
        flow.source !== undefined && flow.target !== undefined && placed.has(flow.source) && placed.has(flow.target);
      return ends ? [edgeOf(project, flow, findings.get(flow.id))] : [];
    }),
  };
}

interface Heat {
  readonly meaning: string;
  readonly of: ReadonlyMap<Id, { readonly heat: number; readonly text: string }>;
}

/** The figure that an analysis contributes under the colour's name, for everything that is no group, from 0 to 1. */
function heatsOf(project: Project, elements: readonly Entity[], colour: string | undefined): Heat | undefined {
  const contributor = contributors.find(({ colouring }) => colouring?.name === colour);
  const colouring = contributor?.colouring;
  if (!contributor || !colouring) return undefined;
  const measured = elements
    .filter(({ kind }) => !isGroupKind(kind) && contributor.on.includes(kind))
    .flatMap((element) => {
      const figure = project.ask(`colour ${colouring.name} ${element.id}`, (facts) =>
        colouring.measure(facts, element),
      );
      return figure ? [{ id: element.id, ...figure }] : [];
    });
  const most = measured.reduce((highest, { amount }) => Math.max(highest, amount), 0);
  const share = (amount: number): number => (most > 0 ? amount / most : 0);
  return {
    meaning: colouring.meaning,
    of: new Map(measured.map(({ id, amount, text }) => [id, { heat: share(amount), text }])),
  };
}

/**
 * What is drawn inside what. A picture nests one way, while an element may stand in a system and, by `in`, in a
 * boundary elsewhere: a system whose members all stand in one boundary is drawn inside it; otherwise the boundary wins,
 * and a system left without members is not drawn.
 */
function nested(elements: readonly Entity[], flows: readonly Entity[]): Map<Id | undefined, Entity[]> {
  const byId = new Map(elements.map((element) => [element.id, element]));
  const members = groupBy(elements, ({ parent }) => parent);
  const boundaryOf = (element: Entity): Id | undefined => {
    const named = element.clauses['in'];
    return named !== undefined && byId.has(named) && !isInside(named, element) ? named : undefined;
  };
  const shared = (element: Entity): Id | undefined => {
    if (element.kind !== 'system') return undefined;
    const boundaries = new Set((members.get(element.id) ?? []).map(boundaryOf));
    const [only] = boundaries;
    return boundaries.size === 1 && only !== undefined && !isInside(only, element) ? only : undefined;
  };
  const containers = new Map<Id, Id | undefined>();
  for (const element of elements) {
    const parent = element.parent === undefined ? undefined : byId.get(element.parent);
    const own = boundaryOf(element);
    const drawnInParent = own === undefined || (parent !== undefined && shared(parent) === own);
    containers.set(element.id, drawnInParent ? (shared(element) ?? parent?.id) : own);
  }
  const connected = new Set(flows.flatMap(({ source, target }) => [source, target]));
  const holding = new Set(containers.values());
  const drawn = elements.filter(
    ({ id, kind }) => kind !== 'system' || holding.has(id) || connected.has(id) || !members.has(id),
  );
  return groupBy(drawn, ({ id }) => containers.get(id));
}

function groupBy<K, V>(values: readonly V[], key: (value: V) => K): Map<K, V[]> {
  const groups = new Map<K, V[]>();
  for (const value of values) {
    const group = groups.get(key(value));
    if (group) group.push(value);
    else groups.set(key(value), [value]);
  }
  return groups;
}

/** Whether a boundary stands inside an element, which then cannot be drawn inside it. */
const isInside = (boundary: Id, element: Entity): boolean =>
  boundary === element.id || qualifiedName(boundary).startsWith(`${element.qualified}.`);

/** The only system's title, where there is one. */
function titleOf(elements: readonly Entity[]): string {
  const systems = elements.filter(({ kind, parent }) => kind === 'system' && parent === undefined);
  const [only] = systems;
  return systems.length === 1 && only ? (only.title ?? only.name) : 'Topology';
}

const nodeKind = (kind: string): NodeKind => nodeKinds.find((known) => known === kind) ?? 'element';

function subtitleOf(model: ModelReader, element: Entity): string | undefined {
  if (element.kind === 'boundary')
    return ['trust boundary', written(element, 'kind')].filter((part) => part !== undefined).join(' · ');
  const technology = element.clauses['is'];
  return technology === undefined ? undefined : (model.entity(technology)?.title ?? qualifiedName(technology));
}

function detailOf(model: ModelReader, element: Entity): string[] {
  const lines: string[] = [];
  const primary = written(element, 'primary');
  const standbys = written(element, 'standbys');
  const voters = written(element, 'voters');
  const replicas = given(model, element, 'replicas')?.value;
  if (primary) lines.push(`primary ${placeText([primary])}`);
  if (standbys) lines.push(`standbys ${placeText(standbys)}`);
  if (voters) lines.push(`voters ${placeText(voters)}`);
  if (replicas) {
    const places = replicas.places ? ` · ${placeText(replicas.places)}` : '';
    lines.push(`${String(replicas.replicas)} ${replicas.replicas === 1 ? 'replica' : 'replicas'}${places}`);
  }
  return lines;
}

const placeText = (places: readonly Reference[]): string => places.map((place) => place.path).join(', ');

function edgeOf(project: Project, flow: Entity, counts: SeverityCounts | undefined): DiagramEdge {
  const worst = counts && severities.find((severity) => (counts[severity] ?? 0) > 0);
  const label = flow.title ?? flow.name;
  const protocol = written(flow, 'over');
  const trust = project.ask(`diagram ${flow.id}`, (facts) => facts.of(crossing, flow.id));
  return {
    id: flow.id,
    source: flow.source ?? '',
    target: flow.target ?? '',
    ...(label !== '' && { label }),
    ...(protocol !== undefined && { detail: protocol }),
    asynchronous: flow.asynchronous,
    soft: written(flow, 'dependency') === 'soft',
    crossing: trust.crosses,
    encrypted: trust.encrypted,
    ...(worst !== undefined && { severity: worst }),
  };
}

function countBySubject(project: Project): Map<Id, Partial<Record<Severity, number>>> {
  const counts = new Map<Id, Partial<Record<Severity, number>>>();
  for (const { subject, severity } of project.findings()) {
    if (subject === undefined) continue;
    const entry = counts.get(subject) ?? {};
    entry[severity] = (entry[severity] ?? 0) + 1;
    counts.set(subject, entry);
  }
  return counts;
}
