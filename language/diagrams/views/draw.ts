/** Elements and flows of the model as a graph to draw, in the manner that a view asks for. O(elements + flows). */
import type { Facts } from '../../analyses/facts.ts';
import { crossing } from '../../analyses/trust/trust.ts';
import type { Severity } from '../../model/finding.ts';
import { severities } from '../../model/finding.ts';
import { given, written } from '../../model/model.ts';
import type { Entity, ModelReader } from '../../model/model.ts';
import { qualifiedName } from '../../model/symbols.ts';
import type { Id } from '../../model/symbols.ts';
import type { Project } from '../../project/project.ts';
import type { Reference } from '../../vocabulary/pattern.ts';
import { nodeKinds } from '../graph.ts';
import type { DiagramEdge, DiagramGraph, DiagramNode, NodeKind, SeverityCounts } from '../graph.ts';
import { coloursOf, findingColours } from './colours.ts';
import type { Colours } from './colours.ts';
import { nested } from './elements.ts';

/** What is written on an edge besides what every picture draws. */
export type OnEdge = Partial<Pick<DiagramEdge, 'label' | 'detail'>>;

export interface Manner {
  /** Names this manner among the questions that are asked of the model: one for each picture. */
  readonly name: string;
  readonly title: string;
  readonly subtitle?: string | undefined;
  readonly faint?: (id: Id) => boolean;
  /** Something that an analysis can colour by, or colours worked out already. */
  readonly colour?: string | Colours | undefined;
  /** Lines below the title; where copies stand unless told otherwise. */
  readonly detail?: (facts: Facts, element: Entity) => readonly string[];
  /** What is written on a flow; its name and its protocol unless told otherwise. */
  readonly onEdge?: (facts: Facts, flow: Entity) => OnEdge;
  readonly moreEdges?: readonly DiagramEdge[];
  /** Boundaries say how far they are trusted. */
  readonly trust?: boolean;
}

export function graphOf(
  project: Project,
  elements: readonly Entity[],
  flows: readonly Entity[],
  manner: Manner,
): DiagramGraph {
  const { model } = project;
  const findings = countBySubject(project);
  const children = nested(model, elements, flows);
  const { colour, title, subtitle, faint, detail = placement, moreEdges = [] } = manner;
  const colours =
    typeof colour === 'object'
      ? colour
      : colour === 'findings'
        ? findingColours(elements, findings)
        : coloursOf(project, elements, colour);
  const placed = new Set<Id>();
  const node = (element: Entity): DiagramNode => {
    placed.add(element.id);
    const inside = (children.get(element.id) ?? []).filter((child) => !placed.has(child.id)).map(node);
    const counts = findings.get(element.id);
    const kind = subtitleOf(model, element, manner.trust === true);
    const lines = project.ask(`${manner.name} ${element.id}`, (facts) => detail(facts, element));
    return {
      id: element.id,
      kind: nodeKind(element.kind),
      title: element.title ?? element.name,
      ...(kind !== undefined && { subtitle: kind }),
      ...withColour(colours, element.id, lines),
      ...(inside.length > 0 && { children: inside }),
      ...(counts && { findings: counts }),
      ...(faint?.(element.id) === true && { tone: 'muted' as const }),
    };
  };
  const nodes = (children.get(undefined) ?? []).map(node);
  return {
    title,
    ...(subtitle !== undefined && { subtitle }),
    ...(colours && colours.heat.size > 0 && { heatOf: colours.meaning }),
    ...(colours &&
      colours.classes.names.length > 0 && {
        classes: { of: colours.meaning, names: colours.classes.names },
      }),
    nodes,
    edges: [
      ...flows.flatMap((flow) => {
        const ends =
          flow.source !== undefined && flow.target !== undefined && placed.has(flow.source) && placed.has(flow.target);
        return ends ? [edgeOf(project, flow, findings.get(flow.id), manner, colours)] : [];
      }),
      ...moreEdges.filter(({ source, target }) => placed.has(source) && placed.has(target)),
    ],
  };
}

function withColour(
  colours: Colours | undefined,
  id: Id,
  lines: readonly string[],
): Pick<DiagramNode, 'detail' | 'heat' | 'class'> {
  const hot = colours?.heat.get(id);
  const classed = colours?.classes.of.get(id);
  // Colour never stands alone: the figure or the name is written too.
  const name = classed === undefined ? undefined : colours?.classes.names[classed];
  const told = [hot?.text, name].filter(
    (text) => text !== undefined && text !== '' && !lines.some((line) => line.includes(text)),
  );
  const detail = [...lines, ...(told as string[])];
  return {
    ...(detail.length > 0 && { detail }),
    ...(hot && { heat: hot.heat }),
    ...(classed !== undefined && { class: classed }),
  };
}

export const nodeKind = (kind: string): NodeKind => nodeKinds.find((known) => known === kind) ?? 'element';

export function technologyTitle(model: ModelReader, element: Entity): string | undefined {
  const technology = element.clauses['is'];
  return technology === undefined ? undefined : (model.entity(technology)?.title ?? qualifiedName(technology));
}

function subtitleOf(model: ModelReader, element: Entity, withTrust: boolean): string | undefined {
  if (element.kind !== 'boundary') return technologyTitle(model, element);
  const trust = withTrust ? written(element, 'trust') : undefined;
  const parts = ['trust boundary', written(element, 'kind'), trust && `${trust === 'none' ? 'no' : trust} trust`];
  return parts.filter((part) => part !== undefined).join(' · ');
}

function placement(facts: Facts, element: Entity): string[] {
  const lines: string[] = [];
  const primary = written(element, 'primary');
  const standbys = written(element, 'standbys');
  const voters = written(element, 'voters');
  const replicas = given(facts, element, 'replicas')?.value;
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

function nameAndProtocol(_facts: Facts, flow: Entity): OnEdge {
  const protocol = written(flow, 'over');
  return { label: flow.title ?? flow.name, ...(protocol !== undefined && { detail: protocol }) };
}

function edgeOf(
  project: Project,
  flow: Entity,
  counts: SeverityCounts | undefined,
  { name, onEdge = nameAndProtocol }: Manner,
  colours: Colours | undefined,
): DiagramEdge {
  const worst = counts && severities.find((severity) => (counts[severity] ?? 0) > 0);
  const trust = project.ask(`diagram ${flow.id}`, (facts) => facts.of(crossing, flow.id));
  const { label = '', detail = '' } = project.ask(`${name} ${flow.id}`, (facts) => onEdge(facts, flow));
  const classed = colours?.classes.of.get(flow.id);
  return {
    id: flow.id,
    source: flow.source ?? '',
    target: flow.target ?? '',
    ...(label !== '' && { label }),
    ...(detail !== '' && { detail }),
    asynchronous: flow.asynchronous,
    soft: written(flow, 'dependency') === 'soft',
    crossing: trust.crosses,
    encrypted: trust.encrypted,
    ...(worst !== undefined && { severity: worst }),
    ...(classed !== undefined && { class: classed }),
  };
}

export function countBySubject(project: Project): Map<Id, Partial<Record<Severity, number>>> {
  const counts = new Map<Id, Partial<Record<Severity, number>>>();
  for (const { subject, severity } of project.findings()) {
    if (subject === undefined) continue;
    const entry = counts.get(subject) ?? {};
    entry[severity] = (entry[severity] ?? 0) + 1;
    counts.set(subject, entry);
  }
  return counts;
}
