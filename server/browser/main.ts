/**
 * Entry of `dist/web/server.js`: the language server in a browser's worker. It has no files and no processes; texts and
 * the script that lays out come through the client.
 */
import {
  BrowserMessageReader,
  BrowserMessageWriter,
  createConnection,
  ProposedFeatures,
} from 'vscode-languageserver/browser';
import { LayoutClient } from '../layout/client.ts';
import { clientFiles } from '../lsp/client-files.ts';
import { serve } from '../lsp/server.ts';
import type { ClientRequests } from '../protocol.ts';
import { browserThread } from './layout-thread.ts';

declare const self: DedicatedWorkerGlobalScope;

const connection = createConnection(
  ProposedFeatures.all,
  new BrowserMessageReader(self),
  new BrowserMessageWriter(self),
);
const layoutScript = (): Promise<string> =>
  connection.sendRequest<ClientRequests['faultline/layoutScript']['result']>('faultline/layoutScript', null);
let layouts: LayoutClient | undefined;

serve(connection, {
  today: () => new Date().toISOString().slice(0, 10),
  files: clientFiles(connection, (problem) => {
    connection.console.warn(problem);
  }),
  async layout(graph) {
    layouts ??= new LayoutClient({ start: () => browserThread(layoutScript) });
    const outcome = await layouts.draw(graph);
    if (outcome.kind === 'laid-out') return outcome.picture;
    throw new Error(outcome.kind === 'superseded' ? 'The server is ending.' : outcome.message);
  },
  dispose() {
    layouts?.dispose();
    layouts = undefined;
  },
});
