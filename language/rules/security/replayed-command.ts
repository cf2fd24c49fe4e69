import { assetsOf, carriedBy, SERIOUS } from '../../analyses/security/assets.ts';
import { wayTo } from '../../analyses/security/attack.ts';
import { oddsFrom, rate } from '../../analyses/security/rating.ts';
import { label, written } from '../../model/model.ts';
import { violates } from '../rule.ts';
import type { EntityRule } from '../rule.ts';

const rule: EntityRule = {
  severity: 'error',
  on: ['flow'],
  threat: { stride: ['tampering', 'spoofing'], refs: ['CWE-294', 'CAPEC-60', 'ASVS 11.1.2'] },
  *check(entity, facts) {
    const idempotent = written(entity, 'idempotent');
    const access = written(entity, 'access');
    if (!idempotent || !('natural' in idempotent) || idempotent.natural || !access || access === 'read') return;
    const atStake = assetsOf(carriedBy(facts, entity));
    if (atStake.value.integrity < SERIOUS || entity.source === undefined || !facts.of(wayTo, entity.source)) return;
    yield violates({
      at: { entity: entity.id, key: 'idempotent' },
      message: `\`${label(entity)}\` takes effect again each time it is sent (\`idempotent: no\`), and an attacker can be where it comes from: who has one such message can repeat it. Let the receiver check a key (\`idempotent: by "…"\`).`,
      rated: rate(oddsFrom(facts, entity), atStake, ['integrity']),
    });
  },
};

export default rule;
