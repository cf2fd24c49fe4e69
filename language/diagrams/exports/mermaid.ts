/** Mermaid flowcharts. Grammar: the project's `flow.jison`; every sign that could be syntax is written as an entity code. */
import { isGroup, type DiagramEdge, type DiagramNode, type NodeKind } from '../graph.ts';
import { looks, type Shape } from '../shapes.ts';
import { clean } from '../text.ts';
import type { PictureFormat } from './format.ts';
import { edgeLines, linesOf, named, type Named } from './tree.ts';

export const mermaid: PictureFormat = {
  extension: '.mmd',
  write({ graph }) {
    const names = named(graph);
    const lines = [
      '---',
      `title: ${JSON.stringify(clean(graph.title))}`,
      '---',
      `flowchart ${graph.direction === 'right' ? 'LR' : 'TB'}`,
      ...names.nodes.flatMap((node) => drawNode(node, names, '  ')),
      ...names.edges.map((edge) => `  ${drawEdge(edge, names)}`),
    ];
    return `${lines.join('\n')}\n`;
  },
};

const quoted = (lines: readonly string[]): string => `"${lines.map(escaped).join('<br/>')}"`;

/** Letters, digits and plain signs stay; anything else becomes its code. */
const escaped = (text: string): string =>
  text.replace(/[^\p{L}\p{M}\p{N} .,:()/_·%+-]/gu, (sign) => `#${String(sign.codePointAt(0))};`);

const brackets: Readonly<Partial<Record<Shape, readonly [string, string]>>> = {
  cylinder: ['[(', ')]'],
  pipe: ['[[', ']]'],
  hexagon: ['{{', '}}'],
  person: ['([', '])'],
};

const around = (kind: NodeKind): readonly [string, string] => brackets[looks[kind].shape] ?? ['[', ']'];

function drawNode(node: DiagramNode, names: Named, indent: string): string[] {
  const id = names.name(node.id);
  const text = quoted(linesOf(node));
  if (isGroup(node)) {
    const inside = (node.children ?? []).flatMap((child) => drawNode(child, names, `${indent}  `));
    return [`${indent}subgraph ${id} [${text}]`, ...inside, `${indent}end`];
  }
  const [open, close] = around(node.kind);
  return [`${indent}${id}${open}${text}${close}`];
}

function drawEdge(edge: DiagramEdge, { name }: Named): string {
  const arrow = edge.network ? '---' : edge.asynchronous ? '-.->' : '-->';
  const lines = edgeLines(edge);
  return `${name(edge.source)} ${arrow}${lines.length > 0 ? `|${quoted(lines)}|` : ''} ${name(edge.target)}`;
}
