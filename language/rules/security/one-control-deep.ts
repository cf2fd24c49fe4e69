import { assetsOf, kept } from '../../analyses/security/assets.ts';
import { controlsOn, stations, wayText, wayTo } from '../../analyses/security/attack.ts';
import { isInScope } from '../../analyses/security/element.ts';
import { oddsAt, rate } from '../../analyses/security/rating.ts';
import { crossing } from '../../analyses/trust/trust.ts';
import { entitiesOf } from '../../analyses/facts.ts';
import { label } from '../../model/model.ts';
import { listed } from '../../model/wording.ts';
import { violates } from '../rule.ts';
import type { EntityRule } from '../rule.ts';

const rule: EntityRule = {
  severity: 'error',
  on: ['store'],
  threat: {
    stride: ['elevation of privilege', 'information disclosure'],
    refs: ['CWE-654', 'CAPEC-115', 'ASVS 1.4.1'],
  },
  *check(entity, facts) {
    const way = facts.of(wayTo, entity.id);
    if (!way || way.controls > 1 || way.last === undefined || !isInScope(facts, entity)) return;
    const atStake = assetsOf(facts.of(kept, entity.id));
    if (Math.max(atStake.value.secrecy, atStake.value.integrity) < SEVERE) return;
    const flows = entitiesOf(
      facts,
      stations(facts, entity.id).flatMap((id) => facts.of(wayTo, id)?.last?.flow ?? []),
    );
    if (flows.some((flow) => facts.of(crossing, flow.id).authenticated === undefined)) return;
    const controls = flows.flatMap((flow) =>
      controlsOn(facts, flow).map((control) => `${control} (\`${label(flow)}\`)`),
    );
    yield violates({
      at: { entity: entity.id },
      message: `On the way ${wayText(facts, entity.id)} ${controls.length === 0 ? 'nothing stands' : `only ${listed(controls, 'and')} stands`} between an attacker and \`${label(entity)}\`. Put a control of another kind on it.`,
      related: flows.map((flow) => ({ at: { entity: flow.id }, message: 'on the way' })),
      rated: rate(oddsAt(facts, entity.id), atStake, ['secrecy', 'integrity'], { assumed: true }),
    });
  },
};

export default rule;

/** The harm from which on one control is too little. */
const SEVERE = 4;
