/** Looks for executions on threads of Node's, one for each question, so that any of them can be stopped at once. */
import { Worker } from 'node:worker_threads';
import type { Execution } from '../../language/reports/executions.ts';
import type { Explore } from './exploration.ts';

/** Milliseconds: well beyond what the bounds of an exploration take. */
const longest = 30_000;

/** @param scriptOf where the bundle of `worker.ts` is. */
export const exploreOnThread =
  (scriptOf: () => URL | undefined): Explore =>
  (question, signal) =>
    new Promise((resolve, reject) => {
      const script = scriptOf();
      if (!script) {
        reject(new Error('The exploring part of Faultline is not installed beside the server.'));
        return;
      }
      const worker = new Worker(script, { workerData: question });
      const end = (settle: () => void): void => {
        clearTimeout(bound);
        signal.removeEventListener('abort', giveUp);
        settle();
        void worker.terminate();
      };
      const giveUp = (): void => end(() => reject(new Error('Given up.')));
      const bound = setTimeout(() => {
        end(() => resolve({ found: false, why: `nothing was found within ${longest / 1000} s` }));
      }, longest);
      signal.addEventListener('abort', giveUp);
      worker.on('message', (execution: Execution) => end(() => resolve(execution)));
      worker.on('error', (error) => end(() => reject(error instanceof Error ? error : new Error(String(error)))));
      if (signal.aborted) giveUp();
    });
