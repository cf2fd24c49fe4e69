/**
 * `npm run bench`: how fast, as ratios against a peer or a floor measured in the same run on the same content. It
 * reports and never fails for a figure: machines differ.
 *
 * `--only check,keystroke,answers,start,scaling,memory` chooses; `--without-peer` leaves LikeC4 out; `--no-build` takes what
 * is built.
 */
import { mkdirSync } from 'node:fs';
import { execFileSync } from 'node:child_process';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { build } from 'esbuild';
import { lightLangium } from '../../scripts/light-langium.ts';
import { fromRoot, root } from '../../scripts/paths.ts';
import { nodeFlags } from '../../server/node-flags.ts';
import { answerFigures, renameFigure } from './answers.ts';
import { milliseconds, tableOf } from './figures.ts';
import type { Figure } from './figures.ts';
import { keystroke } from './language-server.ts';
import type { Session } from './language-server.ts';
import { heldBy } from './memory.ts';
import { faultline, fileName, likec4, writeModel } from './models.ts';
import { cache, likec4Entry } from './peer.ts';
import { median, peakMemory, timesOf } from './processes.ts';
import type { Command } from './processes.ts';
import { writeStores } from './stores.ts';
import type { StoreTimes } from './stores.ts';

const parts = ['check', 'keystroke', 'stores', 'answers', 'start', 'scaling', 'memory'] as const;
type Part = (typeof parts)[number];

const { values: options } = parseArgs({
  options: {
    only: { type: 'string', default: parts.join(',') },
    'without-peer': { type: 'boolean', default: false },
    'no-build': { type: 'boolean', default: false },
    rounds: { type: 'string', default: '3' },
  },
});
const rounds = Number(options.rounds);

const cli = fromRoot('dist', 'cli', 'main.js');
const server = [cli, 'lsp', '--stdio'];
const parseOnly = path.join(cache, 'parse-only.js');

/** Exit code 1 means findings: they are part of the work. */
const check = (folder: string): Command => ({ name: 'check', args: [cli, 'check', '.'], cwd: folder, codes: [0, 1] });

function modelFolder(notation: typeof faultline, size: number, files: number): string {
  const folder = path.join(cache, 'models', `${notation.extension.slice(1)}-${size}-${files}`);
  writeModel(folder, notation, size, files);
  return folder;
}

function checkFigures(peer: string | undefined): Figure[] {
  const size = 10_000;
  const ours = modelFolder(faultline, size, 200);
  const commands = {
    check: check(ours),
    parse: { name: 'parse', args: [parseOnly, ours], cwd: ours },
    peer: peer === undefined ? undefined : validate(peer, modelFolder(likec4, size, 1)),
  };
  const times = timesOf(commands, rounds);
  const what = 'check, 10,000 elements in 200 files';
  const measured = milliseconds(times.check);
  const memory = peakMemory(commands.check);
  return [
    ...(times.peer === undefined
      ? []
      : [
          {
            what,
            measured,
            against: `LikeC4 ${milliseconds(times.peer)}`,
            ratio: times.check / times.peer,
            bar: 1 / 3,
          },
        ]),
    { what, measured, against: `parsing ${milliseconds(times.parse)}`, ratio: times.check / times.parse, bar: 3 },
    { what: `${what}: memory`, measured: `${Math.round(memory)} MiB`, against: '400 MiB', ratio: memory / 400, bar: 1 },
  ];
}

const validate = (peer: string, cwd: string): Command => ({
  name: 'likec4 validate',
  args: [peer, 'validate', '--no-layout', '.'],
  cwd,
});

/** What is typed into, and the most that it may take as a share of what LikeC4 takes for the same. */
const typing = [
  { what: 'in a title, 50 files', size: 5_000, files: 50, at: /"Comp/, bar: 1 / 15 },
  { what: 'in a name, 50 files', size: 5_000, files: 50, at: /(?<=store |service |^ {4})c\d/, bar: 1 / 8 },
  { what: 'in a title, one file', size: 10_000, files: 1, at: /"Comp/, bar: 1 / 7 },
] as const;

async function keystrokeFigures(peer: string | undefined): Promise<Figure[]> {
  const figures: Figure[] = [];
  for (const { what, size, files, at, bar } of typing) {
    const session = (notation: typeof faultline, args: readonly string[], languageId: string): Session => ({
      args,
      root: modelFolder(notation, size, files),
      file: fileName(notation, Math.floor(files / 2)),
      languageId,
      at,
      edits: files === 1 ? 4 : 10,
    });
    const ours = await keystroke(session(faultline, server, 'arch'));
    const theirs =
      peer === undefined
        ? undefined
        : await keystroke(session(likec4, [peer, 'lsp', '--stdio', '--no-use-dot'], 'likec4'));
    figures.push({
      what: `keystroke ${what}, ${size.toLocaleString('en')} elements`,
      measured: milliseconds(ours),
      against: theirs === undefined ? 'nothing' : `LikeC4 ${milliseconds(theirs)}`,
      ratio: theirs === undefined ? 0 : ours / theirs,
      bar,
    });
  }
  return figures;
}

/** A thousand replicated stores: what is concluded beside reading them, and a keystroke among them. */
async function storeFigures(): Promise<Figure[]> {
  const runs = Array.from({ length: rounds }, () => {
    const script = fromRoot('test', 'bench', 'stores.ts');
    return JSON.parse(execFileSync(process.execPath, [script], { encoding: 'utf8' })) as StoreTimes;
  });
  const parsing = median(runs.map((run) => run.parsing));
  const concluding = median(runs.map((run) => run.concluding));
  const session = (folder: string, file: string, at: RegExp): Session => ({
    ...{ args: server, root: folder, file, languageId: 'arch', at },
    edits: 10,
  });
  const folder = path.join(cache, 'models', 'stores');
  writeStores(folder);
  const here = await keystroke(session(folder, 'part25.arch', /"Data/));
  // Which is measured against LikeC4 under `keystroke`.
  const elsewhere = await keystroke(session(modelFolder(faultline, 5_000, 50), fileName(faultline, 25), /"Comp/));
  return [
    {
      what: 'findings about 1,000 stores of 5 replicas over 9 zones',
      measured: milliseconds(concluding),
      against: `parsing ${milliseconds(parsing)}`,
      ratio: concluding / parsing,
      bar: 3,
    },
    {
      what: 'keystroke in a title, 1,000 stores in 50 files',
      measured: milliseconds(here),
      against: `5,000 elements ${milliseconds(elsewhere)}`,
      ratio: here / elsewhere,
      bar: 1,
    },
  ];
}

function startFigures(): Figure[] {
  const times = timesOf(
    {
      hello: check(fromRoot('examples', 'hello')),
      node: { name: 'node', args: ['-e', '0'], cwd: root },
    },
    Math.max(rounds, 20),
  );
  return [
    {
      what: 'check examples/hello',
      measured: milliseconds(times.hello),
      against: `node -e 0 ${milliseconds(times.node)}`,
      ratio: times.hello / times.node,
      bar: 6,
    },
  ];
}

function scalingFigures(): Figure[] {
  const sizes = [1_250, 2_500, 5_000, 10_000, 20_000];
  const times = timesOf(
    Object.fromEntries(sizes.map((size) => [String(size), check(modelFolder(faultline, size, size / 50))])),
    rounds,
  );
  return sizes.slice(1).map((size) => {
    const [time, half] = [times[String(size)] ?? 0, times[String(size / 2)] ?? 1];
    return {
      what: `check, ${size.toLocaleString('en')} elements`,
      measured: milliseconds(time),
      against: `half as many ${milliseconds(half)}`,
      ratio: time / half,
      bar: 2.3,
    };
  });
}

const mebibytes = (size: number): string => `${Math.round(size)} MiB`;

/** What the server holds with 10,000 elements open, and what thousands of edits leave of what they needed. */
async function memoryFigures(peer: string | undefined): Promise<Figure[]> {
  const size = 10_000;
  const many = 200;
  const session = (
    notation: typeof faultline,
    args: readonly string[],
    languageId: string,
    files: number,
    edits: number,
  ): Session => ({
    ...{ args, languageId, edits },
    root: modelFolder(notation, size, files),
    file: fileName(notation, Math.floor(files / 2)),
    at: /(?<=store |service |^ {4})c\d/,
  });
  const edits = 10_000;
  const few = 10;
  // As the extension starts it.
  const own = [...nodeFlags, cli, 'lsp', '--stdio'];
  const { opened, edited } = await heldBy(session(faultline, own, 'arch', many, edits));
  const peaks: Figure[] = [];
  for (const files of peer === undefined ? [] : [many, 1]) {
    const ours = await heldBy(session(faultline, own, 'arch', files, few));
    const theirs = await heldBy(session(likec4, [peer ?? '', 'lsp', '--stdio', '--no-use-dot'], 'likec4', files, few));
    peaks.push({
      what: `peak memory of the server, ${size.toLocaleString('en')} elements in ${files === 1 ? 'one file' : `${files} files`}`,
      measured: mebibytes(ours.edited.peak),
      against: `LikeC4 ${mebibytes(theirs.edited.peak)}`,
      ratio: ours.edited.peak / theirs.edited.peak,
      bar: 1 / 3,
    });
  }
  return [
    {
      what: `heap of the server after ${edits.toLocaleString('en')} edits`,
      measured: mebibytes(edited.heap),
      against: `before ${mebibytes(opened.heap)}`,
      ratio: edited.heap / opened.heap,
      bar: 1.2,
    },
    ...peaks,
  ];
}

const only = options.only.split(',');
const unknown = only.filter((part) => !parts.includes(part as Part));
if (unknown.length > 0) throw new Error(`--only takes ${parts.join(', ')}, not ${unknown.join(', ')}.`);

mkdirSync(cache, { recursive: true });
if (!options['no-build']) {
  const { buildAll } = await import('../../scripts/build.ts');
  await buildAll({ production: true });
}
await build({
  entryPoints: [path.join(import.meta.dirname, 'parse-only.ts')],
  outfile: parseOnly,
  bundle: true,
  platform: 'node',
  format: 'esm',
  minify: true,
  plugins: [lightLangium],
  banner: { js: "import{createRequire as nodeRequire}from'node:module';const require=nodeRequire(import.meta.url);" },
});

const compares = ['check', 'keystroke', 'memory'].some((part) => only.includes(part));
const peer = options['without-peer'] || !compares ? undefined : likec4Entry();
const measure: Readonly<Record<Part, () => Figure[] | Promise<Figure[]>>> = {
  check: () => checkFigures(peer),
  keystroke: () => keystrokeFigures(peer),
  stores: storeFigures,
  answers: async () => [
    ...(await answerFigures({
      args: server,
      root: modelFolder(faultline, 10_000, 200),
      file: fileName(faultline, 100),
    })),
    await renameFigure(server, path.join(cache, 'models', 'rename')),
  ],
  start: startFigures,
  scaling: scalingFigures,
  memory: () => memoryFigures(peer),
};
const figures: Figure[] = [];
for (const part of parts) {
  if (!only.includes(part)) continue;
  console.error(`Measuring ${part} …`);
  figures.push(...(await measure[part]()));
}
console.log(tableOf(figures));
