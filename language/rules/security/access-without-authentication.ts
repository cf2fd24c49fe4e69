import { assets, SERIOUS } from '../../analyses/security/assets.ts';
import { isInScope, passesOn } from '../../analyses/security/element.ts';
import { oddsFrom, rate } from '../../analyses/security/rating.ts';
import { crossing, isPublicReading } from '../../analyses/trust/trust.ts';
import { label, written } from '../../model/model.ts';
import { setOn } from '../guards.ts';
import { unknown, violates } from '../rule.ts';
import type { EntityRule } from '../rule.ts';

const rule: EntityRule = {
  severity: 'error',
  on: ['flow'],
  threat: {
    stride: ['spoofing', 'elevation of privilege'],
    refs: ['CWE-306', 'CAPEC-115', 'ATT&CK T1210', 'ASVS 4.1.1'],
  },
  subsumedBy: ['security/unauthenticated-across-boundary'],
  *check(flow, facts) {
    const target = flow.target === undefined ? undefined : facts.entity(flow.target);
    if (!target || !isInScope(facts, target) || passesOn(facts, target) || written(flow, 'over') === 'local') return;
    const atStake = facts.of(assets, target.id);
    const { secrecy, integrity, availability } = atStake.value;
    const tenants = written(target, 'tenants')?.tenants === 'several';
    if (Math.max(secrecy, integrity, availability) < SERIOUS && !tenants) return;
    const { authenticated } = facts.of(crossing, flow.id);
    if (authenticated === undefined) yield unknown({ entity: flow.id, key: 'authenticates' });
    if (authenticated !== false || isPublicReading(facts, flow)) return;
    const rated = rate(oddsFrom(facts, flow), atStake, ['secrecy', 'integrity', 'availability']);
    yield violates({
      at: { entity: flow.id, key: 'authenticates' },
      message: `\`${label(target)}\` takes \`${label(flow)}\` from anybody who reaches \`${label(target)}\`: no authentication is asked for, and ${rated.derivation.at(-1) ?? ''}. Authenticate the caller, for example with \`authenticates: mtls\`.`,
      related: [{ at: { entity: target.id }, message: 'what is reached' }],
      rated,
      fixes: setOn('Authenticate the caller', 'authenticates', 'mtls', [flow]),
    });
  },
};

export default rule;
