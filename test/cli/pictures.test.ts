/** `faultline diagram`: which files it writes, and pixels that say what the picture says. */
import { readFileSync, readdirSync } from 'node:fs';
import { inflateSync } from 'node:zlib';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { diagram, type DiagramOptions } from '../../server/cli/commands/diagram.ts';
import { rulesOf, styleOf } from '../../server/cli/pictures/style.ts';
import { svgTree } from '../../server/cli/pictures/tree.ts';
import { folderWith, hostIn } from './helpers.ts';

const model = `
boundary inside "Inside" { kind: network }
service web "Web <&> shop" in inside { cost: 3 USD/month }
store db is postgres in inside
web -> db read { access: read }
`;
const plain: DiagramOptions = { out: 'out', format: 'svg', theme: 'auto' };

async function draw(text: string, options: Partial<DiagramOptions>): Promise<{ folder: string; files: string[] }> {
  const folder = folderWith({ 'a.arch': text });
  expect(await diagram('.', { ...plain, ...options }, hostIn(folder))).toBe(0);
  return { folder: join(folder, 'out'), files: readdirSync(join(folder, 'out')).sort() };
}

describe('files', () => {
  it('are those of every built-in view that has something to show, where none is written', async () => {
    const { files } = await draw(model, { format: 'mermaid' });
    expect(files).toEqual(['consistency.mmd', 'cost.mmd', 'dataflow.mmd', 'dependencies.mmd', 'topology.mmd']);
  });

  it('are those of the written views, else those that are asked for', async () => {
    const views = `${model}\nview one {}\nsystem s { view One {} }\n`;
    expect((await draw(views, { format: 'dot' })).files).toEqual(['one.dot', 's.One.dot']);
    expect((await draw(views, { format: 'd2', view: ['cost', 'one'] })).files).toEqual(['cost.d2', 'one.d2']);
  });

  it('names what there is where a view is not known', async () => {
    await expect(draw(model, { view: ['topologie'] })).rejects.toThrow('Did you mean topology?');
  });
});

describe('PNG', () => {
  it('is the same on each run, and as large as twice the picture', async () => {
    const [one, two, svg] = await Promise.all([
      draw(model, { format: 'png', view: ['topology'] }),
      draw(model, { format: 'png', view: ['topology'] }),
      draw(model, { format: 'svg', view: ['topology'] }),
    ]);
    const bytes = readFileSync(join(one.folder, 'topology.png'));
    expect(readFileSync(join(two.folder, 'topology.png')).equals(bytes)).toBe(true);
    const { attributes } = svgTree(readFileSync(join(svg.folder, 'topology.svg'), 'utf8'));
    expect(bytes.readUInt32BE(16)).toBe(2 * Number(attributes.get('width')));
    expect(bytes.readUInt32BE(20)).toBe(2 * Number(attributes.get('height')));
    // Not an empty sheet: many colours, among them those of stores.
    const data = inflateSync(imageData(bytes));
    expect(new Set(data).size).toBeGreaterThan(50);
  }, 30_000);
});

/** The compressed rows of a PNG file. */
function imageData(bytes: Buffer): Buffer {
  const parts: Buffer[] = [];
  for (let at = 8; at < bytes.length;) {
    const length = bytes.readUInt32BE(at);
    if (bytes.toString('latin1', at + 4, at + 8) === 'IDAT') parts.push(bytes.subarray(at + 8, at + 8 + length));
    at += length + 12;
  }
  return Buffer.concat(parts);
}

describe('styles', () => {
  const tree = svgTree('<svg class="t"><g class="a b"><path class="c"/><text>x &lt; y</text></g></svg>');
  const [group] = tree.children;
  const path = group?.children[0];
  const colour = (sheet: string): string | undefined =>
    group && path && styleOf([tree, group, path], rulesOf(sheet)).get('fill');

  it.each([
    ['.t .c{fill:one}', 'one'],
    ['.t .a.b .c{fill:two}.t .c{fill:one}', 'two'],
    ['.t path{fill:one}.t .a path{fill:two}', 'two'],
    ['.t .c{fill:one}.t .c{fill:two}', 'two'],
    ['.t .b.x .c{fill:one}', undefined],
    ['.t .c:focus{fill:one}@media print{.t{fill:two}}', undefined],
  ])('%s', (sheet, expected) => {
    expect(colour(sheet)).toBe(expected);
  });

  it('reads texts as they were before they were escaped', () => {
    expect(group?.children[1]?.text).toBe('x < y');
  });
});
