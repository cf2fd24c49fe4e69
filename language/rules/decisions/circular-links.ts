import { pointsAt } from '../../analyses/decisions/decisions.ts';
import type { Facts } from '../../analyses/facts.ts';
import { label } from '../../model/model.ts';
import type { Entity } from '../../model/model.ts';
import type { Id } from '../../model/symbols.ts';
import { violates } from '../rule.ts';
import type { EntityRule } from '../rule.ts';

const rule: EntityRule = {
  severity: 'error',
  on: ['decision'],
  *check(decision, facts) {
    const circle = circleThrough(facts, decision);
    // One finding for all on the circle, at the first by name.
    if (!circle || circle.some(({ id }) => id < decision.id)) return;
    const names = [...circle, decision].map((each) => `\`${label(each)}\``);
    yield violates({
      at: { entity: decision.id, key: pointsAt(decision, 'supersedes').length > 0 ? 'supersedes' : 'amends' },
      message:
        `${names.join(' supersedes or amends ')}: nobody can tell which of them holds. ` +
        'Of two decisions the later supersedes the earlier; take out the link that goes the other way.',
      related: circle
        .slice(1)
        .map((each) => ({ at: { entity: each.id }, message: `\`${label(each)}\` is on the circle` })),
      affects: circle.slice(1).map(({ id }) => id),
    });
  },
};

export default rule;

/** The shortest way from a decision back to itself. O(decisions and their links). */
function circleThrough(facts: Facts, start: Entity): Entity[] | undefined {
  const cameFrom = new Map<Id, Entity>();
  const queue = [start];
  for (const at of queue)
    for (const id of pointsAt(at, 'supersedes', 'amends')) {
      if (id === start.id) {
        const way = [at];
        for (let back = at; back.id !== start.id;) {
          const before = cameFrom.get(back.id);
          if (!before) return undefined;
          way.unshift(before);
          back = before;
        }
        return way;
      }
      const next = facts.entity(id);
      if (!next || cameFrom.has(id)) continue;
      cameFrom.set(id, at);
      queue.push(next);
    }
  return undefined;
}
