/**
 * Diagrams: plain graph -> ELK layout -> SVG text.
 * Invariant: apart from view.ts and views/ this folder knows nothing of the model, documents, files, LSP or a DOM. It draws what a `DiagramGraph` says and
 * nothing else, and the same graph always gives the same bytes, in whatever order its parts were listed.
 */
import type { Severity } from '../model/finding.ts';

/** Kinds that have a shape of their own. Any other kind of thing is drawn as a plain `element`. */
export const nodeKinds = [
  'actor',
  'client',
  'device',
  'gateway',
  'service',
  'function',
  'worker',
  'store',
  'cache',
  'queue',
  'topic',
  'log',
  'consensus',
  'external',
  'system',
  'boundary',
  'region',
  'zone',
  'rack',
  'site',
  'edge',
  'element',
] as const;
export type NodeKind = (typeof nodeKinds)[number];

/** How many findings of each severity; absent or zero draws nothing. */
export type SeverityCounts = Readonly<Partial<Record<Severity, number>>>;

export interface DiagramNode {
  /** Unique among all nodes of the graph: the element’s id, where it is drawn once. */
  readonly id: string;
  /** The id of what it shows, where that is not its own: of several copies of one element. `data-id` carries it in the picture. */
  readonly subject?: string;
  /** Of a copy: the place that it stands in. */
  readonly place?: string;
  readonly kind: NodeKind;
  readonly title: string;
  /** The technology, or for a group what kind of group it is ("trust boundary · account"). */
  readonly subtitle?: string;
  /** Short lines below, such as "6 replicas · eu-west.a, eu-west.b". Not drawn on nodes with children. */
  readonly detail?: readonly string[];
  /** A node with children is drawn as a container around them. */
  readonly children?: readonly DiagramNode[];
  readonly findings?: SeverityCounts;
  /** `muted`: context only, drawn faint. `highlight`: the subject of the picture. */
  readonly tone?: 'muted' | 'highlight';
  /** How much of what the picture is coloured by, from 0 to 1; the figure itself belongs into `detail`. */
  readonly heat?: number;
  /** Which of the picture's `classes` it belongs to. */
  readonly class?: number;
}

export interface DiagramEdge {
  /** Unique among all edges of the graph: the flow's id, where it is a flow. */
  readonly id: string;
  /** The id of what it shows, where that is not its own. `data-id` carries it in the picture. */
  readonly subject?: string;
  /** Node ids; either end may be a group, and both may be the same node. */
  readonly source: string;
  readonly target: string;
  /** The flow's name or title. */
  readonly label?: string;
  /** Protocol, retries, deadline: one short line under the label. */
  readonly detail?: string;
  readonly asynchronous: boolean;
  /** The source works without the target. */
  readonly soft: boolean;
  /** `undefined`: the model does not say. Drawn only on edges that cross a trust boundary. */
  readonly encrypted?: boolean | undefined;
  /** Crosses a trust boundary. */
  readonly crossing?: boolean;
  /** The worst finding on this flow. */
  readonly severity?: Severity;
  /** Which of the picture's `classes` it belongs to. */
  readonly class?: number;
  /** A network between two places: no flow, and without a direction. */
  readonly network?: true;
}

export type Direction = 'right' | 'down';

export interface DiagramGraph {
  readonly title: string;
  readonly subtitle?: string;
  /** What `heat` measures, for the legend. */
  readonly heatOf?: string;
  /** What `class` tells apart, and its names, for the legend. */
  readonly classes?: { readonly of: string; readonly names: readonly string[] };
  /** Groups to draw as one node each. */
  readonly folded?: readonly string[];
  /** Which way flows point, where the view says so. */
  readonly direction?: Direction;
  readonly nodes: readonly DiagramNode[];
  readonly edges: readonly DiagramEdge[];
}

/** More colours than these could not be told apart. */
export const MOST_CLASSES = 6;

/** Heat is drawn in this many steps: more could not be told apart. */
export const HEAT_STEPS = 5;

/** The step of a heat, from 0 to `HEAT_STEPS - 1`. */
export const heatStep = (heat: number): number => Math.min(HEAT_STEPS - 1, Math.floor(heat * HEAT_STEPS));

/** Code-unit order: the same on every machine, whatever its locale. */
export function byId(a: { readonly id: string }, b: { readonly id: string }): number {
  return a.id < b.id ? -1 : a.id > b.id ? 1 : 0;
}

export function isGroup(node: DiagramNode): boolean {
  return (node.children?.length ?? 0) > 0;
}

/** Every node of the graph, parents before their children. */
export function* walk(nodes: readonly DiagramNode[]): Generator<DiagramNode> {
  for (const node of nodes) {
    yield node;
    if (node.children) yield* walk(node.children);
  }
}
