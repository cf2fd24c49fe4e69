/**
 * What git says has changed. Invariant: git is run with a list of arguments and never by a shell, and runs nothing that
 * a repository's own configuration names.
 */
import { spawnSync } from 'node:child_process';
import { join, sep } from 'node:path';
import { pathToFileURL } from 'node:url';
import { UsageError } from './exit.ts';

/** Zero-based lines `from` to `to`, both included. */
export interface Lines {
  readonly from: number;
  readonly to: number;
}

/** The changed lines of each file, by absolute path; `all` where git does not know the file yet. */
export type Changes = ReadonlyMap<string, readonly Lines[] | 'all'>;

/** A monorepo's whole diff has to fit. */
const maximumOutputBytes = 1024 * 1024 * 1024;

/**
 * What differs below a folder between a revision and the files as they are, with files that git does not track yet.
 * @throws UsageError where git, the repository or the revision is missing.
 */
export function changesSince(revision: string, folder: string): Changes {
  const commit = commitOf(revision, folder, changedOption);
  const diff = git(folder, [
    'diff',
    '--unified=0',
    '--patch-with-raw',
    '-z',
    '--no-color',
    '--no-ext-diff',
    '--no-textconv',
    '--no-renames',
    '--inter-hunk-context=0',
    '--ignore-submodules=all',
    '--relative',
    commit,
    '--',
    '.',
  ]);
  const untracked = git(folder, ['ls-files', '--others', '--exclude-standard', '-z', '--', '.']);
  const absolute = (path: string): string => join(folder, path.split('/').join(sep));
  return new Map<string, readonly Lines[] | 'all'>([
    ...parseDiff(diff).map(([path, lines]) => [absolute(path), lines] as const),
    ...untracked
      .split('\0')
      .filter((path) => path !== '')
      .map((path) => [absolute(path), 'all'] as const),
  ]);
}

/**
 * The `.arch` texts below a folder as they were in a revision, by address.
 * @throws UsageError where git, the repository or the revision is missing.
 */
export function textsAt(revision: string, folder: string): Map<string, string> {
  if (revision.startsWith('-'))
    throw new UsageError(`--since takes a revision, and "${revision}" looks like an option.`);
  const commit = git(
    folder,
    ['rev-parse', '--verify', '--quiet', '--end-of-options', `${revision}^{commit}`],
    () => `git knows no revision "${revision}" in ${folder}.`,
  ).trim();
  const names = git(folder, ['ls-tree', '-r', '-z', '--name-only', commit, '--', '.'])
    .split('\0')
    .filter((name) => name.endsWith('.arch'));
  return new Map(
    names.map((name) => [
      pathToFileURL(join(folder, name.split('/').join(sep))).href,
      git(folder, ['show', `${commit}:./${name}`]),
    ]),
  );
}

/**
 * Reads `git diff --patch-with-raw -z --unified=0`: a raw record and a patch for each file, in the same order. Paths are
 * taken from the records, where they are not quoted.
 */
export function parseDiff(output: string): [path: string, lines: Lines[]][] {
  const patchStart = output.search(/(?<=\0)\0?diff --git /);
  const records = (patchStart < 0 ? output : output.slice(0, patchStart)).split('\0').filter((field) => field !== '');
  const patches =
    patchStart < 0
      ? []
      : output
          .slice(patchStart)
          .split(/^(?:\0)?diff --git .*$/m)
          .slice(1);
  const result: [string, Lines[]][] = [];
  let next = 0;
  for (let i = 0; i + 1 < records.length; i += 2) {
    // What became a link, or was one, is taken out in one patch and put in by another.
    const count = records[i]?.endsWith('T') ? 2 : 1;
    result.push([records[i + 1] ?? '', patches.slice(next, next + count).flatMap(hunksOf)]);
    next += count;
  }
  return result;
}

const HUNK = /^@@ -\d+(?:,\d+)? \+(\d+)(?:,(\d+))? @@/gm;

/** Where lines were only taken out, those on either side count as changed. */
function hunksOf(patch: string): Lines[] {
  return [...patch.matchAll(HUNK)].map(([, start = '0', count = '1']) => {
    const first = Number(start);
    const length = Number(count);
    return length === 0 ? { from: first - 1, to: first } : { from: first - 1, to: first + length - 2 };
  });
}

function git(folder: string, args: readonly string[], onFailure?: () => string): string {
  const { error, status, stdout, stderr } = spawnSync('git', ['-c', 'core.fsmonitor=false', ...args], {
    cwd: folder,
    encoding: 'utf8',
    maxBuffer: maximumOutputBytes,
    env: { ...process.env, GIT_OPTIONAL_LOCKS: '0' },
    shell: false,
  });
  if (error && (error as NodeJS.ErrnoException).code === 'ENOENT') {
    throw new UsageError('--changed asks git, which is not installed here or not on the PATH.');
  }
  if (error) throw error;
  if (status !== 0) throw new UsageError(onFailure?.() ?? `git ${args[0] ?? ''} failed: ${stderr.trim()}`);
  return stdout;
}

/** Larger files are no models: they are left out as on the disk. */
const mostBytesOfAText = 16 * 1024 * 1024;

/**
 * Reads the files of a folder as they were, without links and submodules.
 * @returns the texts of those with this ending, by path below the folder.
 * @throws UsageError where git, the repository or the revision is missing.
 */
export function filesAt(revision: string, folder: string, ending: string): ReadonlyMap<string, string> {
  const commit = commitOf(revision, folder, diffCommand);
  const records = git(folder, ['ls-tree', '-r', '-z', '-l', commit, '--', '.']);
  const files = records.split('\0').flatMap((record) => {
    const [head = '', path = ''] = record.split('\t');
    const [mode = '', type, object = '', size = ''] = head.split(/ +/);
    const isText = type === 'blob' && mode.startsWith('100') && path.endsWith(ending);
    return isText && Number(size) <= mostBytesOfAText ? [{ object, path }] : [];
  });
  if (files.length === 0) return new Map();
  const contents = objectsOf(folder, [...new Set(files.map(({ object }) => object))]);
  return new Map(files.map(({ path, object }) => [path, (contents.get(object) ?? '').replace(/^\uFEFF/, '')]));
}

function commitOf(revision: string, folder: string, { name, advice }: typeof changedOption): string {
  if (revision.startsWith('-'))
    throw new UsageError(`${name} takes a revision, and "${revision}" looks like an option.`);
  git(folder, ['rev-parse', '--show-toplevel'], () => `${name} asks git, and ${folder} is in no repository.`);
  return git(
    folder,
    ['rev-parse', '--verify', '--quiet', '--end-of-options', `${revision}^{commit}`],
    () => `git knows no revision "${revision}" in ${folder}.${advice}`,
  ).trim();
}

const changedOption = {
  name: '--changed',
  advice: ' Write a path that is to be checked before --changed, or --changed=HEAD.',
};
const diffCommand = { name: 'faultline diff', advice: '' };

/** Reads `git cat-file --batch`: a line with the object's name, type and size, its bytes, and a line's end. */
function objectsOf(folder: string, objects: readonly string[]): Map<string, string> {
  const { error, status, stdout } = spawnSync('git', ['-c', 'core.fsmonitor=false', 'cat-file', '--batch'], {
    cwd: folder,
    input: objects.join('\n'),
    maxBuffer: maximumOutputBytes,
    env: { ...process.env, GIT_OPTIONAL_LOCKS: '0' },
    shell: false,
  });
  if (error) throw error;
  if (status !== 0) throw new UsageError('git cat-file failed.');
  const contents = new Map<string, string>();
  for (let at = 0; at < stdout.length;) {
    const end = stdout.indexOf(10, at);
    const [object = '', , size = '0'] = stdout.toString('utf8', at, end).split(' ');
    const start = end + 1;
    contents.set(object, stdout.toString('utf8', start, start + Number(size)));
    at = start + Number(size) + 1;
  }
  return contents;
}
