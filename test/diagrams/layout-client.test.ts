import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createElk } from '../../language/diagrams/elk.ts';
import { layoutGraph } from '../../language/diagrams/layout.ts';
import { LayoutClient } from '../../server/layout/client.ts';
import { nodeThread } from '../../server/layout/node-thread.ts';
import { large, samples } from './samples.ts';

const folder = mkdtempSync(join(tmpdir(), 'faultline-layout-'));
/** Bundled as it is shipped. */
const script = join(folder, 'layout-worker.mjs');
const open: LayoutClient[] = [];
let threads = 0;

interface Options {
  readonly script?: string;
  readonly bound?: number;
}

function client({ script: file = script, ...options }: Options = {}): LayoutClient {
  const made = new LayoutClient({ start: () => nodeThread(file), ...options });
  open.push(made);
  return made;
}

/** A layout thread with this body. */
function thread(body: string): string {
  const file = join(folder, `thread-${threads++}.mjs`);
  writeFileSync(file, body);
  return file;
}

afterEach(() => {
  for (const made of open.splice(0)) made.dispose();
});

beforeAll(async () => {
  await build({
    entryPoints: [fileURLToPath(new URL('../../server/layout/worker.ts', import.meta.url))],
    outfile: script,
    bundle: true,
    platform: 'node',
    format: 'esm',
    logLevel: 'error',
  });
});

afterAll(() => rmSync(folder, { recursive: true }));

describe('the layout thread', () => {
  it('gives the picture that this thread gives', async () => {
    const picture = await layoutGraph(samples.payments, createElk());
    expect(await client().draw(samples.payments)).toEqual({ kind: 'laid-out', picture });
  }, 20_000);

  it('answers only the newest of several requests, in whatever order they came', async () => {
    const layouts = client();
    const outcomes = await Promise.all(
      (['shop', 'payments', 'loops', 'single'] as const).map((name) => layouts.draw(samples[name])),
    );
    expect(outcomes.map(({ kind }) => kind)).toEqual(['superseded', 'superseded', 'superseded', 'laid-out']);
    expect(await layouts.draw(samples.empty)).toMatchObject({ kind: 'laid-out', picture: { nodes: [] } });
  }, 20_000);

  it('does not wait for a long layout that is no longer wanted', async () => {
    const layouts = client({
      script: thread(`import { parentPort } from 'node:worker_threads'; parentPort.on('message', () => {});`),
    });
    const first = layouts.draw(large(30));
    const second = layouts.draw(samples.empty);
    expect((await first).kind).toBe('superseded');
    expect((await second).kind).toBe('laid-out');
  });

  it('stops at its time bound, says so, and works on', async () => {
    const stuck = thread(`
      import { parentPort } from 'node:worker_threads';
      parentPort.on('message', ({ graph }) => { if (graph.children.length > 1) for (;;); parentPort.postMessage({ laid: { ...graph, x: 0 } }); });
    `);
    const layouts = client({ script: stuck, bound: 1500 });
    expect(await layouts.draw(samples.payments)).toEqual({
      kind: 'out-of-time',
      message: 'The layout took longer than 1.5 s and was stopped',
    });
    expect((await layouts.draw(samples.single)).kind).toBe('laid-out');
  });

  it('tells of a thread that cannot start or fails', async () => {
    expect(await client({ script: '/nowhere/layout-worker.js' }).draw(samples.single)).toMatchObject({
      kind: 'failed',
    });
    const failing = thread(`
      import { parentPort } from 'node:worker_threads';
      parentPort.on('message', () => parentPort.postMessage({ failure: 'no such algorithm' }));
    `);
    expect(await client({ script: failing }).draw(samples.single)).toEqual({
      kind: 'failed',
      message: 'no such algorithm',
    });
  });

  it('answers nothing more once disposed of', async () => {
    const layouts = client();
    const running = layouts.draw(samples.shop);
    layouts.dispose();
    expect((await running).kind).toBe('superseded');
    expect((await layouts.draw(samples.single)).kind).toBe('superseded');
  });
});
