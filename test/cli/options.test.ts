/** What options of `check` do together, what they refuse, and what is configured. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { Stopwatch } from '../../language/analyses/stopwatch.ts';
import { commandLine, run } from '../../server/cli/run.ts';
import { statisticsOf } from '../../server/cli/statistics.ts';
import { timingOf } from '../../server/cli/timing.ts';
import { aFinding, folderWith, hostIn } from './helpers.ts';

async function faultline(cwd: string, ...args: string[]) {
  const host = hostIn(cwd);
  const code = await run(args, host);
  return { code, out: host.out(), err: host.err() };
}

const faulty = 'team t\nservice a {\n  owner: t\n  onwer: t\n  replicas: 2; replicas: 2\n}\nservice b { onwer: t }\n';

describe('options that exclude each other', () => {
  it.each([
    [['--stdin', 'a.arch'], /name its file with --stdin-filename/],
    [['--stdin-filename', 'a.arch'], /goes with --stdin/],
    [['--update-baseline'], /add --baseline FILE/],
    [['--prune-baseline'], /add --baseline FILE/],
    [['--baseline', 'k', '--update-baseline', '--prune-baseline'], /prunes already/],
    [['--statistics', '--format', 'sarif'], /--format pretty or json/],
    [['--fix', '--stdin'], /mend files/],
    [['--diff', '--format', 'json'], /leave out --format/],
    [['--diff', '--statistics'], /leave out --statistics/],
    [['--diff', '--output', 'x'], /leave out --output/],
    [['--diff', '--baseline', 'k', '--update-baseline'], /changes no file/],
    [['--changed', '--stdin'], /asks git about files/],
    [['--cache-location', 'x'], /goes with --cache/],
    [['--cache', '--timing'], /leave out one/],
    [['--watch', '--stdin'], /waits for files/],
    [['--watch', '--fix'], /only reports/],
    [['--watch', '--baseline', 'k', '--prune-baseline'], /changes no baseline/],
    [['--watch', '--cache'], /in memory/],
    [['--watch', '--timing'], /in memory/],
  ])('%j end with 2 and a sentence', async (args, message) => {
    const cwd = folderWith({ 'a.arch': faulty });
    const { code, out, err } = await faultline(cwd, 'check', ...args);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toMatch(message);
    expect(err).toMatch(/^faultline: --.*\.\n$/);
    expect(readFileSync(join(cwd, 'a.arch'), 'utf8')).toBe(faulty);
  });
});

describe('--statistics', () => {
  it('counts by rule, the most frequent first', async () => {
    const cwd = folderWith({ 'a.arch': faulty });
    const { code, out } = await faultline(cwd, 'check', '--statistics');
    expect(code).toBe(1);
    expect(out).toBe(
      [
        '2  error    language/unknown-key  (2 with --fix-unsafe)',
        '1  error    language/duplicate-key  (1 with --fix)',
        '1  hint     operations/no-owner  (1 with --fix-unsafe)',
        '',
        '3 errors, 1 hint · 1 file, 2 elements, 0 flows',
        '',
      ].join('\n'),
    );
  });

  it('stands beside the findings in JSON', async () => {
    const { out } = await faultline(folderWith({ 'a.arch': faulty }), 'check', '--statistics', '--format', 'json');
    const { statistics, findings } = JSON.parse(out) as { statistics: { count: number }[]; findings: unknown[] };
    expect(statistics.map(({ count }) => count)).toEqual([2, 1, 1]);
    expect(findings.length).toBe(4);
  });

  it('says the worst severity where overrides give several', () => {
    const of = (severity: 'hint' | 'error') => aFinding({ severity });
    expect(statisticsOf([of('hint'), of('error')])).toMatchObject([{ count: 2, severity: 'error' }]);
    expect(statisticsOf([])).toEqual([]);
  });
});

describe('--timing', () => {
  it.each(['pretty', 'sarif', 'github', 'junit'])('says on the side of %s where the time went', async (format) => {
    const { out, err } = await faultline(folderWith({ 'a.arch': faulty }), 'check', '--timing', '--format', format);
    expect(err).toMatch(/ phase [^]* parsing\n[^]* rule [^]*operations\/no-owner\n[^]* analysis\n[^]*in all/);
    expect(out).not.toContain('from the start of the process');
  });

  it('is part of JSON', async () => {
    const { out, err } = await faultline(folderWith({ 'a.arch': faulty }), 'check', '--timing', '--format', 'json');
    const { timing } = JSON.parse(out) as {
      timing: Record<'phases' | 'rules' | 'analyses', { name: string; count: number }[]>;
    };
    expect(err).toBe('');
    expect(timing.phases.map(({ name }) => name).sort()).toEqual([
      'assembling',
      'collecting findings',
      'library',
      'linking',
      'names',
      'parsing',
      'reading',
      'starting',
    ]);
    expect(timing.rules.find(({ name }) => name === 'operations/no-owner')?.count).toBe(2);
    expect(timing.analyses.length).toBeGreaterThan(0);
  });

  it('charges every moment to what runs innermost, also where that fails', () => {
    let now = 0;
    const stopwatch = new Stopwatch(() => now);
    const spend = (milliseconds: number) => {
      now += milliseconds;
    };
    stopwatch.time('rule', 'outer', () => {
      spend(1);
      stopwatch.time('analysis', 'inner', () => {
        spend(10);
      });
      spend(2);
    });
    spend(1000);
    expect(() =>
      stopwatch.time('rule', 'outer', () => {
        spend(4);
        throw new Error('broken');
      }),
    ).toThrow('broken');
    expect(timingOf(stopwatch, now)).toEqual({
      total: 1017,
      phases: [],
      rules: [{ name: 'outer', count: 2, milliseconds: 7 }],
      analyses: [{ name: 'inner', count: 1, milliseconds: 10 }],
    });
  });
});

describe('--prune-baseline', () => {
  it('takes out what is mended, adds nothing, and creates nothing', async () => {
    const cwd = folderWith({ 'a.arch': 'service a { onwer: t }\n' });
    const known = join(cwd, 'known.json');
    const missing = await faultline(cwd, 'check', '--baseline', 'known.json', '--prune-baseline');
    expect({ code: missing.code, exists: existsSync(known) }).toEqual({ code: 2, exists: false });
    await faultline(cwd, 'check', '--baseline', 'known.json', '--update-baseline');
    writeFileSync(join(cwd, 'a.arch'), 'service b { onwer: t }\n');
    const { code, err } = await faultline(cwd, 'check', '--baseline', 'known.json', '--prune-baseline');
    expect({ code, err }).toMatchObject({
      code: 1,
      err: expect.stringContaining('mended and removed from it') as string,
    });
    expect(JSON.parse(readFileSync(known, 'utf8'))).toEqual({ version: 1, findings: {} });
  });
});

const group = `topology {
  region eu { zone a; zone b; zone c }
}
faults { tolerate: loss of 1 zone }
consensus coordinator {
  voters: eu.a, eu.a, eu.b
}
`;

describe('--environment', () => {
  it('is checked for instead of the one that the configuration names', async () => {
    const cwd = folderWith({ 'a.arch': group, 'faultline.json': '{ "environment": "dev" }' });
    expect((await faultline(cwd, 'check')).code).toBe(0);
    expect((await faultline(cwd, 'check', '--environment', 'production')).code).toBe(1);
    expect((await faultline(folderWith({ 'a.arch': group }), 'check', '--environment', 'dev')).code).toBe(0);
    const id = 'faults/quorum-in-one-domain@coordinator';
    const explained = await faultline(cwd, 'explain', id);
    expect({ code: explained.code, err: explained.err }).toMatchObject({
      code: 2,
      err: expect.stringContaining('no finding') as string,
    });
    expect((await faultline(cwd, 'explain', id, '--environment', 'production')).code).toBe(0);
  });

  it.each([
    [
      { 'faultline.json': '{ "environments": { "staging": {} } }' },
      'stagign',
      /Did you mean "staging"\?\nDeclare it under "environments" in faultline\.json\./,
    ],
    [{}, 'qa', /It is one of production, dev\.\nThere is no faultline\.json to declare it\./],
  ])('that is not known is a mistake: %j', async (files, name, message) => {
    const { code, err } = await faultline(folderWith({ 'a.arch': '', ...files }), 'check', '--environment', name);
    expect(code).toBe(2);
    expect(err).toMatch(message);
  });
});

describe('faultline config print', () => {
  const files = {
    'faultline.json': `{
      "preset": "strict", "exclude": ["x/"],
      "overrides": [{ "files": ["old/**"], "rules": { "operations/*": "off" } }],
      "environments": { "ci": { "preset": "minimal" } },
    }`,
    'a.arch': '',
    'old/b.arch': '',
  };
  interface Printed {
    readonly environment: { name: string; from: string };
    readonly preset: string;
    readonly rules: Readonly<Record<string, unknown>>;
  }
  const print = async (...args: string[]): Promise<Printed> =>
    JSON.parse((await faultline(folderWith(files), 'config', 'print', ...args, '--format', 'json')).out) as Printed;

  it.each([
    [['a.arch'], { level: 'info', from: 'preset "strict"' }],
    [['old/b.arch'], { level: 'off', from: 'overrides[0].rules["operations/*"]' }],
    [['old'], { level: 'off', from: 'overrides[0].rules["operations/*"]' }],
    [['.'], { level: 'info', from: 'preset "strict"' }],
    [['a.arch', '--environment', 'ci'], { level: 'off', from: 'environments.ci.preset "minimal"' }],
  ])('says for %j where a severity comes from', async (args, expected) => {
    expect((await print(...args)).rules['operations/no-owner']).toEqual(expected);
  });

  it('says for whom and from where', async () => {
    expect(await print('.')).toMatchObject({
      root: '.',
      configuration: 'faultline.json',
      environment: { name: 'production', from: 'default' },
      preset: 'strict',
      exclude: ['x/'],
    });
    expect(await print('.', '--environment', 'ci')).toMatchObject({
      environment: { name: 'ci', from: '--environment' },
      preset: 'minimal',
    });
  });

  it('is read by people too, and needs no model and no configuration', async () => {
    const { code, out } = await faultline(folderWith({}), 'config', 'print');
    expect(code).toBe(0);
    expect(out).toContain('no faultline.json: these are the defaults');
    expect(out).toMatch(/ {2}operations\/no-owner +hint +preset "recommended"\n/);
  });
});

describe('faultline rules', () => {
  it('is one document in Markdown, with a page for each rule', async () => {
    const { out } = await faultline(folderWith({}), 'rules', '--format', 'md');
    expect(out.match(/^# /gm)).toHaveLength(1);
    const { out: json } = await faultline(folderWith({}), 'rules', '--format', 'json');
    for (const { id, productionOnly } of JSON.parse(json) as { id: string; productionOnly: boolean }[])
      expect(out).toMatch(
        new RegExp(`^\`${id}\`, \\w+ by default${productionOnly ? ', only for production' : ''}`, 'm'),
      );
  });
});

describe('--color', () => {
  it.each([
    [{}, [], false],
    [{}, ['--color'], true],
    [{ NO_COLOR: '1' }, ['--color'], true],
    [{ FORCE_COLOR: '1' }, [], true],
    [{ FORCE_COLOR: '1' }, ['--no-color'], false],
  ])('in the environment %j with %j gives colour: %s', async (env, args, expected) => {
    const cwd = folderWith({ 'a.arch': faulty });
    for (const given of [
      ['check', ...args],
      [...args, 'check', '--statistics'],
      ['rules', ...args],
      ['config', 'print', ...args],
    ]) {
      const host = hostIn(cwd, { env });
      await run(given, host);
      expect(host.out().includes('\u001b['), given.join(' ')).toBe(expected);
    }
  });
});

it('has a summary, a description and an explained option everywhere', () => {
  const program = commandLine(hostIn('/'), () => undefined);
  const commands = program.commands.flatMap((command) => [command, ...command.commands]);
  for (const command of commands) {
    expect(command.summary(), command.name()).toMatch(/^[a-z].*[^.]$/);
    expect(command.description(), command.name()).toMatch(/^[A-Z].*\.$/);
    for (const option of command.options.filter(({ hidden }) => !hidden))
      expect(option.description, option.flags).toMatch(/^[a-z-].*[^.]$/);
  }
});
