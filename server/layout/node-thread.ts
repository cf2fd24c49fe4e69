/** A layout thread of Node's. A thread with nothing to do does not keep its process alive. */
import { Worker } from 'node:worker_threads';
import type { LayoutAnswer, LayoutQuestion } from './messages.ts';
import type { LayoutThread } from './thread.ts';

/** ELK recurses along paths of the graph: more than the 4 MB that a thread has by default. */
const stackMegabytes = 16;

/** @param script the bundle of `worker.ts`. */
export function nodeThread(script: URL | string): LayoutThread {
  const worker = new Worker(script, { resourceLimits: { stackSizeMb: stackMegabytes } });
  return {
    listen(answered, broken) {
      worker.on('message', (answer: LayoutAnswer) => {
        worker.unref();
        answered(answer);
      });
      worker.on('error', broken);
      worker.on('exit', () => broken(new Error('The layout thread ended unexpectedly')));
    },
    ask(graph) {
      worker.ref();
      worker.postMessage({ graph } satisfies LayoutQuestion);
    },
    stop: () => void worker.terminate(),
  };
}
