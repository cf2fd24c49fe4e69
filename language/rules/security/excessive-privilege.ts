import { assets, SERIOUS } from '../../analyses/security/assets.ts';
import { wayTo } from '../../analyses/security/attack.ts';
import { isInScope } from '../../analyses/security/element.ts';
import { oddsAt, rate } from '../../analyses/security/rating.ts';
import { label, written } from '../../model/model.ts';
import { listed } from '../../model/wording.ts';
import { computeKinds, stateKinds } from '../../vocabulary/kinds.ts';
import type { Mend } from '../rule.ts';
import { violates } from '../rule.ts';
import type { EntityRule } from '../rule.ts';

const rule: EntityRule = {
  severity: 'error',
  on: [...computeKinds, ...stateKinds, 'system'],
  threat: {
    stride: ['elevation of privilege'],
    refs: ['CWE-250', 'CWE-16', 'CAPEC-233', 'ATT&CK T1068', 'ASVS 1.2.1', 'ASVS 14.1.3'],
  },
  *check(entity, facts) {
    if (!isInScope(facts, entity)) return;
    const as = written(entity, 'runs-as');
    const high = (as === 'root' || as === 'administrator') && facts.of(wayTo, entity.id) !== undefined;
    const atStake = facts.of(assets, entity.id);
    const soft =
      written(entity, 'hardened') === false && Math.max(atStake.value.secrecy, atStake.value.integrity) >= SERIOUS;
    if (!high && !soft) return;
    const what = [...(high ? [`runs as ${as}`] : []), ...(soft ? ['is not hardened'] : [])];
    const fixes: Mend[] = [
      {
        title: 'Say that it runs with what it needs',
        edits: [
          ...(high ? [{ type: 'set', entity: entity.id, key: 'runs-as', value: 'service' } as const] : []),
          ...(soft ? [{ type: 'set', entity: entity.id, key: 'hardened', value: 'yes' } as const] : []),
        ],
      },
    ];
    yield violates({
      at: { entity: entity.id },
      message: `\`${label(entity)}\` ${listed(what, 'and')}: whoever finds a flaw in it has more than it needs. Give it an account of its own, and nothing that it does not need.`,
      rated: rate(oddsAt(facts, entity.id), atStake, ['secrecy', 'integrity', 'availability']),
      fixes,
    });
  },
};

export default rule;
