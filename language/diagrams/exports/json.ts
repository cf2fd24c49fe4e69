/** The laid-out picture as an ELK graph in JSON, for anything that draws ELK graphs. Source: Eclipse Layout Kernel, JSON format. */
import type { ElkEdgeSection, ElkExtendedEdge, ElkNode } from 'elkjs/lib/elk-api.js';
import { byId } from '../graph.ts';
import { round } from '../geometry.ts';
import type { LaidEdge, LaidNode } from '../layout.ts';
import type { PictureFormat } from './format.ts';
import { edgeLines, linesOf } from './tree.ts';

export const json: PictureFormat = {
  extension: '.json',
  async write({ graph, laidOut }) {
    const { nodes, edges, width, height } = await laidOut();
    const all = new Map(nodes.map((node) => [node.node.id, node]));
    const roots = graph.nodes.flatMap(({ id }) => all.get(id) ?? []);
    const root: ElkNode = {
      id: 'root',
      labels: [{ text: graph.title }],
      x: 0,
      y: 0,
      width,
      height,
      children: (roots.length > 0 ? roots : nodes.filter(({ depth }) => depth === 0))
        .sort((a, b) => byId(a.node, b.node))
        .map((node) => elkNode(node, all, { x: 0, y: 0 })),
      edges: edges.map(elkEdge),
    };
    return `${JSON.stringify(root, null, 2)}\n`;
  },
};

/** ELK's coordinates count from the node's parent. */
function elkNode(
  { node, box }: LaidNode,
  all: ReadonlyMap<string, LaidNode>,
  from: { readonly x: number; readonly y: number },
): ElkNode {
  const children = [...(node.children ?? [])].sort(byId).flatMap(({ id }) => all.get(id) ?? []);
  return {
    id: node.id,
    labels: linesOf(node).map((text) => ({ text })),
    x: round(box.x - from.x),
    y: round(box.y - from.y),
    width: box.width,
    height: box.height,
    ...(children.length > 0 && { children: children.map((child) => elkNode(child, all, box)) }),
  };
}

/** Edges belong to the root, so that theirs count from the picture's corner. */
function elkEdge({ edge, points, label }: LaidEdge): ElkExtendedEdge {
  const [startPoint, ...rest] = points;
  const endPoint = rest.pop();
  const sections: ElkEdgeSection[] =
    startPoint && endPoint ? [{ id: `${edge.id} route`, startPoint, bendPoints: rest, endPoint }] : [];
  return {
    id: edge.id,
    sources: [edge.source],
    targets: [edge.target],
    sections,
    labels: label ? [{ text: edgeLines(edge).join('\n'), ...label.box }] : [],
  };
}
