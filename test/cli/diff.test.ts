/** `diff`: what changed between revisions, what follows, which edit is to blame, and what makes it fail. */
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { diff } from '../../server/cli/commands/diff.ts';
import type { DiffOptions } from '../../server/cli/commands/diff.ts';
import { core } from '../../server/cli/core.ts';
import { folderWith, hostIn } from './helpers.ts';

function git(cwd: string, ...args: string[]): void {
  const { status, stderr } = spawnSync('git', ['-c', 'user.name=Ada', '-c', 'user.email=ada@example.org', ...args], {
    cwd,
    encoding: 'utf8',
  });
  expect({ status, stderr: status === 0 ? '' : stderr }).toEqual({ status: 0, stderr: '' });
}

const model = `topology { region eu { zone a; zone b }; link zone <-> zone { rtt: 1ms } }
faults { tolerate: loss of 1 zone }
system shop {
  service web { cost: 40 EUR/month }
  store orders is postgres {
    primary: eu.a
    standbys: eu.b
    commit: any 1 standby, else block
    failover: automatic within 30s
    rpo: 0s
    rto: 1min
    cost: 100 EUR/month per replica
  }
  web -> orders place { access: write }
  web -> orders show { access: read }
}
`;

const weaker = model.replace('any 1 standby, else block', 'local').replace('100 EUR', '130 EUR');

const slower = model.replace('within 30s', 'within 10min');

const agreeing = 'service web; store orders is cockroachdb { replicas: 3 }\nweb -> orders show { access: read }';
const following = `service web; store orders is postgres { replicas: 3; reads: any replica; commit: local }
web -> orders show { access: read }
web -> orders place { access: write }`;

function repository(files: Readonly<Record<string, string>>): string {
  const cwd = folderWith(files);
  git(cwd, 'init', '-q');
  git(cwd, 'add', '.');
  git(cwd, 'commit', '-q', '-m', 'first');
  return cwd;
}

function changed(before: string, after: string, options: Partial<DiffOptions> = {}, range = 'HEAD') {
  const cwd = repository({ 'models/shop ü.arch': before, 'faultline.json': '{}' });
  writeFileSync(join(cwd, 'models', 'shop ü.arch'), after);
  const host = hostIn(cwd);
  const code = diff(range, '.', { format: 'json', ...options }, host, core);
  return { code, out: host.out() };
}

interface Json {
  readonly edits: readonly {
    readonly name: string;
    readonly how: string;
    readonly key?: string;
    readonly before?: string;
  }[];
  readonly consequences: readonly { readonly analysis: string; readonly change: string; readonly because: number[] }[];
  readonly findings: Readonly<
    Record<'gained' | 'lost', readonly { readonly rule: string; readonly because: number[] }[]>
  >;
  readonly undecided: readonly number[];
}

const parsed = ({ out }: { readonly out: string }): Json => JSON.parse(out) as Json;

describe('what a change means', () => {
  it('names the edits, with what is written', () => {
    const { edits } = parsed(changed(model, weaker));
    expect(edits.map(({ name, key, before }) => [name, key, before])).toEqual([
      ['shop.orders', 'commit', 'any 1 standby, else block'],
      ['shop.orders', 'cost', '100 EUR/month per replica'],
    ]);
  });

  it('blames each consequence on the edit that brings it about', () => {
    const { edits, consequences, findings } = parsed(changed(model, weaker));
    const keysOf = (because: readonly number[]): (string | undefined)[] => because.map((i) => edits[i]?.key);
    const cost = consequences.filter(({ analysis }) => analysis === 'cost');
    expect(cost.map(({ change, because }) => [change, keysOf(because)])).toEqual([['worse', ['cost']]]);
    const others = consequences.filter(({ analysis }) => analysis !== 'cost');
    expect(others.length).toBeGreaterThan(0);
    for (const { because } of others) expect(keysOf(because)).toEqual(['commit']);
    expect(findings.gained.map(({ rule }) => rule)).toContain('faults/acknowledged-writes-lost');
    for (const { because } of findings.gained) expect(keysOf(because)).toEqual(['commit']);
  });

  it.each([
    [
      'of a comment and of order',
      model,
      `// A comment.\n${model.replace('    rpo: 0s\n', '').replace('    failover', '    rpo: 0s\n    failover')}`,
    ],
    ['of nothing', model, model],
  ])('%s: nothing', (_, before, after) => {
    const { edits, consequences, findings } = parsed(changed(before, after));
    expect([edits, consequences, findings.gained, findings.lost]).toEqual([[], [], [], []]);
  });

  it('of what came and went', () => {
    const { edits } = parsed(changed(model, `${model}cache pages\nshop.web -> pages look { access: read }`));
    expect(edits.map(({ how, name }) => `${how} ${name}`)).toEqual(['added pages', 'added look']);
  });

  it('is told for people and as Markdown in which nothing of the model is markup', () => {
    const said = changed(model, weaker.replace('system shop', 'system shop "<b>|x"'), { format: 'md' });
    expect(said.out).toContain('### What follows');
    expect(said.out).not.toContain('<b>|');
    const people = changed(model, weaker, { format: 'pretty' });
    expect(people.out).toContain('~ shop.orders: commit any 1 standby, else block → local');
    expect(people.out).toContain('cost, by shop.orders: cost');
  });

  it('compares two revisions, whatever the files are', () => {
    const cwd = repository({ 'a.arch': model });
    writeFileSync(join(cwd, 'a.arch'), weaker);
    git(cwd, 'commit', '-q', '-a', '-m', 'second');
    writeFileSync(join(cwd, 'a.arch'), 'broken {');
    const host = hostIn(cwd);
    expect(diff('HEAD~1..HEAD', '.', { format: 'json' }, host, core)).toBe(0);
    expect(parsed({ out: host.out() }).edits).toHaveLength(2);
  });
});

describe('what makes it fail', () => {
  const decided = `${weaker}
decision faster { affects: shop.orders; option local { extend shop.orders { commit: local } } }`;
  it.each([
    ['weaker-consistency', agreeing, following, true],
    ['weaker-consistency', following, agreeing, false],
    ['cost:+10%', model, weaker, true],
    ['cost:+30%', model, weaker, false],
    ['objective-missed', model, slower, true],
    ['objective-missed', slower, model, false],
    ['undecided-change', model, weaker, true],
    ['undecided-change', model, decided, false],
    ['undecided-change', model, model.replace('100 EUR', '130 EUR'), false],
    ['new-threat:high', model, weaker, false],
    ['weaker-consistency,cost:+10%', model, model.replace('100 EUR', '130 EUR'), true],
  ])('%s', (failOn, before, after, fails) => {
    expect(changed(before, after, { failOn }).code).toBe(fails ? 1 : 0);
  });

  it.each(['faster', 'cost', 'cost:10%', 'cost:+x%', 'new-threat:some', 'weaker-consistency:high'])(
    'is told where it is no condition: %s',
    (failOn) => {
      expect(() => changed(model, model, { failOn })).toThrow('--fail-on knows no');
    },
  );

  it.each(['--output=x', 'nowhere', 'HEAD..', '..HEAD'])('is told where it is no revision: %s', (range) => {
    expect(() => changed(model, model, {}, range)).toThrow(/revision/);
  });
});
