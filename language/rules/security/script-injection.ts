import { assets } from '../../analyses/security/assets.ts';
import { wayTo } from '../../analyses/security/attack.ts';
import { hasRole, isInScope } from '../../analyses/security/element.ts';
import { oddsAt, rate } from '../../analyses/security/rating.ts';
import { label } from '../../model/model.ts';
import { computeKinds } from '../../vocabulary/kinds.ts';
import { becauseOf, guardOf, lacks, setOn } from '../guards.ts';
import { holds, unknown, violates } from '../rule.ts';
import type { EntityRule } from '../rule.ts';

const rule: EntityRule = {
  severity: 'error',
  on: [...computeKinds, 'system'],
  threat: {
    stride: ['tampering', 'elevation of privilege'],
    refs: ['CWE-79', 'CAPEC-63', 'ATT&CK T1189', 'ASVS 5.3.3'],
  },
  *check(element, facts) {
    if (!hasRole(facts, element, 'web-application', 'content-management') || !isInScope(facts, element)) return;
    if (!facts.of(wayTo, element.id)) return;
    const guard = guardOf(facts, element, 'output', (value) => value === 'encoded');
    if (guard === 'there') yield holds('its output is encoded');
    if (guard === 'unknown') yield unknown({ entity: element.id, key: 'output' });
    if (!lacks(guard)) return;
    yield violates({
      at: { entity: element.id, key: 'output' },
      message: `\`${label(element)}\` writes what others entered into pages as it is (${becauseOf(guard, 'output', 'raw')}): it runs in the reader’s browser, in the reader’s name. Encode it for where it goes, and say \`output: encoded\`.`,
      rated: rate(oddsAt(facts, element.id), facts.of(assets, element.id), ['secrecy', 'integrity'], {
        assumed: guard === 'absent',
      }),
      fixes: setOn('Say that output is encoded', 'output', 'encoded', [element]),
    });
  },
};

export default rule;
