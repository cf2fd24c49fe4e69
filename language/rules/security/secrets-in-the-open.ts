import { assets } from '../../analyses/security/assets.ts';
import { isInScope } from '../../analyses/security/element.ts';
import { rate } from '../../analyses/security/rating.ts';
import { label, written } from '../../model/model.ts';
import { computeKinds, stateKinds } from '../../vocabulary/kinds.ts';
import { violates } from '../rule.ts';
import type { EntityRule } from '../rule.ts';

const rule: EntityRule = {
  severity: 'error',
  on: [...computeKinds, ...stateKinds, 'system'],
  threat: {
    stride: ['information disclosure', 'spoofing'],
    refs: ['CWE-798', 'CWE-522', 'CAPEC-191', 'ATT&CK T1552', 'ASVS 2.10.4'],
  },
  *check(entity, facts) {
    const secrets = written(entity, 'secrets');
    if (!secrets || !('kept' in secrets) || secrets.kept === 'none' || !isInScope(facts, entity)) return;
    const where = { code: 'in its code', configuration: 'in files beside it', environment: 'in its environment' }[
      secrets.kept
    ];
    yield violates({
      at: { entity: entity.id, key: 'secrets' },
      message: `Keys and passwords, the secrets of \`${label(entity)}\`, lie ${where}: whoever reads that can act as it. Take them from a vault (\`secrets: from …\`), and change those that lay there.`,
      rated: rate(
        secrets.kept === 'code'
          ? { likelihood: 2, because: 'code is copied to everybody who works on it, and kept' }
          : { likelihood: 1, because: `only who can read what lies ${where}` },
        facts.of(assets, entity.id),
        ['secrecy', 'integrity'],
      ),
    });
  },
};

export default rule;
