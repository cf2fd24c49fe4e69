import { assets } from '../../analyses/security/assets.ts';
import { wayTo } from '../../analyses/security/attack.ts';
import { isInScope } from '../../analyses/security/element.ts';
import { oddsAt, rate } from '../../analyses/security/rating.ts';
import { entitiesOf } from '../../analyses/facts.ts';
import { label, written } from '../../model/model.ts';
import { listed } from '../../model/wording.ts';
import { computeKinds } from '../../vocabulary/kinds.ts';
import { becauseOf, guardOf, lacks, setOn } from '../guards.ts';
import { holds, unknown, violates } from '../rule.ts';
import type { EntityRule } from '../rule.ts';

const FORMS: Readonly<Record<string, string>> = { objects: 'serialised objects', xml: 'XML', files: 'files' };

const rule: EntityRule = {
  severity: 'error',
  on: [...computeKinds, 'system'],
  threat: {
    stride: ['tampering', 'information disclosure', 'elevation of privilege'],
    refs: ['CWE-502', 'CWE-611', 'CWE-434', 'CAPEC-586', 'CAPEC-221', 'CAPEC-17', 'ASVS 5.5.1', 'ASVS 12.1.1'],
  },
  *check(element, facts) {
    const forms = new Set<string>(written(element, 'accepts') ?? []);
    const remote = entitiesOf(facts, facts.flowsTo(element.id)).filter((flow) =>
      ['rmi', 'rmis'].includes(written(flow, 'over') ?? ''),
    );
    if (remote.length > 0) forms.add('objects');
    const risky = Object.keys(FORMS).filter((form) => forms.has(form));
    if (risky.length === 0 || !isInScope(facts, element) || !facts.of(wayTo, element.id)) return;
    const guard = guardOf(facts, element, 'input', (value) => value === 'validated');
    if (guard === 'there') yield holds('its input is validated');
    if (guard === 'unknown') yield unknown({ entity: element.id, key: 'input' });
    if (!lacks(guard)) return;
    yield violates({
      at: { entity: element.id, key: 'input' },
      message: `\`${label(element)}\` reads ${listed(
        risky.map((form) => FORMS[form] ?? form),
        'and',
      )} that an attacker can send, without checking them first (${becauseOf(guard, 'input', 'trusted')}): reading them can run code or open what they name. Check them, and say \`input: validated\`.`,
      affects: remote.map(({ id }) => id),
      rated: rate(oddsAt(facts, element.id), facts.of(assets, element.id), ['secrecy', 'integrity', 'availability'], {
        assumed: guard === 'absent',
      }),
      fixes: setOn('Say that input is validated', 'input', 'validated', [element]),
    });
  },
};

export default rule;
