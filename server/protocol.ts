/**
 * What client and server say to each other beyond the language server protocol, as plain data.
 *
 * Invariant: types and method names only, no protocol library and no editor type, so that every client (desktop,
 * browser, another editor) and the server read the same page. The server announces that the model changed; clients
 * ask for what they show.
 */
import type { Location, Position, Range } from '../language/model/finding.ts';

/** The scheme of the bundled technology library's documents, which exist in no file system. */
export const libraryScheme = 'faultline-library';

export interface DiagramParams {
  /** Any document of the project to be drawn. */
  readonly uri: string;
  /** The name of a view; absent: the overview of the whole project. */
  readonly view?: string;
}

export type DiagramResult =
  | {
      /** One `svg` element. Nodes and flows carry `data-id`; colours come from classes and custom properties. */
      readonly svg: string;
      readonly title: string;
      /** The revision of the model that was drawn. */
      readonly revision: number;
    }
  | { readonly error: string };

export interface ModelChanged {
  readonly revision: number;
}

export interface LocateParams {
  /** The `data-id` of a node or flow of a diagram. */
  readonly id: string;
  /** Any document of the project that the diagram shows. */
  readonly uri: string;
}

export type LocateResult = { readonly uri: string; readonly range: Range } | null;

export interface ExplainParams {
  /** A finding's identity, or a rule's name. */
  readonly id: string;
}

export type ExplainResult = { readonly markdown: string } | null;

export interface LibraryContentParams {
  readonly uri: string;
}

export type LibraryContentResult = { readonly text: string } | null;

/** The argument of the command that shows where something is named. */
export interface ShowReferences {
  readonly uri: string;
  readonly position: Position;
  readonly locations: readonly Location[];
}

export interface Status {
  readonly documents: number;
  readonly errors: number;
  readonly warnings: number;
  readonly busy: boolean;
}

/** Travels in a diagnostic's `data`, so that a client can ask for the explanation of the finding behind it. */
export interface DiagnosticData {
  readonly id: string;
}

/** Requests from client to server. */
export interface Requests {
  'faultline/diagram': { params: DiagramParams; result: DiagramResult };
  'faultline/locate': { params: LocateParams; result: LocateResult };
  'faultline/explain': { params: ExplainParams; result: ExplainResult };
  'faultline/libraryContent': { params: LibraryContentParams; result: LibraryContentResult };
}

/** Notifications from server to client. */
export interface Notifications {
  'faultline/modelChanged': ModelChanged;
  'faultline/status': Status;
}
