/** Where everything goes: a graph becomes an ELK graph, and ELK's answer becomes boxes, lines of text and routes. */
import type { ElkEdgeSection, ElkExtendedEdge, ElkNode, LayoutOptions } from 'elkjs/lib/elk-api.js';
import {
  badgeGap,
  badgeHeight,
  cardContent,
  headerContent,
  labelContent,
  markGap,
  markSize,
  rowWidth,
  types,
  type Badge,
  type Content,
  type Crossing,
  type LabelContent,
  type Line,
} from './content.ts';
import { foldGraph, type Limits } from './fold.ts';
import { round, type Box, type Point } from './geometry.ts';
import { byId, isGroup, walk, type DiagramEdge, type DiagramGraph, type DiagramNode, type Direction } from './graph.ts';
import { cornerRoom, glyphSize, insets, looks } from './shapes.ts';

/** Anything that lays out ELK graphs: in this thread, in a worker thread or in a web worker. */
export interface ElkLike {
  layout(graph: ElkNode): Promise<ElkNode>;
}

/** What an `ElkLike` that can be stopped rejects with. It is passed on; any other failure is tried once more in a simpler way. */
export class LayoutStopped extends Error {
  override readonly name = 'LayoutStopped';
  readonly reason: 'out of time' | 'superseded';

  constructor(reason: 'out of time' | 'superseded') {
    super(`The layout was stopped: ${reason}`);
    this.reason = reason;
  }
}

export interface PlacedLine extends Point {
  /** `x` is the line's left end, or its middle where it is `centred`; `y` is its baseline. */
  readonly text: string;
  readonly role: Line['role'];
  readonly centred?: true;
}

export interface PlacedBadge extends Point {
  readonly badge: Badge;
}

export interface LaidNode {
  readonly node: DiagramNode;
  readonly box: Box;
  /** A container drawn around other nodes. */
  readonly group: boolean;
  /** Nesting: 0 at the top. */
  readonly depth: number;
  /** Of a group: what its title, subtitle and badges cover. */
  readonly header?: Box;
  readonly glyph?: Point;
  readonly lines: readonly PlacedLine[];
  readonly badges: readonly PlacedBadge[];
}

export interface LaidLabel {
  readonly box: Box;
  readonly lines: readonly PlacedLine[];
  readonly mark?: Point & { readonly crossing: Crossing };
  readonly badge?: PlacedBadge;
}

export interface LaidEdge {
  readonly edge: DiagramEdge;
  /** From the source's border to the target's, in horizontal and vertical steps. */
  readonly points: readonly Point[];
  readonly label?: LaidLabel;
}

/** What ELK decides. */
type Arrangement = Pick<LaidOut, 'nodes' | 'edges' | 'width' | 'height'>;

/** A picture in plain data, in pixels from its top left corner: it survives `postMessage` and JSON. */
export interface LaidOut {
  readonly title: string;
  readonly subtitle?: string;
  /** What the heat of nodes measures. */
  readonly heatOf?: string;
  /** What `class` tells apart, and its names. */
  readonly classes?: DiagramGraph['classes'];
  /** Said in the picture: what was folded so that it could be drawn. */
  readonly notice?: string;
  readonly width: number;
  readonly height: number;
  /** Groups before what they contain. */
  readonly nodes: readonly LaidNode[];
  readonly edges: readonly LaidEdge[];
}

export interface LayoutSettings {
  /** Which way flows point; down unless told otherwise, which keeps pictures narrow enough to read in a page. */
  readonly direction?: Direction;
  readonly limits?: Limits;
}

const groupPadding = 22;
const headerTop = 14;
const headerGlyph = 14;
const headerGlyphGap = 6;
const glyphGap = 9;
const margin = 4;
const minimumCard = 96;
/** Unconnected siblings, from this many on, stand in a grid instead of one long row. */
const gridFrom = 3;
const gridGap = 24;

const nodePrefix = 'n:';
const edgePrefix = 'e:';
const gridPrefix = 'g:';

type Effort = 'usual' | 'simple';

const efforts: Readonly<Record<Effort, LayoutOptions>> = {
  // Measured on 39 graphs of others and on ours: of the ways to place nodes, this one bends edges least, and is fast.
  usual: { 'elk.layered.nodePlacement.strategy': 'BRANDES_KOEPF' },
  // Layering by network simplex is what runs out of stack on very long paths.
  simple: {
    'elk.layered.nodePlacement.strategy': 'BRANDES_KOEPF',
    'elk.layered.layering.strategy': 'LONGEST_PATH',
  },
};

function options(direction: Direction, effort: Effort): LayoutOptions {
  return {
    ...efforts[effort],
    'elk.algorithm': 'layered',
    'elk.direction': direction === 'right' ? 'RIGHT' : 'DOWN',
    'elk.edgeRouting': 'ORTHOGONAL',
    'elk.randomSeed': '1',
    'elk.json.shapeCoords': 'ROOT',
    'elk.json.edgeCoords': 'ROOT',
    'elk.spacing.nodeNode': '32',
    'elk.spacing.edgeNode': '22',
    'elk.spacing.edgeEdge': '14',
    'elk.spacing.edgeLabel': '6',
    'elk.spacing.labelNode': '10',
    'elk.spacing.nodeSelfLoop': '18',
    'elk.spacing.componentComponent': '48',
    'elk.layered.spacing.nodeNodeBetweenLayers': '20',
    'elk.layered.spacing.edgeNodeBetweenLayers': '17',
    'elk.layered.spacing.edgeEdgeBetweenLayers': '14',
  };
}

interface Measured {
  readonly node: DiagramNode;
  readonly content: Content;
  readonly group: boolean;
}

interface Grid {
  readonly children: readonly (Point & { readonly measured: Measured })[];
  readonly width: number;
  readonly height: number;
}

function cardSize({ node, content }: Measured): { width: number; height: number } {
  const { shape, glyph } = looks[node.kind];
  const room = insets(shape);
  const width = room.left + (glyph ? glyphSize + glyphGap : 0) + content.width + room.right;
  return { width: Math.max(minimumCard, width), height: room.top + Math.max(content.height, glyphSize) + room.bottom };
}

function headerHeight(content: Content): number {
  return headerTop + content.height;
}

function headerWidth({ node, content }: Measured): number {
  return groupPadding * 2 + content.width + (looks[node.kind].glyph ? headerGlyph + headerGlyphGap : 0);
}

/** Equal columns, row by row. */
function grid(cards: readonly Measured[]): Grid {
  const columns = Math.ceil(Math.sqrt(cards.length));
  const sizes = cards.map(cardSize);
  const column = Math.max(...sizes.map(({ width }) => width)) + gridGap;
  const children: (Point & { measured: Measured })[] = [];
  let y = 0;
  for (let start = 0; start < cards.length; start += columns) {
    cards.slice(start, start + columns).forEach((measured, index) => children.push({ measured, x: index * column, y }));
    y += Math.max(...sizes.slice(start, start + columns).map(({ height }) => height)) + gridGap;
  }
  return { children, width: columns * column - gridGap, height: y - gridGap };
}

/** One layout: what was measured going in, which is what is needed to read the answer. */
class Plan {
  readonly #direction: Direction;
  readonly #settings: LayoutOptions;
  readonly #connected: ReadonlySet<string>;
  readonly #measured = new Map<string, Measured>();
  readonly #grids = new Map<string, Grid>();
  readonly #labels = new Map<string, LabelContent>();
  readonly #edges = new Map<string, DiagramEdge>();
  readonly input: ElkNode;

  constructor(graph: DiagramGraph, direction: Direction, effort: Effort) {
    this.#direction = direction;
    this.#settings = options(direction, effort);
    this.#connected = new Set(graph.edges.flatMap(({ source, target }) => [source, target]));
    this.input = {
      id: 'root',
      layoutOptions: {
        ...this.#settings,
        'elk.hierarchyHandling': 'INCLUDE_CHILDREN',
        'elk.padding': `[top=${margin},left=${margin},bottom=${margin},right=${margin}]`,
      },
      children: this.#children('', graph.nodes),
      edges: [...graph.edges].sort(byId).map((edge) => this.#edge(edge)),
    };
  }

  #children(parent: string, nodes: readonly DiagramNode[]): ElkNode[] {
    const sorted = [...nodes].sort(byId);
    const loose = sorted.filter((node) => !isGroup(node) && !this.#connected.has(node.id));
    if (loose.length < gridFrom) return sorted.map((node) => this.#node(node));
    const placed = grid(loose.map((node) => this.#measure(node)));
    this.#grids.set(gridPrefix + parent, placed);
    const rest = sorted.filter((node) => !loose.includes(node)).map((node) => this.#node(node));
    return [...rest, { id: gridPrefix + parent, width: placed.width, height: placed.height }];
  }

  #measure(node: DiagramNode): Measured {
    const group = isGroup(node);
    const measured = { node, group, content: group ? headerContent(node) : cardContent(node) };
    this.#measured.set(nodePrefix + node.id, measured);
    return measured;
  }

  #node(node: DiagramNode): ElkNode {
    const measured = this.#measure(node);
    const id = nodePrefix + node.id;
    if (!measured.group) {
      const { width, height } = cardSize(measured);
      const room = cornerRoom(looks[node.kind].shape);
      return {
        id,
        width,
        height,
        layoutOptions: {
          'elk.nodeSize.constraints': 'PORTS MINIMUM_SIZE',
          'elk.nodeSize.minimum': `(${width},${height})`,
          'elk.spacing.portsSurrounding': `[top=${room},left=${room},bottom=${room},right=${room}]`,
          'elk.spacing.portPort': '14',
        },
      };
    }
    const top = headerHeight(measured.content) + groupPadding;
    return {
      id,
      children: this.#children(node.id, node.children ?? []),
      layoutOptions: {
        ...this.#settings,
        'elk.padding': `[top=${top},left=${groupPadding},bottom=${groupPadding},right=${groupPadding}]`,
        'elk.nodeSize.constraints': 'MINIMUM_SIZE',
        'elk.nodeSize.minimum': this.#minimum(headerWidth(measured), top + groupPadding),
      },
    };
  }

  /** ELK turns a downward layout on its side and forgets to turn the minimum size of nested graphs with it. */
  #minimum(width: number, height: number): string {
    return this.#direction === 'right' ? `(${width},${height})` : `(${height},${width})`;
  }

  #edge(edge: DiagramEdge): ElkExtendedEdge {
    const id = edgePrefix + edge.id;
    this.#edges.set(id, edge);
    const content = labelContent(edge);
    if (content) this.#labels.set(id, content);
    return {
      id,
      sources: [nodePrefix + edge.source],
      targets: [nodePrefix + edge.target],
      ...(content && {
        labels: [
          {
            id: `l:${edge.id}`,
            // ELK drops labels without text; only the size matters to it.
            text: edge.id,
            width: content.width,
            height: content.height,
            layoutOptions: { 'elk.edgeLabels.inline': 'true', 'elk.edgeLabels.placement': 'CENTER' },
          },
        ],
      }),
    };
  }

  read(output: ElkNode): Arrangement {
    const edges = (output.edges ?? []).flatMap((edge) => this.#readEdge(edge));
    const routes = edges.map(({ points }) => points);
    return {
      width: round(output.width ?? 0),
      height: round(output.height ?? 0),
      nodes: (output.children ?? []).flatMap((child) => this.#readNode(child, 0, routes)),
      edges,
    };
  }

  #readNode(output: ElkNode, depth: number, routes: readonly (readonly Point[])[]): LaidNode[] {
    const { x = 0, y = 0, width = 0, height = 0 } = output;
    const loose = this.#grids.get(output.id);
    if (loose) {
      return loose.children.map((child) =>
        card(child.measured, depth, { x: round(x + child.x), y: round(y + child.y), ...cardSize(child.measured) }),
      );
    }
    const measured = this.#measured.get(output.id);
    if (!measured) throw new Error(`The layout returned a node that it was not given: ${output.id}`);
    const box = { x: round(x), y: round(y), width: round(width), height: round(height) };
    if (!measured.group) return [card(measured, depth, box)];
    return [
      header(measured, depth, box, routes),
      ...(output.children ?? []).flatMap((child) => this.#readNode(child, depth + 1, routes)),
    ];
  }

  #readEdge(output: ElkExtendedEdge): LaidEdge[] {
    const edge = this.#edges.get(output.id);
    const section = output.sections?.[0];
    if (!edge || !section) throw new Error(`The layout returned no route for ${output.id}`);
    const content = this.#labels.get(output.id);
    const label = output.labels?.[0];
    const at = { x: round(label?.x ?? 0), y: round(label?.y ?? 0) };
    return [{ edge, points: route(section), ...(content && label && { label: labelAt(content, at) }) }];
  }
}

/** A section's points without repeated ones and without those in the middle of a straight line. */
function route(section: ElkEdgeSection): Point[] {
  const all = [section.startPoint, ...(section.bendPoints ?? []), section.endPoint].map(({ x, y }) => ({
    x: round(x),
    y: round(y),
  }));
  const kept: Point[] = [];
  for (const point of all) {
    const last = kept.at(-1);
    if (last && last.x === point.x && last.y === point.y) continue;
    const before = kept.at(-2);
    if (
      last &&
      before &&
      ((before.x === last.x && last.x === point.x) || (before.y === last.y && last.y === point.y))
    ) {
      kept.pop();
    }
    kept.push(point);
  }
  return kept;
}

/** Baseline of a line whose top is at `top`: capitals and descenders sit evenly in the leading. */
function baseline(top: number, { size, leading }: { readonly size: number; readonly leading: number }): number {
  return round(top + (leading - size) / 2 + size * 0.8);
}

function stack(content: Content, left: number, top: number): Pick<LaidNode, 'lines' | 'badges'> {
  const placed: PlacedLine[] = [];
  let y = top;
  for (const { text, role } of content.lines) {
    placed.push({ text, role, x: round(left), y: baseline(y, types[role]) });
    y += types[role].leading;
  }
  const badges: PlacedBadge[] = [];
  if (content.badgeRows.length > 0) y += 4;
  for (const row of content.badgeRows) {
    let x = left;
    for (const badge of row) {
      badges.push({ badge, x: round(x), y: round(y) });
      x += badge.width + badgeGap;
    }
    y += badgeHeight + 4;
  }
  return { lines: placed, badges };
}

function card({ node, content }: Measured, depth: number, box: Box): LaidNode {
  const { shape, glyph } = looks[node.kind];
  const room = insets(shape);
  const lead = glyph ? glyphSize + glyphGap : 0;
  const left = box.x + room.left + (box.width - room.left - room.right - lead - content.width) / 2;
  const top = box.y + room.top + (box.height - room.top - room.bottom - content.height) / 2;
  return {
    node,
    box,
    group: false,
    depth,
    ...(glyph && { glyph: { x: round(left), y: round(top + (types.title.leading - glyphSize) / 2) } }),
    ...stack(content, left + lead, top),
  };
}

/** Parts of the header's height that edges cross from top to bottom or along, as intervals on the x axis. */
function crossings(box: Box, height: number, routes: readonly (readonly Point[])[]): [number, number][] {
  const taken: [number, number][] = [];
  for (const points of routes) {
    for (const [index, to] of points.entries()) {
      const from = points[index - 1];
      if (!from || Math.max(from.y, to.y) <= box.y || Math.min(from.y, to.y) >= box.y + height) continue;
      const [low, high] = [Math.min(from.x, to.x), Math.max(from.x, to.x)];
      if (high > box.x && low < box.x + box.width) taken.push([low - 8, high + 8]);
    }
  }
  return taken.sort((a, b) => a[0] - b[0]);
}

/** The leftmost place for a group's header where no edge runs through its words; at the left where there is none. */
function header(measured: Measured, depth: number, box: Box, routes: readonly (readonly Point[])[]): LaidNode {
  const { node, content } = measured;
  const lead = looks[node.kind].glyph ? headerGlyph + headerGlyphGap : 0;
  const width = lead + content.width;
  const last = box.x + box.width - groupPadding - width;
  let left = box.x + groupPadding - 4;
  for (const [low, high] of crossings(box, headerHeight(content), routes)) {
    if (low < left + width && high > left) left = high;
  }
  if (left > last) left = box.x + groupPadding - 4;
  const top = box.y + headerTop;
  return {
    node,
    box,
    group: true,
    depth,
    header: { x: round(left), y: round(top), width: round(width), height: round(content.height) },
    ...(lead > 0 && { glyph: { x: round(left), y: round(top + (types.group.leading - headerGlyph) / 2) } }),
    ...stack(content, left + lead, top),
  };
}

function labelAt(content: LabelContent, at: Point): LaidLabel {
  const box = { ...at, width: content.width, height: content.height };
  const middle = at.x + content.width / 2;
  const placed: PlacedLine[] = [];
  let y = at.y + 2;
  let mark: LaidLabel['mark'];
  for (const [index, { text, role, width }] of content.lines.entries()) {
    const lead = index === 0 && content.crossing ? markSize + markGap : 0;
    const left = middle - (lead + width) / 2;
    if (lead > 0 && content.crossing) {
      mark = { crossing: content.crossing, x: round(left), y: round(y + (types[role].leading - markSize) / 2) };
    }
    const at = { text, role, y: baseline(y, types[role]) };
    placed.push(lead > 0 ? { ...at, x: round(left + lead) } : { ...at, x: round(middle), centred: true });
    y += types[role].leading;
  }
  if (content.crossing && !mark) {
    mark = { crossing: content.crossing, x: round(middle - markSize / 2), y: round(y) };
    y += markSize;
  }
  return {
    box,
    lines: placed,
    ...(mark && { mark }),
    ...(content.badge && {
      badge: { badge: content.badge, x: round(middle - rowWidth([content.badge]) / 2), y: round(y + 3) },
    }),
  };
}

function checkNames(graph: DiagramGraph): void {
  const known = new Set<string>();
  for (const { id } of walk(graph.nodes)) {
    if (known.has(id)) throw new Error(`Two nodes of a diagram are called ${id}`);
    known.add(id);
  }
  const edges = new Set<string>();
  for (const { id, source, target } of graph.edges) {
    if (edges.has(id)) throw new Error(`Two edges of a diagram are called ${id}`);
    edges.add(id);
    for (const end of [source, target])
      if (!known.has(end)) throw new Error(`The edge ${id} ends at ${end}, which is no node`);
  }
}

async function lay(graph: DiagramGraph, elk: ElkLike, direction: Direction): Promise<Arrangement> {
  if (graph.nodes.length === 0) return { nodes: [], edges: [], width: 0, height: 0 };
  // Each attempt has a plan of its own: ELK writes into what it is given.
  const attempt = async (effort: Effort): Promise<Arrangement> => {
    const plan = new Plan(graph, direction, effort);
    return plan.read(await elk.layout(plan.input));
  };
  try {
    return await attempt('usual');
  } catch (error) {
    if (error instanceof LayoutStopped) throw error;
    return attempt('simple');
  }
}

/**
 * Lays a graph out. Beyond the limits (400 nodes or 1,000 edges unless told otherwise) groups are folded first, and the
 * result's `notice` says so.
 * Throws where two nodes or two edges share an id or an edge ends nowhere (mistakes of the caller), and passes on what `elk` throws.
 */
export async function layoutGraph(graph: DiagramGraph, elk: ElkLike, settings: LayoutSettings = {}): Promise<LaidOut> {
  checkNames(graph);
  const { graph: folded, notice } = foldGraph(graph, settings.limits);
  const laid = await lay(folded, elk, settings.direction ?? graph.direction ?? 'down');
  return {
    title: graph.title,
    ...(graph.subtitle !== undefined && { subtitle: graph.subtitle }),
    ...(graph.heatOf !== undefined && { heatOf: graph.heatOf }),
    ...(graph.classes && { classes: graph.classes }),
    ...(notice !== undefined && { notice }),
    ...laid,
  };
}
