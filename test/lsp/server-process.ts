/** The built server as a process of its own, spoken to over its standard input and output as an editor does. */
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createProtocolConnection, StreamMessageReader, StreamMessageWriter } from 'vscode-languageserver/node';
import type { ProtocolConnection, PublishDiagnosticsParams } from 'vscode-languageserver/node';
import type { ClientCapabilities, Diagnostic, InitializeResult } from 'vscode-languageserver';
import { URI } from 'vscode-uri';
import { buildServer, serverEntry } from '../../scripts/build-server.ts';
import { fromRoot } from '../../scripts/paths.ts';
import { filesIn } from './fixtures.ts';

/** Builds the server unless it is newer than everything it is made of. */
export async function ensureServerBuilt(): Promise<void> {
  const built = statSync(serverEntry, { throwIfNoEntry: false })?.mtimeMs ?? 0;
  const sources = ['language', 'server'].flatMap((folder) =>
    readdirSync(fromRoot(folder), { recursive: true, encoding: 'utf8' }).map((name) => fromRoot(folder, name)),
  );
  const isStale = [...sources, fromRoot('package.json')].some((file) => statSync(file).mtimeMs > built);
  if (isStale) await buildServer({ production: true });
}

const capabilities: ClientCapabilities = {
  workspace: { workspaceFolders: true, workspaceEdit: { documentChanges: true } },
  textDocument: {
    publishDiagnostics: { versionSupport: true, relatedInformation: true, tagSupport: { valueSet: [1, 2] } },
    completion: { completionItem: { snippetSupport: true, documentationFormat: ['markdown'] } },
    documentSymbol: { hierarchicalDocumentSymbolSupport: true },
  },
};

export interface Session {
  readonly connection: ProtocolConnection;
  readonly folder: string;
  readonly initialized: InitializeResult;
  /** Everything published, oldest first. */
  readonly published: PublishDiagnosticsParams[];
  /** What the server wrote into the log. */
  readonly log: string[];
  uri(name: string): string;
  /** Writes a file of the workspace. */
  write(name: string, text: string): void;
  open(name: string, text: string, version?: number): void;
  change(name: string, text: string, version: number): void;
  /** The diagnostics of a file once they are as `isWanted` says; rejects after a while with the last ones. */
  diagnostics(
    name: string,
    isWanted: (diagnostics: Diagnostic[], version: number | undefined) => boolean,
  ): Promise<Diagnostic[]>;
  /** The exit code of the process. */
  stop(): Promise<number | null>;
  /** Ends the process as a crash would; the folder stays, for another session. */
  kill(): Promise<void>;
}

export interface SessionOptions {
  /** Files of the workspace, as in `filesIn`. */
  readonly files: string;
  readonly capabilities?: ClientCapabilities;
  /** Folders of the workspace, relative to the session's; the session's own unless told otherwise. */
  readonly folders?: readonly string[];
  /** What the client answers to the server's questions, by method. */
  readonly answers?: Readonly<Record<string, (params: unknown) => unknown>>;
  /** A folder that is there already, and is removed at the end. */
  readonly folder?: string;
}

/** Milliseconds within which an answer is due on a busy machine. */
const PATIENCE = 15_000;

export async function startSession(options: SessionOptions): Promise<Session> {
  const folder = options.folder ?? mkdtempSync(join(tmpdir(), 'faultline lsp '));
  const write = (name: string, text: string): void => {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  };
  for (const [name, text] of filesIn(options.files)) write(name, text);
  const uri = (name: string): string => URI.file(join(folder, name)).toString();

  const child = spawn(process.execPath, [serverEntry, '--stdio'], { stdio: ['pipe', 'pipe', 'inherit'] });
  const exited = new Promise<number | null>((resolve) => child.on('exit', resolve));
  const connection = createProtocolConnection(
    new StreamMessageReader(child.stdout),
    new StreamMessageWriter(child.stdin),
  );
  const published: PublishDiagnosticsParams[] = [];
  const log: string[] = [];
  const waiting = new Set<() => void>();
  connection.onNotification('textDocument/publishDiagnostics', (params: PublishDiagnosticsParams) => {
    published.push(params);
    for (const look of waiting) look();
  });
  connection.onNotification('window/logMessage', ({ message }: { message: string }) => {
    log.push(message);
  });
  for (const [method, answer] of Object.entries(options.answers ?? {})) connection.onRequest(method, answer);
  connection.listen();
  const roots = options.folders ?? [''];
  const initialized = await connection.sendRequest<InitializeResult>('initialize', {
    processId: process.pid,
    rootUri: null,
    workspaceFolders: roots.map((name) => ({ uri: uri(name).replace(/\/$/, ''), name: name || 'project' })),
    capabilities: options.capabilities ?? capabilities,
  });
  await connection.sendNotification('initialized', {});

  return {
    connection,
    folder,
    initialized,
    published,
    log,
    uri,
    write,
    open(name, text, version = 1) {
      void connection.sendNotification('textDocument/didOpen', {
        textDocument: { uri: uri(name), languageId: 'arch', version, text },
      });
    },
    change(name, text, version) {
      void connection.sendNotification('textDocument/didChange', {
        textDocument: { uri: uri(name), version },
        contentChanges: [{ text }],
      });
    },
    diagnostics(name, isWanted) {
      const last = (): PublishDiagnosticsParams | undefined => published.findLast((each) => each.uri === uri(name));
      return new Promise((resolve, reject) => {
        const stop = (): void => {
          clearTimeout(timer);
          waiting.delete(look);
        };
        const look = (): void => {
          const found = last();
          if (!found || !isWanted(found.diagnostics, found.version)) return;
          stop();
          resolve(found.diagnostics);
        };
        const timer = setTimeout(() => {
          stop();
          reject(
            new Error(`The diagnostics of ${name} stayed ${JSON.stringify(last(), null, 2)}; log: ${log.join('\n')}`),
          );
        }, PATIENCE);
        waiting.add(look);
        look();
      });
    },
    async stop() {
      await connection.sendRequest('shutdown');
      await connection.sendNotification('exit');
      const code = await exited;
      connection.dispose();
      rmSync(folder, { recursive: true, force: true });
      return code;
    },
    async kill() {
      child.kill('SIGKILL');
      await exited;
      connection.dispose();
    },
  };
}
