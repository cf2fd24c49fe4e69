import { existsSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { CheckOptions } from '../../server/cli/check-options.ts';
import { check } from '../../server/cli/commands/check.ts';
import { maximumSourceBytes } from '../../server/files/read-source.ts';
import { folderWith, hostIn, wordCore } from './helpers.ts';

async function run(cwd: string, paths: string[], options: Partial<CheckOptions> = {}, stdin = '') {
  const host = hostIn(cwd, { stdin });
  const code = await check(paths, { format: 'json', threshold: 'error', ...options }, host, wordCore);
  const out = host.out();
  const parsed = out.startsWith('{')
    ? (JSON.parse(out) as { findings: { id: string; file: string }[]; summary: Record<string, number> })
    : undefined;
  const found = parsed?.findings.map(({ id, file }) => `${file} ${id}`);
  return { code, out, err: host.err(), found, summary: parsed?.summary };
}

describe('check', () => {
  it('takes the working directory, whose findings it reports in order', async () => {
    const cwd = folderWith({ 'b.arch': 'hint one\nerror two', 'a.arch': 'warning three' });
    const { code, found, summary } = await run(cwd, []);
    expect(code).toBe(1);
    expect(found).toEqual(['a.arch test/bad@three', 'b.arch test/bad@one', 'b.arch test/bad@two']);
    expect(summary).toMatchObject({ documents: 2, errors: 1, warnings: 1, infos: 0, hints: 1 });
  });

  it.each([
    ['', {}, 0],
    ['warning a', {}, 0],
    ['error a', {}, 1],
    ['warning a', { threshold: 'warning' }, 1],
    ['info a', { threshold: 'warning' }, 0],
    ['hint a', { threshold: 'hint' }, 1],
    ['warning a', { maxWarnings: 1 }, 0],
    ['warning a warning b', { maxWarnings: 1 }, 1],
    ['warning a', { maxWarnings: 0 }, 1],
  ] as const)('exits for %j with %j with %i', async (text, options, code) => {
    expect((await run(folderWith({ 'a.arch': text }), ['.'], options)).code).toBe(code);
  });

  it('reports only what was named', async () => {
    const cwd = folderWith({ 'faultline.json': '', 'a.arch': 'error a', 'sub/b.arch': 'error b' });
    expect((await run(cwd, ['sub'])).found).toEqual(['sub/b.arch test/bad@b']);
    expect((await run(cwd, ['a.arch'])).found).toEqual(['a.arch test/bad@a']);
  });

  it('applies each project its own configuration', async () => {
    const cwd = folderWith({
      'one/faultline.json': '{ "rules": { "test/bad": "off" } }',
      'one/a.arch': 'error a',
      'two/b.arch': 'error b',
    });
    expect((await run(cwd, ['one', 'two'])).found).toEqual(['two/b.arch test/bad@b']);
  });

  it('fails on a file it cannot use, and reports the rest', async () => {
    const cwd = folderWith({ 'a.arch': '', 'big.arch': '', 'c.arch': 'warning c' });
    truncateSync(join(cwd, 'big.arch'), maximumSourceBytes + 1);
    const { code, err, found } = await run(cwd, ['.']);
    expect({ code, found }).toEqual({ code: 2, found: ['c.arch test/bad@c'] });
    expect(err).toContain('big.arch is too large');
  });

  it('writes the report to a file', async () => {
    const cwd = folderWith({ 'a.arch': 'error a' });
    const { code, out, err } = await run(cwd, ['.'], { output: 'report.json' });
    expect({ code, out, err }).toEqual({
      code: 1,
      out: '',
      err: '1 error · 1 file, 0 elements, 0 flows · written to report.json\n',
    });
    expect(JSON.parse(readFileSync(join(cwd, 'report.json'), 'utf8'))).toHaveProperty('findings.0.id', 'test/bad@a');
  });

  describe('--stdin', () => {
    it('takes the place of a file in its project', async () => {
      const cwd = folderWith({ 'faultline.json': '', 'a.arch': 'error old', 'b.arch': 'error b' });
      const { found, summary } = await run(cwd, [], { stdin: true, stdinFilename: 'a.arch' }, '\uFEFFerror new');
      expect(found).toEqual(['a.arch test/bad@new']);
      expect(summary).toMatchObject({ documents: 2 });
    });

    it('needs no file', async () => {
      const cwd = folderWith({});
      expect((await run(cwd, [], { stdin: true }, 'error x')).found).toEqual(['stdin.arch test/bad@x']);
      const named = await run(cwd, [], { stdin: true, stdinFilename: 'new.arch' }, 'error x');
      expect(named.found).toEqual(['new.arch test/bad@x']);
    });

    it.each([
      [['a.arch'], { stdin: true }, /--stdin-filename/],
      [[], { stdinFilename: 'a.arch' }, /goes with --stdin/],
      [[], { updateBaseline: true }, /--baseline FILE/],
      [[], { baseline: 'none.json' }, /there is no baseline none.json/],
    ])('rejects %j with %j', async (paths, options, message) => {
      await expect(run(folderWith({ 'a.arch': '' }), paths, options)).rejects.toThrow(message);
    });
  });

  describe('--baseline', () => {
    const options = { baseline: 'known.json' };
    const update = { ...options, updateBaseline: true };

    it('is created, hides what it knows, reports what is new, and ratchets down', async () => {
      const cwd = folderWith({ 'a.arch': 'error a\nerror b' });
      const created = await run(cwd, ['.'], update);
      expect(created).toMatchObject({ code: 0, found: [], err: 'known.json: 2 findings recorded as known.\n' });
      expect(created.summary).toMatchObject({ errors: 0, inBaseline: 2 });
      expect(await run(cwd, ['.'], options)).toMatchObject({ code: 0, err: '' });

      writeFileSync(join(cwd, 'a.arch'), 'error b\nerror c');
      const before = readFileSync(join(cwd, 'known.json'), 'utf8');
      const changed = await run(cwd, ['.'], options);
      expect(changed).toMatchObject({ code: 1, found: ['a.arch test/bad@c'] });
      expect(changed.err).toBe(
        'known.json: 1 known finding mended: ratchet it down with --prune-baseline.\n  test/bad@a\n',
      );
      expect(readFileSync(join(cwd, 'known.json'), 'utf8')).toBe(before);

      expect(await run(cwd, ['.'], update)).toMatchObject({ code: 1, found: ['a.arch test/bad@c'] });
      expect(JSON.parse(readFileSync(join(cwd, 'known.json'), 'utf8'))).toEqual({
        version: 1,
        findings: { 'test/bad@b': { 'a.arch': 1 } },
      });
    });

    it('judges only what was analysed or is deleted', async () => {
      const cwd = folderWith({ 'one/a.arch': 'error a', 'two/b.arch': 'error b', 'three/c.arch': 'error c' });
      await run(cwd, ['one', 'two', 'three'], update);
      rmSync(join(cwd, 'three'), { recursive: true });
      const { err } = await run(cwd, ['one'], update);
      expect(err).toContain('test/bad@c');
      const known = JSON.parse(readFileSync(join(cwd, 'known.json'), 'utf8')) as { findings: object };
      expect(Object.keys(known.findings)).toEqual(['test/bad@a', 'test/bad@b']);
    });

    it('is left alone by a run that could not read everything', async () => {
      const cwd = folderWith({ 'a.arch': 'error a', 'big.arch': '' });
      truncateSync(join(cwd, 'big.arch'), maximumSourceBytes + 1);
      expect((await run(cwd, ['.'], update)).code).toBe(2);
      expect(existsSync(join(cwd, 'known.json'))).toBe(false);
    });
  });
});
