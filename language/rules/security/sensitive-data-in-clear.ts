import { assetsOf, carriedBy, SERIOUS, valueOf } from '../../analyses/security/assets.ts';
import { oddsOnTheWire, rate } from '../../analyses/security/rating.ts';
import { crossing, protection } from '../../analyses/trust/trust.ts';
import { label, written } from '../../model/model.ts';
import { named, pointedAt, setOn } from '../guards.ts';
import { violates } from '../rule.ts';
import type { EntityRule } from '../rule.ts';

const rule: EntityRule = {
  severity: 'error',
  on: ['flow'],
  threat: {
    stride: ['information disclosure', 'tampering'],
    refs: ['CWE-319', 'CAPEC-158', 'ATT&CK T1040', 'ASVS 9.2.2'],
  },
  subsumedBy: ['security/plaintext-across-boundary'],
  *check(flow, facts) {
    const over = written(flow, 'over');
    if (!over || facts.of(crossing, flow.id).encrypted !== false || written(flow, 'vpn') === true) return;
    const secret = carriedBy(facts, flow).filter((data) => valueOf(data).secrecy >= SERIOUS);
    if (secret.length === 0) return;
    const { instead } = protection[over];
    yield violates({
      at: { entity: flow.id, key: 'over' },
      message: `\`${label(flow)}\` carries ${named(secret)} over ${over}, in clear text: who is inside the network reads and changes it. Encrypt it${instead ? ` (\`over: ${instead}\`)` : ', or run it through a tunnel (`vpn: yes`)'}.`,
      related: pointedAt(secret, 'must not leak'),
      rated: rate(oddsOnTheWire(facts, flow), assetsOf(secret), ['secrecy', 'integrity']),
      fixes: instead
        ? setOn('Encrypt', 'over', instead, [flow])
        : setOn('Run it through a tunnel', 'vpn', 'yes', [flow]),
    });
  },
};

export default rule;
