import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { adr, lintFolder } from '../../server/cli/commands/adr.ts';
import type { AdrOptions } from '../../server/cli/commands/adr.ts';
import { fromRoot } from '../../scripts/paths.ts';
import { folderWith, hostIn } from './helpers.ts';

const files = {
  'faultline.json': '{}',
  'models/model.arch': 'store ledger\n\ndecision keep "Keep it" { status: accepted on 2026-10-02; affects: ledger }\n',
};
const example = 'docs/decisions/0001-how-is-the-ledger-replicated.md';
const record = 'docs/decisions/0001-keep-it.md';

async function run(cwd: string, options: Partial<AdrOptions> = {}, path = '.') {
  const host = hostIn(cwd);
  const code = await adr(path, { format: 'madr', naming: 'number', ...options }, host);
  return { code, out: host.out(), err: host.err() };
}

describe('adr', () => {
  it('writes into the project, links to the source, and has nothing to do afterwards', async () => {
    const cwd = folderWith(files);
    expect(await run(cwd)).toMatchObject({ code: 0, out: `${record}\ndocs/decisions/README.md\n` });
    expect(readFileSync(join(cwd, record), 'utf8')).toContain('(../../models/model.arch#L3)');
    expect(await run(cwd, { check: true })).toMatchObject({ code: 0, out: '' });
    expect(readdirSync(join(cwd, 'docs/decisions'))).toEqual(['0001-keep-it.md', 'README.md']);
  });

  it('only tells what it would write where it is to check', async () => {
    const cwd = folderWith(files);
    expect((await run(cwd, { check: true })).code).toBe(1);
    expect(readdirSync(cwd)).toEqual(['faultline.json', 'models']);
  });

  it('writes nothing where something would be lost, and shows it', async () => {
    const cwd = folderWith(files);
    await run(cwd);
    const edited = readFileSync(join(cwd, record), 'utf8').replace('# Keep it', '# Kept');
    writeFileSync(join(cwd, record), edited);
    const { code, out, err } = await run(cwd, { diff: true });
    expect(code).toBe(2);
    expect(err).toMatch(/0001-keep-it\.md:\d+: Text inside `title` was changed by hand/);
    expect(out).toContain('-# Kept\n+# Keep it\n');
    expect((await run(cwd)).code).toBe(2);
    expect(readFileSync(join(cwd, record), 'utf8')).toBe(edited);
  });

  it('has nothing to write in the example: its record is that of today’s model', async () => {
    expect(await run(fromRoot('examples/payments'), { check: true })).toMatchObject({ code: 0, out: '' });
  });

  it('tells other figures where the model says something else, and leaves the rest', async () => {
    const folder = fromRoot('examples/payments');
    const copied = ['faultline.json', 'payments.arch', 'topology.arch', 'decisions.arch', example];
    const cwd = folderWith(Object.fromEntries(copied.map((name) => [name, readFileSync(join(folder, name), 'utf8')])));
    const model = readFileSync(join(cwd, 'topology.arch'), 'utf8');
    expect(model).toContain('0.7ms');
    writeFileSync(join(cwd, 'topology.arch'), model.replace('0.7ms', '0.9ms'));
    expect((await run(cwd, {})).code).toBe(0);
    const cells = (text: string): string[] => text.split('\n').map((line) => line.replaceAll(/ +/g, ' '));
    const before = cells(readFileSync(join(folder, example), 'utf8'));
    const after = cells(readFileSync(join(cwd, example), 'utf8'));
    const changed = before.flatMap((line, index) =>
      line === after[index] ? [] : [[line, after[index] ?? ''] as const],
    );
    expect(after).toHaveLength(before.length);
    expect(changed.length).toBeGreaterThan(4);
    for (const [old, now] of changed.filter(([line]) => !line.includes('faultline:begin')))
      expect(now).toBe(old.replaceAll('0.7ms', '0.9ms').replaceAll('1.4ms', '1.8ms'));
  });

  it('looks over what people wrote', () => {
    const cwd = folderWith({ 'adr/0001-a.md': '# A\n\n- Status: superseded\n' });
    const host = hostIn(cwd);
    expect(lintFolder('adr', host)).toBe(1);
    expect(host.out()).toBe(
      'adr/0001-a.md:3: It is superseded, but does not say by which record. [superseded-by-nothing]\n',
    );
  });
});
