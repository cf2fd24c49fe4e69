import { entitiesOf } from '../../analyses/facts.ts';
import type { Facts } from '../../analyses/facts.ts';
import { assets } from '../../analyses/security/assets.ts';
import { isForPeople, isInScope, passesOn } from '../../analyses/security/element.ts';
import { oddsFrom, rate, worstRated } from '../../analyses/security/rating.ts';
import { label, written } from '../../model/model.ts';
import type { Entity } from '../../model/model.ts';
import { computeKinds, stateKinds } from '../../vocabulary/kinds.ts';
import { isClosed, named, setOn } from '../guards.ts';
import { violates } from '../rule.ts';
import type { EntityRule } from '../rule.ts';

/** The harm from which on a second factor is usual. */
const SEVERE = 4;
const ONE: readonly string[] = ['password', 'basic', 'api-key', 'certificate', 'mtls', 'scram'];
/** How it was earned is not said. */
const EARNED: readonly string[] = ['token', 'session', 'jwt', 'oauth2'];

const rule: EntityRule = {
  severity: 'error',
  on: [...computeKinds, ...stateKinds, 'system'],
  threat: {
    stride: ['spoofing', 'elevation of privilege'],
    refs: ['CWE-308', 'CAPEC-49', 'ATT&CK T1078', 'ASVS 4.3.1'],
  },
  *check(element, facts) {
    if (!isInScope(facts, element) || passesOn(facts, element)) return;
    const atStake = facts.of(assets, element.id);
    if (Math.max(atStake.value.secrecy, atStake.value.integrity) < SEVERE) return;
    const flows = entitiesOf(facts, facts.flowsTo(element.id)).filter((flow) =>
      comesFromPeople(facts, flow, new Set()),
    );
    // What passes requests on shows a certificate of its own, which is nobody's factor.
    const sure = flows.filter((flow) => ONE.includes(written(flow, 'authenticates') ?? '') && isDirect(facts, flow));
    const likely = flows.filter(
      (flow) => EARNED.includes(written(flow, 'authenticates') ?? '') && isClosed(facts, flow),
    );
    const weak = [...sure, ...likely];
    if (weak.length === 0) return;
    const sources = entitiesOf(facts, [...new Set(weak.flatMap((flow) => flow.source ?? []))]);
    const rated = worstRated(
      weak.map((flow) =>
        rate(oddsFrom(facts, flow), atStake, ['secrecy', 'integrity'], { assumed: sure.length === 0 }),
      ),
    );
    yield violates({
      at: { entity: element.id },
      message: `${named(sources)} ${sources.length === 1 ? 'reaches' : 'reach'} \`${label(element)}\` by one factor alone (${named(weak)}): ${rated?.derivation.at(-1) ?? ''}, and a password or key that is lost is enough to have it. Ask for a second factor (\`authenticates: two-factor\`).`,
      related: weak.map((flow) => ({ at: { entity: flow.id, key: 'authenticates' }, message: 'one factor' })),
      affects: weak.map(({ id }) => id),
      ...(rated && { rated }),
      fixes: setOn('Ask for a second factor', 'authenticates', 'two-factor', weak),
    });
  },
};

export default rule;

function isDirect(facts: Facts, flow: Entity): boolean {
  const source = flow.source === undefined ? undefined : facts.entity(flow.source);
  return source !== undefined && isForPeople(facts, source);
}

/** Directly, or through what passes requests on. O(flows in front). */
function comesFromPeople(facts: Facts, flow: Entity, seen: Set<string>): boolean {
  if (flow.source === undefined || seen.has(flow.source)) return false;
  seen.add(flow.source);
  const source = facts.entity(flow.source);
  if (!source) return false;
  if (isForPeople(facts, source)) return true;
  return (
    passesOn(facts, source) &&
    entitiesOf(facts, facts.flowsTo(source.id)).some((before) => comesFromPeople(facts, before, seen))
  );
}
