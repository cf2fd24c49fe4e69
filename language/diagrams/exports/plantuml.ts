/**
 * PlantUML with the C4 macros of its standard library.
 * Source: PlantUML Language Reference Guide (Creole, Unicode); plantuml-stdlib/C4-PlantUML, README.
 */
import { titleOf } from '../content.ts';
import { isGroup, type DiagramEdge, type DiagramNode } from '../graph.ts';
import { looks } from '../shapes.ts';
import type { PictureFormat } from './format.ts';
import { edgeLines, linesOf, named, type Named } from './tree.ts';

export const plantuml: PictureFormat = {
  extension: '.puml',
  write({ graph }) {
    const names = named(graph);
    const lines = [
      '@startuml',
      '!include <C4/C4_Container>',
      `title ${escaped(graph.title)}`,
      graph.direction === 'right' ? 'LAYOUT_LEFT_RIGHT()' : 'LAYOUT_TOP_DOWN()',
      ...names.nodes.flatMap((node) => drawNode(node, names, '')),
      ...names.edges.map((edge) => drawEdge(edge, names)),
      '@enduml',
    ];
    return `${lines.join('\n')}\n`;
  },
};

/** Letters, digits and plain signs stay; anything that could be Creole, a macro or a quote becomes its code point. */
const escaped = (text: string): string =>
  text.replace(
    /[^\p{L}\p{M}\p{N} .,:()·%+]|-(?=-)/gu,
    (sign) => `<U+${(sign.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}>`,
  );

const quoted = (text: string): string => `"${escaped(text)}"`;

function macroOf(node: DiagramNode): string {
  const { shape, family } = looks[node.kind];
  if (node.kind === 'actor') return 'Person';
  const suffix = shape === 'cylinder' ? 'Db' : shape === 'pipe' ? 'Queue' : '';
  return family === 'outside' ? `System_Ext` : `Container${suffix}`;
}

function drawNode(node: DiagramNode, names: Named, indent: string): string[] {
  const id = names.name(node.id);
  if (isGroup(node)) {
    const macro = node.kind === 'system' ? 'System_Boundary' : 'Boundary';
    const type = macro === 'Boundary' ? `, ${quoted(node.subtitle ?? looks[node.kind].name)}` : '';
    const inside = (node.children ?? []).flatMap((child) => drawNode(child, names, `${indent}  `));
    return [`${indent}${macro}(${id}, ${quoted(titleOf(node))}${type}) {`, ...inside, `${indent}}`];
  }
  const macro = macroOf(node);
  const [, ...rest] = linesOf(node);
  const about = rest.filter((line) => line !== node.subtitle).join(', ');
  // People and outside systems have no technology in C4.
  const technology = macro.startsWith('Container') ? [quoted(node.subtitle ?? looks[node.kind].name)] : [];
  return [`${indent}${macro}(${[id, quoted(titleOf(node)), ...technology, quoted(about)].join(', ')})`];
}

function drawEdge(edge: DiagramEdge, { name }: Named): string {
  const [label = ' ', ...rest] = edgeLines(edge);
  const macro = edge.network ? 'BiRel' : 'Rel';
  const technology = [...rest, ...(edge.asynchronous ? ['asynchronous'] : [])].join(', ');
  return `${macro}(${[name(edge.source), name(edge.target), quoted(label), quoted(technology)].join(', ')})`;
}
