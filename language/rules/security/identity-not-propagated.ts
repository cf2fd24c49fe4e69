import { entitiesOf } from '../../analyses/facts.ts';
import type { Facts } from '../../analyses/facts.ts';
import { assets, SERIOUS } from '../../analyses/security/assets.ts';
import { hasRole, isForPeople, isInScope, passesOn } from '../../analyses/security/element.ts';
import { oddsFrom, rate, worstRated } from '../../analyses/security/rating.ts';
import { label, written } from '../../model/model.ts';
import type { Entity } from '../../model/model.ts';
import { computeKinds } from '../../vocabulary/kinds.ts';
import { guardOf, lacks, named, setOn } from '../guards.ts';
import { unknown, violates } from '../rule.ts';
import type { EntityRule } from '../rule.ts';

const rule: EntityRule = {
  severity: 'error',
  on: [...computeKinds, 'system'],
  threat: {
    stride: ['elevation of privilege', 'information disclosure'],
    refs: ['CWE-441', 'CWE-639', 'CAPEC-122', 'ASVS 4.2.1'],
  },
  *check(element, facts) {
    if (!isInScope(facts, element) || passesOn(facts, element)) return;
    if (hasRole(facts, element, 'identity-provider', 'directory', 'identity-store')) return;
    const atStake = facts.of(assets, element.id);
    if (Math.max(atStake.value.secrecy, atStake.value.integrity) < SERIOUS) return;
    const flows = entitiesOf(facts, facts.flowsTo(element.id))
      .filter((flow) => (written(flow, 'purpose') ?? 'business') === 'business' && actsForPeople(facts, flow))
      .map((flow) => ({ flow, guard: guardOf(facts, flow, 'authorises', (value) => value === 'end-user') }));
    for (const { flow, guard } of flows) if (guard === 'unknown') yield unknown({ entity: flow.id, key: 'authorises' });
    const open = flows.filter(({ guard }) => lacks(guard)).map(({ flow }) => flow);
    if (open.length === 0) return;
    const assumed = flows.every(({ guard }) => guard !== 'missing');
    const rated = worstRated(
      open.map((flow) => rate(oddsFrom(facts, flow), atStake, ['secrecy', 'integrity'], { assumed })),
    );
    const sources = entitiesOf(facts, [...new Set(open.flatMap((flow) => flow.source ?? []))]);
    yield violates({
      at: { entity: element.id },
      message: `${named(sources)} ${sources.length === 1 ? 'acts' : 'act'} for people, and \`${label(element)}\` does not know for whom (${named(open)}): whoever tricks the caller gets what belongs to others. Pass the person’s identity along and decide by it (\`authorises: end-user\`).`,
      related: open.map((flow) => ({
        at: { entity: flow.id, key: 'authorises' },
        message: 'decided by the program’s rights',
      })),
      affects: open.map(({ id }) => id),
      ...(rated && { rated }),
      fixes: setOn('Decide by the person’s rights', 'authorises', 'end-user', open),
    });
  },
};

export default rule;

function actsForPeople(facts: Facts, flow: Entity): boolean {
  const source = flow.source === undefined ? undefined : facts.entity(flow.source);
  if (!source || isForPeople(facts, source) || passesOn(facts, source)) return false;
  return entitiesOf(facts, facts.flowsTo(source.id)).some((before) => {
    if (written(before, 'authorises') === 'end-user') return true;
    const from = before.source === undefined ? undefined : facts.entity(before.source);
    return from !== undefined && isForPeople(facts, from) && (written(before, 'purpose') ?? 'business') === 'business';
  });
}
