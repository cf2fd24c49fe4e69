import type { DocumentFilter, TextDocument } from 'vscode';
import { libraryScheme } from '../server/protocol.ts';

export const languageId = 'arch';

/** Files, unsaved documents, and the bundled library, in which hovers and definitions work as in a user's files. */
export const documentSelector = ['file', 'untitled', libraryScheme].map(
  (scheme) => ({ scheme, language: languageId }) satisfies DocumentFilter,
);

/** What belongs to a project on disk: a change to any of these changes the model. */
export const projectFiles = ['**/*.arch', '**/faultline.json'];

/** A document of a user's project. The library is none: it belongs to all of them. */
export const isProjectDocument = (document: TextDocument): boolean =>
  document.languageId === languageId && document.uri.scheme !== libraryScheme;
