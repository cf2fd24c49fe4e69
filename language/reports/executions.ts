/** From a finding of a project to the execution that shows it. What may take seconds is bounded and can be given up. */
import { USUAL_LIMITS, type Limits } from '../executions/witness/experiment.ts';
import { lockWitness } from '../executions/witness/lock.ts';
import { accessOf, protocolOf, witnessFor } from '../executions/witness/witness.ts';
import { allModels } from '../analyses/consistency/models.ts';
import type { Trace } from '../executions/trace.ts';
import type { Finding } from '../model/finding.ts';
import type { Project } from '../project/project.ts';

export type Execution =
  { readonly found: true; readonly trace: Trace } | { readonly found: false; readonly why: string };

/** Whether to look may be worth while: what the finding is about runs a protocol that is modelled. Fast. */
export function mayHaveExecution(project: Project, { breaks }: Finding): boolean {
  if (!breaks) return false;
  if (breaks.model === EXCLUSION) return true;
  return project.ask(`execution? ${breaks.access}`, (facts) => {
    const flow = facts.entity(breaks.access);
    const store = flow?.target === undefined ? undefined : facts.entity(flow.target);
    return flow !== undefined && store !== undefined && protocolOf(accessOf(facts, flow, store)).isModelled;
  });
}

/** What a lock is to give. */
const EXCLUSION = 'mutual-exclusion';

/** Explores; as long as the limits allow. */
export function executionOf(project: Project, { breaks, id }: Finding, limits: Limits = USUAL_LIMITS): Execution {
  const model = allModels.find((each) => each === breaks?.model);
  if (!breaks || (!model && breaks.model !== EXCLUSION))
    return { found: false, why: `${id} is not about what single accesses see` };
  const witness = project.ask(`execution ${breaks.access} ${breaks.model}`, (facts) => {
    const flow = facts.entity(breaks.access);
    if (!flow) return undefined;
    return model ? witnessFor(facts, flow, model, limits) : lockWitness(facts, flow, limits);
  });
  if (!witness) return { found: false, why: `${breaks.access} is not there any more` };
  return witness.found ? { found: true, trace: witness.trace } : { found: false, why: witness.why };
}
