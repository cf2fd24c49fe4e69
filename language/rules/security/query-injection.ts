import { assets, SERIOUS } from '../../analyses/security/assets.ts';
import { wayTo } from '../../analyses/security/attack.ts';
import { hasRole, isForPeople, isInScope } from '../../analyses/security/element.ts';
import { oddsAt, rate, worstRated } from '../../analyses/security/rating.ts';
import { entitiesOf } from '../../analyses/facts.ts';
import { label, written } from '../../model/model.ts';
import { computeKinds, stateKinds } from '../../vocabulary/kinds.ts';
import { guardOf, lacks, named, setOn } from '../guards.ts';
import { unknown, violates } from '../rule.ts';
import type { EntityRule } from '../rule.ts';

const rule: EntityRule = {
  severity: 'error',
  on: [...stateKinds, ...computeKinds],
  threat: {
    stride: ['tampering', 'information disclosure', 'elevation of privilege'],
    refs: ['CWE-74', 'CWE-89', 'CWE-90', 'CWE-22', 'CAPEC-66', 'CAPEC-136', 'CAPEC-126', 'ATT&CK T1190', 'ASVS 5.3.4'],
  },
  *check(element, facts) {
    if (!hasRole(facts, element, 'database', 'search-engine', 'directory', 'file-store')) return;
    const atStake = facts.of(assets, element.id);
    if (Math.max(atStake.value.secrecy, atStake.value.integrity) < SERIOUS) return;
    const flows = entitiesOf(facts, facts.flowsTo(element.id)).filter(
      (flow) => (written(flow, 'purpose') ?? 'business') === 'business',
    );
    const callers = entitiesOf(facts, [...new Set(flows.flatMap((flow) => flow.source ?? []))])
      .filter((caller) => isInScope(facts, caller) && !isForPeople(facts, caller) && facts.of(wayTo, caller.id))
      .map((caller) => ({ caller, guard: guardOf(facts, caller, 'input', (value) => value === 'validated') }));
    for (const { caller, guard } of callers)
      if (guard === 'unknown') yield unknown({ entity: caller.id, key: 'input' });
    const open = callers.filter(({ guard }) => lacks(guard));
    if (open.length === 0) return;
    const assumed = open.every(({ guard }) => guard === 'absent');
    const through = open.map(({ caller }) => caller);
    const rated = worstRated(
      through.map((caller) => rate(oddsAt(facts, caller.id), atStake, ['secrecy', 'integrity'], { assumed })),
    );
    yield violates({
      at: { entity: element.id },
      message: `What an attacker enters may become part of a query or path at \`${label(element)}\`, through ${named(through)}: ${assumed ? 'nothing is said to validate it there' : 'it is used there as it comes (`input: trusted`)'}. Pass it as parameters, check it against what is allowed, and say \`input: validated\`.`,
      related: through.map((caller) => ({
        at: { entity: caller.id, key: 'input' },
        message: `\`${label(caller)}\` passes it on`,
      })),
      affects: flows.filter((flow) => through.some(({ id }) => id === flow.source)).map(({ id }) => id),
      ...(rated && { rated }),
      fixes: setOn('Say that input is validated', 'input', 'validated', through),
    });
  },
};

export default rule;
