import { assets } from '../../analyses/security/assets.ts';
import { isInScope } from '../../analyses/security/element.ts';
import { oddsAt, rate } from '../../analyses/security/rating.ts';
import { label, written } from '../../model/model.ts';
import { stateKinds } from '../../vocabulary/kinds.ts';
import { setOn } from '../guards.ts';
import { violates } from '../rule.ts';
import type { EntityRule } from '../rule.ts';

const rule: EntityRule = {
  severity: 'error',
  on: [...stateKinds, 'consensus'],
  threat: { stride: ['spoofing', 'elevation of privilege'], refs: ['CWE-306', 'CAPEC-194', 'ASVS 9.2.3'] },
  *check(entity, facts) {
    if (written(entity, 'membership') !== 'open' || !isInScope(facts, entity)) return;
    yield violates({
      at: { entity: entity.id, key: 'membership' },
      message: `Members of \`${label(entity)}\` prove nothing to each other: whoever reaches \`${label(entity)}\` can join, read what it keeps and vote. Give each a certificate (\`membership: mtls\`).`,
      rated: rate(oddsAt(facts, entity.id), facts.of(assets, entity.id), ['secrecy', 'integrity', 'availability']),
      fixes: setOn('Let members show certificates', 'membership', 'mtls', [entity]),
    });
  },
};

export default rule;
