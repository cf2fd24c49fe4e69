import { spawn, spawnSync } from 'node:child_process';
import { accessSync, constants, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { cliEntry, ensureBuilt, faultline } from './built.ts';
import { folderWith } from './helpers.ts';

beforeAll(ensureBuilt, 60_000);

const clean = 'service web "Web"\nservice api "API"\n\nweb -> api call\n';
const broken = 'service web "Web"\nservice api {\n  nonsense-key: 1\n}\nweb -> nowhere\n';

interface Output {
  readonly findings: readonly { readonly id: string; readonly rule: string; readonly file: string }[];
  readonly summary: Readonly<Record<string, number>>;
}

async function findingsIn(cwd: string, ...paths: string[]): Promise<Output> {
  const { out } = await faultline(cwd, ['check', '--format', 'json', ...paths]);
  return JSON.parse(out) as Output;
}

describe('faultline check', () => {
  it('finds nothing wrong in a sound model', async () => {
    const { code, out, err } = await faultline(folderWith({ 'a.arch': clean }), ['check', '--threshold', 'warning']);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toContain('1 file, 2 elements, 1 flow checked in');
  });

  it('finds what is wrong and exits with 1, in every format', async () => {
    const cwd = folderWith({ 'a.arch': broken, 'b.arch': 'service db\n' });
    const inFormat = async (format: string) => {
      const { code, out } = await faultline(cwd, ['check', '--format', format]);
      expect(code).toBe(1);
      return out;
    };
    expect(await inFormat('pretty')).toContain(' --> a.arch:3:3\n');
    expect(await inFormat('github')).toMatch(/^::error file=a\.arch,line=3,/m);
    expect(await inFormat('junit')).toMatch(/<testsuites name="faultline" tests="\d+" failures="[1-9]/);
    expect(JSON.parse(await inFormat('sarif'))).toHaveProperty('runs.0.results.0.ruleId');
    const { findings, summary } = JSON.parse(await inFormat('json')) as Output;
    expect(findings.length).toBeGreaterThanOrEqual(2);
    expect(new Set(findings.map(({ file }) => file))).toEqual(new Set(['a.arch']));
    expect(summary).toMatchObject({ documents: 2, elements: 3 });
  });

  it('resolves names over the files of a project, whichever is named', async () => {
    const cwd = folderWith({ 'faultline.json': '', 'a.arch': 'service web\nweb -> api\n', 'b.arch': 'service api\n' });
    const { findings } = await findingsIn(cwd, 'a.arch');
    expect(findings.filter(({ rule }) => rule.startsWith('language/'))).toEqual([]);
  });

  it('survives byte order marks and line ends of any system', async () => {
    const rules = async (text: string) =>
      (await findingsIn(folderWith({ 'a.arch': text }))).findings.map(({ id }) => id);
    const expected = await rules(broken);
    expect(await rules('\uFEFF' + broken)).toEqual(expected);
    expect(await rules(broken.replaceAll('\n', '\r\n'))).toEqual(expected);
  });

  it('takes a document from standard input', async () => {
    const args = ['check', '--stdin', '--stdin-filename', 'a.arch', '--format', 'json'];
    const { code, out } = await faultline(folderWith({ 'a.arch': clean }), args, { stdin: broken });
    expect(code).toBe(1);
    expect((JSON.parse(out) as Output).findings[0]?.file).toBe('a.arch');
  });

  it('obeys the configuration and a baseline', async () => {
    const cwd = folderWith({ 'faultline.json': '{ "rules": { "language/*": "off" } }', 'a.arch': broken });
    expect((await findingsIn(cwd)).findings.filter(({ rule }) => rule.startsWith('language/'))).toEqual([]);

    writeFileSync(join(cwd, 'faultline.json'), '{}');
    const args = ['check', '--baseline', 'known.json'];
    expect((await faultline(cwd, [...args, '--update-baseline'])).code).toBe(0);
    expect((await faultline(cwd, args)).code).toBe(0);
    writeFileSync(join(cwd, 'b.arch'), 'service other {\n  more-nonsense: 2\n}\n');
    expect(await faultline(cwd, args)).toMatchObject({ code: 1, out: expect.not.stringContaining('a.arch') as string });
  });

  it('colours only a terminal, or when told to', async () => {
    const cwd = folderWith({ 'a.arch': broken });
    expect((await faultline(cwd, ['check'])).out).not.toContain('\u001b');
    expect((await faultline(cwd, ['check'], { env: { FORCE_COLOR: '1' } })).out).toContain('\u001b[');
    expect((await faultline(cwd, ['check'], { env: { FORCE_COLOR: '1', NO_COLOR: '1' } })).out).not.toContain('\u001b');
  });
});

describe('faultline check, with more to do', () => {
  it('mends, and remembers what it finds', async () => {
    const cwd = folderWith({ 'a.arch': 'service a { replicas: 2; replicas: 2 }\n' });
    const { code, err } = await faultline(cwd, ['check', '--fix']);
    expect({ code, err }).toEqual({ code: 0, err: '1 finding fixed, 0 left.\n' });
    expect(readFileSync(join(cwd, 'a.arch'), 'utf8')).toBe('service a { replicas: 2 }\n');
    const args = ['check', '--format', 'json', '--cache', '--cache-location', 'remembered'];
    const first = await faultline(cwd, args);
    expect(readdirSync(join(cwd, 'remembered')).length).toBe(1);
    expect(await faultline(cwd, args)).toEqual(first);
  });

  it('watches until it is interrupted, and ends with 0', async () => {
    const cwd = folderWith({ 'a.arch': clean });
    const child = spawn(process.execPath, [cliEntry, 'check', '--watch'], { cwd });
    let said = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => (said += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => (said += text));
    const closed = new Promise<number | null>((resolve) => child.on('close', resolve));
    try {
      await expect.poll(() => said, { timeout: 20_000 }).toContain('watching for changes');
      writeFileSync(join(cwd, 'a.arch'), broken);
      await expect.poll(() => said, { timeout: 20_000 }).toContain('language/unknown-key');
      child.kill('SIGINT');
      expect(await closed).toBe(0);
    } finally {
      child.kill('SIGKILL');
    }
  }, 60_000);

  it('completes in a shell', async () => {
    const { code, out } = await faultline(folderWith({}), ['completion', 'bash']);
    expect({ code, end: out.trimEnd().split('\n').at(-1) }).toEqual({
      code: 0,
      end: 'complete -F _faultline faultline',
    });
  });
});

describe('exit code 2', () => {
  it.each([
    ['a missing path', ['check', 'gone'], /there is no file or folder gone/],
    ['a folder without a model', ['check', '.'], /there are no \.arch files/],
    ['an unknown command', ['chekc'], /Did you mean check\?/],
    ['an unknown rule', ['explain', 'consistency/none'], /there is no rule/],
  ])('for %s', async (_, args, message) => {
    const { code, err } = await faultline(folderWith({ 'notes.md': '' }), args);
    expect(code).toBe(2);
    expect(err).toMatch(message);
  });

  it('for a report that cannot be written', async () => {
    const { code, err } = await faultline(folderWith({ 'a.arch': clean }), ['check', '--output', 'none/report.json']);
    expect({ code, err }).toEqual({ code: 2, err: expect.stringMatching(/^faultline: ENOENT.*\n$/) as string });
  });

  it('for an internal error, which is not taken for findings', async () => {
    const before = 'process.cwd = () => { throw new TypeError("broken on purpose"); };';
    const { code, err } = await faultline(folderWith({ 'a.arch': clean }), ['check'], { before });
    expect(code).toBe(2);
    expect(err).toMatch(/^faultline: internal error[^]*broken on purpose/);
  });

  it('for an error outside any promise', async () => {
    // As soon as the command line listens for such errors, whenever its own start gets that far.
    const before = `process.on('newListener', (name) => {
      if (name === 'uncaughtException') setImmediate(() => { throw new TypeError('broken later'); });
    });`;
    expect((await faultline(folderWith({ 'a.arch': clean }), ['check'], { before })).code).toBe(2);
  });

  it('for a Node.js that is too old, in one sentence', async () => {
    const before = 'Object.defineProperty(process, "versions", { value: { ...process.versions, node: "18.20.0" } });';
    const { code, err } = await faultline(folderWith({}), ['check'], { before });
    expect({ code, err }).toEqual({
      code: 2,
      err: expect.stringMatching(/^faultline needs Node\.js .*18\.20\.0.*\n$/) as string,
    });
  });
});

describe('other commands', () => {
  it('formats in place, once', async () => {
    const cwd = folderWith({ 'a.arch': 'service   web{\nreplicas:2\n}\n' });
    expect((await faultline(cwd, ['fmt', '--check'])).code).toBe(1);
    expect(await faultline(cwd, ['fmt'])).toMatchObject({ code: 0, out: 'a.arch\n' });
    expect(await faultline(cwd, ['fmt', '--check'])).toMatchObject({ code: 0, out: '' });
  });

  it('lists the rules and explains each', async () => {
    const cwd = folderWith({});
    const rules = JSON.parse((await faultline(cwd, ['rules', '--format', 'json'])).out) as {
      id: string;
      title: string;
    }[];
    expect(rules.length).toBeGreaterThan(5);
    const { code, out } = await faultline(cwd, ['explain', rules[0]?.id ?? '']);
    expect(code).toBe(0);
    expect(out.length).toBeGreaterThan(100);
  });

  it('explains a finding', async () => {
    const cwd = folderWith({ 'a.arch': broken });
    const id = (await findingsIn(cwd)).findings[0]?.id ?? '';
    expect(await faultline(cwd, ['explain', id])).toMatchObject({
      code: 0,
      out: expect.stringContaining(' --> a.arch:') as string,
    });
  });

  it('starts a project whose words are all known', async () => {
    const cwd = folderWith({});
    expect((await faultline(cwd, ['init'])).code).toBe(0);
    const { findings, summary } = await findingsIn(cwd);
    expect(findings.filter(({ rule }) => rule.startsWith('language/'))).toEqual([]);
    expect(summary).toMatchObject({ elements: 2, flows: 2 });
    expect((await faultline(cwd, ['fmt', '--check'])).code).toBe(0);
  });

  it('exports the model and draws it', async () => {
    const cwd = folderWith({ 'a.arch': clean });
    expect(JSON.parse((await faultline(cwd, ['export'])).out)).toBeTypeOf('object');
    const drawn = await faultline(cwd, ['diagram', '--out', 'pictures']);
    expect(drawn.code).toBe(0);
    const [picture = ''] = readdirSync(join(cwd, 'pictures'));
    expect(drawn.out).toContain(`pictures/${picture}\n`);
    expect(readFileSync(join(cwd, 'pictures', picture), 'utf8')).toContain('<svg');
  }, 20_000);

  it('serves an editor over standard input and output', async () => {
    const message = (content: object) => {
      const text = JSON.stringify({ jsonrpc: '2.0', ...content });
      return `Content-Length: ${String(Buffer.byteLength(text))}\r\n\r\n${text}`;
    };
    const stdin =
      message({ id: 1, method: 'initialize', params: { processId: null, rootUri: null, capabilities: {} } }) +
      message({ method: 'initialized', params: {} }) +
      message({ id: 2, method: 'shutdown' }) +
      message({ method: 'exit' });
    const { code, out } = await faultline(folderWith({}), ['lsp', '--stdio'], { stdin });
    expect(code).toBe(0);
    expect(out).toContain('"capabilities"');
  }, 20_000);
});

describe('the bundle', () => {
  it('can be run by a shell', () => {
    expect(() => {
      accessSync(cliEntry, constants.X_OK);
    }).not.toThrow();
    expect(readFileSync(cliEntry, 'utf8')).toMatch(/^#!\/usr\/bin\/env node\n/);
  });

  it('ends quietly when its reader does', () => {
    const cwd = folderWith({ 'a.arch': broken.repeat(500) });
    const { stderr } = spawnSync('bash', ['-c', `"${process.execPath}" "${cliEntry}" check | head -c 10`], { cwd });
    expect(stderr.toString()).toBe('');
  });
});
