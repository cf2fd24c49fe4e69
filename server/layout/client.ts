/**
 * Layouts off the server's own thread.
 * Invariant: at most one layout runs; of those that wait only the newest is kept; a result that is no longer wanted is never
 * handed out; and nothing runs past its bound. How a layout ended is a value, never an exception.
 */
import { Worker } from 'node:worker_threads';
import type { ElkNode } from 'elkjs/lib/elk-api.js';
import type { DiagramGraph } from '../../language/diagrams/graph.ts';
import { layoutGraph, LayoutStopped, type LaidOut, type LayoutSettings } from '../../language/diagrams/layout.ts';
import type { LayoutAnswer, LayoutQuestion } from './messages.ts';

export type LayoutOutcome =
  | { readonly kind: 'laid-out'; readonly picture: LaidOut }
  /** A newer request took its place, or the client was disposed of: there is nothing to show. */
  | { readonly kind: 'superseded' }
  | { readonly kind: 'out-of-time'; readonly message: string }
  | { readonly kind: 'failed'; readonly message: string };

export interface LayoutClientOptions {
  /** The worker's script; beside the bundle that this file is in unless told otherwise. */
  readonly script?: URL | string;
  /** Milliseconds that one layout may take. */
  readonly bound?: number;
}

const defaultBound = 20_000;
/** Milliseconds that a running layout is still waited for once a newer one is asked for: restarting the thread costs about as much. */
const patience = 300;
/** ELK recurses along paths of the graph: more than the 4 MB that a thread has by default. */
const stackMegabytes = 16;

interface Job {
  readonly graph: DiagramGraph;
  readonly settings: LayoutSettings;
  readonly settle: (outcome: LayoutOutcome) => void;
}

interface Question {
  resolve(laid: ElkNode): void;
  reject(error: Error): void;
}

const superseded: LayoutOutcome = { kind: 'superseded' };

export class LayoutClient {
  readonly #script: URL | string;
  readonly #bound: number;
  #worker: Worker | undefined;
  #question: Question | undefined;
  #running: { readonly job: Job; readonly since: number } | undefined;
  #waiting: Job | undefined;
  #hurry: NodeJS.Timeout | undefined;
  #disposed = false;

  constructor(options: LayoutClientOptions = {}) {
    this.#script = options.script ?? new URL('./layout-worker.js', import.meta.url);
    this.#bound = options.bound ?? defaultBound;
  }

  /** Lays out a graph; a call before the last one has ended takes its place. */
  draw(graph: DiagramGraph, settings: LayoutSettings = {}): Promise<LayoutOutcome> {
    return new Promise((settle) => {
      if (this.#disposed) {
        settle(superseded);
        return;
      }
      this.#waiting?.settle(superseded);
      this.#waiting = { graph, settings, settle };
      if (this.#running) {
        const left = Math.max(0, patience - (performance.now() - this.#running.since));
        this.#hurry ??= setTimeout(() => this.#stop('superseded'), left);
      } else {
        void this.#next();
      }
    });
  }

  /** Stops what runs and what waits; the client answers `superseded` from then on. */
  dispose(): void {
    this.#disposed = true;
    this.#waiting?.settle(superseded);
    this.#waiting = undefined;
    this.#stop('superseded');
  }

  /** Whether the result of what runs is still wanted. */
  #outdated(): boolean {
    return this.#disposed || this.#waiting !== undefined;
  }

  async #next(): Promise<void> {
    const job = this.#waiting;
    if (!job || this.#running) return;
    this.#waiting = undefined;
    this.#running = { job, since: performance.now() };
    const bound = setTimeout(() => this.#stop('out of time'), this.#bound);
    const outcome = await this.#run(job);
    clearTimeout(bound);
    clearTimeout(this.#hurry);
    this.#hurry = undefined;
    this.#running = undefined;
    job.settle(this.#outdated() ? superseded : outcome);
    void this.#next();
  }

  async #run({ graph, settings }: Job): Promise<LayoutOutcome> {
    try {
      const picture = await layoutGraph(graph, { layout: (input) => this.#ask(input) }, settings);
      return { kind: 'laid-out', picture };
    } catch (error) {
      if (!(error instanceof LayoutStopped))
        return { kind: 'failed', message: error instanceof Error ? error.message : String(error) };
      if (error.reason === 'superseded') return superseded;
      return { kind: 'out-of-time', message: `The layout took longer than ${this.#bound / 1000} s and was stopped` };
    }
  }

  #ask(graph: ElkNode): Promise<ElkNode> {
    return new Promise((resolve, reject) => {
      const worker = (this.#worker ??= this.#start());
      this.#question = { resolve, reject };
      worker.ref();
      worker.postMessage({ graph } satisfies LayoutQuestion);
    });
  }

  #start(): Worker {
    const worker = new Worker(this.#script, { resourceLimits: { stackSizeMb: stackMegabytes } });
    const take = (): Question | undefined => {
      const question = this.#worker === worker ? this.#question : undefined;
      if (question) this.#question = undefined;
      return question;
    };
    worker.on('message', (answer: LayoutAnswer) => {
      const question = take();
      // A thread with nothing to do must not keep its process alive.
      worker.unref();
      if ('laid' in answer) question?.resolve(answer.laid);
      else question?.reject(new Error(answer.failure));
    });
    const broken = (error: Error): void => {
      const question = take();
      if (this.#worker === worker) this.#worker = undefined;
      question?.reject(error);
    };
    worker.on('error', broken);
    worker.on('exit', () => broken(new Error('The layout thread ended unexpectedly')));
    return worker;
  }

  #stop(reason: LayoutStopped['reason']): void {
    const [worker, question] = [this.#worker, this.#question];
    this.#worker = undefined;
    this.#question = undefined;
    void worker?.terminate();
    question?.reject(new LayoutStopped(reason));
  }
}
