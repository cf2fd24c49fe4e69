/**
 * Which files of a folder belong to a project. Pure, so that files are found the same way on a disk and through an
 * editor's file systems.
 */
import type { Ignore } from 'ignore';

export const sourceExtension = '.arch';
export const ignoreFileName = '.gitignore';

/** Never part of a model, whatever a project's .gitignore says. */
export const skippedFolders: ReadonlySet<string> = new Set(['node_modules', '.git']);

/** Patterns and the folder they are relative to. */
export interface Patterns {
  readonly folder: string;
  readonly patterns: Ignore;
}

/**
 * As git does: the innermost file that says something about the path decides.
 *
 * @param layers outermost first.
 * @param from the path as seen from a layer's folder, with forward slashes, and one at the end of a folder.
 */
export function isIgnored(layers: readonly Patterns[], from: (folder: string) => string): boolean {
  let result = false;
  for (const { folder, patterns } of layers) {
    const tested = patterns.test(from(folder));
    if (tested.ignored) result = true;
    else if (tested.unignored) result = false;
  }
  return result;
}
