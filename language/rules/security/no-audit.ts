import { assets, SERIOUS } from '../../analyses/security/assets.ts';
import { wayTo } from '../../analyses/security/attack.ts';
import { isInScope } from '../../analyses/security/element.ts';
import { oddsAt, rate } from '../../analyses/security/rating.ts';
import { entitiesOf } from '../../analyses/facts.ts';
import { label, written } from '../../model/model.ts';
import { computeKinds } from '../../vocabulary/kinds.ts';
import { violates } from '../rule.ts';
import type { EntityRule } from '../rule.ts';

const rule: EntityRule = {
  severity: 'error',
  on: [...computeKinds, 'system'],
  threat: { stride: ['repudiation'], refs: ['CWE-778', 'CAPEC-268', 'ATT&CK T1070', 'ASVS 7.1.3'] },
  *check(entity, facts) {
    const audit = written(entity, 'audit');
    if (!audit || !isInScope(facts, entity) || !facts.of(wayTo, entity.id)) return;
    const atStake = facts.of(assets, entity.id);
    if (atStake.value.integrity < SERIOUS) return;
    const [trail] = entitiesOf(facts, audit.to?.ids ?? []);
    const changeable = trail !== undefined && written(trail, 'immutable') === false && audit.signed === undefined;
    if (audit.to !== undefined && !changeable) return;
    yield violates({
      at: { entity: entity.id, key: 'audit' },
      message: trail
        ? `\`${label(entity)}\` records who did what in \`${label(trail)}\`, where it can be changed afterwards: whoever breaks in removes his traces. Keep it where it can only be added to (\`immutable: yes\`), or sign each entry.`
        : `\`${label(entity)}\` records nothing of who did what (\`audit: none\`): anybody can deny it afterwards. Record it where it can only be added to.`,
      related: trail ? [{ at: { entity: trail.id, key: 'immutable' }, message: 'can be changed' }] : [],
      rated: rate(oddsAt(facts, entity.id), atStake, ['integrity']),
    });
  },
};

export default rule;
