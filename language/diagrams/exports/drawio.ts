/** draw.io (diagrams.net): the picture as it is laid out, in cells that can be moved. Source: mxGraph, mxfile format. */
import { byId } from '../graph.ts';
import { round } from '../geometry.ts';
import type { LaidEdge, LaidNode } from '../layout.ts';
import { element, escape } from '../markup.ts';
import { looks, type Shape } from '../shapes.ts';
import type { PictureFormat } from './format.ts';
import { edgeLines, linesOf } from './tree.ts';

export const drawio: PictureFormat = {
  extension: '.drawio',
  async write({ graph, laidOut }) {
    const { nodes, edges } = await laidOut();
    const ids = new Map(
      [...nodes].sort((a, b) => byId(a.node, b.node)).map(({ node }, i) => [node.id, `n${String(i + 1)}`]),
    );
    const parents = new Map(
      nodes.flatMap((outer) => (outer.node.children ?? []).map((child) => [child.id, outer] as const)),
    );
    const cells = [
      element('mxCell', { id: '0' }),
      element('mxCell', { id: '1', parent: '0' }),
      ...nodes.map((node) => nodeCell(node, ids, parents.get(node.node.id))),
      ...edges.map((edge, index) => edgeCell(edge, `e${String(index + 1)}`, ids)),
    ];
    const model = element('mxGraphModel', { grid: 0 }, element('root', {}, '\n', cells.join('\n'), '\n'));
    return `${element('mxfile', { host: 'faultline' }, element('diagram', { name: graph.title }, model))}\n`;
  },
};

/** Cells hold HTML, so that the text is escaped for that first; the attribute's escaping comes on top. */
const html = (lines: readonly string[]): string => lines.map(escape).join('<br>');

const shapes: Readonly<Record<Shape, string>> = {
  box: 'rounded=1',
  plain: 'rounded=0',
  person: 'shape=umlActor;verticalLabelPosition=bottom;verticalAlign=top',
  cylinder: 'shape=cylinder3;boundedLbl=1;size=8',
  pipe: 'shape=cylinder3;direction=south;boundedLbl=1;size=8',
  hexagon: 'shape=hexagon;size=0.1',
  container: 'rounded=1;arcSize=2;container=1;collapsible=0;verticalAlign=top;align=left;spacingLeft=10',
  frame: 'rounded=1;arcSize=2;container=1;collapsible=0;verticalAlign=top;align=left;spacingLeft=10;dashed=1',
};

function nodeCell(
  { node, box, group }: LaidNode,
  ids: ReadonlyMap<string, string>,
  parent: LaidNode | undefined,
): string {
  const look = looks[node.kind];
  const shape: Shape = group ? (look.dashed ? 'frame' : 'container') : look.shape;
  const style = `${shapes[shape]};html=1;whiteSpace=wrap;${group ? 'fillColor=none;' : look.dashed ? 'dashed=1;' : ''}`;
  const from = parent?.box ?? { x: 0, y: 0 };
  const geometry = { x: round(box.x - from.x), y: round(box.y - from.y), width: box.width, height: box.height };
  return element(
    'mxCell',
    {
      id: ids.get(node.id),
      value: html(linesOf(node)),
      style,
      vertex: 1,
      parent: parent ? ids.get(parent.node.id) : '1',
    },
    element('mxGeometry', { ...geometry, as: 'geometry' }),
  );
}

function edgeCell({ edge, points }: LaidEdge, id: string, ids: ReadonlyMap<string, string>): string {
  const between = points.slice(1, -1).map(({ x, y }) => element('mxPoint', { x, y }));
  const style = [
    'edgeStyle=orthogonalEdgeStyle;rounded=1;html=1',
    ...(edge.asynchronous ? ['dashed=1', 'endArrow=open'] : []),
    ...(edge.network ? ['dashed=1', 'endArrow=none'] : []),
    ...(edge.soft ? ['startArrow=oval', 'startFill=0'] : []),
  ];
  return element(
    'mxCell',
    {
      id,
      value: html(edgeLines(edge)),
      style: `${style.join(';')};`,
      edge: 1,
      parent: '1',
      source: ids.get(edge.source),
      target: ids.get(edge.target),
    },
    element(
      'mxGeometry',
      { relative: 1, as: 'geometry' },
      between.length > 0 ? element('Array', { as: 'points' }, ...between) : '',
    ),
  );
}
