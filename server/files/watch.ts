/**
 * Tells when something changes below some folders. Each folder is watched by itself, so that those that hold no models
 * (`node_modules`, `.git`) cost nothing, and one that is deleted ends nothing but its own watch. Where the system cannot
 * watch, files are looked at in intervals.
 */
import { readdirSync, statSync, watch, type FSWatcher } from 'node:fs';
import { join, sep } from 'node:path';
import { skippedFolders } from './belongs.ts';

export interface Watch {
  readonly close: () => void;
}

/** How often folders are looked at that cannot be watched, and whether the watched ones are still there. */
const pollMilliseconds = 1000;

/**
 * @param onChange is called for every change, several times for one maybe.
 * @param canWatch whether to use what the system offers; without, everything is polled.
 */
export function watchFolders(roots: readonly string[], onChange: () => void, canWatch = true): Watch {
  const watchers = new Map<string, FSWatcher>();
  let isPolling = !canWatch;
  let known = snapshot(roots, isPolling);

  const drop = (folder: string): void => {
    watchers.get(folder)?.close();
    watchers.delete(folder);
  };
  const dropBelow = (folder: string): void => {
    for (const watched of [...watchers.keys()])
      if (watched === folder || watched.startsWith(folder + sep)) drop(watched);
  };
  const follow = (): void => {
    const folders = new Set(roots.flatMap((root) => foldersBelow(root)));
    for (const folder of watchers.keys()) if (!folders.has(folder)) drop(folder);
    for (const folder of folders) {
      if (isPolling || watchers.has(folder)) continue;
      try {
        const watcher = watch(folder, (event, name) => {
          // What came under the name of a folder that went is another folder, which has to be watched anew.
          if (event === 'rename' && name !== null) dropBelow(join(folder, name));
          follow();
          onChange();
        });
        watcher.on('error', () => {
          drop(folder);
          onChange();
        });
        watchers.set(folder, watcher);
      } catch {
        // Out of watches, or a file system without any.
        isPolling = true;
        for (const watched of [...watchers.keys()]) drop(watched);
      }
    }
  };
  const timer = setInterval(() => {
    const now = snapshot(roots, isPolling);
    const isBack = !isPolling && roots.some((root) => !watchers.has(root) && identity(root) !== '');
    if (now === known && !isBack) return;
    known = now;
    for (const folder of [...watchers.keys()]) drop(folder);
    follow();
    onChange();
  }, pollMilliseconds);
  follow();
  return {
    close: () => {
      clearInterval(timer);
      for (const folder of [...watchers.keys()]) drop(folder);
    },
  };
}

/** What tells a change: which folders the roots are, and where files have to be looked at, their times and sizes too. */
function snapshot(roots: readonly string[], withFiles: boolean): string {
  return roots
    .flatMap((root) => [identity(root), ...(withFiles ? foldersBelow(root).flatMap(filesIn) : [])])
    .join('\n');
}

function identity(folder: string): string {
  const stat = statSync(folder, { throwIfNoEntry: false });
  // The number of a file that was deleted may be given to the next one.
  return stat ? [stat.dev, stat.ino, stat.birthtimeMs].join(':') : '';
}

function filesIn(folder: string): string[] {
  return entriesOf(folder).flatMap((entry) => {
    const file = join(folder, entry.name);
    const stat = entry.isFile() ? statSync(file, { throwIfNoEntry: false }) : undefined;
    return stat ? [`${file} ${String(stat.mtimeMs)} ${String(stat.size)}`] : [];
  });
}

function foldersBelow(root: string): string[] {
  if (!statSync(root, { throwIfNoEntry: false })?.isDirectory()) return [];
  const inside = entriesOf(root).filter((entry) => entry.isDirectory() && !skippedFolders.has(entry.name));
  return [root, ...inside.flatMap((entry) => foldersBelow(join(root, entry.name)))];
}

/** A folder that went away between being seen and being read has no entries. */
function entriesOf(folder: string) {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch {
    return [];
  }
}
