/**
 * A project of a thousand stores of five replicas over nine zones, each replicated in one of the ways there are, with
 * accesses that need something of it: what the analyses of consistency and faults cost beside reading the texts.
 */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { defaultConfig } from '../../language/project/config.ts';
import { Project } from '../../language/project/project.ts';
import { createParser } from '../../language/syntax/parser.ts';

const STORES = 1_000;
const STORES_PER_FILE = 20;

const topology = `topology {
  region west { zone a; zone b; zone c }
  region north { zone a; zone b; zone c }
  region south { zone a; zone b; zone c }
  link region <-> region { rtt: 30ms }
  link zone <-> zone { rtt: 0.8ms }
}
faults {
  timing: partially-synchronous
  tolerate: crash of 1 node
  tolerate: loss of 1 zone
  tolerate: partition between regions
}
`;

const zones = ['west.a', 'west.b', 'west.c', 'north.a', 'north.b', 'north.c', 'south.a', 'south.b', 'south.c'];

/** One store in each of the ways to replicate, in turn; `at` are its five zones. */
const ways: readonly ((at: readonly string[]) => string)[] = [
  ([primary, ...standbys]) =>
    `is postgres { primary: ${primary ?? ''}; standbys: ${standbys.join(', ')}; commit: any 1 standby, else block; reads: primary; failover: automatic within 30s; fencing: epoch; rpo: 0s }`,
  (at) => `is cassandra { replicas: 5 across ${at.join(', ')} }`,
  (at) => `is cockroachdb { voters: ${at.join(', ')} }`,
  (at) => `is mongodb { replicas: 5 across ${at.join(', ')} }`,
  (at) => `{ replication: chain; replicas: 5 across ${at.join(', ')}; reads: tail }`,
  (at) =>
    `{ replication: multi-primary; conflicts: merge; replicas: 5 across ${at.join(', ')}; reads: nearest replica }`,
];

function storeText(index: number): string {
  const at = Array.from({ length: 5 }, (_, i) => zones[(index + 2 * i) % zones.length] ?? '');
  const way = ways[index % ways.length];
  return [
    `service s${index} { replicas: 3 across ${at.slice(0, 3).join(', ')} }`,
    `store d${index} "Data ${index}" ${way?.(at) ?? ''}`,
    `s${index} -> d${index} put${index} { access: update; deadline: 500ms }`,
    `s${index} -> d${index} get${index} { access: read; deadline: 300ms; needs: monotonic-writes }`,
    '',
  ].join('\n');
}

/** The project's texts by file. */
function textsOf(): ReadonlyMap<string, string> {
  const texts = new Map([['topology.arch', topology]]);
  for (let file = 0; file * STORES_PER_FILE < STORES; file++)
    texts.set(
      `part${file}.arch`,
      Array.from({ length: STORES_PER_FILE }, (_, i) => storeText(file * STORES_PER_FILE + i)).join('\n'),
    );
  return texts;
}

/** Writes the project into a folder. */
export function writeStores(folder: string): void {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  for (const [name, text] of textsOf()) writeFileSync(path.join(folder, name), text);
}

/** In milliseconds. */
export interface StoreTimes {
  readonly parsing: number;
  /** From the finished model to all findings. */
  readonly concluding: number;
}

/** Each from a fresh start, as a process meets it. */
function timeStores(texts: ReadonlyMap<string, string>): StoreTimes {
  const parser = createParser();
  const since = performance.now();
  for (const text of texts.values()) parser.parse(text);
  const parsing = performance.now() - since;
  const project = new Project({ config: defaultConfig, today: '2026-11-24', parser });
  for (const [name, text] of texts) project.setDocument(pathToFileURL(path.join('/stores', name)).href, text);
  project.refresh();
  const started = performance.now();
  project.findings();
  return { parsing, concluding: performance.now() - started };
}

/** Run by itself, it says its times as JSON. */
if (import.meta.filename === process.argv[1]) console.log(JSON.stringify(timeStores(textsOf())));
