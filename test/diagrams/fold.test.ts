import { describe, expect, it } from 'vitest';
import { createElk } from '../../language/diagrams/elk.ts';
import { foldGraph } from '../../language/diagrams/fold.ts';
import { walk, type DiagramGraph } from '../../language/diagrams/graph.ts';
import { layoutGraph } from '../../language/diagrams/layout.ts';
import { renderSvg } from '../../language/diagrams/svg.ts';
import { edge, large, samples } from './samples.ts';

function count(graph: DiagramGraph): { nodes: number; edges: number } {
  return { nodes: [...walk(graph.nodes)].length, edges: graph.edges.length };
}

describe('folding', () => {
  it('leaves a graph within the limits as it is', () => {
    const graph = samples.payments;
    expect(foldGraph(graph)).toEqual({ graph });
  });

  it('folds the deepest groups first, with their findings and their outer flows', () => {
    const { graph, notice } = foldGraph(samples.payments, { nodes: 10, edges: 100 });
    const [cde] = [...walk(graph.nodes)].filter(({ id }) => id === 'payments.cde');
    expect(cde).toEqual({
      id: 'payments.cde',
      kind: 'boundary',
      title: 'Cardholder data environment',
      subtitle: 'trust boundary · account · high trust',
      detail: ['4 elements inside'],
      findings: { error: 1, warning: 2 },
    });
    expect(graph.edges.map(({ source, target }) => `${source} ${target}`)).toEqual([
      'payments.settlements payments.settler',
      'shopper payments.cde',
      'payments.cde payments.settlements',
      'payments.settler cardNetwork',
    ]);
    expect(notice).toBe('Large model: 1 group folded to keep the picture readable');
  });

  it('merges flows that now run side by side, and keeps the worst that is known of them', () => {
    const graph: DiagramGraph = {
      title: '',
      nodes: [
        {
          id: 'g',
          kind: 'system',
          title: 'G',
          children: ['g.a', 'g.b', 'g.c'].map((id) => ({ id, kind: 'service', title: id })),
        },
        { id: 'x', kind: 'store', title: 'X' },
      ],
      edges: [
        edge('g.a', 'x', { crossing: true, encrypted: true, soft: true, severity: 'hint' }),
        edge('g.b', 'x', { crossing: true, encrypted: false, severity: 'warning' }),
        edge('g.c', 'x', { asynchronous: true }),
        edge('g.a', 'g.b'),
      ],
    };
    expect(foldGraph(graph, { nodes: 2, edges: 9 }).graph.edges).toEqual([
      {
        id: 'g.a->x',
        source: 'g',
        target: 'x',
        label: '2 flows',
        asynchronous: false,
        soft: false,
        crossing: true,
        encrypted: false,
        severity: 'warning',
      },
      { id: 'g.c->x', source: 'g', target: 'x', asynchronous: true, soft: false },
    ]);
  });

  it('always comes below the limits where groups or kinds allow it', () => {
    for (const limits of [
      { nodes: 400, edges: 1000 },
      { nodes: 100, edges: 20 },
      { nodes: 5, edges: 3 },
    ]) {
      const folded = count(foldGraph(large(1000), limits).graph);
      expect(folded.nodes).toBeLessThanOrEqual(limits.nodes);
      expect(folded.edges).toBeLessThanOrEqual(limits.edges);
    }
  });

  it('draws elements of one kind as one when there is no group to fold', () => {
    const nodes = Array.from({ length: 900 }, (_, index) => ({
      id: `n${index}`,
      kind: index % 2 === 0 ? ('service' as const) : ('store' as const),
      title: `N${index}`,
    }));
    const edges = Array.from({ length: 899 }, (_, index) => edge(`n${index}`, `n${index + 1}`));
    const { graph, notice } = foldGraph({ title: '', nodes, edges });
    expect(graph.nodes.map(({ title }) => title)).toEqual(['450 × Service', '450 × Store']);
    expect(graph.edges.map(({ label }) => label)).toEqual(['450 flows', '449 flows']);
    expect(notice).toContain('elements of one kind drawn as one');
  });

  it('bundles parallel flows when they alone are too many', () => {
    const graph: DiagramGraph = {
      title: '',
      nodes: ['a', 'b'].map((id) => ({ id, kind: 'service', title: id })),
      edges: Array.from({ length: 1200 }, (_, index) => edge('a', 'b', { id: `e${index}` })),
    };
    const { graph: folded, notice } = foldGraph(graph);
    expect(folded.edges.map(({ label }) => label)).toEqual(['1200 flows']);
    expect(notice).toBe('Large model: parallel flows bundled to keep the picture readable');
  });

  it('says so in the picture', async () => {
    const laid = await layoutGraph(large(200), createElk(), { limits: { nodes: 40, edges: 100 } });
    expect(laid.notice).toBe('Large model: 18 groups folded to keep the picture readable');
    expect(renderSvg(laid).includes(`>${laid.notice ?? ''}</text>`)).toBe(true);
  });
});
