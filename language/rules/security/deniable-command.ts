import { assetsOf, carriedBy } from '../../analyses/security/assets.ts';
import { oddsFrom, rate } from '../../analyses/security/rating.ts';
import { crossing } from '../../analyses/trust/trust.ts';
import { entitiesOf } from '../../analyses/facts.ts';
import { label, written } from '../../model/model.ts';
import { setOn } from '../guards.ts';
import { violates } from '../rule.ts';
import type { EntityRule } from '../rule.ts';

const rule: EntityRule = {
  severity: 'error',
  on: ['flow'],
  threat: { stride: ['repudiation'], refs: ['CWE-345', 'ASVS 7.1.3'] },
  *check(entity, facts) {
    const access = written(entity, 'access');
    if (written(entity, 'signed') !== false || !access || access === 'read') return;
    const atStake = assetsOf(carriedBy(facts, entity));
    if (atStake.value.integrity < CRITICAL) return;
    const source = entity.source === undefined ? undefined : facts.entity(entity.source);
    const foreign =
      source?.kind === 'external' ||
      entitiesOf(facts, facts.of(crossing, entity.id).leaves).some(
        (outer) => written(outer, 'kind') === 'organisation',
      );
    if (!source || !foreign) return;
    yield violates({
      at: { entity: entity.id, key: 'signed' },
      message: `\`${label(source)}\` can deny \`${label(entity)}\` afterwards: it changes what must not be wrong, comes from another organisation, and is not signed by its author. Let it be signed, and keep the signature.`,
      rated: rate(oddsFrom(facts, entity), atStake, ['integrity']),
      fixes: setOn('Say that it is signed', 'signed', 'yes', [entity]),
    });
  },
};

export default rule;

/** Harm that threatens the whole. */
const CRITICAL = 4;
