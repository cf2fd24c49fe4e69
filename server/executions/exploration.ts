/** What a thread that looks for an execution is asked and answers, as plain data: it reads the project anew. */
import type { Config } from '../../language/project/config.ts';
import type { Execution } from '../../language/reports/executions.ts';

export interface ExplorationQuestion {
  readonly settings: { readonly config: Config; readonly root: string; readonly today: string };
  readonly texts: readonly (readonly [uri: string, text: string])[];
  /** Of the finding. */
  readonly id: string;
}

/** @param signal gives it up. Rejects with a sentence for people. */
export type Explore = (question: ExplorationQuestion, signal: AbortSignal) => Promise<Execution>;
