/** Nothing outside a project is read or written through links, special files or patterns. */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';
import { discover } from '../../server/cli/discovery.ts';
import { init } from '../../server/cli/commands/init.ts';
import { walk } from '../../server/files/walk.ts';
import { nodeFiles } from '../../server/lsp/node-host.ts';
import { folderWith, hostIn } from './helpers.ts';

const reports: string[] = [];
const files = nodeFiles((problem) => reports.push(problem));
const uri = (...path: string[]): string => pathToFileURL(join(...path)).toString();

/** A project with links of every kind to what lies outside. */
function linked(): { project: string; outside: string } {
  const outside = folderWith({
    'secret.arch': 'service secret\n',
    'faultline.json': '{ "exclude": ["**"] }',
    '.gitignore': '*\n',
    'deep/more.arch': 'service more\n',
  });
  const project = folderWith({ 'own.arch': 'service own\n', 'sub/own.arch': '' });
  symlinkSync(join(outside, 'secret.arch'), join(project, 'secret.arch'));
  symlinkSync(outside, join(project, 'all'));
  symlinkSync(project, join(project, 'sub', 'loop'));
  symlinkSync('.', join(project, 'self'));
  symlinkSync(join(outside, 'none.arch'), join(project, 'dangling.arch'));
  symlinkSync(join(outside, '.gitignore'), join(project, '.gitignore'));
  symlinkSync(join(outside, 'faultline.json'), join(project, 'faultline.json'));
  symlinkSync(join(outside, 'faultline.json'), join(project, 'sub', 'faultline.json'));
  return { project, outside };
}

describe('a link', () => {
  it('is not followed, whatever it leads to', () => {
    const { project } = linked();
    const own = [join(project, 'own.arch'), join(project, 'sub', 'own.arch')];
    expect(walk(project, [])).toEqual({ files: own, nested: [], problems: [] });
    const { projects } = discover(['.'], project, []);
    expect(projects.map(({ root, config, files: found }) => [root, config.exclude, found])).toEqual([
      [project, [], own],
    ]);
  });

  it('is not followed by the server', async () => {
    const { project } = linked();
    const listing = await files.list(uri(project), { exclude: [], deep: true });
    expect(listing).toEqual({ documents: [uri(project, 'own.arch'), uri(project, 'sub', 'own.arch')], nested: [] });
    for (const name of ['secret.arch', 'faultline.json', 'dangling.arch', 'self'])
      expect(await files.read(uri(project, name)), name).toBeUndefined();
    expect(await files.read(uri(project, 'own.arch'))).toBe('service own\n');
    expect(reports).toEqual([]);
  });

  it('is not written through', () => {
    const outside = folderWith({});
    const project = folderWith({});
    symlinkSync(join(outside, 'faultline.json'), join(project, 'faultline.json'));
    init('.', hostIn(project));
    expect(existsSync(join(outside, 'faultline.json'))).toBe(false);
  });
});

describe('what is no file', () => {
  it('is not waited for', async () => {
    const project = folderWith({ 'own.arch': '' });
    for (const name of ['faultline.json', 'pipe.arch', '.gitignore']) execFileSync('mkfifo', [join(project, name)]);
    mkdirSync(join(project, 'folder.arch'));
    mkdirSync(join(project, 'sub', 'faultline.json'), { recursive: true });
    expect(walk(project, [])).toEqual({ files: [join(project, 'own.arch')], nested: [], problems: [] });
    expect(discover(['.'], project, []).projects).toHaveLength(1);
    expect(await files.read(uri(project, 'faultline.json'))).toBeUndefined();
    expect(await files.read(uri(project, 'pipe.arch'))).toBeUndefined();
  });
});

describe('a pattern', () => {
  it.each([
    ['..'],
    ['../**'],
    ['/../secret.arch'],
    ['**/..'],
    ['sub/../../*'],
    ['!../secret.arch'],
    ['\\'],
    ['['],
    ['!'],
  ])('%s reaches nothing outside, and breaks nothing', (pattern) => {
    const outside = folderWith({ 'secret.arch': '', 'p/own.arch': '', 'p/sub/x.arch': '' });
    const found = walk(join(outside, 'p'), [pattern]).files;
    expect(found.every((file) => file.startsWith(join(outside, 'p')))).toBe(true);
    expect(readFileSync(join(outside, 'secret.arch'), 'utf8')).toBe('');
  });
});
