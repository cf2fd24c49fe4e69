import { closedBy } from '../../analyses/completeness.ts';
import { ownerOf } from '../../analyses/ownership/owner.ts';
import { label } from '../../model/model.ts';
import { computeKinds, stateKinds } from '../../vocabulary/kinds.ts';
import { holds, violates } from '../rule.ts';
import type { EntityRule, Mend } from '../rule.ts';
import type { Facts } from '../../analyses/facts.ts';
import type { Entity } from '../../model/model.ts';

const rule: EntityRule = {
  severity: 'hint',
  on: [...computeKinds, ...stateKinds, 'consensus'],
  *check(element, facts) {
    const owner = facts.of(ownerOf, element.id);
    if (owner) {
      yield holds(`${owner.name} answers for it`);
      return;
    }
    const teams = facts.ofKind('team');
    // A model that says nothing of ownership has no gap in it.
    if (teams.length === 0 && !closedBy(facts, element, 'ownership')) return;
    yield violates({
      at: { entity: element.id },
      message:
        `Nobody owns \`${label(element)}\`: neither it nor anything that it stands in has an \`owner\`. ` +
        'When it fails, nobody is asked to mend it. Name a team, here or on the system around it.',
      fixes: fixes(facts, element),
    });
  },
};

export default rule;

/** With several teams the choice is for people: one fix each, as long as that is a short list. */
const MOST_TEAMS = 5;

function fixes(facts: Facts, element: Entity): Mend[] {
  const teams = facts.ofKind('team').flatMap((id) => facts.entity(id)?.name ?? []);
  if (teams.length > MOST_TEAMS) return [];
  return teams.map((team) => ({
    title: `Set \`owner: ${team}\``,
    edits: [{ type: 'set', entity: element.id, key: 'owner', value: team }],
  }));
}
