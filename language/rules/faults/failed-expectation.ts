import { answers } from '../../analyses/failures/expectations.ts';
import { label, writtenValues } from '../../model/model.ts';
import type { Entity } from '../../model/model.ts';
import { holds, violates } from '../rule.ts';
import type { EntityRule, Place } from '../rule.ts';

const rule: EntityRule = {
  isOfObjective: true,
  severity: 'error',
  on: ['scenario'],
  *check(scenario, facts) {
    for (const { index, text, verdict, because } of facts.of(answers, scenario.id)) {
      if (verdict === 'holds') yield holds(because);
      if (verdict !== 'fails') continue;
      yield violates({
        at: { entity: scenario.id, key: 'expect', index },
        aspect: text,
        message: `In \`${label(scenario)}\` it is expected that \`${text}\`, and that fails: ${because}. Change what brings it about, or expect what the description gives.`,
        related: causes(scenario),
        affects: writtenValues(scenario, 'expect')[index]?.subject.ids ?? [],
      });
    }
  },
};

export default rule;

/** What the scenario lets happen. */
function causes(scenario: Entity): { at: Place; message: string }[] {
  return (['fail', 'crash', 'lose', 'partition', 'cut', 'slow'] as const)
    .filter((key) => scenario.values.has(key))
    .map((key) => ({ at: { entity: scenario.id, key }, message: 'what happens in the scenario' }));
}
