/** A thread that looks for one execution and ends. Bundled as `execution-worker.js`; started, timed and stopped by `node-thread.ts`. */
import { parentPort, workerData } from 'node:worker_threads';
import { Project } from '../../language/project/project.ts';
import { executionOf, type Execution } from '../../language/reports/executions.ts';
import type { ExplorationQuestion } from './exploration.ts';

function answer({ settings, texts, id }: ExplorationQuestion): Execution {
  const project = new Project({ ...settings, library: 'needed' });
  for (const [uri, text] of texts) project.setDocument(uri, text);
  const finding = project.findings().find((each) => each.id === id);
  return finding ? executionOf(project, finding) : { found: false, why: `there is no finding ${id} any more` };
}

parentPort?.postMessage(answer(workerData as ExplorationQuestion));
