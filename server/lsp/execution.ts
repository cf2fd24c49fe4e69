/**
 * The execution behind a finding, for a client that shows it step by step. It is looked for on a thread that ends when the
 * request is cancelled; where there is none, here and for a short time. What was found is kept for the state of the texts
 * that it was found in.
 */
import type { CancellationToken } from 'vscode-languageserver';
import type { Trace } from '../../language/executions/trace.ts';
import type { Finding } from '../../language/model/finding.ts';
import { changesOf, executionJson, executionMarkdown } from '../../language/reports/execution.ts';
import { executionOf, type Execution } from '../../language/reports/executions.ts';
import { USUAL_LIMITS } from '../../language/executions/witness/experiment.ts';
import type { Explore } from '../executions/exploration.ts';
import type { ExecutionResult } from '../protocol.ts';
import { stopIfCancelled } from './pace.ts';
import type { ProjectFolder } from './project-folder.ts';

const MOST_KEPT = 16;
/** Milliseconds for which a server without threads may look: nothing else is answered meanwhile. */
const PATIENCE = 1500;

export class Executions {
  private readonly explore: Explore | undefined;
  private readonly kept = new Map<string, Execution>();

  constructor(explore: Explore | undefined) {
    this.explore = explore;
  }

  async show(folders: Iterable<ProjectFolder>, id: string, token: CancellationToken): Promise<ExecutionResult> {
    for (const folder of folders) {
      const finding = folder.findings().find((each) => each.id === id);
      if (!finding) continue;
      const execution = await this.find(folder, finding, token);
      if (!execution.found) return { error: `No execution is shown: ${execution.why}.` };
      return resultOf(execution.trace, finding.uri);
    }
    return { error: `There is no finding ${id} any more.` };
  }

  private async find(folder: ProjectFolder, finding: Finding, token: CancellationToken): Promise<Execution> {
    const key = JSON.stringify([folder.root, folder.revision, finding.id]);
    const known = this.kept.get(key);
    if (known) return known;
    const execution = this.explore ? await onThread(this.explore, folder, finding, token) : hereAndNow(folder, finding);
    this.kept.set(key, execution);
    const [oldest] = this.kept.keys();
    if (this.kept.size > MOST_KEPT && oldest !== undefined) this.kept.delete(oldest);
    return execution;
  }
}

function hereAndNow({ project }: ProjectFolder, finding: Finding): Execution {
  const end = performance.now() + PATIENCE;
  return executionOf(project, finding, { ...USUAL_LIMITS, stop: () => performance.now() > end });
}

async function onThread(
  explore: Explore,
  folder: ProjectFolder,
  { id }: Finding,
  token: CancellationToken,
): Promise<Execution> {
  const { config, options, root } = folder;
  const texts = [...folder.documents()].flatMap((uri) => {
    const text = folder.textOf(uri);
    return text === undefined ? [] : [[uri, text] as const];
  });
  const stop = new AbortController();
  const listening = token.onCancellationRequested(() => {
    stop.abort();
  });
  try {
    return await explore({ settings: { config, root, today: options.today }, texts, id }, stop.signal);
  } catch (error) {
    stopIfCancelled(token);
    throw error;
  } finally {
    listening.dispose();
  }
}

async function resultOf(trace: Trace, uri: string): Promise<ExecutionResult> {
  const { renderSpaceTime } = await import('../../language/diagrams/space-time.ts');
  return {
    title: trace.title,
    conclusion: trace.conclusion,
    svg: renderSpaceTime(trace, { theme: 'host', heading: false, sentences: false }),
    steps: trace.steps.map(({ sentence, state, violates }, index) => {
      const changed = new Set(changesOf(trace.steps, index).map(([process]) => process));
      return {
        sentence,
        violates: violates === true,
        state: Object.entries(state).map(([process, holds]) => ({ process, holds, changed: changed.has(process) })),
      };
    }),
    uri,
    files: { svg: renderSpaceTime(trace), md: executionMarkdown(trace), json: executionJson(trace) },
  };
}
