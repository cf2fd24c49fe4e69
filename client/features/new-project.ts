/** `New Project`: the files that `faultline init` writes, in a folder of the user's. Never changes a file that exists. */
import * as vscode from 'vscode';
import type { StarterFile, StarterResult } from '../../server/protocol.ts';
import type { Server } from '../server.ts';

export const registerNewProject = (server: Server): vscode.Disposable =>
  vscode.commands.registerCommand('faultline.newProject', async () => {
    const starter = await server.request('faultline/starter', null);
    if (starter === undefined) {
      void vscode.window.showErrorMessage(
        vscode.l10n.t(
          'The language server is not running, and the new project’s files come from it: restart it first.',
        ),
      );
      return;
    }
    const folder = await chooseFolder();
    if (folder === undefined) return;
    const model = await createIn(folder, starter);
    if (vscode.workspace.getWorkspaceFolder(folder) === undefined) {
      await vscode.commands.executeCommand('vscode.openFolder', folder);
    } else {
      await vscode.window.showTextDocument(model);
    }
  });

/** The opened folder, one of several, or, where none is open, one of the user's choice. */
async function chooseFolder(): Promise<vscode.Uri | undefined> {
  const folders = vscode.workspace.workspaceFolders ?? [];
  if (folders.length === 1) return folders[0]?.uri;
  if (folders.length > 1) {
    const picked = await vscode.window.showWorkspaceFolderPick({
      placeHolder: vscode.l10n.t('Which folder becomes a project?'),
    });
    return picked?.uri;
  }
  const chosen = await vscode.window.showOpenDialog({
    canSelectFiles: false,
    canSelectFolders: true,
    title: vscode.l10n.t('Choose a folder for the new project'),
    openLabel: vscode.l10n.t('Create Project'),
  });
  return chosen?.[0];
}

/** Answers the file to show first: the new model, or the one that is there. */
async function createIn(folder: vscode.Uri, { config, model }: StarterResult): Promise<vscode.Uri> {
  const configUri = await create(folder, config);
  const [existing] = await vscode.workspace.findFiles(new vscode.RelativePattern(folder, '**/*.arch'), undefined, 1);
  if (existing !== undefined) {
    void vscode.window.showInformationMessage(vscode.l10n.t('There is a model here already; it was left as it is.'));
    return vscode.workspace.getWorkspaceFolder(folder) === undefined ? configUri : existing;
  }
  return create(folder, model);
}

async function create(folder: vscode.Uri, { name, text }: StarterFile): Promise<vscode.Uri> {
  const uri = vscode.Uri.joinPath(folder, name);
  const exists = await vscode.workspace.fs.stat(uri).then(
    () => true,
    () => false,
  );
  if (!exists) await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(text));
  return uri;
}
