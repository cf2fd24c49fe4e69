/**
 * Layouts off the server's own thread.
 * Invariant: at most one layout runs; of those that wait only the newest is kept; a result that is no longer wanted is never
 * handed out; and nothing runs past its bound. How a layout ended is a value, never an exception.
 */
import type { ElkNode } from 'elkjs/lib/elk-api.js';
import type { DiagramGraph } from '../../language/diagrams/graph.ts';
import { layoutGraph, LayoutStopped, type LaidOut, type LayoutSettings } from '../../language/diagrams/layout.ts';
import type { LayoutThread } from './thread.ts';

export type LayoutOutcome =
  | { readonly kind: 'laid-out'; readonly picture: LaidOut }
  /** A newer request took its place, or the client was disposed of: there is nothing to show. */
  | { readonly kind: 'superseded' }
  | { readonly kind: 'out-of-time'; readonly message: string }
  | { readonly kind: 'failed'; readonly message: string };

export interface LayoutClientOptions {
  /** Starts a thread; a new one whenever the last was stopped or broke. */
  readonly start: () => LayoutThread;
  /** Milliseconds that one layout may take. */
  readonly bound?: number;
}

const defaultBound = 20_000;
/** Milliseconds that a running layout is still waited for once a newer one is asked for: restarting the thread costs about as much. */
const patience = 300;

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
  readonly #startThread: () => LayoutThread;
  readonly #bound: number;
  #thread: LayoutThread | undefined;
  #question: Question | undefined;
  #running: { readonly job: Job; readonly since: number } | undefined;
  #waiting: Job | undefined;
  #hurry: ReturnType<typeof setTimeout> | undefined;
  #disposed = false;

  constructor(options: LayoutClientOptions) {
    this.#startThread = options.start;
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
      this.#question = { resolve, reject };
      this.#thread ??= this.#start();
      this.#thread.ask(graph);
    });
  }

  #start(): LayoutThread {
    const thread = this.#startThread();
    const take = (): Question | undefined => {
      const question = this.#thread === thread ? this.#question : undefined;
      if (question) this.#question = undefined;
      return question;
    };
    thread.listen(
      (answer) => {
        const question = take();
        if ('laid' in answer) question?.resolve(answer.laid);
        else question?.reject(new Error(answer.failure));
      },
      (error) => {
        const question = take();
        if (this.#thread === thread) this.#thread = undefined;
        question?.reject(error);
      },
    );
    return thread;
  }

  #stop(reason: LayoutStopped['reason']): void {
    const [thread, question] = [this.#thread, this.#question];
    this.#thread = undefined;
    this.#question = undefined;
    thread?.stop();
    question?.reject(new LayoutStopped(reason));
  }
}
