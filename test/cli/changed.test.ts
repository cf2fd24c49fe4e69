/** `check --changed`: what git says has changed, and which findings that concerns. */
import { spawnSync } from 'node:child_process';
import { appendFileSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { check } from '../../server/cli/commands/check.ts';
import { core } from '../../server/cli/core.ts';
import { changesSince, parseDiff } from '../../server/cli/git.ts';
import { folderWith, hostIn } from './helpers.ts';

function git(cwd: string, ...args: string[]): void {
  const { status, stderr } = spawnSync('git', ['-c', 'user.name=Ada', '-c', 'user.email=ada@example.org', ...args], {
    cwd,
    encoding: 'utf8',
  });
  expect({ status, stderr: status === 0 ? '' : stderr }).toEqual({ status: 0, stderr: '' });
}

function repositoryWith(files: Readonly<Record<string, string>>): string {
  const folder = folderWith(files);
  git(folder, 'init', '-q');
  git(folder, 'add', '.');
  git(folder, 'commit', '-q', '-m', 'first');
  return folder;
}

async function found(cwd: string, changed = 'HEAD', paths = ['.']): Promise<string[]> {
  const host = hostIn(cwd);
  await check(paths, { format: 'json', threshold: 'error', changed }, host, core);
  return (JSON.parse(host.out()) as { findings: { id: string }[] }).findings.map(({ id }) => id);
}

describe('what changed', () => {
  it('is read from git by lines, with names of any kind and files that it does not track', () => {
    const cwd = repositoryWith({ 'a.arch': '1\n2\n3\n4\n', 'ü "b" c.arch': '1\n', 'gone.arch': '1\n' });
    writeFileSync(join(cwd, 'a.arch'), '1\ntwo\n4\nfive\n');
    writeFileSync(join(cwd, 'ü "b" c.arch'), '1\n@@ -1 +7 @@\n');
    rmSync(join(cwd, 'gone.arch'));
    mkdirSync(join(cwd, 'new'));
    writeFileSync(join(cwd, 'new', 'd.arch'), '1\n');
    const changes = Object.fromEntries(
      [...changesSince('HEAD', cwd)].map(([path, lines]) => [path.slice(cwd.length + 1), lines]),
    );
    expect(changes).toEqual({
      'a.arch': [
        { from: 1, to: 1 },
        { from: 3, to: 3 },
      ],
      'gone.arch': [{ from: -1, to: 0 }],
      'ü "b" c.arch': [{ from: 1, to: 1 }],
      'new/d.arch': 'all',
    });
  });

  it('stays with its file where another one becomes a link', () => {
    const cwd = repositoryWith({ 'a.arch': '1\n', 'b.arch': '1\n2\n' });
    rmSync(join(cwd, 'a.arch'));
    symlinkSync('b.arch', join(cwd, 'a.arch'));
    writeFileSync(join(cwd, 'b.arch'), '1\n3\n');
    expect(changesSince('HEAD', cwd).get(join(cwd, 'b.arch'))).toEqual([{ from: 1, to: 1 }]);
  });

  it('does not depend on how git is set up', () => {
    const lines = Array.from({ length: 9 }, (_, i) => `${String(i)}\n`);
    const cwd = repositoryWith({ 'a.arch': lines.join('') });
    for (const [key, value] of [
      ['diff.interHunkContext', '5'],
      ['diff.context', '5'],
      ['color.ui', 'always'],
      ['diff.mnemonicPrefix', 'true'],
    ] as const)
      git(cwd, 'config', key, value);
    writeFileSync(join(cwd, 'a.arch'), lines.join('').replace('2', 'x').replace('6', 'y'));
    expect([...changesSince('HEAD', cwd).values()]).toEqual([
      [
        { from: 2, to: 2 },
        { from: 6, to: 6 },
      ],
    ]);
  });

  it('is relative to the folder of the project', () => {
    const cwd = repositoryWith({ 'x.arch': '1\n', 'sub/a.arch': '1\n' });
    writeFileSync(join(cwd, 'x.arch'), '2\n');
    writeFileSync(join(cwd, 'sub/a.arch'), '2\n');
    expect([...changesSince('HEAD', join(cwd, 'sub')).keys()]).toEqual([join(cwd, 'sub', 'a.arch')]);
  });

  it('is nothing where nothing did', () => {
    expect(parseDiff('')).toEqual([]);
    expect([...changesSince('HEAD', repositoryWith({ 'a.arch': '' }))]).toEqual([]);
  });

  it('runs nothing that the repository names', () => {
    const cwd = repositoryWith({ 'a.arch': '1\n', '.gitattributes': '*.arch diff=evil\n' });
    const marker = join(cwd, 'ran');
    for (const [key, value] of [
      ['diff.evil.textconv', `touch ${marker}; cat`],
      ['diff.evil.command', `touch ${marker}`],
      ['diff.external', `touch ${marker}`],
      ['core.fsmonitor', `touch ${marker}`],
    ] as const)
      git(cwd, 'config', key, value);
    writeFileSync(join(cwd, 'a.arch'), '2\n');
    expect([...changesSince('HEAD', cwd)]).toEqual([[join(cwd, 'a.arch'), [{ from: 0, to: 0 }]]]);
  });

  it.each([
    ['--output=x', /looks like an option/],
    ['nonsense', /git knows no revision "nonsense"/],
    ['HEAD; touch x', /git knows no revision/],
  ])('since %j is not known', (revision, message) => {
    const cwd = repositoryWith({ 'a.arch': '' });
    expect(() => changesSince(revision, cwd)).toThrow(message);
  });

  it('needs a repository, and git', () => {
    const cwd = folderWith({ 'a.arch': '' });
    expect(() => changesSince('HEAD', cwd)).toThrow('is in no repository');
    const { PATH } = process.env;
    try {
      process.env['PATH'] = cwd;
      expect(() => changesSince('HEAD', cwd)).toThrow('not installed here');
    } finally {
      process.env['PATH'] = PATH;
    }
  });
});

describe('faultline check --changed', () => {
  const faulty = 'service a {\n  onwer: x\n}\nservice b {\n  onwer: x\n}\n';

  it('reports what stands in changed lines, and what stands in new files', async () => {
    const cwd = repositoryWith({ 'a.arch': faulty });
    expect(await found(cwd)).toEqual([]);
    writeFileSync(join(cwd, 'a.arch'), faulty.replace('b {\n  onwer: x', 'b {\n  onwer: y'));
    writeFileSync(join(cwd, 'new.arch'), 'service c { onwer: x }\n');
    expect((await found(cwd)).filter((id) => id.startsWith('language/'))).toEqual([
      'language/unknown-key@b/onwer',
      'language/unknown-key@c/onwer',
    ]);
  });

  it('compares with a revision that is given', async () => {
    const cwd = repositoryWith({ 'a.arch': 'service z\n' });
    writeFileSync(join(cwd, 'a.arch'), faulty);
    git(cwd, 'commit', '-q', '-a', '-m', 'second');
    expect(await found(cwd)).toEqual([]);
    expect((await found(cwd, 'HEAD~1')).length).toBeGreaterThan(1);
  });

  it('reports a finding elsewhere that a change brought about', async () => {
    const caller =
      'service web\nweb -> api checkout { attempt: 200ms }\noperation checkout at api { steps: reserve }\n';
    const callee = 'service api\nstore ledger\n\napi -> ledger reserve { deadline: 150ms }\n';
    const cwd = repositoryWith({ 'a.arch': caller, 'b.arch': callee });
    writeFileSync(join(cwd, 'b.arch'), callee.replace('150ms', '250ms'));
    expect(await found(cwd)).toEqual(['resilience/deadline-order@checkout#callee']);
    writeFileSync(join(cwd, 'b.arch'), `${callee}\nservice other\n`);
    expect((await found(cwd)).filter((id) => id.startsWith('resilience/'))).toEqual([]);
  });

  it('reports what a touched thing lacks, though nothing stands at the touched line', async () => {
    const owned = 'team t\nservice a {\n  replicas: 2\n  owner: t\n}\nservice b\n';
    const cwd = repositoryWith({ 'a.arch': owned });
    expect(await found(cwd)).toEqual([]);
    writeFileSync(join(cwd, 'a.arch'), owned.replace('  owner: t\n', ''));
    expect(await found(cwd)).toEqual(['operations/no-owner@a']);
  });

  it('does not take a child for its parent', async () => {
    const nested = 'team t\nsystem s {\n  service a {\n    replicas: 2\n  }\n\n  service b\n}\n';
    const cwd = repositoryWith({ 'a.arch': nested });
    writeFileSync(join(cwd, 'a.arch'), nested.replace('replicas: 2', 'replicas: 3'));
    expect(await found(cwd)).toEqual(['operations/no-owner@s.a']);
  });

  it('still reports only what was named, and analyses everything', async () => {
    const cwd = repositoryWith({ 'faultline.json': '', 'a.arch': faulty, 'sub/b.arch': 'service c\nc -> a\n' });
    appendFileSync(join(cwd, 'a.arch'), 'service d { onwer: x }\n');
    appendFileSync(join(cwd, 'sub/b.arch'), 'c -> nowhere\n');
    expect(await found(cwd, 'HEAD', ['sub'])).toEqual(['language/unresolved-name@/nowhere']);
  });
});
