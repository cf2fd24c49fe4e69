/**
 * The desktop entry: the language server runs as a process of its own, on the Node that VS Code brings along.
 *
 * Invariant: what needs Node stands here; everything else is in `activation.ts`, which a browser entry can share.
 */
import * as vscode from 'vscode';
import { LanguageClient, TransportKind, type NodeModule } from 'vscode-languageclient/node';
import { nodeFlags } from '../server/node-flags.ts';
import { startFaultline, type Session } from './activation.ts';
import { registerTasks } from './features/tasks.ts';

const inspectorPort = 6010;

let session: Session | undefined;

export async function activate(context: vscode.ExtensionContext): Promise<void> {
  context.subscriptions.push(registerTasks(context.extensionUri));
  session = await startFaultline(context, (options) => {
    const run: NodeModule = {
      module: vscode.Uri.joinPath(context.extensionUri, 'dist', 'server', 'main.js').fsPath,
      transport: TransportKind.ipc,
      options: { execArgv: [...nodeFlags] },
    };
    const debug: NodeModule = {
      ...run,
      options: { execArgv: [...nodeFlags, '--enable-source-maps', `--inspect=${inspectorPort}`] },
    };
    return new LanguageClient('faultline', 'Faultline', { run, debug }, options);
  });
}

export async function deactivate(): Promise<void> {
  await session?.stop();
}
