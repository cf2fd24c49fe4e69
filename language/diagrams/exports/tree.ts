/** A graph as formats that lay out by themselves write it: sorted, with plain identifiers, and its words in lines. O(n log n). */
import { crossingOf, severityName, titleOf } from '../content.ts';
import { byId, isGroup, walk, type DiagramEdge, type DiagramGraph, type DiagramNode } from '../graph.ts';
import { severities } from '../../model/finding.ts';
import { clean } from '../text.ts';

export interface Named {
  readonly nodes: readonly DiagramNode[];
  readonly edges: readonly DiagramEdge[];
  /** A node's identifier, of letters and digits only: `n1`, `n2` in the order of ids. */
  readonly name: (id: string) => string;
  readonly node: (id: string) => DiagramNode | undefined;
  /** Whether one of two nodes stands inside the other. */
  readonly related: (a: string, b: string) => boolean;
}

export function named(graph: DiagramGraph): Named {
  const sorted = (nodes: readonly DiagramNode[]): DiagramNode[] =>
    [...nodes].sort(byId).map((node) => (node.children ? { ...node, children: sorted(node.children) } : node));
  const nodes = sorted(graph.nodes);
  const all = new Map([...walk(nodes)].map((node) => [node.id, node]));
  const names = new Map([...all.keys()].sort().map((id, index) => [id, `n${String(index + 1)}`]));
  const parents = new Map(
    [...all.values()].flatMap(({ id, children = [] }) => children.map((child) => [child.id, id])),
  );
  const inside = (id: string | undefined, outer: string): boolean => {
    for (let at = id; at !== undefined; at = parents.get(at)) if (at === outer) return true;
    return false;
  };
  return {
    nodes,
    edges: [...graph.edges].sort(byId),
    name: (id) => names.get(id) ?? 'n0',
    node: (id) => all.get(id),
    related: (a, b) => inside(a, b) || inside(b, a),
  };
}

/** The first node inside that is no group: where formats need a place for an edge's end. */
export const leafOf = (node: DiagramNode): DiagramNode => {
  const [first] = node.children ?? [];
  return isGroup(node) && first ? leafOf(first) : node;
};

/** Title, technology, details and findings: a line each, cleaned of what no format can carry. */
export function linesOf(node: DiagramNode): string[] {
  const findings = severities.flatMap((severity) => {
    const count = node.findings?.[severity] ?? 0;
    return count > 0 ? [`${String(count)} ${severityName(severity)}${count === 1 ? '' : 's'}`] : [];
  });
  const details = isGroup(node) ? [] : (node.detail ?? []);
  return [titleOf(node), node.subtitle ?? '', ...details, findings.join(', ')].map(clean).filter((line) => line !== '');
}

const crossings = { encrypted: 'encrypted', plaintext: 'not encrypted', unknown: 'encryption not stated' } as const;

/** Name, details, and in words what other formats have no line for. */
export function edgeLines(edge: DiagramEdge): string[] {
  const crossing = crossingOf(edge);
  return [
    edge.label ?? '',
    edge.detail ?? '',
    edge.soft ? 'soft' : '',
    crossing ? `crosses a trust boundary, ${crossings[crossing]}` : '',
  ]
    .map(clean)
    .filter((line) => line !== '');
}
