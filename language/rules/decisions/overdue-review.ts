import { statusOf } from '../../analyses/decisions/decisions.ts';
import { label, written } from '../../model/model.ts';
import { holds, violates } from '../rule.ts';
import type { EntityRule } from '../rule.ts';

const rule: EntityRule = {
  severity: 'warning',
  on: ['decision'],
  *check(decision, _facts, { today }) {
    const review = written(decision, 'review');
    if (review === undefined || statusOf(decision) !== 'accepted') return;
    if (review >= today) {
      yield holds(`it is to be looked at by ${review}`);
      return;
    }
    yield violates({
      at: { entity: decision.id, key: 'review' },
      message:
        `\`${label(decision)}\` was to be looked at again by ${review}, and that has passed: what it rests on may no longer hold. ` +
        'Look at it; then write the next day, or supersede it.',
    });
  },
};

export default rule;
