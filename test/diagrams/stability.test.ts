/** How far a small edit moves what it does not touch: the canonical layout depends on no order of declarations, so that it is little. */
import { expect, it } from 'vitest';
import { createElk } from '../../language/diagrams/elk.ts';
import type { DiagramEdge, DiagramGraph } from '../../language/diagrams/graph.ts';
import { layoutGraph, type LaidOut } from '../../language/diagrams/layout.ts';
import { large } from './samples.ts';

const elk = createElk();
const before = large(100);
const [some, other] = before.edges;

const edge = (id: string, source: string, target: string): DiagramEdge => ({
  id,
  source,
  target,
  label: id,
  asynchronous: false,
  soft: false,
});

const edits: readonly [what: string, after: DiagramGraph][] = [
  [
    'a new element with a flow to it',
    {
      ...before,
      nodes: [...before.nodes, { id: 'newcomer', kind: 'service', title: 'Newcomer' }],
      edges: [...before.edges, edge('towards', some?.source ?? '', 'newcomer')],
    },
  ],
  ['a new flow', { ...before, edges: [...before.edges, edge('between', some?.source ?? '', other?.target ?? '')] }],
  ['a flow less', { ...before, edges: before.edges.slice(1) }],
  [
    'a longer name of a flow',
    { ...before, edges: [{ ...(some as DiagramEdge), label: 'a name of some length' }, ...before.edges.slice(1)] },
  ],
];

/** The median way that nodes of both pictures went, as a share of the picture's diagonal. */
function displacement(from: LaidOut, to: LaidOut): number {
  const boxes = new Map(from.nodes.map(({ node, box }) => [node.id, box]));
  const ways = to.nodes
    .flatMap(({ node, box }) => {
      const old = boxes.get(node.id);
      return old ? [Math.hypot(old.x - box.x, old.y - box.y)] : [];
    })
    .sort((a, b) => a - b);
  return (ways[Math.floor(ways.length / 2)] ?? 0) / Math.hypot(to.width, to.height);
}

it.each(edits)(
  '%s moves the others by less than a twentieth of the diagonal',
  async (what, after) => {
    const share = displacement(await layoutGraph(before, elk), await layoutGraph(after, elk));
    console.info(`${what}: ${(share * 100).toFixed(2)} %`);
    expect(share).toBeLessThan(0.05);
  },
  30_000,
);
