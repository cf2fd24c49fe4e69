/** The layout thread: ELK graphs in, ELK graphs out. Bundled as `layout-worker.js`; it is started, timed and stopped by `client.ts`. */
import { parentPort } from 'node:worker_threads';
import { createElk } from '../../language/diagrams/elk.ts';
import type { LayoutAnswer, LayoutQuestion } from './messages.ts';

const elk = createElk();

function answer(message: LayoutAnswer): void {
  parentPort?.postMessage(message);
}

parentPort?.on('message', ({ graph }: LayoutQuestion) => {
  elk.layout(graph).then(
    (laid) => answer({ laid }),
    (error: unknown) => answer({ failure: error instanceof Error ? error.message : String(error) }),
  );
});
