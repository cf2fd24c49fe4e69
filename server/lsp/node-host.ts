/** Files from the disk, and layouts on a thread of their own. The only file of this folder that needs Node. */
import { existsSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { URI } from 'vscode-uri';
import { exploreOnThread } from '../executions/node-thread.ts';
import { isOwnFile, readSource } from '../files/read-source.ts';
import { walk } from '../files/walk.ts';
import { LayoutClient } from '../layout/client.ts';
import { nodeThread } from '../layout/node-thread.ts';
import type { Files, Host } from './host.ts';
import { isFile } from './uris.ts';

const uriOf = (path: string): string => URI.file(path).toString();
const pathOf = (uri: string): string => URI.parse(uri).fsPath;

/**
 * @param report is told what could not be read.
 * @param elsewhere what is on no disk.
 */
export function nodeFiles(report: (problem: string) => void, elsewhere?: Files): Files {
  return {
    list(folder, { exclude, deep }) {
      if (!isFile(folder) && elsewhere) return elsewhere.list(folder, { exclude, deep });
      if (!isFile(folder) || !isFolder(pathOf(folder))) return Promise.resolve({ documents: [], nested: [] });
      const path = pathOf(folder);
      const { files, nested, problems } = walk(path, deep ? exclude : [...exclude, '*/']);
      problems.forEach(report);
      return Promise.resolve({ documents: files.map(uriOf), nested: deep ? nested.map(uriOf) : [] });
    },
    read(uri) {
      if (!isFile(uri)) return elsewhere?.read(uri) ?? Promise.resolve(undefined);
      const path = pathOf(uri);
      if (!isOwnFile(path)) return Promise.resolve(undefined);
      const source = readSource(path, path);
      if ('text' in source) return Promise.resolve(source.text);
      report(source.problem);
      return Promise.resolve(undefined);
    },
  };
}

const isFolder = (path: string): boolean => statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;

export function nodeHost(report: (problem: string) => void, elsewhere: Files): Host {
  let client: LayoutClient | undefined;
  return {
    today: () => new Date().toISOString().slice(0, 10),
    files: nodeFiles(report, elsewhere),
    async layout(graph) {
      const script = besideServer('layout-worker.js');
      if (script === undefined) throw new Error('The drawing part of Faultline is not installed beside the server.');
      client ??= new LayoutClient({ start: () => nodeThread(script) });
      const outcome = await client.draw(graph);
      if (outcome.kind === 'laid-out') return outcome.picture;
      throw new Error(outcome.kind === 'superseded' ? 'The server is ending.' : outcome.message);
    },
    explore: exploreOnThread(() => besideServer('execution-worker.js')),
    dispose() {
      client?.dispose();
      client = undefined;
    },
  };
}

/** A thread's script lies beside the server's bundle, from wherever this code was bundled into. */
function besideServer(name: string): URL | undefined {
  for (let folder = import.meta.dirname; ; folder = dirname(folder)) {
    for (const place of [[], ['server'], ['dist', 'server']]) {
      const file = join(folder, ...place, name);
      if (existsSync(file)) return pathToFileURL(file);
    }
    if (folder === dirname(folder)) return undefined;
  }
}
