/**
 * Finds the `.arch` files of one project folder. Symbolic links are not followed, those to configurations included: one
 * that stays inside the project would only show a file twice, one that leads outside would leave the project.
 */
import { existsSync, readFileSync, readdirSync, type Dirent } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import ignore from 'ignore';
import { configFileName } from '../../language/project/config.ts';
import { ignoreFileName, isIgnored, skippedFolders, sourceExtension, type Patterns } from './belongs.ts';
import { isOwnFile } from './read-source.ts';

export interface Walked {
  /** Absolute paths, in the order of their names. */
  readonly files: readonly string[];
  /** Folders below with a configuration of their own: projects of their own. */
  readonly nested: readonly string[];
  /** Folders that could not be read, with why. */
  readonly problems: readonly string[];
}

export function walk(root: string, exclude: readonly string[]): Walked {
  const files: string[] = [];
  const nested: string[] = [];
  const problems: string[] = [];
  const excluded: Patterns[] = exclude.length > 0 ? [{ folder: root, patterns: ignore().add([...exclude]) }] : [];

  const visit = (folder: string, ignored: readonly Patterns[]): void => {
    const listed = list(folder);
    if (typeof listed === 'string') {
      problems.push(listed);
      return;
    }
    if (folder !== root && listed.some((entry) => entry.name === configFileName && entry.isFile())) {
      nested.push(folder);
      return;
    }
    const rules = [...ignored, ...gitignoreOf(folder, listed)];
    const isLeftOut = (path: string) => matches(rules, path) || matches(excluded, path);
    for (const entry of listed) {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) {
        if (!skippedFolders.has(entry.name) && !isLeftOut(path + sep)) visit(path, rules);
      } else if (entry.isFile() && entry.name.endsWith(sourceExtension) && !isLeftOut(path)) {
        files.push(path);
      }
    }
  };
  visit(root, gitignoresAbove(root));
  return { files, nested, problems };
}

function list(folder: string): Dirent[] | string {
  try {
    const entries = readdirSync(folder, { withFileTypes: true });
    return entries.sort((a, b) => (a.name < b.name ? -1 : 1));
  } catch (error) {
    return `cannot read the folder ${folder}: ${(error as Error).message}`;
  }
}

function gitignoreOf(folder: string, entries: readonly Dirent[]): Patterns[] {
  if (!entries.some((entry) => entry.name === ignoreFileName && entry.isFile())) return [];
  return [{ folder, patterns: ignore().add(readFileSync(join(folder, ignoreFileName), 'utf8')) }];
}

/** The .gitignore files between a folder and the top of its repository; none where it is in no repository. */
function gitignoresAbove(root: string): Patterns[] {
  const found: Patterns[] = [];
  for (let folder = root; ; folder = dirname(folder)) {
    if (folder !== root) {
      const file = join(folder, ignoreFileName);
      if (isOwnFile(file)) found.unshift({ folder, patterns: ignore().add(readFileSync(file, 'utf8')) });
    }
    // Who names an ignored folder means it.
    if (existsSync(join(folder, '.git'))) return matches(found, root + sep) ? [] : found;
    if (folder === dirname(folder)) return [];
  }
}

const matches = (layers: readonly Patterns[], path: string): boolean =>
  isIgnored(layers, (folder) => relative(folder, path).split(sep).join('/') + (path.endsWith(sep) ? '/' : ''));
