/** Each format is read by a parser of its own language, with texts that try to break out of it. */
import { spawnSync } from 'node:child_process';
import { D2 } from '@terrastruct/d2';
import { parse as parseDot } from '@ts-graphviz/ast';
import { describe, expect, it } from 'vitest';
import { pictureFormats } from '../../language/diagrams/exports/formats.ts';
import type { DiagramGraph } from '../../language/diagrams/graph.ts';
import { elk, graphs, hostile, write } from './exported.ts';
import { elements, parseXml } from './xml.ts';

it.each(pictureFormats)('%s: the order of parts changes no byte', async (name) => {
  const turned = { ...hostile, nodes: [...hostile.nodes].reverse(), edges: [...hostile.edges].reverse() };
  expect(await write(name, turned)).toBe(await write(name, hostile));
});

describe('DOT', () => {
  it.each(graphs)('$name', async ({ graph }) => {
    const text = await write('dot', graph);
    expect(parseDot(text)).toMatchObject({ type: 'Dot' });
  });

  it.skipIf(!runs('dot', '-V'))('is read by Graphviz', async () => {
    const { status, stderr } = spawnSync('dot', ['-Tcanon'], { input: await write('dot', hostile), encoding: 'utf8' });
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  });
});

describe('D2', () => {
  const d2 = new D2();
  it.each(graphs)('$name', async ({ graph }) => {
    const { diagram } = await d2.compile(await write('d2', graph));
    const count = (nodes: DiagramGraph['nodes']): number =>
      nodes.reduce((sum, { children = [] }) => sum + 1 + count(children), 0);
    expect(diagram.shapes).toHaveLength(count(graph.nodes));
    expect(diagram.connections).toHaveLength(graph.edges.length);
  });
}, 60_000);

describe('PlantUML', () => {
  it.skipIf(!runs('plantuml', '-version'))(
    'is read by PlantUML',
    async () => {
      for (const { graph } of graphs) {
        const text = (await write('plantuml', graph)).replace('!include <C4/C4_Container>', c4);
        const { stdout, status } = spawnSync('plantuml', ['-syntax'], { input: text, encoding: 'utf8' });
        expect(status, `${stdout}\n${text}`).toBe(0);
      }
    },
    120_000,
  );

  it('writes no sign that could be more than text', async () => {
    const text = await write('plantuml', hostile);
    expect(text.match(/^@|^!/gm)).toEqual(['@', '!', '@']);
    expect(text.replace(/^!include .*$/m, '').replace(/<U\+[0-9A-F]+>/g, '')).not.toMatch(/[<>`*~|]|\$\{/);
  });
});

describe('draw.io', () => {
  it.each(graphs)('$name', async ({ graph }) => {
    const found = [...elements(parseXml(await write('drawio', graph)))];
    const cells = found.filter(({ name }) => name === 'mxCell');
    const ids = new Set(cells.map(({ attributes }) => attributes.get('id')));
    for (const { attributes } of cells)
      for (const key of ['parent', 'source', 'target'])
        if (attributes.has(key)) expect(ids).toContain(attributes.get(key));
    expect(ids.size).toBe(cells.length);
    expect(cells.filter(({ attributes }) => attributes.get('edge') === '1')).toHaveLength(graph.edges.length);
  });
});

describe('ELK JSON', () => {
  it.each(graphs)('$name: can be laid out again', async ({ graph }) => {
    const parsed = JSON.parse(await write('json', graph)) as Parameters<typeof elk.layout>[0];
    const again = await elk.layout({ ...parsed, layoutOptions: { 'elk.hierarchyHandling': 'INCLUDE_CHILDREN' } });
    expect(again.edges).toHaveLength(graph.edges.length);
  });
});

describe('Structurizr DSL', () => {
  it.each(graphs)(
    '$name: braces close, names and relationships are unique, each text ends in its line',
    async ({ graph }) => {
      const lines = (await write('structurizr', graph)).split('\n');
      const plain = lines.map((line) => line.replace(/"(?:[^"\\]|\\")*"/g, 'T'));
      expect(plain.filter((line) => line.includes('"') || line.includes('\\') || line.includes('$'))).toEqual([]);
      expect(plain.join('').match(/\{/g)?.length).toBe(plain.join('').match(/\}/g)?.length);
      const relations = lines.flatMap((line) => /^\s+(n\d+ -> n\d+ "(?:[^"\\]|\\")*")/.exec(line)?.[1] ?? []);
      expect(new Set(relations).size).toBe(relations.length);
    },
  );
});

function runs(command: string, argument: string): boolean {
  const { error } = spawnSync(command, [argument]);
  if (error) console.info(`Skipped: reading with ${command}: it is not installed.`);
  return !error;
}

/** The macros that are used, for releases of PlantUML whose standard library is older than C4. */
const c4 = [
  ...['Person', 'System_Ext'].map((name) => `!define ${name}(a, t, d) rectangle "t\\nd" as a`),
  ...['Container', 'ContainerDb', 'ContainerQueue'].map(
    (name) => `!define ${name}(a, t, k, d) rectangle "t\\nk\\nd" as a`,
  ),
  '!define System_Boundary(a, t) rectangle "t" as a',
  '!define Boundary(a, t, k) rectangle "t\\nk" as a',
  '!define Rel(a, b, t, k) a --> b : "t\\nk"',
  '!define BiRel(a, b, t, k) a <--> b : "t\\nk"',
  '!define LAYOUT_TOP_DOWN() top to bottom direction',
  '!define LAYOUT_LEFT_RIGHT() left to right direction',
].join('\n');
