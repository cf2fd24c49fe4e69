import { describe, expect, it } from 'vitest';
import { foldGraph } from '../../language/diagrams/fold.ts';
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

const chosen: readonly [words: string, picture: string, flows: string][] = [
  ['', 'cluster(shop(db web)) internet(user) mail(sender)', 'confirm read visit'],
  ['include: every store', 'cluster(shop(db ~web))', 'read'],
  ['include: every store; neighbours: none', 'cluster(shop(db))', ''],
  ['include: db; neighbours: 2', 'cluster(shop(db ~web)) internet(~user) mail(~sender)', 'confirm read visit'],
  ['include: shop.*; exclude: every actor', 'cluster(shop(db web)) mail(~sender)', 'confirm read'],
  ['exclude: mail', 'cluster(shop(db web)) internet(user)', 'read visit'],
  ['include: web, user; neighbours: none; group: none', 'user web', 'visit'],
];

it.each(chosen)('a view with %s shows what it asks for', (words, picture, flows) => {
  const model = projectOf([['file:///a.arch', `${text}\nview own { ${words} }\n`]]);
  const graph = viewGraph(model, 'own') ?? topologyGraph(model);
  expect(outline(graph)).toBe(picture);
  expect(
    graph.edges
      .map(({ label }) => label)
      .sort()
      .join(' '),
  ).toBe(flows);
});

it('what stands in a group that is not drawn is drawn in the next one around it', () => {
  const model = projectOf([
    [
      'file:///a.arch',
      'system s { boundary b { service x; service y } }\ns.b.x -> s.b.y\nview own { group: system }\n',
    ],
  ]);
  expect(outline(viewGraph(model, 'own') ?? topologyGraph(model))).toBe('s(x y)');
  expect(outline(viewGraph(model, 'dependencies') ?? topologyGraph(model))).toBe('s(x y)');
});

it('a view folds groups, labels flows, chooses its direction and colours by owner', () => {
  const more = `${text}\nteam shopkeepers "The shopkeepers"\nextend shop { owner: shopkeepers }\n`;
  const own = 'view own { fold: shop; label: protocol; direction: right; colour: owner }\n';
  const model = projectOf([['file:///a.arch', `${more}${own}extend web.visit { over: https }\n`]]);
  const graph = viewGraph(model, 'own') ?? topologyGraph(model);
  expect(graph.direction).toBe('right');
  expect(graph.classes).toEqual({ of: 'Owner', names: ['The shopkeepers'] });
  expect(graph.edges.map(({ label = '' }) => label)).toEqual(['', '', '']);
  const { graph: folded, notice } = foldGraph(graph);
  expect(outline(folded)).toBe('cluster(shop) internet(user) mail(sender)');
  expect(notice).toBeUndefined();
});

const placed = projectOf([
  [
    'file:///b.arch',
    `
topology {
  region north { zone a; zone b }
  region south { zone a }
  link zone <-> zone { rtt: 1ms }
  link north <-> south { rtt: 30ms }
}
data Card { classification: restricted }
data Note { classification: internal }
boundary outside { trust: none; kind: network }
actor user in outside
service web { replicas: 3 across north.a, north.b }
service lonely { replicas: 2 }
store db is postgres {
  primary: north.a
  standbys: north.b, south.a
  commit: any 1 standby, else block
  failover: manual
  reads: primary
  holds: Card, Note
}
cache near { caches: db; ttl: 5s }
user -> web visit { carries: Note }
web -> db look { access: read; carries: Card; dependency: soft }
web -> db book { access: update; carries: Card }
web -> near peek { access: read }
`,
  ],
]);

/** The picture's nodes as `title: lines`, groups included, sorted. */
function lines(name: string): string[] {
  return [...walk(viewGraph(placed, name)?.nodes ?? [])]
    .map(({ title, subtitle, detail = [] }) => `${title}: ${[subtitle, ...detail].join('; ')}`)
    .sort();
}
const edges = (name: string): string[] =>
  (viewGraph(placed, name)?.edges ?? []).map(({ label = '', detail = '' }) => `${label}: ${detail}`).sort();

describe('the views that every project has', () => {
  it('are those that have something to show, after the written ones', () => {
    expect(viewsOf(project).map(({ name, builtIn }) => `${name}${builtIn ? '' : ' (written)'}`)).toEqual([
      'costs (written)',
      'grouped (written)',
      'topology',
      'consistency',
      'cost',
      'dataflow',
      'dependencies',
    ]);
    expect(viewsOf(projectOf([])).map(({ name }) => name)).toEqual(['topology']);
    expect(viewGraph(project, 'deployment')).toBeUndefined();
    expect(viewGraph(project, 'no such view')).toBeUndefined();
  });

  it('deployment: each copy where it stands, what is open said so, and how far places are apart', () => {
    const graph = viewGraph(placed, 'deployment');
    expect(outline(graph ?? topologyGraph(placed))).toBe(
      'north(a(db web) b(db web)) south(a(db)) ~Place not said(lonely)',
    );
    expect(lines('deployment').filter((line) => /^(db|web|lonely|north)/.test(line))).toEqual([
      'db: PostgreSQL; primary',
      'db: PostgreSQL; standby',
      'db: PostgreSQL; standby',
      'lonely: ; 2 replicas',
      'north: region · 1ms between zones',
      'web: ; 1 or 2 replicas',
      'web: ; 1 or 2 replicas',
    ]);
    expect(edges('deployment')).toEqual(['30ms: ']);
  });

  it('data flow: what is carried and held, and how sensitive it is', () => {
    expect(edges('dataflow')).toEqual([
      'book: Card (restricted)',
      'look: Card (restricted)',
      'peek: ',
      'visit: Note (internal)',
    ]);
    expect(lines('dataflow')).toContain('db: PostgreSQL; holds Card (restricted), Note (internal)');
    expect(lines('dataflow')).toContain('outside: trust boundary · network · no trust');
    expect(viewGraph(placed, 'dataflow')?.classes?.names).toEqual(['restricted', 'internal']);
  });

  it('consistency: how stores are replicated, and what each access can rely on', () => {
    expect(lines('consistency')).toContain('db: PostgreSQL; primary-backup');
    expect(edges('consistency').find((edge) => edge.startsWith('book'))).toContain('PC/EC');
    expect(edges('consistency')).toContain('cached: age not said');
  });

  it('dependencies: what stops with an element', () => {
    expect(lines('dependencies')).toContain('db: PostgreSQL; needed by 2');
    expect(lines('dependencies')).toContain('web: ; needed by 1');
  });

  it('a written view takes the place of a built-in one of its name', () => {
    const own = projectOf([['file:///c.arch', 'service web\nview topology "Mine"\n']]);
    expect(viewGraph(own, 'topology')?.title).toBe('Mine');
    expect(viewsOf(own).filter(({ name }) => name === 'topology')).toHaveLength(1);
  });
});
