import { assetsOf, kept, SERIOUS, valueOf } from '../../analyses/security/assets.ts';
import { isInScope } from '../../analyses/security/element.ts';
import { rate } from '../../analyses/security/rating.ts';
import { label } from '../../model/model.ts';
import { computeKinds, stateKinds } from '../../vocabulary/kinds.ts';
import { becauseOf, guardOf, lacks, named, pointedAt, setOn } from '../guards.ts';
import { holds, unknown, violates } from '../rule.ts';
import type { EntityRule } from '../rule.ts';

const rule: EntityRule = {
  severity: 'error',
  on: [...stateKinds, ...computeKinds, 'system'],
  threat: { stride: ['information disclosure'], refs: ['CWE-311', 'CAPEC-37', 'ATT&CK T1005', 'ASVS 6.1.1'] },
  *check(element, facts) {
    const data = facts.of(kept, element.id);
    if (data.length === 0 || !isInScope(facts, element)) return;
    const secret = [...data, element].filter((entity) => valueOf(entity).secrecy >= SERIOUS);
    if (secret.length === 0) return;
    const guard = guardOf(facts, element, 'at-rest', (value) => value !== 'plain');
    if (guard === 'there') yield holds('it is encrypted at rest');
    if (guard === 'unknown') yield unknown({ entity: element.id, key: 'at-rest' });
    if (!lacks(guard)) return;
    yield violates({
      at: { entity: element.id, key: 'at-rest' },
      message: `\`${label(element)}\` keeps ${named(secret)} readable on disk (${becauseOf(guard, 'at-rest', 'plain')}): whoever gets a disk, an image or a backup has it. Encrypt it, with keys that lie elsewhere.`,
      related: pointedAt(
        secret.filter(({ kind }) => kind === 'data'),
        'must not leak',
      ),
      rated: rate(
        { likelihood: 1, because: 'only who gets hold of a disk, an image or a backup' },
        assetsOf(secret),
        ['secrecy'],
        { assumed: guard === 'absent' },
      ),
      fixes: setOn('Encrypt', 'at-rest', 'encrypted', [element]),
    });
  },
};

export default rule;
