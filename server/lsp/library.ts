/** The bundled technologies as documents that editors can show. */
import { loadLibrary } from '../../language/library/library.ts';
import type { LibraryContentResult } from '../protocol.ts';

let texts: ReadonlyMap<string, string> | undefined;

/** The text of a library document; read once, when it is first asked for. */
export function libraryText(uri: string): string | undefined {
  texts ??= new Map(loadLibrary().map((document) => [document.uri, document.text]));
  return texts.get(uri);
}

export function libraryContent(uri: string): LibraryContentResult {
  const text = libraryText(uri);
  return text === undefined ? null : { text };
}
