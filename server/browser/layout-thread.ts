/**
 * A layout thread of a browser's: ELK's own worker. Its script arrives as text, because a worker that was started from
 * another origin may load none from there.
 */
import ElkConstructor from 'elkjs/lib/elk-api.js';
import type { LayoutThread } from '../layout/thread.ts';

export function browserThread(script: () => Promise<string>): LayoutThread {
  let worker: Worker | undefined;
  let isStopped = false;
  let onBroken: (error: Error) => void = () => undefined;

  const start = async (): Promise<InstanceType<typeof ElkConstructor>> => {
    const url = URL.createObjectURL(new Blob([await script()], { type: 'text/javascript' }));
    const started = new Worker(url);
    URL.revokeObjectURL(url);
    worker = started;
    if (isStopped) started.terminate();
    started.addEventListener('error', ({ message }) => onBroken(new Error(message)));
    return new ElkConstructor({ workerFactory: () => started });
  };
  const elk = start();
  elk.catch((error: unknown) => {
    onBroken(error instanceof Error ? error : new Error(String(error)));
  });
  let onAnswer: Parameters<LayoutThread['listen']>[0] = () => undefined;

  return {
    listen(answered, broken) {
      onAnswer = answered;
      onBroken = broken;
    },
    ask(graph) {
      elk.then(
        async (thread) => {
          try {
            onAnswer({ laid: await thread.layout(graph) });
          } catch (error) {
            onAnswer({ failure: error instanceof Error ? error.message : String(error) });
          }
        },
        () => undefined,
      );
    },
    stop() {
      isStopped = true;
      worker?.terminate();
    },
  };
}
