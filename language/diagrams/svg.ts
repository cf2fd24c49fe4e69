/** A laid-out picture as one self-contained SVG text: no script, no style attribute, no reference to anything outside. */
import { crossingOf, severityName, titleOf } from './content.ts';
import { round, type Box, type Point, type Side } from './geometry.ts';
import { severities } from '../model/finding.ts';
import type { LaidEdge, LaidNode, LaidOut, PlacedBadge, PlacedLine } from './layout.ts';
import { faces } from './faces.ts';
import type { FaceName } from './faces.ts';
import { heatStep } from './graph.ts';
import type { DiagramNode } from './graph.ts';
import { legend } from './legend.ts';
import { classes, element, escape, textElement } from './markup.ts';
import type { Attributes } from './markup.ts';
import { badge, glyph, kindClasses, line, lineClasses, mark, shape } from './parts.ts';
import { looks, outlineGap } from './shapes.ts';
import { measure, wrap } from './text.ts';
import { styleSheet, themeClass, type Theme } from './theme.ts';

export interface SvgOptions {
  /** `auto` unless told otherwise. */
  readonly theme?: Theme;
  /** For a host with a strict content security policy: put on the one `<style>` element. */
  readonly nonce?: string;
  /** Title and subtitle above the picture; drawn unless `false`. The title is always there for assistive technology. */
  readonly heading?: boolean;
  /** Drawn below the picture unless `false`. */
  readonly legend?: boolean;
}

const edgeOfPicture = 28;
/** A small picture still has room for its title and legend. */
const minimumWidth = 460;

function drawLines(lines: readonly PlacedLine[]): string {
  return lines.map(({ x, y, role, text, centred }) => textElement(x, y, role, text, centred)).join('');
}

function drawBadges(badges: readonly PlacedBadge[]): string {
  return badges.map((placed) => badge(placed.badge, placed)).join('');
}

function findingWords(counts: LaidNode['node']['findings']): string[] {
  return severities.flatMap((severity) => {
    const count = counts?.[severity] ?? 0;
    return count > 0 ? [`${count} ${severityName(severity)}${count === 1 ? '' : 's'}`] : [];
  });
}

function nodeWords({ node }: LaidNode): string {
  return [
    `${looks[node.kind].name}: ${titleOf(node)}`,
    ...(node.subtitle === undefined ? [] : [node.subtitle]),
    ...(node.detail ?? []),
    ...findingWords(node.findings),
  ].join(', ');
}

const heatClass = ({ heat }: DiagramNode): string | undefined =>
  heat === undefined ? undefined : `fl-heat-${heatStep(heat)}`;

function nodeClasses({ node, group }: LaidNode): string {
  return classes(
    group ? 'fl-container' : 'fl-node',
    kindClasses(node.kind),
    node.tone && `fl-${node.tone}`,
    heatClass(node),
    node.class !== undefined && `fl-class-${node.class}`,
  );
}

/** What a host knows a node by: the element that it shows, and the place that it stands in. */
const dataOf = ({ id, subject = id, place }: DiagramNode): Attributes => ({ 'data-id': subject, 'data-place': place });

function drawWriting({ node, group, glyph: at, lines, badges }: LaidNode): string {
  return (at ? glyph(node.kind, at, group ? 0.875 : 1) : '') + drawLines(lines) + drawBadges(badges);
}

function drawNode(laid: LaidNode): string {
  return element(
    'g',
    {
      class: nodeClasses(laid),
      ...dataOf(laid.node),
      role: laid.group ? 'graphics-object' : 'graphics-symbol',
      tabindex: 0,
    },
    element('title', {}, escape(nodeWords(laid))),
    shape(laid.node.kind, laid.box),
    laid.group ? '' : drawWriting(laid),
  );
}

/** A group's header lies over the edges, on the group's own ground: where one must run behind it, the words stay readable. */
function drawHeader(laid: LaidNode): string {
  return element(
    'g',
    { class: nodeClasses(laid), ...dataOf(laid.node) },
    element('title', {}, escape(nodeWords(laid))),
    element('rect', { class: groundOf(laid), ...laid.header, rx: 3 }),
    drawWriting(laid),
  );
}

function groundOf({ node }: LaidNode): string {
  if (looks[node.kind].family === 'place') return 'fl-on-place';
  return node.kind === 'boundary' ? 'fl-on-boundary' : 'fl-on-system';
}

/** An end of a route moved from the bounding box onto the outline of what it touches. */
function touch(laid: LaidNode | undefined, end: Point, next: Point): Point {
  if (!laid) return end;
  const { box, node } = laid;
  const upright = end.x === next.x;
  const side: Side = upright ? (next.y < end.y ? 'north' : 'south') : next.x < end.x ? 'west' : 'east';
  const inward = upright ? end.y - next.y : end.x - next.x;
  // An edge that leaves a group inwards meets its border from inside, where the border is straight.
  const outside =
    (side === 'north' && end.y <= box.y + 1) ||
    (side === 'south' && end.y >= box.y + box.height - 1) ||
    (side === 'west' && end.x <= box.x + 1) ||
    (side === 'east' && end.x >= box.x + box.width - 1);
  if (!outside) return end;
  const position = upright ? end.x - box.x : end.y - box.y;
  const gap = outlineGap(looks[node.kind].shape, box, side, position) * Math.sign(inward);
  return upright ? { x: end.x, y: round(end.y + gap) } : { x: round(end.x + gap), y: end.y };
}

/** What the label covers: the innermost group around it, or the canvas. */
function ground(box: Box, groups: readonly LaidNode[]): string {
  const middle = { x: box.x + box.width / 2, y: box.y + box.height / 2 };
  const inside = ({ box: outer }: LaidNode): boolean =>
    middle.x > outer.x && middle.x < outer.x + outer.width && middle.y > outer.y && middle.y < outer.y + outer.height;
  const innermost = groups.filter(inside).at(-1);
  return innermost ? groundOf(innermost) : 'fl-on-canvas';
}

function edgeWords(edge: LaidEdge['edge'], titles: ReadonlyMap<string, LaidNode>): string {
  const crossing = crossingOf(edge);
  const title = (id: string): string => {
    const laid = titles.get(id);
    return laid ? titleOf(laid.node) : id;
  };
  const name = edge.label === undefined ? '' : `: ${edge.label}`;
  if (edge.network) return `Network between ${title(edge.source)} and ${title(edge.target)}${name}`;
  return [
    `${title(edge.source)} → ${title(edge.target)}${name}`,
    edge.asynchronous ? 'asynchronous' : 'synchronous',
    ...(edge.soft ? ['soft dependency'] : []),
    ...(edge.detail === undefined ? [] : [edge.detail]),
    ...(crossing === 'encrypted' ? ['crosses a trust boundary, encrypted'] : []),
    ...(crossing === 'plaintext' ? ['crosses a trust boundary, not encrypted'] : []),
    ...(crossing === 'unknown' ? ['crosses a trust boundary, encryption not stated'] : []),
    ...(edge.severity ? [severityName(edge.severity)] : []),
  ].join(', ');
}

function drawEdge(
  { edge, points, label }: LaidEdge,
  nodes: ReadonlyMap<string, LaidNode>,
  groups: readonly LaidNode[],
): string {
  const style = {
    asynchronous: edge.asynchronous,
    soft: edge.soft,
    plaintext: crossingOf(edge) === 'plaintext',
    network: edge.network === true,
  };
  const [first, second] = points;
  const [last, before] = [points.at(-1), points.at(-2)];
  if (!first || !second || !last || !before) return '';
  const ends = [
    touch(nodes.get(edge.source), first, second),
    ...points.slice(1, -1),
    touch(nodes.get(edge.target), last, before),
  ];
  return element(
    'g',
    {
      class: classes(lineClasses(style), edge.class !== undefined && `fl-class-${edge.class}`),
      'data-id': edge.subject ?? edge.id,
      role: 'graphics-symbol',
      tabindex: 0,
    },
    element('title', {}, escape(edgeWords(edge, nodes))),
    line(ends, style),
    label
      ? element('rect', { class: ground(label.box, groups), ...label.box, rx: 4 }) +
          (label.mark ? mark(label.mark.crossing, label.mark) : '') +
          drawLines(label.lines) +
          (label.badge ? drawBadges([label.badge]) : '')
      : '',
  );
}

const emptyState = [
  { text: 'Nothing to draw yet', face: 'title' },
  { text: 'Declare what runs and what it talks to:', face: 'subheading' },
  { text: 'service shop "Shop"' },
  { text: 'store orders "Orders" is postgres' },
  { text: 'shop -> orders' },
] as const;

function drawEmpty(width: number): { markup: string; height: number } {
  const height = 160;
  const rows = emptyState.map((row, index) => {
    const y = 38 + index * 24 + (index > 1 ? 8 : 0);
    return 'face' in row
      ? textElement(24, y, row.face, row.text)
      : element('text', { class: 'fl-code', x: 24, y }, escape(row.text));
  });
  const frame = element('rect', { class: 'fl-rule', x: 0.5, y: 0.5, width: width - 1, height: height - 1, rx: 12 });
  return { markup: frame + rows.join(''), height };
}

function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

function description({ nodes, edges, subtitle, notice }: LaidOut): string {
  const groups = nodes.filter(({ group }) => group).length;
  const within = groups > 0 ? ` in ${plural(groups, 'group')}` : '';
  const counts = `${plural(nodes.length - groups, 'element')}${within}, ${plural(edges.length, 'flow')}.`;
  return [subtitle, notice, counts].filter((part) => part !== undefined).join('. ');
}

function headingLines(
  text = '',
  face: FaceName,
  width: number,
  leading: number,
): readonly { text: string; face: FaceName; leading: number }[] {
  const { size, strong } = faces[face];
  return wrap(text, width, size, strong, 2).map((line) => ({ text: line, face, leading }));
}

/** The heading's lines above the picture. */
function drawHeading({ title, subtitle, notice }: LaidOut, width: number): { markup: string; height: number } {
  const rows = [
    ...headingLines(title, 'heading', width, 26),
    ...headingLines(subtitle, 'subheading', width, 19),
    ...headingLines(notice, 'notice', width, 19),
  ];
  let y = 0;
  const drawn = rows.map(({ text, face, leading }) => {
    y += leading;
    return textElement(0, y - 6, face, text);
  });
  return { markup: drawn.join(''), height: y === 0 ? 0 : y + 18 };
}

export function renderSvg(laid: LaidOut, options: SvgOptions = {}): string {
  const theme = options.theme ?? 'auto';
  const empty = laid.nodes.length === 0;
  const bare = options.heading === false && options.legend === false;
  const titleWidth = Math.min(measure(laid.title, faces.heading.size, faces.heading.strong), 640);
  const width = Math.ceil(
    Math.max(laid.width, bare && !empty ? 0 : minimumWidth, options.heading === false ? 0 : titleWidth),
  );

  const heading = options.heading === false ? { markup: '', height: 0 } : drawHeading(laid, width);
  const nodes = new Map(laid.nodes.map((node) => [node.node.id, node]));
  const groups = laid.nodes.filter(({ group }) => group);
  const body = empty
    ? drawEmpty(width)
    : {
        markup: [
          ...groups.map(drawNode),
          ...laid.edges.map((edge) => drawEdge(edge, nodes, groups)),
          ...groups.map(drawHeader),
          ...laid.nodes.filter(({ group }) => !group).map(drawNode),
        ].join('\n'),
        height: laid.height,
      };
  const left = edgeOfPicture + (empty ? 0 : Math.floor((width - laid.width) / 2));
  const top = edgeOfPicture + heading.height;
  const below = top + Math.ceil(body.height);
  const key = options.legend === false ? { markup: '', height: 0 } : legend(laid, width, edgeOfPicture, below + 26);
  const full = {
    width: width + 2 * edgeOfPicture,
    height: below + (key.height > 0 ? 26 + key.height : 0) + edgeOfPicture,
  };

  return `${element(
    'svg',
    {
      xmlns: 'http://www.w3.org/2000/svg',
      class: classes('faultline', themeClass(theme)),
      viewBox: `0 0 ${full.width} ${full.height}`,
      ...full,
      role: 'graphics-document document',
      'aria-roledescription': 'diagram',
    },
    '\n',
    element('title', {}, escape(laid.title) || 'Diagram'),
    element('desc', {}, escape(description(laid))),
    '\n',
    element('style', { nonce: options.nonce }, styleSheet(theme)),
    '\n',
    element('rect', { class: 'fl-canvas', ...full }),
    heading.markup === ''
      ? ''
      : element('g', { class: 'fl-head', transform: `translate(${edgeOfPicture} ${edgeOfPicture})` }, heading.markup),
    '\n',
    element('g', { class: 'fl-picture', transform: `translate(${left} ${top})` }, '\n', body.markup, '\n'),
    '\n',
    key.markup,
    '\n',
  )}\n`;
}
