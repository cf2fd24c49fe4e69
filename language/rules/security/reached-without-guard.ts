import { assets, SERIOUS } from '../../analyses/security/assets.ts';
import { entryOf } from '../../analyses/security/attack.ts';
import { isInScope, passesOn } from '../../analyses/security/element.ts';
import { oddsFrom, rate, worstRated } from '../../analyses/security/rating.ts';
import { crossing } from '../../analyses/trust/trust.ts';
import { entitiesOf } from '../../analyses/facts.ts';
import { label, written } from '../../model/model.ts';
import { computeKinds, isStateKind, stateKinds } from '../../vocabulary/kinds.ts';
import { isClosed, named, setOn } from '../guards.ts';
import { violates } from '../rule.ts';
import type { EntityRule } from '../rule.ts';

const rule: EntityRule = {
  severity: 'error',
  on: [...computeKinds, ...stateKinds, 'system'],
  threat: {
    stride: ['elevation of privilege', 'tampering'],
    refs: ['CWE-501', 'CWE-923', 'CAPEC-36', 'ATT&CK T1190', 'ASVS 1.14.1'],
  },
  *check(entity, facts) {
    if (!isInScope(facts, entity) || passesOn(facts, entity)) return;
    const atStake = facts.of(assets, entity.id);
    if (Math.max(atStake.value.secrecy, atStake.value.integrity) < SERIOUS) return;
    const flows = entitiesOf(facts, facts.flowsTo(entity.id)).filter((flow) => {
      if (written(flow, 'vpn') === true || written(flow, 'ip-filter') === true) return false;
      if (!facts.of(crossing, flow.id).crosses) return false;
      const source = flow.source === undefined ? undefined : facts.entity(flow.source);
      const entry = source && entryOf(facts, source);
      // What stands in front of a service may be left out of the description; a store is not for strangers anyway.
      return entry !== undefined && (isStateKind(entity.kind) || (entry.position === 4 && isClosed(facts, entity)));
    });
    const rated = worstRated(flows.map((flow) => rate(oddsFrom(facts, flow), atStake, ['secrecy', 'integrity'])));
    if (!rated) return;
    const sources = entitiesOf(facts, [...new Set(flows.flatMap((flow) => flow.source ?? []))]);
    yield violates({
      at: { entity: entity.id },
      message: `${named(sources)} ${sources.length === 1 ? 'reaches' : 'reach'} \`${label(entity)}\` directly across a trust boundary, with no proxy, gateway or tunnel between, and ${rated.derivation.at(-1) ?? ''}. Put something in front, or ask for a tunnel (\`vpn: yes\`).`,
      related: flows.map((flow) => ({ at: { entity: flow.id }, message: 'comes in directly' })),
      affects: flows.map(({ id }) => id),
      rated,
      fixes: setOn('Ask for a tunnel', 'vpn', 'yes', flows),
    });
  },
};

export default rule;
