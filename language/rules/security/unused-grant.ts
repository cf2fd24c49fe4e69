import { assets } from '../../analyses/security/assets.ts';
import { isInScope } from '../../analyses/security/element.ts';
import { oddsAt, rate } from '../../analyses/security/rating.ts';
import { entitiesOf } from '../../analyses/facts.ts';
import { enclosing, label, writtenValues } from '../../model/model.ts';
import { computeKinds } from '../../vocabulary/kinds.ts';
import { named } from '../guards.ts';
import { violates } from '../rule.ts';
import type { EntityRule } from '../rule.ts';

const rule: EntityRule = {
  severity: 'error',
  on: [...computeKinds, 'system', 'actor', 'external'],
  threat: { stride: ['elevation of privilege'], refs: ['CWE-272', 'CAPEC-122', 'ATT&CK T1078', 'ASVS 4.1.3'] },
  *check(entity, facts) {
    const flows = entitiesOf(facts, facts.flowsFrom(entity.id));
    if (flows.length === 0 || (entity.kind !== 'actor' && !isInScope(facts, entity))) return;
    const used = new Set(
      entitiesOf(
        facts,
        flows.flatMap((flow) => flow.target ?? []),
      ).flatMap((target) => [...enclosing(facts, target)].map(({ id }) => id)),
    );
    for (const [index, grant] of writtenValues(entity, 'grants').entries()) {
      const idle = entitiesOf(
        facts,
        grant.on.flatMap((reference) => reference.ids),
      ).filter(({ id }) => !used.has(id));
      const [first] = idle;
      if (!first) continue;
      yield violates({
        at: { entity: entity.id, key: 'grants', index },
        aspect: first.qualified,
        message: `\`${label(entity)}\` uses no right on ${named(idle)}: it may ${grant.rights.join(' and ')} there, and no flow goes there. Take the right away, or draw the flow.`,
        related: idle.map((element) => ({ at: { entity: element.id }, message: 'no flow goes here' })),
        rated: rate(oddsAt(facts, entity.id), facts.of(assets, first.id), ['secrecy', 'integrity'], { assumed: true }),
      });
    }
  },
};

export default rule;
