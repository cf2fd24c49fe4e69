/** Graphs of other people's: drawn without a fault, and no more tangled than ELK draws them by itself. */
import type { ElkNode } from 'elkjs/lib/elk-api.js';
import { describe, expect, it } from 'vitest';
import { createElk } from '../../language/diagrams/elk.ts';
import type { Point } from '../../language/diagrams/geometry.ts';
import { byId, type DiagramNode } from '../../language/diagrams/graph.ts';
import { layoutGraph, type LaidOut } from '../../language/diagrams/layout.ts';
import { layoutCorpus } from './corpus.ts';
import { complaints } from './geometry-checks.ts';

const elk = createElk();
const corpus = layoutCorpus(Number(process.env['CORPUS_NODES'] ?? 40));

interface Tangle {
  readonly crossings: number;
  readonly bends: number;
}

/** Points where steps of two routes cross, each a horizontal one over a vertical one. */
function tangle(routes: readonly (readonly Point[])[]): Tangle {
  const steps = routes.flatMap((points, route) =>
    points.slice(1).map((to, index) => {
      const from = points[index] ?? to;
      const [left, right] = [Math.min(from.x, to.x), Math.max(from.x, to.x)];
      const [top, bottom] = [Math.min(from.y, to.y), Math.max(from.y, to.y)];
      return { route, left, right, top, bottom, level: bottom - top < right - left };
    }),
  );
  const [across, down] = [steps.filter(({ level }) => level), steps.filter(({ level }) => !level)];
  const crossings = across.reduce(
    (sum, a) =>
      sum +
      down.filter(
        (b) => a.route !== b.route && a.left < b.left && b.left < a.right && b.top < a.top && a.top < b.bottom,
      ).length,
    0,
  );
  const bends = routes.reduce((sum, points) => sum + Math.max(0, points.length - 2), 0);
  return { crossings, bends };
}

/** The same nodes, in the sizes that they were drawn in, laid out by ELK as it comes. */
async function byDefault(laid: LaidOut): Promise<Tangle> {
  const boxes = new Map(laid.nodes.map(({ node, box }) => [node.id, box]));
  const nodeOf = (node: DiagramNode): ElkNode => ({
    id: node.id,
    ...(node.children
      ? { children: [...node.children].sort(byId).map(nodeOf) }
      : { width: boxes.get(node.id)?.width ?? 0, height: boxes.get(node.id)?.height ?? 0 }),
  });
  const output = await elk.layout({
    id: 'root',
    layoutOptions: {
      'elk.algorithm': 'layered',
      'elk.direction': 'DOWN',
      'elk.hierarchyHandling': 'INCLUDE_CHILDREN',
      'elk.json.edgeCoords': 'ROOT',
    },
    children: laid.nodes.filter(({ depth }) => depth === 0).map(({ node }) => nodeOf(node)),
    edges: laid.edges.map(({ edge: { id, source, target } }) => ({ id, sources: [source], targets: [target] })),
  });
  return tangle(
    (output.edges ?? []).flatMap(({ sections = [] }) =>
      sections.map(({ startPoint, bendPoints = [], endPoint }) => [startPoint, ...bendPoints, endPoint]),
    ),
  );
}

describe.skipIf(corpus.length === 0)('a corpus of graphs', () => {
  const ours = { crossings: 0, bends: 0 };
  const theirs = { crossings: 0, bends: 0 };

  it.each(corpus)(
    '$name: nothing overlaps, sticks out or is run through',
    async ({ graph }) => {
      const laid = await layoutGraph(graph, elk);
      expect(complaints(laid)).toEqual([]);
      const [own, other] = [tangle(laid.edges.map(({ points }) => points)), await byDefault(laid)];
      ours.crossings += own.crossings;
      ours.bends += own.bends;
      theirs.crossings += other.crossings;
      theirs.bends += other.bends;
    },
    30_000,
  );

  it('has no more crossings than ELK leaves by itself, and as few bends', () => {
    console.info(
      `${String(ours.crossings)} of ${String(theirs.crossings)} crossings, ${String(ours.bends)} of ${String(theirs.bends)} bends`,
    );
    expect(ours.crossings).toBeLessThanOrEqual(theirs.crossings);
    // Keeping clear of rounded corners costs a bend here and there.
    expect(ours.bends).toBeLessThanOrEqual(theirs.bends * 1.01);
  });
});
