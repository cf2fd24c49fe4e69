/**
 * What every entry shares: the language client, the commands, the status and the preview.
 *
 * Invariant: no Node and no browser API, only `vscode` and the common part of the language client. Faultline's own
 * knowledge stays in the server; here requests are sent and answers shown.
 */
import * as vscode from 'vscode';
import type { BaseLanguageClient, LanguageClientOptions } from 'vscode-languageclient';
import { registerExplorer } from './explorer/explorer.ts';
import { explainCommand, registerExplain, withExplanation } from './features/explain.ts';
import { registerExecution } from './features/execution.ts';
import { registerFiles } from './features/files.ts';
import { registerLibrary } from './features/library.ts';
import { registerNewProject } from './features/new-project.ts';
import { registerPreview } from './features/preview.ts';
import { registerReferences } from './features/references.ts';
import { registerStatus } from './features/status.ts';
import { registerWalkthrough } from './features/walkthrough.ts';
import { documentSelector, projectFiles } from './selectors.ts';
import { createServer } from './server.ts';

/** What an entry offers that others need not. */
export interface Platform {
  /** The script by which the server lays out, where it cannot load one itself. */
  readonly layoutScript?: () => Promise<string>;
}

export interface Session {
  stop(): Promise<void>;
}

export async function startFaultline(
  context: vscode.ExtensionContext,
  createClient: (options: LanguageClientOptions) => BaseLanguageClient,
  { layoutScript }: Platform = {},
): Promise<Session> {
  const log = vscode.window.createOutputChannel('Faultline', { log: true });
  const watchers = projectFiles.map((pattern) => vscode.workspace.createFileSystemWatcher(pattern));
  const client = createClient({
    documentSelector: documentSelector(),
    diagnosticCollectionName: 'faultline',
    outputChannel: log,
    traceOutputChannel: log,
    synchronize: { fileEvents: watchers },
    initializationOptions: settings,
    markdown: { isTrusted: { enabledCommands: [explainCommand] } },
    middleware: {
      handleDiagnostics: (uri, diagnostics, next) => {
        next(uri, diagnostics.map(withExplanation));
      },
    },
  });
  const server = createServer(client);
  const status = registerStatus(server);

  context.subscriptions.push(
    log,
    ...watchers,
    status,
    registerFiles(server),
    ...(layoutScript === undefined ? [] : [server.answer('faultline/layoutScript', layoutScript)]),
    registerLibrary(client, server),
    registerExplain(server),
    registerExecution(server, context.extensionUri),
    registerReferences(),
    registerPreview(server, context.extensionUri, log),
    registerExplorer(server, context.workspaceState),
    registerNewProject(server),
    registerWalkthrough(context),
    vscode.commands.registerCommand('faultline.showLog', () => {
      log.show(true);
    }),
    vscode.commands.registerCommand('faultline.restartServer', () => restart(client, log)),
  );

  await start(client, log);
  return { stop: () => stop(client) };
}

/** What the server is set to from its first moment. VS Code hands out proxies, which no worker can be sent: a copy can. */
const settings = (): unknown => JSON.parse(JSON.stringify(vscode.workspace.getConfiguration('faultline')));

/** A server that does not start must leave the commands (show log, restart) usable, so it fails no activation. */
async function start(client: BaseLanguageClient, log: vscode.LogOutputChannel): Promise<void> {
  try {
    await client.start();
  } catch (error) {
    log.error(vscode.l10n.t('The language server did not start: {0}', String(error)));
    offerLog(vscode.l10n.t('Faultline: the language server did not start.'));
  }
}

async function restart(client: BaseLanguageClient, log: vscode.LogOutputChannel): Promise<void> {
  log.info(vscode.l10n.t('Restarting the language server…'));
  await stop(client);
  await start(client, log);
}

/** Stops a running server; one that is down already, or still starting and failing, is no obstacle to a restart. */
async function stop(client: BaseLanguageClient): Promise<void> {
  if (client.needsStop()) await client.stop().catch(() => undefined);
}

function offerLog(message: string): void {
  // Shown without waiting: nobody may be there to dismiss it.
  const [restartServer, showLog] = [vscode.l10n.t('Restart Server'), vscode.l10n.t('Show Log')];
  void vscode.window.showErrorMessage(message, restartServer, showLog).then((choice) => {
    if (choice === restartServer) void vscode.commands.executeCommand('faultline.restartServer');
    if (choice === showLog) void vscode.commands.executeCommand('faultline.showLog');
  });
}
