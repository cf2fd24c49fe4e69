/**
 * Files of the client's file systems: a repository on a server, a container, a browser's memory.
 *
 * Invariant: the same files belong to a project as on a disk (`belongs.ts`), except that what lies above the folder is not
 * looked at. A client that offers no files has none.
 */
import ignore from 'ignore';
import { ErrorCodes, ResponseError } from 'vscode-languageserver';
import type { Connection } from 'vscode-languageserver';
import { configFileName } from '../../language/project/config.ts';
import { ignoreFileName, isIgnored, skippedFolders, sourceExtension, type Patterns } from '../files/belongs.ts';
import type { ClientRequests, FolderResult } from '../protocol.ts';
import type { Files, ListOptions } from './host.ts';
import { inFolder } from './uris.ts';

type Ask = <M extends keyof ClientRequests>(
  method: M,
  params: ClientRequests[M]['params'],
) => Promise<ClientRequests[M]['result'] | null>;

/** @param report is told what could not be read. */
export function clientFiles(connection: Pick<Connection, 'sendRequest'>, report: (problem: string) => void): Files {
  const ask: Ask = async (method, params) => {
    try {
      return await connection.sendRequest(method, params);
    } catch (error) {
      if (error instanceof ResponseError && error.code === ErrorCodes.MethodNotFound) return null;
      throw error;
    }
  };
  const read = async (uri: string): Promise<string | undefined> => {
    const file = await ask('faultline/fs/read', { uri });
    if (file === null) return undefined;
    if ('text' in file) return file.text;
    report(file.problem);
    return undefined;
  };
  return {
    read,
    list: (folder, options) => new Walk((uri) => ask('faultline/fs/list', { uri }), read, folder, options).run(),
  };
}

interface Found {
  readonly documents: readonly string[];
  readonly nested: readonly string[];
}

const nothing: Found = { documents: [], nested: [] };

class Walk {
  private readonly list: (uri: string) => Promise<FolderResult>;
  private readonly read: (uri: string) => Promise<string | undefined>;
  private readonly root: string;
  private readonly deep: boolean;
  private readonly excluded: readonly Patterns[];

  constructor(
    list: (uri: string) => Promise<FolderResult>,
    read: (uri: string) => Promise<string | undefined>,
    root: string,
    { exclude, deep }: ListOptions,
  ) {
    this.list = list;
    this.read = read;
    this.root = root;
    this.deep = deep;
    this.excluded = exclude.length > 0 ? [{ folder: '', patterns: ignore().add([...exclude]) }] : [];
  }

  run(): Promise<Found> {
    return this.visit('', []);
  }

  /** @param path from the root, with a slash at its end unless it is the root itself. */
  private async visit(path: string, outer: readonly Patterns[]): Promise<Found> {
    const entries = await this.list(this.uriOf(path));
    if (!entries) return nothing;
    if (path !== '' && entries.some(({ name }) => name === configFileName))
      return { documents: [], nested: [this.uriOf(path)] };
    const layers = entries.some(({ name }) => name === ignoreFileName) ? await this.withIgnored(path, outer) : outer;
    const isLeftOut = (inside: string): boolean =>
      [layers, this.excluded].some((rules) => isIgnored(rules, (folder) => inside.slice(folder.length)));
    // One after the other would take a round trip for each folder.
    const found = await Promise.all(
      entries.map(async ({ name, is }): Promise<Found> => {
        const inside = `${path}${name}`;
        if (is === 'folder') {
          const isVisited = this.deep && !skippedFolders.has(name) && !isLeftOut(`${inside}/`);
          return isVisited ? this.visit(`${inside}/`, layers) : nothing;
        }
        const isSource = name.endsWith(sourceExtension) && !isLeftOut(inside);
        return isSource ? { documents: [this.uriOf(inside)], nested: [] } : nothing;
      }),
    );
    return {
      documents: found.flatMap(({ documents }) => documents),
      nested: found.flatMap(({ nested }) => nested),
    };
  }

  private async withIgnored(path: string, outer: readonly Patterns[]): Promise<readonly Patterns[]> {
    const text = await this.read(this.uriOf(`${path}${ignoreFileName}`));
    return text === undefined ? outer : [...outer, { folder: path, patterns: ignore().add(text) }];
  }

  private uriOf(path: string): string {
    return path === '' ? this.root : inFolder(this.root, path.replace(/\/$/, ''));
  }
}
