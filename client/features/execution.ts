import * as vscode from 'vscode';
import type { ExecutionResult } from '../../server/protocol.ts';
import type { Server } from '../server.ts';
import { isFromExecutionPage, type FileFormat, type FromExecutionPage } from '../webview/execution-messages.ts';
import { executionPage } from './execution-page.ts';
import { chooseFinding } from './explain.ts';

type Found = Extract<ExecutionResult, { svg: string }>;

/** `Show an execution that breaks this`: looked for while the editor goes on, shown step by step beside the text. */
export function registerExecution(server: Server, extension: vscode.Uri): vscode.Disposable {
  let shown: ExecutionPanel | undefined;
  return vscode.Disposable.from(
    vscode.commands.registerCommand('faultline.showExecution', async (argument?: unknown) => {
      const id = typeof argument === 'string' ? argument : await chooseFinding();
      if (id === undefined) return;
      const result = await explored(server, id);
      if (result === undefined) return;
      if ('error' in result) {
        void vscode.window.showInformationMessage(result.error);
        return;
      }
      shown?.dispose();
      shown = new ExecutionPanel(result, server, extension);
    }),
    new vscode.Disposable(() => shown?.dispose()),
  );
}

/** Undefined when it was given up. */
async function explored(server: Server, id: string): Promise<ExecutionResult | undefined> {
  const progress = {
    location: vscode.ProgressLocation.Notification,
    title: vscode.l10n.t('Looking for an execution that breaks this…'),
    cancellable: true,
  };
  return vscode.window.withProgress(progress, async (_, token) => server.request('faultline/execution', { id }, token));
}

class ExecutionPanel implements vscode.Disposable {
  readonly #panel: vscode.WebviewPanel;
  readonly #execution: Found;
  readonly #server: Server;

  constructor(execution: Found, server: Server, extension: vscode.Uri) {
    this.#execution = execution;
    this.#server = server;
    const resources = vscode.Uri.joinPath(extension, 'dist', 'client');
    const panel = vscode.window.createWebviewPanel(
      'faultline.execution',
      vscode.l10n.t('Execution: {0}', execution.title),
      { viewColumn: vscode.ViewColumn.Beside, preserveFocus: false },
      { enableScripts: true, localResourceRoots: [resources] },
    );
    this.#panel = panel;
    panel.webview.onDidReceiveMessage((message: unknown) => {
      if (isFromExecutionPage(message)) void this.#receive(message);
    });
    panel.webview.html = executionPage(panel.webview, resources);
  }

  dispose(): void {
    this.#panel.dispose();
  }

  async #receive(message: FromExecutionPage): Promise<void> {
    switch (message.type) {
      case 'ready': {
        const { title, conclusion, svg, steps } = this.#execution;
        await this.#panel.webview.postMessage({ type: 'execution', title, conclusion, svg, steps });
        break;
      }
      case 'locate':
        await this.#locate(message.id);
        break;
      case 'save':
        await this.#save(message.format);
        break;
    }
  }

  async #locate(id: string): Promise<void> {
    const place = await this.#server.request('faultline/locate', { id, uri: this.#execution.uri });
    if (!place) return;
    const { start, end } = place.range;
    await vscode.window.showTextDocument(vscode.Uri.parse(place.uri), {
      viewColumn: vscode.ViewColumn.One,
      selection: new vscode.Range(start.line, start.character, end.line, end.character),
    });
  }

  async #save(format: FileFormat): Promise<void> {
    const folder = vscode.Uri.joinPath(vscode.Uri.parse(this.#execution.uri), '..');
    const target = await vscode.window.showSaveDialog({
      defaultUri: vscode.Uri.joinPath(folder, `execution.${format}`),
      filters: { [format.toUpperCase()]: [format] },
    });
    if (target) await vscode.workspace.fs.writeFile(target, new TextEncoder().encode(this.#execution.files[format]));
  }
}
