import { workspace, type TextDocument } from 'vscode';
import { libraryScheme } from '../server/protocol.ts';

export const languageId = 'arch';

/** File systems that an editor may have beside the disk: repositories on a server, remote machines, a test's. */
const fileSystems = ['file', 'vscode-vfs', 'vscode-remote', 'vscode-test-web'];

/**
 * Files, unsaved documents, and the bundled library, in which hovers and definitions work as in a user's files. Of other
 * schemes only those of the opened folders: a document that shows an older state of a file belongs to no project.
 */
export function documentSelector(): { readonly scheme: string; readonly language: string }[] {
  const opened = (workspace.workspaceFolders ?? []).map(({ uri }) => uri.scheme);
  const schemes = new Set([...fileSystems, 'untitled', libraryScheme, ...opened]);
  return [...schemes].map((scheme) => ({ scheme, language: languageId }));
}

/** What belongs to a project on disk: a change to any of these changes the model. */
export const projectFiles = ['**/*.arch', '**/faultline.json'];

/** A document of a user's project. The library is none: it belongs to all of them. */
export const isProjectDocument = (document: TextDocument): boolean =>
  document.languageId === languageId && document.uri.scheme !== libraryScheme;
