/** `check --cache`: what is remembered is what would be found. */
import { existsSync, readdirSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { defaultConfig } from '../../language/project/config.ts';
import { cacheFolder } from '../../server/cli/cache-folder.ts';
import { cacheIn } from '../../server/cli/cache.ts';
import type { CheckOptions } from '../../server/cli/check-options.ts';
import { check } from '../../server/cli/commands/check.ts';
import { core } from '../../server/cli/core.ts';
import { formatNames } from '../../server/cli/formats/formats.ts';
import type { Analysis, ProjectContent } from '../../server/cli/workspace.ts';
import { runs } from '../support/properties.ts';
import { aFinding, folderWith, hostIn } from './helpers.ts';

const faulty = 'service a {\n  onwer: x\n}\nservice b\na -> b { retries: 2; access: append; idempotent: no }\n';

async function run(cwd: string, options: Partial<CheckOptions> = {}, today = '2026-01-01') {
  let built = 0;
  const counting = {
    ...core,
    createProject: (settings: Parameters<typeof core.createProject>[0]) => {
      built++;
      return core.createProject(settings);
    },
  };
  const host = { ...hostIn(cwd), today };
  const code = await check(['.'], { format: 'pretty', threshold: 'error', ...options }, host, counting);
  return { code, out: host.out(), err: host.err(), built };
}

const cached = { cache: true, cacheLocation: 'remembered' };

describe('faultline check --cache', () => {
  it.each(formatNames)('prints the same, byte for byte, as %s', async (format) => {
    const cwd = folderWith({ 'a.arch': faulty });
    const cold = await run(cwd, { format });
    const first = await run(cwd, { format, ...cached });
    const second = await run(cwd, { format, ...cached });
    expect({ ...first, built: 1 }).toEqual(cold);
    expect(second).toEqual({ ...cold, built: 0 });
  });

  it('works with what chooses among findings', async () => {
    const cwd = folderWith({ 'a.arch': faulty });
    await run(cwd, cached);
    expect(await run(cwd, { ...cached, statistics: true })).toEqual({
      ...(await run(cwd, { statistics: true })),
      built: 0,
    });
    expect(await run(cwd, { ...cached, threshold: 'hint' })).toMatchObject({ code: 1, built: 0 });
    await run(cwd, { ...cached, baseline: 'known.json', updateBaseline: true });
    expect(await run(cwd, { ...cached, baseline: 'known.json' })).toMatchObject({ code: 0, built: 0 });
  });

  it('knows another day, configuration, environment, text, name and number of files', async () => {
    const cwd = folderWith({ 'a.arch': faulty, 'faultline.json': '{}' });
    const isKnown = async (options: Partial<CheckOptions> = {}, today?: string) =>
      (await run(cwd, { ...cached, ...options }, today)).built === 0;
    expect([await isKnown(), await isKnown()]).toEqual([false, true]);
    expect(await isKnown({}, '2026-01-02')).toBe(false);
    expect(await isKnown({ environment: 'dev' })).toBe(false);
    writeFileSync(join(cwd, 'faultline.json'), '{ "rules": { "operations/*": "info" } }');
    expect(await isKnown()).toBe(false);
    writeFileSync(join(cwd, 'faultline.json'), '{ "overrides": [{ "files": ["a*"], "rules": {} }] }');
    expect(await isKnown()).toBe(false);
    writeFileSync(join(cwd, 'b.arch'), '');
    expect(await isKnown()).toBe(false);
    rmSync(join(cwd, 'b.arch'));
    writeFileSync(join(cwd, 'faultline.json'), '{}');
    expect(await isKnown()).toBe(true);
  });

  it('takes a damaged entry for none, and replaces it', async () => {
    const cwd = folderWith({ 'a.arch': faulty });
    const cold = await run(cwd, cached);
    const [name = ''] = readdirSync(join(cwd, 'remembered'));
    const file = join(cwd, 'remembered', name);
    const entry = readFileSync(file, 'utf8');
    for (const damaged of [
      '',
      'x',
      entry.slice(0, -5),
      entry.replace('onwer', 'owner'),
      entry.replace('\n', ''),
      '\n{}',
    ]) {
      writeFileSync(file, damaged);
      expect(await run(cwd, cached)).toEqual(cold);
      expect(readFileSync(file, 'utf8')).toBe(entry);
    }
  });

  it('does without where it cannot write', async () => {
    const cwd = folderWith({ 'a.arch': faulty, remembered: 'a file' });
    expect(await run(cwd, cached)).toEqual(await run(cwd));
  });

  it('remembers nothing of a project that could not be read whole', async () => {
    const cwd = folderWith({ 'a.arch': faulty, 'b.arch': '\u0000' });
    writeFileSync(join(cwd, 'b.arch'), Buffer.from([0xff, 0xfe, 0x61, 0]));
    expect((await run(cwd, cached)).code).toBe(2);
    expect(existsSync(join(cwd, 'remembered'))).toBe(false);
  });

  it('equals a run without, whatever is edited', async () => {
    const line = fc.constantFrom(
      'service a\n',
      'service b { replicas: 2 }\n',
      'a -> b\n',
      'service a { onwer: x }\n',
      'store c\n',
      '{',
    );
    const content = fc.array(line, { maxLength: 4 }).map((lines) => lines.join(''));
    const step = fc.record({
      name: fc.constantFrom('a.arch', 'b.arch'),
      content: fc.option(content, { nil: undefined }),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 6 }), async (steps) => {
        const cwd = folderWith({ 'z.arch': 'service z\n' });
        for (const { name, content: changed } of steps) {
          if (changed === undefined) rmSync(join(cwd, name), { force: true });
          else writeFileSync(join(cwd, name), changed);
          const cold = await run(cwd, { format: 'json' });
          for (let again = 0; again < 2; again++) {
            const { built, ...warm } = await run(cwd, { format: 'json', ...cached });
            expect(built).toBeLessThanOrEqual(1 - again);
            expect({ ...warm, built: 1 }).toEqual(cold);
          }
        }
      }),
      { numRuns: runs(12) },
    );
  });
});

describe('the cache', () => {
  const content = (text: string): ProjectContent => ({
    settings: { config: defaultConfig, root: 'file:///p', today: '2026-01-01' },
    texts: new Map([['file:///p/a.arch', text]]),
  });
  const analysis: Analysis = {
    findings: [aFinding({ message: 'long '.repeat(200) })],
    size: { documents: 1, elements: 0, flows: 0 },
    ownText: {},
  };

  it('drops what was used least recently when it is full', () => {
    const folder = folderWith({});
    const cache = cacheIn(folder, 3000);
    cache.keep(content('one'), analysis);
    const [one = ''] = readdirSync(folder);
    const { size } = statSync(join(folder, one));
    expect(size).toBeGreaterThan(1000);
    utimesSync(join(folder, one), 1, 1);
    cache.keep(content('two'), analysis);
    expect(cache.recall(content('one'))).toEqual(analysis);
    for (const name of readdirSync(folder)) if (name !== one) utimesSync(join(folder, name), 1, 1);
    cache.keep(content('three'), analysis);
    expect(['one', 'two', 'three'].map((text) => cache.recall(content(text)) !== undefined)).toEqual([
      true,
      false,
      true,
    ]);
  });

  it('does not depend on the order of texts', () => {
    const cache = cacheIn(folderWith({}));
    const texts = [
      ['file:///p/a.arch', 'a'],
      ['file:///p/b.arch', 'b'],
    ] as const;
    const { settings } = content('');
    cache.keep({ settings, texts: new Map(texts) }, analysis);
    expect(cache.recall({ settings, texts: new Map([...texts].reverse()) })).toEqual(analysis);
  });

  it.each([
    [{ XDG_CACHE_HOME: '/caches' }, 'linux', '/caches/faultline'],
    [{ XDG_CACHE_HOME: 'relative' }, 'linux', /^\/.*\/\.cache\/faultline$/],
    [{}, 'linux', /^\/.*\/\.cache\/faultline$/],
    [{ XDG_CACHE_HOME: '/caches' }, 'darwin', /Library\/Caches\/faultline$/],
    [{ LOCALAPPDATA: '/Local' }, 'win32', '/Local/faultline'],
    [{}, 'win32', /AppData\/Local\/faultline$/],
  ] as const)('lies with %j on %s in %s', (env, platform, expected) => {
    expect(cacheFolder(folderWith({}), env, platform)).toMatch(expected);
  });

  it('lies among the caches of other tools where there are any', () => {
    const root = folderWith({ 'node_modules/x/package.json': '{}' });
    expect(cacheFolder(root, {})).toBe(join(root, 'node_modules', '.cache', 'faultline'));
  });
});
