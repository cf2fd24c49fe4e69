/** The bundled technologies: `.arch` files like any other, parsed when Faultline is built. */
import { libraryEntries } from '../generated/library.ts';
import type { Tree } from '../syntax/tree.ts';

export interface LibraryDocument {
  /** `faultline-library:/<file>`; editors show it read-only. */
  readonly uri: string;
  readonly text: string;
  readonly tree: Tree;
}

export interface LibraryEntry {
  readonly uri: string;
  /** What it declares. */
  readonly names: readonly string[];
  /** A `LibraryDocument`. */
  readonly json: string;
}

/** What there is, without reading it. */
export const library: readonly LibraryEntry[] = libraryEntries;

/** Takes as long as reading the JSON; each call reads it anew. */
export const readEntry = ({ json }: LibraryEntry): LibraryDocument => JSON.parse(json) as LibraryDocument;

export const loadLibrary = (): readonly LibraryDocument[] => library.map(readEntry);
