import { assets } from '../../analyses/security/assets.ts';
import { isInScope } from '../../analyses/security/element.ts';
import { oddsAt, rate } from '../../analyses/security/rating.ts';
import { entitiesOf } from '../../analyses/facts.ts';
import { label, written } from '../../model/model.ts';
import { computeKinds, stateKinds } from '../../vocabulary/kinds.ts';
import { named, setOn } from '../guards.ts';
import { violates } from '../rule.ts';
import type { EntityRule } from '../rule.ts';

const rule: EntityRule = {
  severity: 'error',
  on: [...computeKinds, ...stateKinds, 'system'],
  threat: {
    stride: ['information disclosure', 'elevation of privilege'],
    refs: ['CWE-639', 'CAPEC-122', 'ASVS 4.2.1'],
  },
  *check(entity, facts) {
    const tenants = written(entity, 'tenants');
    if (tenants?.tenants !== 'several' || !isInScope(facts, entity)) return;
    const free = entitiesOf(facts, facts.flowsTo(entity.id)).filter((flow) => written(flow, 'authorises') === 'none');
    const byQuery = tenants.separation === 'row' && free.length > 0;
    if (tenants.separation !== 'nothing' && !byQuery) return;
    yield violates({
      at: { entity: entity.id, key: 'tenants' },
      message: `Nothing keeps the customers of \`${label(entity)}\` apart${byQuery ? ` but a condition in each query, and ${named(free)} decides by nobody’s rights` : ''}: one reads what belongs to another. Separate them by schema, key or token.`,
      affects: free.map(({ id }) => id),
      rated: rate(oddsAt(facts, entity.id), facts.of(assets, entity.id), ['secrecy', 'integrity']),
      fixes: setOn('Separate', 'tenants', 'several separated by schema', [entity]),
    });
  },
};

export default rule;
