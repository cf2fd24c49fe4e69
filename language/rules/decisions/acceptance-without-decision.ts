import { statusOf } from '../../analyses/decisions/decisions.ts';
import { label, written } from '../../model/model.ts';
import { holds, unknown, violates } from '../rule.ts';
import type { EntityRule } from '../rule.ts';

const rule: EntityRule = {
  severity: 'warning',
  on: ['accept'],
  *check(acceptance, facts) {
    const id = written(acceptance, 'decision')?.ids[0];
    const decision = id === undefined ? undefined : facts.entity(id);
    if (!decision) return;
    const status = statusOf(decision);
    if (status === undefined) yield unknown({ entity: decision.id, key: 'status' });
    else if (status === 'accepted') yield holds(`\`${label(decision)}\` is in force`);
    else
      yield violates({
        at: { entity: acceptance.id, key: 'decision' },
        message:
          `\`${acceptance.name}\` is accepted by the decision \`${label(decision)}\`, which is \`${status}\`: nobody bears the risk ` +
          'now. Name a decision that is in force, or mend the finding.',
        related: [{ at: { entity: decision.id, key: 'status' }, message: `\`${label(decision)}\` is \`${status}\`` }],
      });
  },
};

export default rule;
