import { toleratedLines } from '../../analyses/consistency/fault-model.ts';
import { entitiesOf } from '../../analyses/facts.ts';
import type { Facts } from '../../analyses/facts.ts';
import { isConsensusGroup, votersOf } from '../../analyses/placement/copies.ts';
import type { Copies } from '../../analyses/placement/copies.ts';
import { neededOf, quorumsOf } from '../../analyses/placement/quorums.ts';
import { faultsOfLine, survival } from '../../analyses/placement/survival.ts';
import type { DomainKind } from '../../analyses/placement/survival.ts';
import { enclosing, label } from '../../model/model.ts';
import type { Entity } from '../../model/model.ts';
import { listed } from '../../model/wording.ts';
import { stateKinds } from '../../vocabulary/kinds.ts';
import { holds, violates } from '../rule.ts';
import type { EntityRule } from '../rule.ts';

const rule: EntityRule = {
  severity: 'warning',
  productionOnly: true,
  on: ['consensus', ...stateKinds],
  subsumedBy: ['faults/quorums-miss'],
  *check(group, facts) {
    if (!isConsensusGroup(facts, group)) return;
    const voters = votersOf(facts, group);
    if (!voters || voters.unplaced > 0) return;
    // What is to be survived is said: then that counts.
    if (toleratedLines(facts, group).some(({ faults }) => faultsOfLine(faults).faults.length > 0)) return;
    const needed = neededOf(quorumsOf(facts, group, voters.total));
    const [first, ...finer] = splits(facts, voters);
    if (!first) return;
    const survives = ({ kind }: Split): boolean =>
      survival(facts, voters, needed, [{ type: 'any', number: 1, kind }]).verdict !== 'fails';
    if (first.domains.length !== 2 || [first, ...finer].some(survives)) {
      yield holds('some domain that it is spread over may be lost');
      return;
    }
    const names = listed(
      first.domains.map((domain) => `\`${domain.qualified}\``),
      'and',
    );
    yield violates({
      at: { entity: group.id, key: voters.key },
      message: `\`${label(group)}\` is spread over two ${first.kind}s, ${names}, and stops when it loses ${voters.total - needed < voters.total / 2 && voters.total % 2 === 0 ? 'either' : 'the one that holds more'} of them: ${String(needed)} of ${String(voters.total)} must agree. Of two, one always holds as much as the other or more. Put a witness, which votes and keeps no data, in a third ${first.kind}, or say which faults are to be survived (\`tolerate\`).`,
    });
  },
};

export default rule;

interface Split {
  readonly kind: DomainKind;
  readonly domains: readonly Entity[];
}

const KINDS: readonly DomainKind[] = ['region', 'site', 'zone', 'rack'];

/** The kinds of domain that the members are spread over, the largest first; none where it is open how, further down. */
function splits(facts: Facts, { fixed, extra }: Copies): Split[] {
  const places = entitiesOf(facts, [...new Set([...fixed, ...extra.among])]);
  if (places.some(({ id }) => facts.childrenOf(id).length > 0)) return [];
  return KINDS.flatMap((kind) => {
    const holders = places.map((place) => [...enclosing(facts, place)].find((outer) => outer.kind === kind));
    if (holders.includes(undefined)) return [];
    const domains = [...new Map(holders.flatMap((domain) => (domain ? [[domain.id, domain] as const] : []))).values()];
    return domains.length > 1 ? [{ kind, domains: domains.sort((a, b) => (a.id < b.id ? -1 : 1)) }] : [];
  });
}
