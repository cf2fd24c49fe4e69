/** What an edit costs, counted in steps, not in time: as much as it reaches, whatever the size of the project. */
import { describe, expect, it } from 'vitest';
import type { Project, WorkCounters } from '../../language/project/project.ts';
import { createParser } from '../../language/syntax/parser.ts';
import { uriOf } from '../support/annotated.ts';
import { projectOf, strict } from '../support/project.ts';

const places = `
topology {
  region eu { zone a; zone b }
  region us { zone a }
  link eu <-> us { rtt: 80ms }
}
team people
`;

/** A system of its own, that knows the places and nothing of its neighbours. */
const system = (i: number): string => `
system shop-${String(i)} "Shop" {
  owner: people
  cache pages { ttl: 1min }
  service web "Web" { replicas: 2 across eu.a, eu.b }
  store orders "Orders" is postgres { replicas: 2 across eu.a, us.a; reads: any replica; commit: local }
  web -> orders place { access: write; attempt: 100ms; deadline: 300ms; retries: 1 }
  web -> orders show { access: read; needs: read-your-writes }
  operation buy at web { steps: place, show; rate: 20/s }
}
`;

const file = (i: number): string => uriOf(`shop-${String(i)}.arch`);

function projectOfSystems(n: number): Project {
  const files = Array.from({ length: n }, (_, i): [string, string] => [file(i), system(i)]);
  const project = projectOf([[uriOf('places.arch'), places], ...files], { config: strict, incremental: true });
  project.findings();
  return project;
}

interface Work {
  readonly parsed: number;
  readonly linked: number;
  readonly checked: number;
  readonly analyses: number;
}

const workOf = ({ parsed, linked, checked, analyses }: WorkCounters): Work => ({
  parsed,
  linked,
  checked,
  analyses: [...analyses.values()].reduce((sum, n) => sum + n, 0),
});

/** What it costs to replace a document's text, findings included. */
function cost(project: Project, uri: string, text: string): Work {
  const before = workOf(project.counters);
  project.setDocument(uri, text);
  project.findings();
  const after = workOf(project.counters);
  return {
    parsed: after.parsed - before.parsed,
    linked: after.linked - before.linked,
    checked: after.checked - before.checked,
    analyses: after.analyses - before.analyses,
  };
}

const nothing: Work = { parsed: 1, linked: 1, checked: 0, analyses: 0 };

describe('an edit', () => {
  it('of a comment or of white space recomputes nothing', () => {
    const project = projectOfSystems(5);
    expect(cost(project, file(2), `// A comment.\n${system(2)}`)).toEqual(nothing);
    expect(cost(project, file(2), system(2).replace(/\n {2}/g, '\n\n    '))).toEqual(nothing);
    expect(cost(project, file(2), system(2))).toEqual(nothing);
  });

  it('of a title looks again only at what shows it', () => {
    const project = projectOfSystems(5);
    const { linked, checked } = cost(project, file(2), system(2).replace('"Orders"', '"All orders"'));
    expect(linked).toBe(1);
    expect(checked).toBeLessThanOrEqual(8);
  });

  it('of a value recomputes what read it, in its own document', () => {
    const project = projectOfSystems(5);
    const work = cost(project, file(2), system(2).replace('reads: any replica', 'reads: primary'));
    expect(work.linked).toBe(1);
    expect(work.checked).toBeGreaterThan(0);
    expect(work.analyses).toBeGreaterThan(0);
    // At most everything in that one system.
    expect(work.checked).toBeLessThanOrEqual(8);
    expect(project.findings()).toEqual(
      projectOf(
        [
          [uriOf('places.arch'), places],
          ...[0, 1, 2, 3, 4].map((i): [string, string] => [
            file(i),
            i === 2 ? system(2).replace('reads: any replica', 'reads: primary') : system(i),
          ]),
        ],
        { config: strict },
      ).findings(),
    );
  });

  it.each([
    ['a value', (text: string) => text.replace('reads: any replica', 'reads: primary')],
    ['a new flow', (text: string) => text.replace('operation', 'web -> orders audit { access: append }\n  operation')],
    ['a syntax error', (text: string) => text.replace('"Web"', '"Web')],
    ['a new name', (text: string) => text.replace('service web', 'service helper\n  service web')],
    ['a rename', (text: string) => text.replace(/\bpages\b/g, 'sheets')],
  ])('costs the same in a small project and in a large one: %s', (_, change) => {
    const [small, large] = [4, 40].map((n) => cost(projectOfSystems(n), file(1), change(system(1))));
    // A changed name may be a name that others looked up: theirs are linked again, and found to be the same.
    expect({ ...large, linked: 0 }).toEqual({ ...small, linked: 0 });
  });

  it('that changes no name links no other document', () => {
    const project = projectOfSystems(10);
    const changes: ((text: string) => string)[] = [
      (text) => text.replace('reads: any replica', 'reads: primary'),
      (text) => text.replace('replicas: 2 across eu.a, eu.b', 'replicas: 3 across eu.*'),
      (text) => text.replace('access: write', 'access: wrote'),
      (text) => text.replace('rate: 20/s', 'rate:'),
      (text) => text.replace('owner: people', ''),
    ];
    for (const change of changes) expect(cost(project, file(4), change(system(4))).linked).toBe(1);
  });

  it('of a place reaches everything that stands there, and nothing else', () => {
    const project = projectOfSystems(6);
    const away = system(3)
      .replace(/ across eu.a, eu.b/, '')
      .replace(/ across eu.a, us.a/, '');
    cost(project, file(3), away);
    const work = cost(project, uriOf('places.arch'), places.replace('rtt: 80ms', 'rtt: 90ms'));
    expect(work.linked).toBe(1);
    expect(work.checked).toBeLessThanOrEqual(1 + 8 * 6);
  });
});

describe('reading garbage', () => {
  const kinds: readonly [string, (n: number) => string][] = [
    ['open blocks', (n) => 'service a {\n'.repeat(n)],
    ['open blocks in a line', (n) => 'a {'.repeat(n)],
    ['closed blocks', (n) => '}'.repeat(n)],
    ['open brackets', (n) => 'a: [\n'.repeat(n)],
    ['open brackets in a line', (n) => `a: ${'['.repeat(n)}`],
    ['open texts', (n) => 'service "\n'.repeat(n)],
    ['open comments', (n) => '/* '.repeat(n)],
    ['arrows', (n) => 'a -> '.repeat(n)],
    ['one word', (n) => 'a '.repeat(n)],
    ['brackets in a value', (n) => `operation a { steps: ${'['.repeat(n)} }`],
    ['one line of commas', (n) => `a: ${'b, '.repeat(n)}`],
    ['dots', (n) => 'a.'.repeat(n)],
  ];

  it.each(kinds)('%s makes a tree no larger than the text', (_, make) => {
    const parser = createParser();
    const [small, large] = [300, 3000].map((n) => {
      const tree = parser.parse(make(n));
      return JSON.stringify([tree.statements, tree.problems]).length / n;
    });
    // Offsets have more digits in a longer text.
    expect(large).toBeLessThan((small ?? 0) * 2 + 10);
  });

  it.each(kinds)('%s brings as many findings as mistakes at most', (_, make) => {
    const n = 500;
    const found = projectOf([[uriOf('main.arch'), make(n)]]).findings();
    expect(found.length).toBeLessThanOrEqual(2 * n + 2);
    expect(JSON.stringify(found).length / n).toBeLessThan(4000);
  });
});
