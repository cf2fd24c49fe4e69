import { assets } from '../../analyses/security/assets.ts';
import { wayTo } from '../../analyses/security/attack.ts';
import { isInScope } from '../../analyses/security/element.ts';
import { oddsAt, rate } from '../../analyses/security/rating.ts';
import { label, written } from '../../model/model.ts';
import { computeKinds } from '../../vocabulary/kinds.ts';
import { setOn } from '../guards.ts';
import { violates } from '../rule.ts';
import type { EntityRule } from '../rule.ts';

const rule: EntityRule = {
  severity: 'error',
  on: [...computeKinds, 'queue', 'topic', 'log'],
  threat: { stride: ['denial of service'], refs: ['CWE-770', 'CWE-400', 'CAPEC-125', 'ATT&CK T1499', 'ASVS 11.1.4'] },
  *check(entity, facts) {
    if (!isInScope(facts, entity) || !facts.of(wayTo, entity.id)) return;
    const admits = written(entity, 'admits');
    const open = admits !== undefined && admits.most === undefined;
    const grows = written(entity, 'backlog')?.bounded === false;
    if (!open && !grows) return;
    yield violates({
      at: { entity: entity.id, key: open ? 'admits' : 'backlog' },
      message: `\`${label(entity)}\` ${open ? 'turns nobody away' : 'has no limit to what waits in it'}, and an attacker can send it something: one who sends enough stops it for everybody. ${open ? 'Limit what each caller may ask (`admits: … per caller`).' : 'Give it a limit (`backlog: bounded`).'}`,
      rated: rate(oddsAt(facts, entity.id), facts.of(assets, entity.id), ['availability']),
      fixes: grows ? setOn('Give it a limit', 'backlog', 'bounded', [entity]) : [],
    });
  },
};

export default rule;
