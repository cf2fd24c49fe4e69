import { mechanism } from '../../analyses/consistency/mechanism.ts';
import { exceeds, isWorse, lossText, spanText } from '../../analyses/recovery/figures.ts';
import { objectiveOf } from '../../analyses/recovery/objectives.ts';
import { setbacks } from '../../analyses/recovery/recovery.ts';
import type { Setback } from '../../analyses/recovery/recovery.ts';
import { label } from '../../model/model.ts';
import { listed } from '../../model/wording.ts';
import { holds, unknown, violates } from '../rule.ts';
import type { EntityRule } from '../rule.ts';

const rule: EntityRule = {
  isOfObjective: true,
  severity: 'error',
  productionOnly: true,
  on: ['store', 'log', 'queue'],
  *check(store, facts) {
    const objective = objectiveOf(facts, store, 'rpo');
    const family = facts.of(mechanism, store.id)?.family;
    if (!objective || family === undefined) return;
    const counted = facts.of(setbacks, store.id).filter(({ counts }) => counts);
    const missed = counted.filter(
      ({ loss, cause }) => exceeds(loss, objective.value) && !isToldElsewhere(cause, family, objective.value),
    );
    const worst = missed.reduce<Setback | undefined>((a, b) => (!a || isWorse(b.loss, a.loss) ? b : a), undefined);
    if (!worst) {
      const open = counted.flatMap((one) => one.open.loss);
      if (open.length > 0) yield unknown(...open);
      else if (counted.every(({ loss }) => !exceeds(loss, objective.value)))
        yield holds(`no fault that is to be survived loses more than ${spanText(objective.value)}`);
      return;
    }
    const others = missed.filter((one) => one !== worst).map(({ fault }) => `\`${fault}\``);
    const fault = worst.line ? `\`${worst.fault}\`, which \`tolerate\` names,` : `The ${worst.fault}`;
    const also = others.length > 0 ? ` The same goes for ${listed(others, 'and')}.` : '';
    const of =
      worst.flows.length > 0
        ? ` of ${listed(
            worst.flows.map((flow) => `\`${label(flow)}\``),
            'and',
          )}`
        : '';
    yield violates({
      at: { entity: objective.by.id, key: 'rpo' },
      aspect: store.qualified,
      message: `\`${label(store)}\` misses its recovery point objective (\`rpo: ${spanText(objective.value)}\`): ${fault} ${lossText(worst.loss)}${of}, because ${worst.because}. ${remedy(worst)}${also}`,
      related: [
        ...missed.flatMap(({ line }) =>
          line
            ? [
                {
                  at: { entity: line.by.id, key: 'tolerate', index: line.index },
                  message: `\`${line.text}\` is to be survived`,
                },
              ]
            : [],
        ),
        ...(objective.by.id === store.id
          ? []
          : [{ at: { entity: store.id }, message: `\`${label(store)}\` is meant` }]),
        ...worst.flows.map((flow) => ({ at: { entity: flow.id }, message: `\`${label(flow)}\` writes` })),
      ],
      affects: [store.id],
    });
  },
};

export default rule;

/** Writes in memory, promotions that lose what may not be lost at all, and quorums that are gone have rules of their own. */
function isToldElsewhere(cause: Setback['cause'], family: string, objective: number): boolean {
  if (cause === 'power') return true;
  if (family === 'primary-backup' && objective === 0) return cause === 'promotion' || cause === 'primary';
  return family === 'consensus' && (cause === 'copies' || cause === 'primary');
}

function remedy({ cause }: Setback): string {
  if (cause === 'backup') return 'Back up more often, place a copy where the fault does not reach, or allow the loss.';
  if (cause === 'copies' || cause === 'primary')
    return 'Let more copies have a write before it is acknowledged, or allow the loss.';
  return 'Wait for a standby before acknowledging (`commit: any 1 standby, else block`), keep the lag below the objective, or allow the loss.';
}
