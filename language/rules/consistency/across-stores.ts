import { brokenAcross } from '../../analyses/consistency/across.ts';
import { label } from '../../model/model.ts';
import { listed } from '../../model/wording.ts';
import { violates } from '../rule.ts';
import type { EntityRule } from '../rule.ts';

const rule: EntityRule = {
  severity: 'error',
  on: ['operation'],
  *check(operation, facts) {
    const [first, ...others] = facts.of(brokenAcross, operation.id);
    if (!first) return;
    const also = others.map(({ model }) => model);
    const models = listed([first.model, ...also], 'and');
    yield violates({
      at: { entity: operation.id, key: 'needs' },
      message: `\`${label(operation)}\` needs ${models}, which its stores do not give together: ${first.argument}. ${first.remedy}`,
      related: first.calls.map(({ flow, target }) => ({
        at: { entity: flow.id },
        message: `\`${label(flow)}\` goes to \`${label(target)}\``,
      })),
      affects: first.calls.map(({ flow }) => flow.id),
    });
  },
};

export default rule;
