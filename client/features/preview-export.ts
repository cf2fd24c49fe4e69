import * as vscode from 'vscode';
import type { Server } from '../server.ts';

/** Writes the picture that is shown, with its title and colours of its own, where its user wants it. */
export async function exportPicture(server: Server, uri: vscode.Uri, view: string | undefined): Promise<void> {
  const picture = await server.request('faultline/diagram', {
    uri: uri.toString(),
    standalone: true,
    ...(view !== undefined && { view }),
  });
  if (picture === undefined || 'error' in picture) {
    void vscode.window.showErrorMessage(picture?.error ?? vscode.l10n.t('There is no picture to be written.'));
    return;
  }
  const file = await vscode.window.showSaveDialog({
    defaultUri: vscode.Uri.joinPath(uri, '..', `${picture.view}.svg`),
    filters: { SVG: ['svg'] },
    title: vscode.l10n.t('Export Picture'),
  });
  if (file) await vscode.workspace.fs.writeFile(file, new TextEncoder().encode(picture.svg));
}
