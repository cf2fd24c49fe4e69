import { describe, expect, it } from 'vitest';
import { walk } from '../../language/diagrams/graph.ts';
import type { DiagramGraph } from '../../language/diagrams/graph.ts';
import { topologyGraph, viewGraph, viewsOf } from '../../language/diagrams/view.ts';
import { projectOf } from '../support/project.ts';

const text = `
boundary cluster
boundary internet
actor user in internet
system shop {
  service web in cluster { cost: 10 USD/month per replica; replicas: 3 }
  store db in cluster { cost: 60 USD/month }
}
system mail { service sender }
user -> web visit
web -> db read
web ~> sender confirm
view costs "Costs" of shop { group: none; colour: cost }
view grouped of shop { group: boundary }
`;

const project = projectOf([['file:///a.arch', text]]);

/** `element(child, child)`, with what is faint in parentheses of its own. */
function outline(graph: DiagramGraph): string {
  const one = (node: DiagramGraph['nodes'][number]): string => {
    const name = node.tone === 'muted' ? `~${node.title}` : node.title;
    return node.children ? `${name}(${node.children.map(one).sort().join(' ')})` : name;
  };
  return graph.nodes.map(one).sort().join(' ');
}

describe('the topology', () => {
  it('draws a system inside the boundary that holds all its members', () => {
    expect(outline(topologyGraph(project))).toBe('cluster(shop(db web)) internet(user) mail(sender)');
  });

  it('draws every flow between what is drawn', () => {
    expect(
      topologyGraph(project)
        .edges.map(({ label, asynchronous, crossing }) => `${label ?? ''} ${String(asynchronous)} ${String(crossing)}`)
        .sort(),
    ).toEqual(['confirm true true', 'read false false', 'visit false true']);
  });

  it('has something to say of an empty project', () => {
    expect(topologyGraph(projectOf([]))).toEqual({ title: 'Topology', nodes: [], edges: [] });
  });
});

describe('a declared view', () => {
  const graphOf = (name: string): DiagramGraph => {
    const graph = viewGraph(project, name);
    if (!graph) throw new Error(`No view is called ${name}`);
    return graph;
  };

  it('shows its subject, and faintly what that is connected with', () => {
    expect(outline(graphOf('costs'))).toBe('db web ~sender ~user');
    expect(outline(graphOf('grouped'))).toBe('cluster(db web) internet(~user) ~sender');
  });

  it('colours by the figure that an analysis contributes', () => {
    const nodes = [...walk(graphOf('costs').nodes)];
    const heat = Object.fromEntries(nodes.map(({ title, heat: share, detail }) => [title, { share, detail }]));
    expect(heat['db']).toEqual({ share: 1, detail: ['60 USD a month'] });
    expect(heat['web']).toEqual({ share: 0.5, detail: ['3 replicas', '30 USD a month'] });
    expect(heat['user']?.share).toBeUndefined();
  });
});
