import { assets } from '../../analyses/security/assets.ts';
import { wayTo } from '../../analyses/security/attack.ts';
import { isInScope } from '../../analyses/security/element.ts';
import { oddsAt, rate } from '../../analyses/security/rating.ts';
import { entitiesOf } from '../../analyses/facts.ts';
import { label, written } from '../../model/model.ts';
import { named } from '../guards.ts';
import { violates } from '../rule.ts';
import type { EntityRule } from '../rule.ts';

const rule: EntityRule = {
  severity: 'error',
  on: ['queue', 'topic', 'log'],
  threat: { stride: ['denial of service', 'tampering'], refs: ['CWE-20', 'CWE-400', 'CAPEC-153', 'ASVS 11.1.4'] },
  *check(entity, facts) {
    const dead = written(entity, 'dead-letters');
    if (!dead || dead.to || !isInScope(facts, entity) || !facts.of(wayTo, entity.id)) return;
    const consumers = entitiesOf(
      facts,
      entitiesOf(facts, facts.flowsFrom(entity.id)).flatMap((flow) => flow.target ?? []),
    );
    if (consumers.length === 0) return;
    yield violates({
      at: { entity: entity.id, key: 'dead-letters' },
      message: `An attacker can send \`${label(entity)}\` something, and a message that cannot be handled is tried again and again there: it stops ${named(consumers)}. Put such messages aside (\`dead-letters: to …\`).`,
      affects: consumers.map(({ id }) => id),
      rated: rate(oddsAt(facts, entity.id), facts.of(assets, entity.id), ['availability']),
    });
  },
};

export default rule;
