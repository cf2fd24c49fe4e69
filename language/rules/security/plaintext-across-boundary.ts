import { entitiesOf } from '../../analyses/facts.ts';
import type { Facts } from '../../analyses/facts.ts';
import { assetsOf, carriedBy } from '../../analyses/security/assets.ts';
import { oddsOnTheWire, rate } from '../../analyses/security/rating.ts';
import { crossing, protection, sensitiveData } from '../../analyses/trust/trust.ts';
import type { Crossing } from '../../analyses/trust/trust.ts';
import { listed } from '../../model/wording.ts';
import { label, written } from '../../model/model.ts';
import type { Entity } from '../../model/model.ts';
import { qualifiedName } from '../../model/symbols.ts';
import { holds, unknown, violates } from '../rule.ts';
import type { EntityRule, Mend, Violation } from '../rule.ts';

const rule: EntityRule = {
  severity: 'error',
  on: ['flow'],
  threat: {
    stride: ['information disclosure', 'tampering'],
    refs: ['CWE-319', 'CAPEC-157', 'CAPEC-94', 'ATT&CK T1040', 'ASVS 9.1.1'],
  },
  *check(flow, facts) {
    const across = facts.of(crossing, flow.id);
    if (!across.crosses) return;
    if (across.encrypted === undefined) yield unknown({ entity: flow.id, key: 'over' });
    else if (written(flow, 'vpn') === true) yield holds('it runs through an encrypted tunnel');
    else if (across.encrypted) yield holds('it is encrypted, or never on a network');
    // A process boundary may be crossed inside one machine, where nobody listens on a wire.
    else if (written(flow, 'over') && onlyProcesses(facts, across)) yield unknown({ entity: flow.id, key: 'over' });
    else yield finding(facts, flow, across);
  },
};

export default rule;

function onlyProcesses(facts: Facts, { leaves, enters }: Crossing): boolean {
  return entitiesOf(facts, [...leaves, ...enters]).every((boundary) => written(boundary, 'kind') === 'process');
}

function finding(facts: Facts, flow: Entity, across: Crossing): Violation {
  const over = written(flow, 'over');
  const [outer, inner] = [across.leaves[0], across.enters[0]];
  const boundaries = [outer && `out of \`${qualifiedName(outer)}\``, inner && `into \`${qualifiedName(inner)}\``];
  const data = sensitiveData(facts, flow);
  const read = data.map((entity) => `\`${label(entity)}\` (${written(entity, 'classification') ?? ''})`);
  const how = over
    ? `over ${over}, in clear text`
    : `and no protocol is given, which \`complete: security\` in \`${qualifiedName(across.closedBy ?? '')}\` makes none: in clear text`;
  return violates({
    at: { entity: flow.id, key: 'over' },
    message:
      `\`${label(flow)}\` goes ${boundaries.filter((part) => part !== undefined).join(' ')} ${how}: ` +
      `whoever is on the way can read and change ${read.length > 0 ? listed(read, 'and') : 'what it carries'}. ` +
      `Encrypt it${over && protection[over].instead ? ` (\`over: ${protection[over].instead}\`)` : ', for example with `over: tls`'}.`,
    related: [
      ...[outer, inner].flatMap((id) =>
        id === undefined ? [] : [{ at: { entity: id }, message: `the boundary \`${qualifiedName(id)}\`` }],
      ),
      ...data.map((entity) => ({
        at: { entity: entity.id },
        message: `\`${label(entity)}\` is ${written(entity, 'classification') ?? ''}`,
      })),
    ],
    rated: rate(oddsOnTheWire(facts, flow), assetsOf(carriedBy(facts, flow)), ['secrecy', 'integrity']),
    fixes: fixes(flow),
  });
}

function fixes(flow: Entity): Mend[] {
  const over = written(flow, 'over');
  const instead = over ? protection[over].instead : 'tls';
  if (!instead) return [];
  return [
    {
      title: `Encrypt: \`over: ${instead}\``,
      edits: [{ type: 'set', entity: flow.id, key: 'over', value: instead }],
    },
  ];
}
