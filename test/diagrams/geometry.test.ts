import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createElk } from '../../language/diagrams/elk.ts';
import type { Box } from '../../language/diagrams/geometry.ts';
import {
  nodeKinds,
  walk,
  type DiagramEdge,
  type DiagramGraph,
  type DiagramNode,
} from '../../language/diagrams/graph.ts';
import { layoutGraph } from '../../language/diagrams/layout.ts';
import { renderSvg } from '../../language/diagrams/svg.ts';
import { complaints } from './geometry-checks.ts';
import { large, named, samples } from './samples.ts';
import { runs } from '../support/properties.ts';

const elk = createElk();

describe.each(['down', 'right'] as const)('pictures that flow %s', (direction) => {
  it.each(named)('$name: nothing overlaps, sticks out or is run through', async ({ graph }) => {
    const laid = await layoutGraph(graph, elk, { direction });
    expect(complaints(laid)).toEqual([]);
  });
});

it('300 elements: nothing overlaps, sticks out or is run through', async () => {
  expect(complaints(await layoutGraph(large(300), elk))).toEqual([]);
}, 20_000);

const titles = fc.oneof(
  fc.string({ maxLength: 40 }),
  fc.constantFrom('API', 'Payment ledger', 'A title of more than one line, surely'),
);

/** Nested groups from a flat list: each node's parent is an earlier one, or none. */
const graphs: fc.Arbitrary<DiagramGraph> = fc
  .record({
    nodes: fc.array(
      fc.record({
        kind: fc.constantFrom(...nodeKinds),
        title: titles,
        parent: fc.nat({ max: 30 }),
        nested: fc.boolean(),
      }),
      { minLength: 1, maxLength: Number(process.env['DIAGRAM_SIZE'] ?? 14), size: 'max' },
    ),
    edges: fc.array(
      fc.record({
        from: fc.nat({ max: 30 }),
        to: fc.nat({ max: 30 }),
        label: fc.option(titles, { nil: undefined }),
        asynchronous: fc.boolean(),
        soft: fc.boolean(),
        crossing: fc.boolean(),
      }),
      { maxLength: Number(process.env['DIAGRAM_SIZE'] ?? 14) * 2, size: 'max' },
    ),
  })
  .map(({ nodes, edges }) => {
    const parentOf = (index: number): number => {
      const { nested, parent } = nodes[index] ?? { nested: false, parent: 0 };
      return nested && index > 0 ? parent % index : -1;
    };
    const build = (parent: number): DiagramNode[] =>
      nodes.flatMap((node, index) =>
        parentOf(index) === parent
          ? [{ id: `n${index}`, kind: node.kind, title: node.title, children: build(index) }]
          : [],
      );
    return {
      title: 'random',
      nodes: build(-1),
      edges: edges.map(({ from, to, label, ...rest }, index): DiagramEdge => ({
        id: `e${index}`,
        source: `n${from % nodes.length}`,
        target: `n${to % nodes.length}`,
        ...rest,
        ...(label !== undefined && { label }),
      })),
    };
  });

it('random nested graphs: nothing overlaps, sticks out or is run through', async () => {
  await fc.assert(
    fc.asyncProperty(graphs, async (graph) => {
      expect(complaints(await layoutGraph(graph, elk))).toEqual([]);
    }),
    { numRuns: runs(40) },
  );
}, 60_000);

it('the checks themselves notice a picture gone wrong', async () => {
  const laid = await layoutGraph(samples.payments, elk);
  const moved = (id: string, dx: number, dy: number): string => {
    const shift = (box: Box): Box => ({ ...box, x: box.x + dx, y: box.y + dy });
    const nodes = laid.nodes.map((node) => (node.node.id === id ? { ...node, box: shift(node.box) } : node));
    const edges = laid.edges.map((edge) =>
      edge.edge.id === id && edge.label ? { ...edge, label: { ...edge.label, box: shift(edge.label.box) } } : edge,
    );
    return complaints({ ...laid, nodes, edges }).join('; ');
  };
  expect(moved('payments.cde.sessions', -150, 0)).toContain('overlap');
  expect(moved('payments.cde.sessions', 0, -20)).toContain('does not touch');
  expect(moved('payments.cde.sessions', 400, 0)).toContain('sticks out of payments.cde');
  expect(moved('payments.cde.patroni', 250, 0)).toContain('payments.settle runs through payments.cde.patroni');
  expect(moved('payments.reserve', 0, 60)).toContain('the label of payments.reserve covers payments.cde.ledger');
  expect(moved('payments.reserve', 180, 0)).toContain('the labels of payments.reserve and payments.session overlap');
  expect(moved('payments.pay', 0, 40)).toContain('lies across the border of payments');
});

describe('canonical pictures', () => {
  const shuffled = (graph: DiagramGraph): DiagramGraph => {
    const turn = (nodes: readonly DiagramNode[]): DiagramNode[] =>
      [...nodes].reverse().map((node) => (node.children ? { ...node, children: turn(node.children) } : node));
    return { ...graph, nodes: turn(graph.nodes), edges: [...graph.edges].reverse() };
  };

  it.each(named)('$name: the order of its parts changes no byte', async ({ graph }) => {
    const once = renderSvg(await layoutGraph(graph, elk));
    expect(renderSvg(await layoutGraph(shuffled(graph), elk))).toBe(once);
    expect(renderSvg(await layoutGraph(graph, createElk()))).toBe(once);
  });

  it('does not change the graph it is given', async () => {
    const before = structuredClone(samples.payments);
    await layoutGraph(samples.payments, elk);
    expect(samples.payments).toEqual(before);
  });
});

describe('mistakes of the caller', () => {
  const node = (id: string): DiagramNode => ({ id, kind: 'service', title: id });
  const flow = { id: 'e', source: 'a', target: 'b', asynchronous: false, soft: false };

  it('names an id that two nodes share, and an edge that ends nowhere', async () => {
    await expect(layoutGraph({ title: '', nodes: [node('a'), node('a')], edges: [] }, elk)).rejects.toThrow('called a');
    await expect(layoutGraph({ title: '', nodes: [node('a')], edges: [flow] }, elk)).rejects.toThrow('ends at b');
    await expect(layoutGraph({ title: '', nodes: [node('a'), node('b')], edges: [flow, flow] }, elk)).rejects.toThrow(
      'called e',
    );
  });

  it('tries a failed layout once more in a simpler way', async () => {
    let calls = 0;
    const laid = await layoutGraph(samples.shop, {
      layout: (graph) =>
        ++calls === 1 ? Promise.reject(new Error('Maximum call stack size exceeded')) : elk.layout(graph),
    });
    expect(calls).toBe(2);
    expect(complaints(laid)).toEqual([]);
    expect([...walk(samples.shop.nodes)].length).toBe(laid.nodes.length);
  });
});
