/** D2. Source of the grammar: the D2 language's documentation; texts stand in double quotes with `\`, `"` and `$` escaped. */
import { isGroup, type DiagramEdge, type DiagramNode } from '../graph.ts';
import { looks, type Shape } from '../shapes.ts';
import { clean } from '../text.ts';
import type { PictureFormat } from './format.ts';
import { edgeLines, linesOf, named, type Named } from './tree.ts';

export const d2: PictureFormat = {
  extension: '.d2',
  write({ graph }) {
    const names = named(graph);
    const paths = new Map<string, string>();
    const lines = [
      `# ${clean(graph.title)}`,
      `direction: ${graph.direction ?? 'down'}`,
      ...names.nodes.flatMap((node) => drawNode(node, names, '', '', paths)),
      ...names.edges.flatMap((edge) => drawEdge(edge, paths)),
    ];
    return `${lines.join('\n')}\n`;
  },
};

const quoted = (lines: readonly string[]): string =>
  `"${lines.map((line) => line.replace(/[\\"$]/g, '\\$&')).join('\\n')}"`;

const shapes: Readonly<Partial<Record<Shape, string>>> = {
  cylinder: 'cylinder',
  pipe: 'queue',
  hexagon: 'hexagon',
  person: 'person',
};

function drawNode(
  node: DiagramNode,
  names: Named,
  indent: string,
  outer: string,
  paths: Map<string, string>,
): string[] {
  const id = names.name(node.id);
  const path = `${outer}${id}`;
  paths.set(node.id, path);
  const inner = `${indent}  `;
  const shape = isGroup(node) ? undefined : shapes[looks[node.kind].shape];
  const body = [
    ...(shape === undefined ? [] : [`${inner}shape: ${shape}`]),
    ...(looks[node.kind].dashed ? [`${inner}style.stroke-dash: 4`] : []),
    ...(node.children ?? []).flatMap((child) => drawNode(child, names, inner, `${path}.`, paths)),
  ];
  const head = `${indent}${id}: ${quoted(linesOf(node))}`;
  return body.length > 0 ? [`${head} {`, ...body, `${indent}}`] : [head];
}

function drawEdge(edge: DiagramEdge, paths: ReadonlyMap<string, string>): string[] {
  const lines = edgeLines(edge);
  const label = lines.length > 0 ? `: ${quoted(lines)}` : '';
  const head = `${paths.get(edge.source) ?? ''} ${edge.network ? '--' : '->'} ${paths.get(edge.target) ?? ''}`;
  const dash = edge.network ? 2 : edge.asynchronous ? 5 : 0;
  return [`${head}${label}${dash > 0 ? `${label === '' ? ':' : ''} { style.stroke-dash: ${String(dash)} }` : ''}`];
}
