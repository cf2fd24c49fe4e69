import { assets, SERIOUS } from '../../analyses/security/assets.ts';
import { wayTo } from '../../analyses/security/attack.ts';
import { isInScope, passesOn } from '../../analyses/security/element.ts';
import { oddsAt, rate, worstRated } from '../../analyses/security/rating.ts';
import { entitiesOf } from '../../analyses/facts.ts';
import { label, written } from '../../model/model.ts';
import { computeKinds } from '../../vocabulary/kinds.ts';
import { guardOf, lacks, named, setOn } from '../guards.ts';
import { violates } from '../rule.ts';
import type { EntityRule } from '../rule.ts';

const rule: EntityRule = {
  severity: 'error',
  on: [...computeKinds],
  threat: {
    stride: ['information disclosure', 'elevation of privilege'],
    refs: ['CWE-918', 'CAPEC-664', 'ASVS 12.6.1'],
  },
  *check(entity, facts) {
    if (!isInScope(facts, entity) || passesOn(facts, entity) || !facts.of(wayTo, entity.id)) return;
    const guard = guardOf(facts, entity, 'input', (value) => value === 'validated');
    if (!lacks(guard) || (guard === 'absent' && written(entity, 'custom-code') !== true)) return;
    const flows = entitiesOf(facts, facts.flowsFrom(entity.id)).filter((flow) =>
      ['http', 'https'].includes(written(flow, 'over') ?? ''),
    );
    const targets = entitiesOf(facts, [...new Set(flows.flatMap((flow) => flow.target ?? []))]).filter(
      (target) => isInScope(facts, target) && facts.of(assets, target.id).value.secrecy >= SERIOUS,
    );
    const rated = worstRated(
      targets.map((target) =>
        rate(oddsAt(facts, entity.id), facts.of(assets, target.id), ['secrecy'], { assumed: guard === 'absent' }),
      ),
    );
    if (!rated) return;
    yield violates({
      at: { entity: entity.id },
      message: `What an attacker enters may make \`${label(entity)}\` call ${named(targets)} and others that he cannot reach himself: its input is not checked. Choose addresses from a list, and say \`input: validated\`.`,
      related: targets.map((target) => ({
        at: { entity: target.id },
        message: `\`${label(target)}\` can be called from there`,
      })),
      affects: flows.map(({ id }) => id),
      rated,
      fixes: setOn('Say that input is validated', 'input', 'validated', [entity]),
    });
  },
};

export default rule;
