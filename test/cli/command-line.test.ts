import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { explain as explainCommand, type ExplainOptions } from '../../server/cli/commands/explain.ts';
import { listJson, listPretty } from '../../server/cli/commands/rules.ts';
import { core } from '../../server/cli/core.ts';
import { wantsColour } from '../../server/cli/host.ts';
import { isNodeSupported, minimumNode } from '../../server/cli/node-version.ts';
import { Progress } from '../../server/cli/progress.ts';
import { run } from '../../server/cli/run.ts';
import { badRule, folderWith, hostIn, wordCore } from './helpers.ts';

async function faultline(...args: string[]) {
  const host = hostIn(folderWith({}));
  const code = await run(args, host);
  return { code, out: host.out(), err: host.err() };
}

const { version, engines } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as {
  version: string;
  engines: { node: string };
};

describe('run', () => {
  it('prints version and help', async () => {
    expect(await faultline('--version')).toEqual({ code: 0, out: `${version}\n`, err: '' });
    expect(await faultline('--help')).toMatchObject({
      code: 0,
      err: '',
      out: expect.stringContaining('Exit codes') as string,
    });
    expect((await faultline('check', '--help')).out).toContain('Examples:\n  faultline check');
  });

  it.each([
    [[], 'Usage: faultline'],
    [['chekc'], 'Did you mean check?'],
    [['check', '--fromat', 'json'], 'Did you mean --format?'],
    [['check', '--format', 'xml'], 'Allowed choices are pretty, json, sarif, github, junit, unix.'],
    [['check', '--max-warnings', '-1'], 'A whole number is expected.'],
    [['check', '--threshold', 'fatal'], 'Allowed choices are error, warning, info, hint.'],
    [['explain'], "missing required argument 'rule-or-finding'"],
    [['lsp'], "required option '--stdio' not specified"],
    [['rules', 'extra'], 'too many arguments'],
  ])('explains the wrong usage of %j and exits with 2', async (args, message) => {
    const { code, out, err } = await faultline(...args);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toContain(message);
  });
});

const broken = `topology { region west { zone a; zone b } }
service checkout
store ledger is postgres {
  primary: west.a
  standbys: west.b
  commit: local
  failover: automatic within 30s
}
checkout -> ledger { access: write; needs: linearizable }
`;

describe('explain', () => {
  const explain = async (subject: string) => {
    const host = hostIn(folderWith({ 'a.arch': 'error orders' }));
    await explainCommand(subject, '.', {}, host, wordCore);
    return host.out();
  };

  it('prints a rule', async () => {
    expect(await explain('test/bad')).toBe('# A bad word\n\nIt is **bad**.\n');
  });

  it('prints a finding and its rule', async () => {
    expect(await explain('test/bad@orders')).toMatch(/ --> a\.arch:1:1\n[^]*# A bad word/);
  });

  it('writes the execution behind a finding, and says why where there is none', async () => {
    const folder = folderWith({ 'a.arch': broken, 'b.arch': 'service lonely { owne: "x" }' });
    const host = hostIn(folder);
    const id = 'consistency/weaker-than-needed@ledger#lost-on-failover';
    const shown = async (subject: string, options: ExplainOptions): Promise<string> => {
      const own = hostIn(folder);
      await explainCommand(subject, '.', options, own, core);
      return own.out();
    };
    expect(await shown(id, {})).toMatch(/--> a\.arch[^]*How it happens: [^]*\n! +\d+ [^]*# /);
    expect(await shown(id, { format: 'text' })).toMatch(/\n! +\d+ /);
    expect(await shown(id, { format: 'md' })).toMatch(/^# [^]*\n1\. /);
    expect(JSON.parse(await shown(id, { format: 'json' }))).toMatchObject({ version: 1 });
    await explainCommand(id, '.', { format: 'svg', out: 'lost.svg' }, host, core);
    expect(readFileSync(join(folder, 'lost.svg'), 'utf8')).toMatch(/^<svg /);
    expect(host.out()).toBe('');
    await expect(shown('language/unknown-key@lonely/owne', { format: 'svg' })).rejects.toThrow('no execution is shown');
    await expect(shown('language/unknown-key', { format: 'svg' })).rejects.toThrow('name one');
  });

  it('suggests what was meant', async () => {
    await expect(explain('test/bda')).rejects.toThrow('there is no rule test/bda. Did you mean "test/bad"?');
    await expect(explain('test/bad@order')).rejects.toThrow('Did you mean "test/bad@orders"?');
  });
});

describe('rules', () => {
  it('lists them for programs and for people', () => {
    expect(JSON.parse(listJson([badRule]))).toEqual([badRule]);
    expect(listPretty([badRule], false)).toContain('test\n  test/bad  error    A bad word\n');
  });
});

describe('wantsColour', () => {
  it.each([
    [{}, true, true],
    [{}, false, false],
    [{ NO_COLOR: '1' }, true, false],
    [{ NO_COLOR: '' }, true, true],
    [{ FORCE_COLOR: '1' }, false, true],
    [{ FORCE_COLOR: '0' }, true, false],
    [{ NO_COLOR: '1', FORCE_COLOR: '1' }, true, false],
    [{ TERM: 'dumb' }, true, false],
  ])('with %j on a terminal or not (%s) is %s', (env, isTTY, expected) => {
    expect(wantsColour(hostIn('/', { env }), { write: () => undefined, isTTY })).toBe(expected);
  });
});

describe('Progress', () => {
  const progressOn = (isTTY: boolean) => {
    const written: string[] = [];
    const clock = { time: 0 };
    const stderr = { write: (text: string) => written.push(text), isTTY, columns: 20 };
    return { clock, written, progress: new Progress({ ...hostIn('/'), stderr, now: () => clock.time }) };
  };

  it('speaks only after a second, not too often, within the line, and clears it', () => {
    const { clock, written, progress } = progressOn(true);
    for (const time of [500, 1100, 1150, 1300]) {
      clock.time = time;
      progress.report(`at ${String(time)} of a long way to go`);
    }
    progress.clear();
    expect(written).toEqual(['\r\u001b[Kat 1100 of a long w', '\r\u001b[Kat 1300 of a long w', '\r\u001b[K']);
  });

  it('is silent where there is no terminal, and when nothing took long', () => {
    const { clock, written, progress } = progressOn(false);
    clock.time = 5000;
    progress.report('reading');
    progress.clear();
    expect(written).toEqual([]);
  });
});

describe('isNodeSupported', () => {
  it('follows engines', () => {
    expect(engines.node).toBe(`>=${minimumNode}`);
  });

  it.each([
    ['24.1.0', true],
    ['20.19.0', true],
    ['20.18.9', false],
    ['18.20.4', false],
    ['21.0.0-nightly', true],
  ])('takes %s: %s', (actual, expected) => {
    expect(isNodeSupported(actual, '20.19.0')).toBe(expected);
  });
});
