import { assets } from '../../analyses/security/assets.ts';
import { oddsFrom, rate, worstRated } from '../../analyses/security/rating.ts';
import { crossing } from '../../analyses/trust/trust.ts';
import { entitiesOf } from '../../analyses/facts.ts';
import { label, written } from '../../model/model.ts';
import { named, setOn } from '../guards.ts';
import { violates } from '../rule.ts';
import type { EntityRule } from '../rule.ts';

const rule: EntityRule = {
  severity: 'error',
  on: ['boundary'],
  threat: { stride: ['spoofing', 'elevation of privilege'], refs: ['CWE-288', 'CAPEC-115', 'ASVS 9.2.3'] },
  *check(entity, facts) {
    if (written(entity, 'mesh') !== 'permissive') return;
    const inside = facts.childrenOf(entity.id);
    const around = entitiesOf(
      facts,
      inside.flatMap((id) => facts.flowsTo(id)),
    ).filter((flow) => {
      const { enters, authenticated } = facts.of(crossing, flow.id);
      return enters.includes(entity.id) && authenticated === false;
    });
    const rated = worstRated(
      around.map((flow) =>
        rate(oddsFrom(facts, flow), facts.of(assets, flow.target ?? ''), ['secrecy', 'integrity', 'availability']),
      ),
    );
    if (!rated) return;
    yield violates({
      at: { entity: entity.id, key: 'mesh' },
      message: `${named(around)} comes into \`${label(entity)}\` around the mesh, and nobody proves who they are: \`mesh: permissive\` takes that too. Refuse it (\`mesh: strict\`) once all callers are in.`,
      affects: around.map(({ id }) => id),
      rated,
      fixes: setOn('Refuse what comes around', 'mesh', 'strict', [entity]),
    });
  },
};

export default rule;
