/** The editor's file systems, for a language server that has no such file system of its own. Reads, and never writes. */
import * as vscode from 'vscode';
import type { FileResult, FolderResult } from '../../server/protocol.ts';
import type { Server } from '../server.ts';

/** As the server's own bound on a file of the disk, in bytes. */
const largest = 16 * 1024 * 1024;

export const registerFiles = (server: Server): vscode.Disposable =>
  vscode.Disposable.from(
    server.answer('faultline/fs/list', ({ uri }) => list(vscode.Uri.parse(uri))),
    server.answer('faultline/fs/read', ({ uri }) => read(vscode.Uri.parse(uri))),
  );

/** Symbolic links are not followed: one could lead out of the project, or show a file twice. */
async function list(folder: vscode.Uri): Promise<FolderResult> {
  const entries = await orNull(vscode.workspace.fs.readDirectory(folder));
  if (entries === null) return null;
  return entries
    .flatMap(([name, type]): NonNullable<FolderResult>[number][] => {
      if (type === vscode.FileType.File) return [{ name, is: 'file' }];
      return type === vscode.FileType.Directory ? [{ name, is: 'folder' }] : [];
    })
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

async function read(file: vscode.Uri): Promise<FileResult> {
  const stat = await orNull(vscode.workspace.fs.stat(file));
  if (stat === null || (stat.type & vscode.FileType.File) === 0) return null;
  if (stat.size > largest)
    return { problem: vscode.l10n.t('{0} is too large (at most 16 MiB): split it, or exclude it.', file.path) };
  const bytes = await orNull(vscode.workspace.fs.readFile(file));
  if (bytes === null) return null;
  if (isUtf16(bytes)) return { problem: vscode.l10n.t('{0} is encoded as UTF-16: save it as UTF-8.', file.path) };
  return { text: new TextDecoder().decode(bytes) };
}

const isUtf16 = ([first, second]: Uint8Array): boolean =>
  (first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff);

/** What is not there, or may not be read, is as if it were not there. */
const orNull = async <T>(answer: Thenable<T>): Promise<T | null> =>
  answer.then(
    (value) => value,
    () => null,
  );
