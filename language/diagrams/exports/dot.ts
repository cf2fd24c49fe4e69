/** Graphviz DOT. Source of the grammar: Graphviz, The DOT Language. */
import { isGroup, type DiagramEdge, type DiagramNode } from '../graph.ts';
import { looks, type Shape } from '../shapes.ts';
import { clean } from '../text.ts';
import type { PictureFormat } from './format.ts';
import { edgeLines, leafOf, linesOf, named, type Named } from './tree.ts';

export const dot: PictureFormat = {
  extension: '.dot',
  write({ graph }) {
    const names = named(graph);
    const lines = [
      `digraph ${quoted([clean(graph.title)])} {`,
      `  graph [compound=true, rankdir=${graph.direction === 'right' ? 'LR' : 'TB'}, fontname="Helvetica"]`,
      '  node [shape=box, fontname="Helvetica"]',
      '  edge [fontname="Helvetica", fontsize=11]',
      ...names.nodes.flatMap((node) => drawNode(node, names, '  ')),
      ...names.edges.map((edge) => `  ${drawEdge(edge, names)}`),
      '}',
    ];
    return `${lines.join('\n')}\n`;
  },
};

const quoted = (lines: readonly string[]): string =>
  `"${lines.map((line) => line.replace(/[\\"]/g, '\\$&')).join('\\n')}"`;

const shapes: Readonly<Partial<Record<Shape, string>>> = {
  cylinder: 'cylinder',
  pipe: 'cds',
  hexagon: 'hexagon',
  person: 'oval',
};

function drawNode(node: DiagramNode, names: Named, indent: string): string[] {
  const label = `label=${quoted(linesOf(node))}`;
  const id = names.name(node.id);
  if (!isGroup(node)) return [`${indent}${id} [${label}, shape=${shapes[looks[node.kind].shape] ?? 'box'}]`];
  return [
    `${indent}subgraph cluster_${id} {`,
    `${indent}  graph [${label}, style=${looks[node.kind].dashed ? 'dashed' : 'rounded'}]`,
    ...(node.children ?? []).flatMap((child) => drawNode(child, names, `${indent}  `)),
    `${indent}}`,
  ];
}

/** An edge cannot end at a cluster: it ends at a node inside and is cut at the cluster's border. */
function drawEdge(edge: DiagramEdge, names: Named): string {
  const end = (id: string): { readonly leaf: string; readonly cluster: string | undefined } => {
    const node = names.node(id);
    const group = node !== undefined && isGroup(node);
    return { leaf: names.name(node ? leafOf(node).id : id), cluster: group ? `cluster_${names.name(id)}` : undefined };
  };
  const [from, to] = [end(edge.source), end(edge.target)];
  // One end around the other has no border between them to be cut at.
  const cut = !names.related(edge.source, edge.target);
  const lines = edgeLines(edge);
  const attributes = [
    ...(lines.length > 0 ? [`label=${quoted(lines)}`] : []),
    ...(edge.network ? ['dir=none', 'style=dotted'] : edge.asynchronous ? ['style=dashed'] : []),
    ...(edge.soft ? ['dir=both', 'arrowtail=odot'] : []),
    ...(cut && from.cluster !== undefined ? [`ltail=${from.cluster}`] : []),
    ...(cut && to.cluster !== undefined ? [`lhead=${to.cluster}`] : []),
  ];
  return `${from.leaf} -> ${to.leaf}${attributes.length > 0 ? ` [${attributes.join(', ')}]` : ''}`;
}
