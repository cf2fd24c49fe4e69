import { mkdirSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { describe, expect, it } from 'vitest';
import { discover } from '../../server/cli/discovery.ts';
import { maximumSourceBytes, readSource } from '../../server/files/read-source.ts';
import { walk } from '../../server/files/walk.ts';
import { folderWith } from './helpers.ts';

/** Each project as its root and files, relative to `cwd`, with a star on what was named. */
function projectsOf(cwd: string, ...paths: string[]): Record<string, string[]> {
  const { projects, isNamed } = discover(paths, cwd, ['test/bad']);
  return Object.fromEntries(
    projects.map(({ root, files }) => [
      relative(cwd, root) || '.',
      files.map((file) => relative(cwd, file) + (isNamed(file) ? '*' : '')),
    ]),
  );
}

describe('discover', () => {
  it('takes everything below a folder, in the order of names', () => {
    const cwd = folderWith({ 'b.arch': '', 'a/c.arch': '', 'a/notes.md': '' });
    expect(projectsOf(cwd, '.')).toEqual({ '.': ['a/c.arch*', 'b.arch*'] });
  });

  it('analyses the whole project of a file or folder inside it', () => {
    const cwd = folderWith({ 'faultline.json': '{}', 'a.arch': '', 'sub/b.arch': '', 'sub/c.arch': '' });
    expect(projectsOf(cwd, 'sub')).toEqual({ '.': ['a.arch', 'sub/b.arch*', 'sub/c.arch*'] });
    expect(projectsOf(cwd, 'sub/b.arch')).toEqual({ '.': ['a.arch', 'sub/b.arch*', 'sub/c.arch'] });
  });

  it('takes the folder of a file for its project where there is no configuration', () => {
    const cwd = folderWith({ 'a.arch': '', 'sub/b.arch': '' });
    expect(projectsOf(cwd, 'sub/b.arch')).toEqual({ sub: ['sub/b.arch*'] });
    expect(projectsOf(cwd, 'a.arch', 'sub/b.arch')).toEqual({ '.': ['a.arch*', 'sub/b.arch*'] });
  });

  it('starts a project at each nested configuration', () => {
    const cwd = folderWith({
      'top.arch': '',
      'one/faultline.json': '',
      'one/a.arch': '',
      'one/deep/faultline.json': '',
      'one/deep/b.arch': '',
    });
    expect(projectsOf(cwd, '.')).toEqual({
      '.': ['top.arch*'],
      one: ['one/a.arch*'],
      'one/deep': ['one/deep/b.arch*'],
    });
    expect(projectsOf(cwd, 'one/a.arch')).toEqual({ one: ['one/a.arch*'] });
    expect(projectsOf(cwd, '.', 'one/a.arch')).toEqual(projectsOf(cwd, '.'));
  });

  it('leaves out node_modules, .git, what git ignores and what the configuration excludes', () => {
    const cwd = folderWith({
      '.git/x.arch': '',
      '.gitignore': 'out/\n*.tmp.arch\n',
      'models/faultline.json': '{ "exclude": ["drafts/**", "!drafts/kept.arch"] }',
      'models/a.arch': '',
      'models/a.tmp.arch': '',
      'models/out/b.arch': '',
      'models/drafts/c.arch': '',
      'models/drafts/kept.arch': '',
      'models/node_modules/m/d.arch': '',
      'models/sub/.gitignore': '!*.tmp.arch\n/e.arch\n',
      'models/sub/e.arch': '',
      'models/sub/f.tmp.arch': '',
    });
    expect(projectsOf(cwd, 'models')).toEqual({
      models: ['models/a.arch*', 'models/drafts/kept.arch*', 'models/sub/f.tmp.arch*'],
    });
  });

  it('takes what is named although it is ignored', () => {
    const cwd = folderWith({ '.git/HEAD': '', '.gitignore': 'out/\n', 'out/a.arch': '', 'b.arch': '' });
    expect(projectsOf(cwd, 'out')).toEqual({ out: ['out/a.arch*'] });
    expect(projectsOf(cwd, 'b.arch', 'out/a.arch')).toEqual({ '.': ['b.arch*', 'out/a.arch*'] });
  });

  it('follows no symbolic link out of the project, nor around in it', () => {
    const outside = folderWith({ 'secret.arch': '' });
    const cwd = folderWith({ 'a.arch': '' });
    symlinkSync(outside, join(cwd, 'away'));
    symlinkSync(join(outside, 'secret.arch'), join(cwd, 'secret.arch'));
    symlinkSync(cwd, join(cwd, 'loop'));
    symlinkSync(join(cwd, 'a.arch'), join(cwd, 'again.arch'));
    expect(projectsOf(cwd, '.')).toEqual({ '.': ['a.arch*'] });
  });

  it.each([
    ['missing', 'there is no file or folder missing.'],
    ['empty', /^there are no \.arch files in empty .*faultline init/],
    ['notes.md', 'notes.md is not a model: the files of a model end in .arch.'],
    [
      'broken',
      'the configuration cannot be used.\nbroken/faultline.json:2:4: Unknown property "perset". Did you mean "preset"?',
    ],
  ])('rejects the path %s', (path, message) => {
    const cwd = folderWith({
      'notes.md': '',
      'broken/faultline.json': '{\n  "perset": "strict" }',
      'broken/a.arch': '',
    });
    mkdirSync(join(cwd, 'empty'));
    expect(() => discover([path], cwd, [])).toThrow(message);
  });

  it('rejects one empty path among others', () => {
    const cwd = folderWith({ 'a/a.arch': '', 'b/readme.md': '' });
    expect(() => discover(['a', 'b'], cwd, [])).toThrow('there are no .arch files in b');
  });

  it('says which folder cannot be read', () => {
    expect(walk(join(folderWith({}), 'gone'), []).problems).toEqual([
      expect.stringMatching(/^cannot read the folder .*gone/),
    ]);
  });
});

describe('readSource', () => {
  it('leaves out the byte order mark and keeps line ends', () => {
    const cwd = folderWith({ 'a.arch': '\uFEFFservice a\r\n' });
    expect(readSource(join(cwd, 'a.arch'), 'a.arch')).toEqual({ text: 'service a\r\n' });
  });

  it('refuses what is too large, encoded otherwise, or gone', () => {
    const cwd = folderWith({ 'big.arch': '' });
    truncateSync(join(cwd, 'big.arch'), maximumSourceBytes + 1);
    writeFileSync(join(cwd, 'wide.arch'), Buffer.from('\uFEFFservice a', 'utf16le'));
    const problemOf = (name: string) => readSource(join(cwd, name), name);
    expect(problemOf('big.arch')).toEqual({
      problem: 'big.arch is too large (16.0 MiB, at most 16 MiB): split it, or exclude it.',
    });
    expect(problemOf('wide.arch')).toEqual({ problem: 'wide.arch is encoded as UTF-16: save it as UTF-8.' });
    expect(problemOf('gone.arch')).toMatchObject({
      problem: expect.stringContaining('cannot read gone.arch') as string,
    });
  });
});
