import { assetsOf, kept, SERIOUS, valueOf } from '../../analyses/security/assets.ts';
import { rate } from '../../analyses/security/rating.ts';
import { isMoreTrusted } from '../../analyses/trust/trust.ts';
import type { Trust } from '../../analyses/trust/trust.ts';
import { entitiesOf } from '../../analyses/facts.ts';
import type { Facts } from '../../analyses/facts.ts';
import { enclosing, label, written } from '../../model/model.ts';
import type { Entity } from '../../model/model.ts';
import { stateKinds } from '../../vocabulary/kinds.ts';
import { named, setOn } from '../guards.ts';
import { violates } from '../rule.ts';
import type { EntityRule } from '../rule.ts';

const rule: EntityRule = {
  severity: 'error',
  on: [...stateKinds],
  threat: { stride: ['information disclosure'], refs: ['CWE-653', 'CAPEC-37', 'ASVS 6.1.1'] },
  *check(entity, facts) {
    const [primary] = entitiesOf(facts, written(entity, 'primary')?.ids ?? []);
    const trust = primary && trustAt(facts, primary);
    if (!trust || written(entity, 'at-rest') !== 'plain') return;
    const secret = facts.of(kept, entity.id).filter((data) => valueOf(data).secrecy >= SERIOUS);
    const standbys = entitiesOf(
      facts,
      (written(entity, 'standbys') ?? []).flatMap((reference) => reference.ids),
    );
    const less = standbys.filter((place) => {
      const own = trustAt(facts, place);
      return own !== undefined && isMoreTrusted(trust, own);
    });
    if (secret.length === 0 || less.length === 0) return;
    yield violates({
      at: { entity: entity.id, key: 'standbys' },
      message: `\`${label(entity)}\` keeps a readable copy of ${named(secret)} at ${less.map((place) => `\`${place.qualified}\``).join(', ')}, which is trusted less than \`${primary.qualified}\` (${trust}), and serves from there after a failover. Encrypt it with keys that stay, or place the standby elsewhere.`,
      related: less.map((place) => ({ at: { entity: place.id }, message: 'trusted less' })),
      rated: rate(
        { likelihood: 2, because: 'whoever runs the less trusted place can lay hands on the copy' },
        assetsOf(secret),
        ['secrecy'],
      ),
      fixes: setOn('Encrypt', 'at-rest', 'encrypted', [entity]),
    });
  },
};

export default rule;

function trustAt(facts: Facts, place: Entity): Trust | undefined {
  for (const around of enclosing(facts, place)) {
    const trust = written(around, 'trust');
    if (trust) return trust;
  }
  return undefined;
}
