/** The bundled technologies: `.arch` files like any other, parsed when Faultline is built. */
import { libraryJson } from '../generated/library.ts';
import type { Tree } from '../syntax/tree.ts';

interface LibraryDocument {
  /** `faultline-library:/<file>`; editors show it read-only. */
  readonly uri: string;
  readonly text: string;
  readonly tree: Tree;
}

/** Takes as long as reading the JSON; each call reads it anew. */
export const loadLibrary = (): readonly LibraryDocument[] => JSON.parse(libraryJson) as LibraryDocument[];
