import { callsOfOperation, changesState, isHard } from '../../analyses/consistency/effects.ts';
import type { Call } from '../../analyses/consistency/effects.ts';
import { isWrite } from '../../analyses/consistency/writers.ts';
import { label, written } from '../../model/model.ts';
import type { Entity } from '../../model/model.ts';
import { listed } from '../../model/wording.ts';
import { holds, violates } from '../rule.ts';
import type { EntityRule } from '../rule.ts';

const rule: EntityRule = {
  severity: 'error',
  on: ['operation'],
  *check(operation, facts) {
    const atomic = written(operation, 'atomic');
    if (atomic?.by !== 'saga') return;
    const steps = stepsOf(facts.of(callsOfOperation, operation.id));
    const open = steps.flatMap((step, i) => {
      const breaks = steps.slice(i + 1).find((later) => mayFailAfter(step, later));
      return written(step.flow, 'compensated') === undefined && breaks ? [{ step, breaks }] : [];
    });
    const [first] = open;
    if (!first) {
      if (steps.length > 0) yield holds('every step that a later one may leave standing has a compensation');
      return;
    }
    const names = listed(
      open.map(({ step }) => `\`${label(step.flow)}\``),
      'and',
    );
    const [those, have, undo] = open.length === 1 ? ['step', 'has', 'undoes'] : ['steps', 'have', 'undo'];
    yield violates({
      at: { entity: operation.id, key: 'atomic' },
      message: `\`${label(operation)}\` is a saga, and its ${those} ${names} ${have} no compensation: when \`${label(first.breaks.flow)}\` fails for good, what \`${label(first.step.flow)}\` has changed at \`${label(first.step.target)}\` stays. Name what ${undo} it (\`compensated: by …\`), put the step last, or let all that follows be done again until it succeeds (a message, \`delivery: at-least-once\`).`,
      related: [
        ...open.map(({ step }) => ({
          at: { entity: step.flow.id },
          message: `\`${label(step.flow)}\` changes \`${label(step.target)}\`, and nothing undoes it`,
        })),
        { at: { entity: first.breaks.flow.id }, message: `\`${label(first.breaks.flow)}\` may fail after it` },
      ],
      affects: open.map(({ step }) => step.flow.id),
    });
  },
};

export default rule;

/** The steps of the saga itself: what each changes inside is undone with it. */
function stepsOf(calls: readonly Call[]): Call[] {
  const undoing = new Set(calls.flatMap(({ flow }) => compensationOf(flow)));
  const isStep = (call: Call): boolean =>
    isHard(call) &&
    call.target.kind !== 'cache' &&
    call.inside === undefined &&
    call.unit === undefined &&
    !undoing.has(call.flow.id) &&
    written(call.flow, 'locks') === undefined &&
    (changesState(call) || isWrite(call.flow) || compensationOf(call.flow).length > 0);
  return calls.filter(isStep);
}

const compensationOf = (flow: Entity): readonly string[] => written(flow, 'compensated')?.by.ids ?? [];

/** Whether a later step may end the saga for good: one that is sent is done again until it succeeds. */
function mayFailAfter(step: Call, later: Call): boolean {
  if (later.target.id === step.target.id || later.flow.asynchronous) return false;
  const delivery = written(later.flow, 'delivery');
  return delivery !== 'at-least-once' && delivery !== 'exactly-once' && written(later.flow, 'via') === undefined;
}
