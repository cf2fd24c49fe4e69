/** How long the server takes to answer in a large project while somebody types, and to rename what many files name. */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { MessageConnection } from 'vscode-languageserver/node';
import type { Figure } from './figures.ts';
import { inServer, openFile } from './language-server.ts';
import { percentile } from './processes.ts';

export interface AnswerSetting {
  readonly args: readonly string[];
  readonly root: string;
  readonly file: string;
}

/** An answer that comes later than this (in milliseconds) is felt while typing. */
const FELT = 30;
const SAMPLES = 100;
/** Lines that an editor shows at once. */
const SCREEN = 60;

interface Probe {
  readonly what: string;
  readonly method: string;
  /** Lines that it is asked in. */
  readonly lines: RegExp;
  /** What is written into the line, at its end or in place of it, before the question. */
  readonly typed: (line: string) => string;
  /** What it is asked besides the place. */
  readonly more?: (line: number) => object;
}

const probes: readonly Probe[] = [
  {
    what: 'completion of a key',
    method: 'textDocument/completion',
    lines: /^ {4}replicas: /,
    typed: () => '    r',
  },
  {
    what: 'completion of a place in a value',
    method: 'textDocument/completion',
    lines: /^ {4}replicas: /,
    typed: () => '    replicas: 3 across e',
  },
  {
    what: 'completion of one of 10,000 names, one letter typed',
    method: 'textDocument/completion',
    lines: /^s\d+\.c\d+ -> /,
    typed: (line) => `${line.replace(/ ->.*/, '')} -> c`,
  },
  {
    what: 'completion of one of 10,000 names, nothing typed',
    method: 'textDocument/completion',
    lines: /^s\d+\.c\d+ -> /,
    typed: (line) => `${line.replace(/ ->.*/, '')} -> `,
  },
  {
    what: 'hover over a name',
    method: 'textDocument/hover',
    lines: /^s\d+\.c\d+ -> s\d+\.c\d+/,
    typed: (line) => line.replace(/ "calls"/, ''),
  },
  {
    what: 'hints of a screen',
    method: 'textDocument/inlayHint',
    lines: /^ {4}replicas: /,
    typed: () => '    replicas: 4 across eu.*',
    more: (line) => ({
      range: { start: { line: line - SCREEN / 2, character: 0 }, end: { line: line + SCREEN / 2, character: 0 } },
    }),
  },
];

export const answerFigures = (setting: AnswerSetting): Promise<Figure[]> =>
  inServer(setting, async (connection) => {
    const { uri, text } = await openFile(connection, { ...setting, languageId: 'arch' });
    const lines = text.split('\n');
    const figures: Figure[] = [];
    let version = 1;
    for (const probe of probes) {
      const places = lines.flatMap((line, i) => (probe.lines.test(line) && i >= SCREEN ? [i] : []));
      const times: number[] = [];
      for (let sample = 0; sample < SAMPLES; sample++) {
        const line = places[sample % places.length] ?? 0;
        const [before, typed] = [lines[line] ?? '', probe.typed(lines[line] ?? '')];
        await change(connection, uri, ++version, line, before.length, typed);
        const start = performance.now();
        const textDocument = { uri };
        const position = { line, character: typed.length };
        await connection.sendRequest(probe.method, { textDocument, position, ...probe.more?.(line) });
        times.push(performance.now() - start);
        await change(connection, uri, ++version, line, typed.length, before);
        await connection.sendRequest('textDocument/foldingRange', { textDocument });
      }
      const measured = percentile(times, 0.95);
      figures.push({
        what: `${probe.what}, just typed, 10,000 elements: 95th percentile`,
        measured: `${measured.toFixed(1)} ms`,
        against: `${String(FELT)} ms`,
        ratio: measured / FELT,
        bar: 1,
      });
    }
    return figures;
  });

/** Replaces a line. */
async function change(
  connection: MessageConnection,
  uri: string,
  version: number,
  line: number,
  length: number,
  text: string,
): Promise<void> {
  const range = { start: { line, character: 0 }, end: { line, character: length } };
  await connection.sendNotification('textDocument/didChange', {
    textDocument: { uri, version },
    contentChanges: [{ range, text }],
  });
}

const RENAME_FILES = 200;
const USES_IN_EACH = 5;
/** In milliseconds: longer than this a person waits. */
const WAIT = 1_000;

/** A name that every file uses. */
function writeHub(folder: string): void {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  writeFileSync(path.join(folder, 'hub.arch'), 'service hub "Hub"\n');
  for (let file = 0; file < RENAME_FILES; file++) {
    const uses = Array.from({ length: USES_IN_EACH }, (_, i) => `service u${file}-${i}\nu${file}-${i} -> hub\n`);
    writeFileSync(path.join(folder, `uses${file}.arch`), uses.join(''));
  }
}

interface Edits {
  readonly changes?: Readonly<Record<string, readonly unknown[]>>;
}

export async function renameFigure(args: readonly string[], folder: string): Promise<Figure> {
  writeHub(folder);
  const setting = { args, root: folder, file: 'hub.arch', languageId: 'arch' };
  return inServer(setting, async (connection) => {
    const { uri } = await openFile(connection, setting);
    const start = performance.now();
    const { changes = {} } = await connection.sendRequest<Edits>('textDocument/rename', {
      textDocument: { uri },
      position: { line: 0, character: 9 },
      newName: 'centre',
    });
    const measured = performance.now() - start;
    const edits = Object.values(changes).reduce((sum, each) => sum + each.length, 0);
    if (edits !== RENAME_FILES * USES_IN_EACH + 1) throw new Error(`The rename made ${edits} edits.`);
    return {
      what: 'rename of a name used 1,000 times in 200 files',
      measured: `${measured.toFixed(0)} ms`,
      against: `${WAIT} ms`,
      ratio: measured / WAIT,
      bar: 1,
    };
  });
}
