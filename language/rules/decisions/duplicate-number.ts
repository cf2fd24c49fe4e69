import { entitiesOf } from '../../analyses/facts.ts';
import { label, written } from '../../model/model.ts';
import { violates } from '../rule.ts';
import type { EntityRule } from '../rule.ts';

const rule: EntityRule = {
  severity: 'error',
  on: ['decision'],
  *check(decision, facts) {
    const number = written(decision, 'number');
    if (number === undefined) return;
    const all = entitiesOf(facts, facts.ofKind('decision'));
    const same = all.find((other) => other.id < decision.id && written(other, 'number') === number);
    if (!same) return;
    const numbers = all.map((other) => written(other, 'number') ?? 0);
    const free = Math.max(...numbers) + 1;
    yield violates({
      at: { entity: decision.id, key: 'number' },
      message:
        `\`${label(decision)}\` and \`${label(same)}\` both have the number ${String(number)}: what refers to it may mean either. ` +
        `Give the one that nobody refers to yet another number; ${String(free)} is free.`,
      related: [{ at: { entity: same.id, key: 'number' }, message: `\`${label(same)}\` has it, too` }],
      fixes: [
        {
          title: `Number it ${String(free)}`,
          edits: [{ type: 'set', entity: decision.id, key: 'number', value: String(free) }],
        },
      ],
    });
  },
};

export default rule;
