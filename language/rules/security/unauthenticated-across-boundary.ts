import type { Facts } from '../../analyses/facts.ts';
import { assetsOf, carriedBy } from '../../analyses/security/assets.ts';
import { oddsFrom, rate } from '../../analyses/security/rating.ts';
import { crossing, isMoreTrusted, isPublicReading, sensitiveData } from '../../analyses/trust/trust.ts';
import type { Crossing } from '../../analyses/trust/trust.ts';
import { listed } from '../../model/wording.ts';
import { label, written } from '../../model/model.ts';
import type { Entity } from '../../model/model.ts';
import { qualifiedName } from '../../model/symbols.ts';
import { holds, unknown, violates } from '../rule.ts';
import type { EntityRule, Violation } from '../rule.ts';

const rule: EntityRule = {
  severity: 'error',
  on: ['flow'],
  threat: {
    stride: ['spoofing', 'elevation of privilege'],
    refs: ['CWE-306', 'CAPEC-115', 'ATT&CK T1190', 'ASVS 4.1.1'],
  },
  *check(flow, facts) {
    const across = facts.of(crossing, flow.id);
    if (!across.crosses) return;
    const rise = riseOf(across, flow.target === undefined ? undefined : facts.entity(flow.target));
    if (rise === 'none') return;
    if (across.authenticated === true) yield holds('the source proves who it is');
    else if (across.authenticated === undefined) yield unknown({ entity: flow.id, key: 'authenticates' });
    else if (rise === 'unknown')
      yield unknown(...[...across.leaves, ...across.enters].map((entity) => ({ entity, key: 'trust' })));
    else if (isPublicReading(facts, flow)) yield holds('anybody may read public data');
    else yield finding(facts, flow, across);
  },
};

export default rule;

/** Whether the source stands where anybody may be, or where trust is lower than at the target. */
function riseOf({ sourceTrust, targetTrust }: Crossing, target: Entity | undefined): 'rises' | 'none' | 'unknown' {
  if (targetTrust === 'none') return 'none';
  if (sourceTrust === undefined) return 'unknown';
  if (targetTrust !== undefined) return isMoreTrusted(targetTrust, sourceTrust) ? 'rises' : 'none';
  // What is built here and stands in no boundary is still no place for just anybody; of others nothing is known.
  const foreign = target === undefined || target.kind === 'external' || target.kind === 'actor';
  return sourceTrust === 'none' && !foreign ? 'rises' : sourceTrust === 'high' ? 'none' : 'unknown';
}

function finding(facts: Facts, flow: Entity, across: Crossing): Violation {
  const { sourceTrust, targetTrust, leaves, enters, closedBy } = across;
  const [outer, inner] = [leaves[0], enters[0]];
  const target = flow.target === undefined ? undefined : facts.entity(flow.target);
  const from = outer === undefined ? 'from outside' : `from \`${qualifiedName(outer)}\``;
  const to = inner === undefined ? 'outside it' : `to \`${qualifiedName(inner)}\``;
  const trust = (level: string | undefined): string => (level === undefined ? '' : ` (trust ${level})`);
  const why = written(flow, 'authenticates')
    ? '`authenticates: none`'
    : `no authentication is given, which \`complete: security\` in \`${qualifiedName(closedBy ?? '')}\` makes none`;
  const data = sensitiveData(facts, flow).map((d) => `\`${label(d)}\` (${written(d, 'classification') ?? ''})`);
  const reach = data.length > 0 ? ` and its ${listed(data, 'and')}` : '';
  return violates({
    at: { entity: flow.id, key: 'authenticates' },
    message:
      `\`${label(flow)}\` goes ${from}${trust(sourceTrust)} ${to}${trust(targetTrust)}, and the source does not prove who it is: ${why}. ` +
      `Whoever is there reaches \`${target ? label(target) : ''}\`${reach}. ` +
      'Authenticate the source, for example with `authenticates: oidc` for people or `over: mtls` between services.',
    related: [outer, inner].flatMap((id) =>
      id === undefined ? [] : [{ at: { entity: id, key: 'trust' }, message: `the boundary \`${qualifiedName(id)}\`` }],
    ),
    rated: rate(oddsFrom(facts, flow), assetsOf(carriedBy(facts, flow)), ['secrecy', 'integrity']),
    fixes: [
      {
        title: 'Authenticate by client certificate: `authenticates: mtls`',
        edits: [{ type: 'set', entity: flow.id, key: 'authenticates', value: 'mtls' }],
      },
      {
        title: 'Authenticate people: `authenticates: oidc`',
        edits: [{ type: 'set', entity: flow.id, key: 'authenticates', value: 'oidc' }],
      },
    ],
  });
}
