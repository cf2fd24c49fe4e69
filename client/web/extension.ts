/**
 * The browser entry: the language server runs in a web worker, and reads files through the editor.
 *
 * Invariant: what needs a browser stands here, as what needs Node does in `../extension.ts`.
 */
import * as vscode from 'vscode';
import { BrowserMessageReader, BrowserMessageWriter, LanguageClient } from 'vscode-languageclient/browser';
import { startFaultline, type Session } from '../activation.ts';

let session: Session | undefined;
let worker: Worker | undefined;

export async function activate(context: vscode.ExtensionContext): Promise<void> {
  const script = (name: string): Promise<Uint8Array> =>
    Promise.resolve(vscode.workspace.fs.readFile(vscode.Uri.joinPath(context.extensionUri, 'dist', 'web', name)));
  const start = async (): Promise<{ reader: BrowserMessageReader; writer: BrowserMessageWriter }> => {
    const url = URL.createObjectURL(new Blob([new Uint8Array(await script('server.js'))], { type: 'text/javascript' }));
    // A server that was told to end has no process to end with it.
    worker?.terminate();
    // Not from the extension's own address: an extension on a remote machine has none that a worker could be loaded from.
    worker = new Worker(url);
    return { reader: new BrowserMessageReader(worker), writer: new BrowserMessageWriter(worker) };
  };
  session = await startFaultline(context, (options) => new LanguageClient('faultline', 'Faultline', start, options), {
    layoutScript: async () => new TextDecoder().decode(await script('layout-worker.js')),
  });
}

export async function deactivate(): Promise<void> {
  await session?.stop();
  worker?.terminate();
}
