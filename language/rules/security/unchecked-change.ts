import { assets } from '../../analyses/security/assets.ts';
import { hasRole, isInScope } from '../../analyses/security/element.ts';
import { oddsAt, rate, worstRated } from '../../analyses/security/rating.ts';
import { entitiesOf } from '../../analyses/facts.ts';
import { label, written } from '../../model/model.ts';
import { computeKinds, stateKinds } from '../../vocabulary/kinds.ts';
import { becauseOf, guardOf, lacks, named, setOn } from '../guards.ts';
import { violates } from '../rule.ts';
import type { EntityRule } from '../rule.ts';

const rule: EntityRule = {
  severity: 'error',
  on: [...computeKinds, ...stateKinds],
  threat: {
    stride: ['tampering', 'elevation of privilege'],
    refs: ['CWE-1357', 'CWE-494', 'CAPEC-437', 'ATT&CK T1195', 'ASVS 10.3.2', 'ASVS 14.2.4'],
  },
  *check(entity, facts) {
    const builds = hasRole(facts, entity, 'source-repository', 'artifact-registry', 'build-pipeline');
    const isImage = written(entity, 'machine') === 'container';
    if ((!builds && !isImage) || !isInScope(facts, entity)) return;
    const guard = guardOf(facts, entity, 'supply-chain', (value) => !value.includes('none'));
    if (!lacks(guard)) return;
    const deployed = entitiesOf(
      facts,
      entitiesOf(facts, facts.flowsFrom(entity.id))
        .filter((flow) => written(flow, 'purpose') === 'deployment')
        .flatMap((flow) => flow.target ?? []),
    );
    const rated = worstRated(
      [entity, ...deployed].map((element) =>
        rate(oddsAt(facts, entity.id), facts.of(assets, element.id), ['integrity', 'secrecy'], {
          assumed: guard === 'absent',
        }),
      ),
    );
    const where = deployed.length > 0 ? ` to ${named(deployed)}` : '';
    yield violates({
      at: { entity: entity.id, key: 'supply-chain' },
      message: `Nobody checks ${builds ? `what \`${label(entity)}\` brings into production${where}` : `the image that \`${label(entity)}\` runs`} (${becauseOf(guard, 'supply-chain', 'none')}): whoever changes it there runs his code under your name. Review, scan and sign, and say so.`,
      affects: deployed.map(({ id }) => id),
      ...(rated && { rated }),
      fixes: setOn('Say what is checked', 'supply-chain', 'reviewed, scanned, signed', [entity]),
    });
  },
};

export default rule;
