/**
 * What the language server needs of where it runs: files and the date. Addresses are URIs in the one spelling of
 * `uris.ts`, so that a host may read from a disk, over the client, or from memory.
 */

import type { DiagramGraph } from '../../language/diagrams/graph.ts';
import type { LaidOut } from '../../language/diagrams/layout.ts';
import type { Explore } from '../executions/exploration.ts';

export interface Host {
  /** ISO date, against which expiries are judged. */
  readonly today: () => string;
  readonly files: Files;
  /** Where the elements and flows of a picture go; rejects with a sentence for people. Absent where nothing can be drawn. */
  readonly layout?: Layout;
  /** Looks for an execution on a thread of its own; absent where the server looks itself, for a shorter time. */
  readonly explore?: Explore;
  /** The server is asked to end. */
  readonly dispose?: () => void;
}

export type Layout = (graph: DiagramGraph) => Promise<LaidOut>;

export interface Files {
  /** The documents of a folder. */
  list(folder: string, options: ListOptions): Promise<Listing>;
  /** A file's text without its byte order mark; undefined where there is no such file. */
  read(uri: string): Promise<string | undefined>;
}

export interface ListOptions {
  /** Gitignore-style patterns, relative to the folder. */
  readonly exclude: readonly string[];
  /** Whether folders inside are looked into. */
  readonly deep: boolean;
}

export interface Listing {
  readonly documents: readonly string[];
  /** Folders inside with a configuration of their own: projects of their own. */
  readonly nested: readonly string[];
}
