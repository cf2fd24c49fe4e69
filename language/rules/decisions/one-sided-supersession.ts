import { pointsAt, statusOf } from '../../analyses/decisions/decisions.ts';
import { entitiesOf } from '../../analyses/facts.ts';
import { label, written } from '../../model/model.ts';
import { violates } from '../rule.ts';
import type { EntityRule } from '../rule.ts';

const rule: EntityRule = {
  severity: 'warning',
  on: ['decision'],
  *check(decision, facts) {
    const name = label(decision);
    if (statusOf(decision) === 'accepted')
      for (const older of entitiesOf(facts, pointsAt(decision, 'supersedes'))) {
        const status = statusOf(older);
        if (status === undefined || status === 'superseded' || older.id === decision.id) continue;
        yield violates({
          at: { entity: decision.id, key: 'supersedes' },
          aspect: older.qualified,
          message:
            `\`${name}\` supersedes \`${label(older)}\`, which says of itself that it is \`${status}\`: whoever reads that one ` +
            `first takes it to hold. Write \`status: superseded by ${name}\` there.`,
          related: [{ at: { entity: older.id, key: 'status' }, message: `\`${label(older)}\` is \`${status}\`` }],
          fixes: [
            {
              title: `Say that \`${label(older)}\` is superseded`,
              edits: [{ type: 'set', entity: older.id, key: 'status', value: `superseded by ${decision.qualified}` }],
            },
          ],
        });
      }
    const status = written(decision, 'status');
    const successor = status?.successor?.ids[0];
    if (status?.status !== 'superseded' || successor === undefined) return;
    const newer = facts.entity(successor);
    if (!newer || pointsAt(newer, 'supersedes').includes(decision.id)) return;
    yield violates({
      at: { entity: decision.id, key: 'status' },
      message:
        `\`${name}\` is superseded by \`${label(newer)}\`, which does not say so: nobody who reads that one learns what held ` +
        `before and why. Write \`supersedes: ${name}\` there.`,
      related: [{ at: { entity: newer.id }, message: `\`${label(newer)}\` is declared here` }],
      fixes:
        written(newer, 'supersedes') === undefined
          ? [
              {
                title: `Say that \`${label(newer)}\` supersedes it`,
                edits: [{ type: 'set', entity: newer.id, key: 'supersedes', value: decision.qualified }],
              },
            ]
          : [],
    });
  },
};

export default rule;
