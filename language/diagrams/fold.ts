/** Bounded work: a graph too big to lay out or to read is drawn with its deepest groups as single nodes. */
import { severities, type Severity } from '../model/finding.ts';
import {
  byId,
  isGroup,
  walk,
  type DiagramEdge,
  type DiagramGraph,
  type DiagramNode,
  type SeverityCounts,
} from './graph.ts';
import { looks } from './shapes.ts';

export interface Limits {
  readonly nodes: number;
  readonly edges: number;
}

export const defaultLimits: Limits = { nodes: 400, edges: 1000 };

export interface Folded {
  readonly graph: DiagramGraph;
  /** What was folded, in words; absent where nothing was. */
  readonly notice?: string;
}

/** A node as the folding sees it. */
interface Entry {
  readonly node: DiagramNode;
  readonly depth: number;
  readonly parent: Entry | undefined;
  readonly children: Entry[];
}

function entries(graph: DiagramGraph): Map<string, Entry> {
  const all = new Map<string, Entry>();
  const visit = (node: DiagramNode, parent: Entry | undefined): Entry => {
    const entry: Entry = { node, depth: parent ? parent.depth + 1 : 0, parent, children: [] };
    all.set(node.id, entry);
    for (const child of [...(node.children ?? [])].sort(byId)) entry.children.push(visit(child, entry));
    return entry;
  };
  for (const node of [...graph.nodes].sort(byId)) visit(node, undefined);
  return all;
}

function sumFindings(nodes: Iterable<DiagramNode>): SeverityCounts | undefined {
  const sum: Partial<Record<Severity, number>> = {};
  for (const { findings } of nodes) {
    for (const severity of severities) {
      const count = findings?.[severity] ?? 0;
      if (count > 0) sum[severity] = (sum[severity] ?? 0) + count;
    }
  }
  return Object.keys(sum).length > 0 ? sum : undefined;
}

const counted = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`;

/** A group without its children: it says how many it holds and carries their findings. */
function folded(node: DiagramNode): DiagramNode {
  const inside = [...walk([node])];
  const findings = sumFindings(inside);
  const { id, kind, title, subtitle, tone, heat, subject, place } = node;
  return {
    id,
    kind,
    title,
    ...(subtitle !== undefined && { subtitle }),
    ...(subject !== undefined && { subject }),
    ...(place !== undefined && { place }),
    ...(tone && { tone }),
    ...(heat !== undefined && { heat }),
    detail: [`${counted(inside.length - 1, 'element')} inside`],
    ...(findings && { findings }),
  };
}

const worst = (edges: readonly DiagramEdge[]): Severity | undefined =>
  severities.find((severity) => edges.some((edge) => edge.severity === severity));

/** One edge for several between the same two nodes: as bad as the worst, as soft as all of them, unknown before encrypted. */
function mergeEdges(edges: readonly DiagramEdge[]): DiagramEdge {
  const [first] = edges;
  if (!first || edges.length === 1) return first as DiagramEdge;
  const crossing = edges.filter((edge) => edge.crossing === true);
  const plain = crossing.some((edge) => edge.encrypted === false);
  const unsaid = crossing.some((edge) => edge.encrypted === undefined);
  const severity = worst(edges);
  return {
    id: first.id,
    source: first.source,
    target: first.target,
    label: counted(edges.length, 'flow'),
    asynchronous: first.asynchronous,
    soft: edges.every((edge) => edge.soft),
    ...(crossing.length > 0 && { crossing: true, encrypted: plain ? false : unsaid ? undefined : true }),
    ...(severity && { severity }),
  };
}

/**
 * The edges between what is still visible. Those that lost an end are merged where they now run side by side; those inside a folded
 * node are gone. With `all`, every bundle of parallel edges becomes one.
 */
function visibleEdges(
  edges: readonly DiagramEdge[],
  shown: (id: string) => string,
  all: boolean,
): { readonly edges: DiagramEdge[]; readonly merged: boolean } {
  const kept: DiagramEdge[] = [];
  const bundles = new Map<string, DiagramEdge[]>();
  for (const edge of edges) {
    const [source, target] = [shown(edge.source), shown(edge.target)];
    const moved = source !== edge.source || target !== edge.target;
    if (moved && source === target) continue;
    if (!moved && !all) {
      kept.push(edge);
      continue;
    }
    const key = JSON.stringify([source, target, edge.asynchronous]);
    const bundle = bundles.get(key);
    const next = { ...edge, source, target };
    if (bundle) bundle.push(next);
    else bundles.set(key, [next]);
  }
  const merged = [...bundles.values()].map(mergeEdges);
  return { edges: [...kept, ...merged].sort(byId), merged: merged.length + kept.length < edges.length };
}

/** Folds nothing below the limits; beyond, groups from the deepest up, then bundles of edges, then siblings of one kind. */
export function foldGraph(graph: DiagramGraph, limits: Limits = defaultLimits): Folded {
  const all = entries(graph);
  let nodeCount = all.size;
  const asked = (graph.folded ?? []).filter((id) => (all.get(id)?.children.length ?? 0) > 0);
  if (asked.length === 0 && nodeCount <= limits.nodes && graph.edges.length <= limits.edges) return { graph };

  const sources = [...graph.edges].sort(byId);
  const closed = new Set<string>(asked);
  const shown = (id: string): string => {
    let at = id;
    for (let entry = all.get(id); entry; entry = entry.parent) if (closed.has(entry.node.id)) at = entry.node.id;
    return at;
  };

  const hidden = ({ node }: Entry): boolean => shown(node.id) !== node.id;
  if (asked.length > 0) nodeCount -= [...all.values()].filter(hidden).length;

  const groups = [...all.values()]
    .filter((entry) => entry.children.length > 0)
    .sort((a, b) => b.depth - a.depth || b.children.length - a.children.length || byId(a.node, b.node));
  const edgesFit = (): boolean => visibleEdges(sources, shown, false).edges.length <= limits.edges;
  for (const group of groups) {
    if (nodeCount <= limits.nodes && edgesFit()) break;
    if (closed.has(group.node.id) || hidden(group)) continue;
    closed.add(group.node.id);
    nodeCount -= group.children.length;
  }

  let bundled = visibleEdges(sources, shown, false);
  const tooMany = bundled.edges.length > limits.edges;
  if (tooMany) bundled = visibleEdges(sources, shown, true);
  const open = (node: DiagramNode): DiagramNode => {
    if (closed.has(node.id)) return folded(node);
    return isGroup(node) ? { ...node, children: (node.children ?? []).map(open) } : node;
  };
  const grouped: DiagramGraph = { ...graph, nodes: graph.nodes.map(open), edges: bundled.edges };
  const unasked = closed.size - asked.length;
  const fits = nodeCount <= limits.nodes && bundled.edges.length <= limits.edges;
  if (fits && unasked === 0 && !tooMany) return { graph: grouped };
  const said = unasked > 0 ? `${counted(unasked, 'group')} folded` : 'parallel flows bundled';
  const notice = `Large model: ${said} to keep the picture readable`;
  if (fits) return { graph: grouped, notice };
  return { graph: foldKinds(grouped), notice: `${notice}; elements of one kind drawn as one` };
}

/** What is left when no group is: each kind among the nodes of the top becomes one node. */
function foldKinds(graph: DiagramGraph): DiagramGraph {
  const kinds = new Map<string, DiagramNode[]>();
  for (const node of [...graph.nodes].sort(byId)) {
    const same = kinds.get(node.kind);
    if (same) same.push(node);
    else kinds.set(node.kind, [node]);
  }
  const place = new Map<string, string>();
  const nodes = [...kinds.values()].flatMap((same): DiagramNode[] => {
    const [first] = same;
    if (!first || same.length === 1) return same;
    const findings = sumFindings(same);
    for (const { id } of same) place.set(id, `*${first.kind}`);
    return [
      {
        id: `*${first.kind}`,
        kind: first.kind,
        title: `${same.length} × ${looks[first.kind].name}`,
        ...(findings && { findings }),
      },
    ];
  });
  return { ...graph, nodes, edges: visibleEdges(graph.edges, (id) => place.get(id) ?? id, true).edges };
}
