import { label } from '../../model/model.ts';
import { kinds } from '../../vocabulary/kinds.ts';
import { violates } from '../rule.ts';
import type { EntityRule } from '../rule.ts';

const rule: EntityRule = {
  severity: 'error',
  on: ['flow', ...kinds.filter((kind) => kind.continues !== true).map((kind) => kind.name)],
  *check(entity) {
    for (const [key, times] of entity.repeated)
      for (let index = 1; index < times; index++)
        yield violates({
          at: { entity: entity.id, key, index },
          aspect: `${key}${index > 1 ? `/${String(index)}` : ''}`,
          message: `\`${key}\` of \`${label(entity)}\` is set already, and this line does not count. Keep one of them.`,
          related: [{ at: { entity: entity.id, key, index: 0 }, message: 'This line counts' }],
          fixes: [
            {
              title: `Remove this \`${key}\``,
              safe: true,
              edits: [{ type: 'remove', at: { entity: entity.id, key, index } }],
            },
          ],
        });
  },
};

export default rule;
