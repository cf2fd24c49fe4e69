import { assets } from '../../analyses/security/assets.ts';
import { hasRole, isInScope } from '../../analyses/security/element.ts';
import { oddsFrom, rate, worstRated } from '../../analyses/security/rating.ts';
import { entitiesOf } from '../../analyses/facts.ts';
import { label, written } from '../../model/model.ts';
import { computeKinds } from '../../vocabulary/kinds.ts';
import { isClosed, named } from '../guards.ts';
import { violates } from '../rule.ts';
import type { EntityRule } from '../rule.ts';

const rule: EntityRule = {
  severity: 'error',
  on: [...computeKinds, 'system'],
  threat: { stride: ['spoofing', 'tampering'], refs: ['CWE-352', 'CAPEC-62', 'ASVS 4.2.2'] },
  *check(entity, facts) {
    if (!hasRole(facts, entity, 'web-application', 'content-management') || !isInScope(facts, entity)) return;
    const flows = entitiesOf(facts, facts.flowsTo(entity.id)).filter((flow) => {
      if (!['session', 'basic'].includes(written(flow, 'authenticates') ?? '')) return false;
      const access = written(flow, 'access');
      return access === undefined ? isClosed(facts, flow) : access !== 'read';
    });
    const assumed = flows.every((flow) => written(flow, 'access') === undefined);
    const rated = worstRated(
      flows.map((flow) => rate(oddsFrom(facts, flow), facts.of(assets, entity.id), ['integrity'], { assumed })),
    );
    if (!rated) return;
    yield violates({
      at: { entity: entity.id },
      message: `${named(flows)} authenticates by what a browser sends by itself: any page that a person has open can make it send commands to \`${label(entity)}\` in their name. Ask for a token that another page cannot know.`,
      related: flows.map((flow) => ({ at: { entity: flow.id, key: 'authenticates' }, message: 'sent by itself' })),
      affects: flows.map(({ id }) => id),
      rated,
    });
  },
};

export default rule;
