import { assetsOf, carriedBy, kept } from '../../analyses/security/assets.ts';
import { rate } from '../../analyses/security/rating.ts';
import { entitiesOf } from '../../analyses/facts.ts';
import { label, written } from '../../model/model.ts';
import { named } from '../guards.ts';
import { violates } from '../rule.ts';
import type { EntityRule } from '../rule.ts';

const rule: EntityRule = {
  severity: 'error',
  on: ['queue', 'topic', 'log'],
  threat: { stride: ['privacy', 'information disclosure'], refs: ['CWE-359', 'ASVS 8.3.8'] },
  *check(entity, facts) {
    const retention = written(entity, 'retention');
    if (retention === undefined) return;
    const sent = entitiesOf(facts, facts.flowsTo(entity.id)).flatMap((flow) => carriedBy(facts, flow, 'there'));
    const over = [...new Set([...facts.of(kept, entity.id), ...sent])].filter(
      (data) => written(data, 'personal') === true && (written(data, 'retention') ?? Infinity) < retention,
    );
    if (over.length === 0) return;
    yield violates({
      at: { entity: entity.id, key: 'retention' },
      message: `\`${label(entity)}\` keeps ${named(over)} longer than it may be kept: what is deleted elsewhere lives on here. Keep it as long as the data allows, or leave out what tells of a person.`,
      related: over.map((data) => ({ at: { entity: data.id, key: 'retention' }, message: 'how long it may be kept' })),
      affects: over.map(({ id }) => id),
      rated: rate({ likelihood: 2, because: 'it happens by itself, once the time is over' }, assetsOf(over), [
        'secrecy',
      ]),
    });
  },
};

export default rule;
