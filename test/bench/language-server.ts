/** Drives a language server over standard input and output as an editor would, and times what it publishes. */
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import {
  StreamMessageReader,
  StreamMessageWriter,
  createMessageConnection,
  type MessageConnection,
} from 'vscode-languageserver/node';
import { median } from './processes.ts';

/** Silence after which a server's answer counts as complete, in milliseconds; longer than servers wait for more typing. */
const QUIET = 500;
/** How long to wait for an answer. */
const PATIENCE = 180_000;
/** After opening, so that work in the background is over. */
const REST = 2_000;

export interface Session {
  readonly args: readonly string[];
  readonly root: string;
  readonly file: string;
  readonly languageId: string;
  /** Where to type: behind the first match after a third of the file. */
  readonly at: RegExp;
  readonly edits: number;
}

interface Published {
  readonly at: number;
  readonly uri: string;
  readonly version: number | undefined;
}

/** Median milliseconds from a change of one character to the last diagnostics that it causes. */
export const keystroke = (session: Session): Promise<number> =>
  inServer(session, (connection) => typeInto(connection, session));

/** What a server is, and what it works on. */
type Setting = Pick<Session, 'args' | 'root'>;

/** Starts a server, and ends it when it was used. */
export async function inServer<T>(session: Setting, use: (connection: MessageConnection) => Promise<T>): Promise<T> {
  const child = spawn(process.execPath, session.args, { cwd: session.root, stdio: ['pipe', 'pipe', 'pipe'] });
  let complaints = '';
  child.stderr.on('data', (chunk: Buffer) => (complaints = (complaints + chunk.toString()).slice(-2000)));
  const connection = createMessageConnection(
    new StreamMessageReader(child.stdout),
    new StreamMessageWriter(child.stdin),
  );
  try {
    return await use(connection);
  } catch (error) {
    throw new Error(`${session.args.join(' ')}: ${String(error)}\n${complaints}`, { cause: error });
  } finally {
    connection.dispose();
    await ended(child);
  }
}

/** Opens a file of a folder and waits until the server has said everything about it. */
export async function openFile(
  connection: MessageConnection,
  { root, file, languageId }: Pick<Session, 'root' | 'file' | 'languageId'>,
): Promise<{ uri: string; text: string; published: Published[] }> {
  const published: Published[] = [];
  const rootUri = pathToFileURL(root).href;
  const uri = pathToFileURL(path.join(root, file)).href;
  connection.onNotification('textDocument/publishDiagnostics', (params: { uri: string; version?: number | null }) => {
    published.push({ at: performance.now(), uri: params.uri, version: params.version ?? undefined });
  });
  const workspaceFolders = [{ uri: rootUri, name: 'bench' }];
  connection.onRequest('workspace/configuration', ({ items }: { items: unknown[] }) => items.map(() => ({})));
  connection.onRequest('workspace/workspaceFolders', () => workspaceFolders);
  connection.onRequest(() => null);
  connection.listen();

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
  const since = performance.now();
  await connection.sendNotification('textDocument/didOpen', { textDocument: { uri, languageId, version: 1, text } });
  await settled(published, uri, 1, since);
  await pause(REST);
  return { uri, text, published };
}

async function typeInto(connection: MessageConnection, session: Session): Promise<number> {
  const { at, edits } = session;
  const { uri, text, published } = await openFile(connection, session);
  let version = 1;
  const { line, character } = placeIn(text, at);
  const times: number[] = [];
  for (let edit = 0; edit < edits; edit++) {
    const typing = edit % 2 === 0;
    const end = { line, character: typing ? character : character + 1 };
    published.length = 0;
    const since = performance.now();
    await connection.sendNotification('textDocument/didChange', {
      textDocument: { uri, version: ++version },
      contentChanges: [{ range: { start: { line, character }, end }, text: typing ? 'x' : '' }],
    });
    times.push((await settled(published, uri, version, since)) - since);
  }
  return median(times);
}

/** Where to type: behind the first match after a third of the lines. */
export function placeIn(text: string, pattern: RegExp): { line: number; character: number } {
  const lines = text.split('\n');
  const line = lines.findIndex((each, i) => i > lines.length / 3 && pattern.test(each));
  const match = pattern.exec(lines[line] ?? '');
  if (!match) throw new Error(`No line matches ${String(pattern)}.`);
  return { line, character: match.index + match[0].length };
}

/** When the last diagnostics arrived, once those of this version did and no more came for a while. */
async function settled(published: readonly Published[], uri: string, version: number, since: number): Promise<number> {
  while (performance.now() - since < PATIENCE) {
    await pause(5);
    const answered = published.some((each) => samePlace(each.uri, uri) && (each.version ?? version) >= version);
    const last = published.at(-1);
    if (answered && last && performance.now() - last.at >= QUIET) return last.at;
  }
  throw new Error(`no diagnostics of version ${version} within ${PATIENCE} ms`);
}

const samePlace = (a: string, b: string): boolean => decodeURIComponent(a) === decodeURIComponent(b);

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return;
  const gone = new Promise((resolve) => child.once('exit', resolve));
  child.kill();
  await gone;
}
