/**
 * What followed from a project's texts, remembered between runs, for `--cache`.
 * Invariant: an entry is found again only for the same tool, settings, day and texts; one that is damaged in any way is
 * as one that is not there. A cache that cannot be read or written costs time and nothing else.
 */
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, readdirSync, rmSync, statSync, utimesSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { configKey } from '../../language/project/config.ts';
import { writeAtomically } from './atomic-write.ts';
import { cacheFolder } from './cache-folder.ts';
import type { Host } from './host.ts';
import { version } from './version.ts';
import type { Analysis, Memory, ProjectContent } from './workspace.ts';

/** Older ones are dropped beyond this: enough for many branches of many projects, and no more than a large picture. */
export const maximumCacheBytes = 64 * 1024 * 1024;

/** Changes with what an entry holds. */
const entryVersion = 1;

/** Chunks of a bundle are named by what they hold, so that a build of the same version has its own entries. */
const build = basename(import.meta.url);

const entryExtension = '.json';

/** @param location the folder to use; without it, one that suits the project. */
export function cacheFor(location: string | undefined, host: Host): (root: string) => Memory {
  return (root) => cacheIn(location === undefined ? cacheFolder(root, host.env) : resolve(host.cwd, location));
}

export function cacheIn(folder: string, maximumBytes: number = maximumCacheBytes): Memory {
  const fileOf = (project: ProjectContent): string => join(folder, keyOf(project) + entryExtension);
  return {
    recall: (project) => {
      const file = fileOf(project);
      const analysis = readEntry(file);
      if (analysis) touch(file);
      return analysis;
    },
    keep: (project, analysis) => {
      try {
        mkdirSync(folder, { recursive: true });
        writeAtomically(fileOf(project), entryOf(analysis));
        prune(folder, maximumBytes);
      } catch {
        // A full or read-only disk: the result is known all the same.
      }
    },
  };
}

/** Names a project's content, whatever the order of its texts. */
function keyOf({ settings: { config, root, today }, texts }: ProjectContent): string {
  const documents = [...texts].sort(([a], [b]) => (a < b ? -1 : 1)).map(([uri, text]) => [uri, digest(text)]);
  return digest(JSON.stringify([entryVersion, version, build, root, today, configKey(config), documents]));
}

const digest = (text: string): string => createHash('sha256').update(text).digest('hex');

/** A digest of the rest on the first line tells what was cut off or changed. */
function entryOf(analysis: Analysis): string {
  const text = JSON.stringify(analysis);
  return `${digest(text)}\n${text}`;
}

function readEntry(file: string): Analysis | undefined {
  let entry: string;
  try {
    entry = readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
  const end = entry.indexOf('\n');
  const text = entry.slice(end + 1);
  return digest(text) === entry.slice(0, end) ? (JSON.parse(text) as Analysis) : undefined;
}

/** What was used last is dropped last. */
function touch(file: string): void {
  try {
    const now = new Date();
    utimesSync(file, now, now);
  } catch {
    // It may be somebody else's, or gone; what was read of it holds.
  }
}

function prune(folder: string, maximumBytes: number): void {
  const entries = readdirSync(folder)
    .filter((name) => name.endsWith(entryExtension))
    .flatMap((name) => {
      const file = join(folder, name);
      const stat = statSync(file, { throwIfNoEntry: false });
      return stat ? [{ file, bytes: stat.size, used: stat.mtimeMs }] : [];
    })
    .sort((a, b) => b.used - a.used);
  let kept = 0;
  for (const { file, bytes } of entries) {
    kept += bytes;
    if (kept > maximumBytes) rmSync(file, { force: true });
  }
}
