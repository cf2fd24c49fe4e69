import { spanText } from '../../analyses/recovery/figures.ts';
import { objectiveOf } from '../../analyses/recovery/objectives.ts';
import { setbacks } from '../../analyses/recovery/recovery.ts';
import { label, written } from '../../model/model.ts';
import { holds, unknown, violates } from '../rule.ts';
import type { EntityRule } from '../rule.ts';

const rule: EntityRule = {
  isOfObjective: true,
  severity: 'error',
  productionOnly: true,
  on: ['store', 'log', 'queue'],
  *check(store, facts) {
    const objective = objectiveOf(facts, store, 'rto');
    if (!objective) return;
    const counted = facts.of(setbacks, store.id).filter(({ counts }) => counts);
    const [longest] = counted
      .flatMap((setback) => (setback.downtime === undefined ? [] : [{ setback, time: setback.downtime }]))
      .sort((a, b) => b.time - a.time);
    if (!longest || longest.time <= objective.value) {
      const open = counted.flatMap((one) => one.open.downtime);
      if (open.length > 0) yield unknown(...open);
      else if (longest) yield holds(`it works again within ${spanText(longest.time)}`);
      return;
    }
    const { setback, time } = longest;
    const fault = setback.line ? `\`${setback.fault}\`, which \`tolerate\` names,` : `the ${setback.fault}`;
    const isRestore = setback.downtimeBecause.startsWith('restoring');
    const key = isRestore ? 'restore' : 'failover';
    yield violates({
      at: { entity: objective.by.id, key: 'rto' },
      aspect: store.qualified,
      message: `\`${label(store)}\` misses its recovery time objective (\`rto: ${spanText(objective.value)}\`): after ${fault} it may take ${spanText(time)} until it works again (${setback.downtimeBecause}). ${isRestore ? 'Keep a copy where the fault does not reach, restore faster, or allow the time.' : 'Detect and promote faster, or allow the time.'}`,
      related: [
        ...(setback.line
          ? [
              {
                at: { entity: setback.line.by.id, key: 'tolerate', index: setback.line.index },
                message: `\`${setback.line.text}\` is to be survived`,
              },
            ]
          : []),
        ...(written(store, key) === undefined ? [] : [{ at: { entity: store.id, key }, message: 'how long it takes' }]),
      ],
      affects: [store.id],
    });
  },
};

export default rule;
