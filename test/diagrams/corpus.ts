/** Graphs of other people's, as pictures: nested nodes and edges, whatever their ports. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { DiagramEdge, DiagramGraph, DiagramNode } from '../../language/diagrams/graph.ts';

interface JsonNode {
  readonly id: string;
  readonly labels?: readonly { readonly text?: string }[];
  readonly ports?: readonly { readonly id: string }[];
  readonly children?: readonly JsonNode[];
  readonly edges?: readonly JsonEdge[];
}

interface JsonEdge {
  readonly id: string;
  readonly sources?: readonly string[];
  readonly targets?: readonly string[];
  readonly source?: string;
  readonly target?: string;
}

const folder = path.resolve(import.meta.dirname, '../../../shared/data/corpora/layout');

/** The graphs of at most so many nodes; says so where they are not there. */
export function layoutCorpus(most: number): { readonly name: string; readonly graph: DiagramGraph }[] {
  if (!existsSync(folder)) {
    console.info('Skipped: geometry of a corpus of graphs: ../shared/data/corpora/layout is not there.');
    return [];
  }
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.json'))
    .sort()
    .map((file) => ({
      name: path.basename(file, '.json'),
      graph: pictureOf(JSON.parse(readFileSync(path.join(folder, file), 'utf8')) as JsonNode),
    }))
    .filter(({ graph }) => count(graph.nodes) <= most);
}

const count = (nodes: readonly DiagramNode[]): number =>
  nodes.reduce((sum, { children = [] }) => sum + 1 + count(children), 0);

function pictureOf(root: JsonNode): DiagramGraph {
  const owners = new Map<string, string>();
  const edges: DiagramEdge[] = [];
  const read = (node: JsonNode): DiagramNode => {
    owners.set(node.id, node.id);
    for (const port of node.ports ?? []) owners.set(port.id, node.id);
    const children = (node.children ?? []).map(read);
    return {
      id: node.id,
      kind: children.length > 0 ? 'system' : 'service',
      title: node.labels?.[0]?.text ?? node.id,
      ...(children.length > 0 && { children }),
    };
  };
  const nodes = (root.children ?? []).map(read);
  const connect = (node: JsonNode): void => {
    for (const { id, sources, targets, source, target } of node.edges ?? []) {
      const from = owners.get(sources?.[0] ?? source ?? '');
      const to = owners.get(targets?.[0] ?? target ?? '');
      if (from === undefined || to === undefined) continue;
      edges.push({ id: `${id} ${String(edges.length)}`, source: from, target: to, asynchronous: false, soft: false });
    }
    for (const child of node.children ?? []) connect(child);
  };
  connect(root);
  return { title: root.id, nodes, edges };
}
