/**
 * Diagrams: plain graph -> ELK layout -> SVG text.
 * Invariant: apart from view.ts this folder knows nothing of the model, documents, files, LSP or a DOM. It draws what a `DiagramGraph` says and
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
  'element',
] as const;
export type NodeKind = (typeof nodeKinds)[number];

/** How many findings of each severity; absent or zero draws nothing. */
export type SeverityCounts = Readonly<Partial<Record<Severity, number>>>;

export interface DiagramNode {
  /** Unique among all nodes of the graph, and what `data-id` carries in the picture: the element’s id. */
  readonly id: string;
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
}

export interface DiagramEdge {
  /** The flow's id: unique among all edges of the graph. */
  readonly id: string;
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
}

export interface DiagramGraph {
  readonly title: string;
  readonly subtitle?: string;
  /** What `heat` measures, for the legend. */
  readonly heatOf?: string;
  readonly nodes: readonly DiagramNode[];
  readonly edges: readonly DiagramEdge[];
}

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
