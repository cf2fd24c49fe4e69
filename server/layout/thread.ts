/** A thread that lays out one graph at a time, wherever threads come from: Node's workers or a browser's. */
import type { ElkNode } from 'elkjs/lib/elk-api.js';
import type { LayoutAnswer } from './messages.ts';

export interface LayoutThread {
  /** Called once, before the first question. @param broken the thread is of no more use. */
  listen(answered: (answer: LayoutAnswer) => void, broken: (error: Error) => void): void;
  ask(graph: ElkNode): void;
  /** Ends it, whatever it is doing. */
  stop(): void;
}
