/**
 * How much a language server holds after everything that nobody needs any more was collected: with a project open, and
 * after many edits. The process is asked from outside, by a signal, so that what is measured is what ships.
 */
import { spawn } from 'node:child_process';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { StreamMessageReader, StreamMessageWriter, createMessageConnection } from 'vscode-languageserver/node';
import type { MessageConnection } from 'vscode-languageserver/node';
import { placeIn } from './language-server.ts';
import type { Session } from './language-server.ts';
import { cache } from './peer.ts';

/** In MiB. */
export interface Held {
  readonly heap: number;
  /** The most that the process ever had in memory. */
  readonly peak: number;
}

export interface HeldBySession {
  readonly opened: Held;
  /** After the edits. */
  readonly edited: Held;
}

/** How long an answer may take, in milliseconds. */
const PATIENCE = 300_000;
/** After so many edits the server is waited for, as a typist pauses now and then. */
const BURST = 50;
const KIBI = 1024;
const MEBIBYTE = KIBI * KIBI;

/** What a process says of itself: bytes, and kibibytes. */
interface Report {
  readonly heapUsed: number;
  readonly maxRSS: number;
}

export async function heldBy(session: Session): Promise<HeldBySession> {
  const report = path.join(cache, `held-${process.pid}.json`);
  const child = spawn(
    process.execPath,
    ['--expose-gc', '--import', `data:text/javascript,${encodeURIComponent(reporter(report))}`, ...session.args],
    { cwd: session.root, stdio: ['pipe', 'pipe', 'ignore'] },
  );
  const ended = new Promise((resolve) => child.once('exit', resolve));
  const connection = createMessageConnection(
    new StreamMessageReader(child.stdout),
    new StreamMessageWriter(child.stdin),
  );
  const held = async (): Promise<Held> => {
    // A server of several threads may say it once for each.
    rmSync(report, { force: true });
    child.kill('SIGUSR2');
    for (let waited = 0; !existsSync(report); waited += 50) {
      if (waited > PATIENCE) throw new Error('The server does not say what it holds.');
      await pause(50);
    }
    const { heapUsed, maxRSS } = JSON.parse(readFileSync(report, 'utf8')) as Report;
    rmSync(report);
    return { heap: heapUsed / MEBIBYTE, peak: maxRSS / KIBI };
  };
  try {
    return await edit(connection, session, held);
  } finally {
    connection.dispose();
    // Not every server ends when it is asked to.
    child.kill('SIGKILL');
    await ended;
    rmSync(report, { force: true });
  }
}

/** Plain JavaScript that runs inside the server. Written beside and renamed, so that nobody reads half of it. */
const reporter = (file: string): string => `
import { renameSync, writeFileSync } from 'node:fs';
process.on('SIGUSR2', () => {
  for (let i = 0; i < 4; i++) globalThis.gc();
  writeFileSync(${JSON.stringify(`${file}.part`)}, JSON.stringify({
    heapUsed: process.memoryUsage().heapUsed,
    maxRSS: process.resourceUsage().maxRSS,
  }));
  renameSync(${JSON.stringify(`${file}.part`)}, ${JSON.stringify(file)});
});
`;

async function edit(
  connection: MessageConnection,
  { root, file, languageId, at, edits }: Session,
  held: () => Promise<Held>,
): Promise<HeldBySession> {
  const rootUri = pathToFileURL(root).href;
  const uri = pathToFileURL(path.join(root, file)).href;
  const workspaceFolders = [{ uri: rootUri, name: 'bench' }];
  connection.onRequest('workspace/configuration', ({ items }: { items: unknown[] }) => items.map(() => ({})));
  connection.onRequest('workspace/workspaceFolders', () => workspaceFolders);
  connection.onRequest(() => null);
  connection.listen();
  const answered = (): Promise<unknown> =>
    connection.sendRequest('textDocument/documentSymbol', { textDocument: { uri } });

  await connection.sendRequest('initialize', {
    processId: process.pid,
    rootUri,
    workspaceFolders,
    capabilities: {
      workspace: { workspaceFolders: true, configuration: true },
      textDocument: { publishDiagnostics: { versionSupport: true, relatedInformation: true } },
    },
  });
  await connection.sendNotification('initialized', {});
  const text = readFileSync(path.join(root, file), 'utf8');
  let version = 1;
  await connection.sendNotification('textDocument/didOpen', { textDocument: { uri, languageId, version, text } });
  await answered();
  await pause(REST);
  const { line, character } = placeIn(text, at);
  const type = async (count: number): Promise<void> => {
    for (let i = 0; i < count; i++) {
      const typing = i % 2 === 0;
      const end = { line, character: typing ? character : character + 1 };
      await connection.sendNotification('textDocument/didChange', {
        textDocument: { uri, version: ++version },
        contentChanges: [{ range: { start: { line, character }, end }, text: typing ? 'x' : '' }],
      });
      if (i % BURST === BURST - 1) await answered();
    }
    await answered();
    await pause(REST);
  };
  // What is compiled and cached by the first edits is no leak.
  await type(Math.min(WARM_UP, edits));
  const opened = await held();
  await type(edits);
  return { opened, edited: await held() };
}

const WARM_UP = 100;
/** So that work in the background is over, in milliseconds. */
const REST = 3_000;
