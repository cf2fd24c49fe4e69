/** One spelling for each address: clients differ in what they escape. */
import { URI, Utils } from 'vscode-uri';
import { configFileName } from '../../language/project/config.ts';
import { libraryScheme } from '../protocol.ts';

/** Schemes of documents that exist in an editor only, or that show another state of a file. */
const unstored: ReadonlySet<string> = new Set(['untitled', 'inmemory', 'git', libraryScheme]);

export const normalUri = (uri: string): string => URI.parse(uri).toString();
export const folderOf = (uri: string): string => Utils.dirname(URI.parse(uri)).toString();
export const baseName = (uri: string): string => Utils.basename(URI.parse(uri));
export const inFolder = (folder: string, name: string): string => Utils.joinPath(URI.parse(folder), name).toString();

export const isLibrary = (uri: string): boolean => uri.startsWith(`${libraryScheme}:`);
export const isConfig = (uri: string): boolean => baseName(uri) === configFileName;
export const isFile = (uri: string): boolean => uri.startsWith('file:');
/** Whether it names something in a file system, be it the disk or one of an editor's own. */
export const isStored = (uri: string): boolean => !unstored.has(uri.slice(0, uri.indexOf(':')));

export function isBelow(uri: string, folder: string): boolean {
  return uri.startsWith(folder.endsWith('/') ? folder : `${folder}/`);
}

/**
 * Puts addresses into the spelling that the client uses for its open documents, wherever they stand in an answer: as
 * `uri`, or as the keys of `changes`.
 */
export function spelledFor(client: (uri: string) => string, answer: unknown): unknown {
  if (Array.isArray(answer)) return answer.map((item) => spelledFor(client, item));
  if (typeof answer !== 'object' || answer === null) return answer;
  return Object.fromEntries(
    Object.entries(answer).map(([key, value]: [string, unknown]): [string, unknown] => {
      if (key === 'uri' && typeof value === 'string') return [key, client(value)];
      if (key === 'changes' && typeof value === 'object' && value !== null)
        return [key, Object.fromEntries(Object.entries(value).map(([uri, edits]) => [client(uri), edits]))];
      return [key, spelledFor(client, value)];
    }),
  );
}
