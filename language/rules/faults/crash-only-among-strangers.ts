import { mechanism, origin } from '../../analyses/consistency/mechanism.ts';
import type { Facts } from '../../analyses/facts.ts';
import { entitiesOf } from '../../analyses/facts.ts';
import { copiesOf, isConsensusGroup, votersOf } from '../../analyses/placement/copies.ts';
import { toleranceOf } from '../../analyses/placement/tolerance.ts';
import { given, label, written } from '../../model/model.ts';
import type { Entity } from '../../model/model.ts';
import { listed } from '../../model/wording.ts';
import { stateKinds } from '../../vocabulary/kinds.ts';
import { holds, unknown, violates } from '../rule.ts';
import type { EntityRule, Verdict } from '../rule.ts';
import { placeOfSetting } from '../settings.ts';

const rule: EntityRule = {
  severity: 'error',
  on: ['consensus', ...stateKinds],
  *check(group, facts) {
    const named = (written(group, 'operators') ?? []).flatMap((reference) => reference.ids);
    const operators = entitiesOf(facts, [...new Set(named)]);
    if (operators.length < 2) return;
    const verdict = judge(facts, group, operators);
    if (verdict) yield verdict;
  },
};

export default rule;

function judge(facts: Facts, group: Entity, operators: readonly Entity[]): Verdict | undefined {
  const agreement = given(facts, group, 'agreement');
  const members = copiesOf(facts, group)?.total;
  const one = members === undefined ? 1 : shareOf(members, operators.length);
  const names = listed(
    operators.map((operator) => `\`${label(operator)}\``),
    'and',
  );
  const because = `${names} do not trust each other (\`operators\`)`;
  if (!agreement) {
    const how = facts.of(mechanism, group.id);
    const follows = how?.family === 'primary-backup' || how?.family === 'chain';
    if (!follows) return isConsensusGroup(facts, group) ? unknown({ entity: group.id, key: 'agreement' }) : undefined;
    return told(
      group,
      `\`${label(group)}\` is run by operators that may lie to each other: ${because}, and its replicas take over what ${how.family === 'chain' ? 'the one before them' : 'the primary'} says (${how.family}, ${how.because}). Whoever runs that can give each of the others something else. ${remedyFor(one)}`,
    );
  }
  if (agreement.value.members === 'crash-tolerant') {
    const at = placeOfSetting(agreement);
    return told(
      group,
      `\`${label(group)}\` is run by operators that may lie to each other: ${because}, and its members agree by a protocol that takes each at its word (\`agreement: crash-tolerant\`, ${origin(facts, agreement)}). One of them can make it decide two things. ${remedyFor(one)}`,
      at && [{ at, message: 'what the protocol is made for' }],
    );
  }
  const voters = votersOf(facts, group);
  if (!voters) return unknown({ entity: group.id, key: group.kind === 'consensus' ? 'voters' : 'replicas' });
  const { safety } = toleranceOf(facts, group, voters);
  const liars = safety.liars ?? 0;
  const share = shareOf(voters.total, operators.length);
  if (share <= liars) return holds(`any one operator runs ${String(share)} members, and ${String(liars)} may lie`);
  return told(
    group,
    `One operator of \`${label(group)}\` can break it: ${because}, at least one of them runs ${String(share)} of the ${String(voters.total)} members, and lies of ${String(liars)} are withstood. ${remedyFor(share)}`,
    [{ at: { entity: group.id, key: voters.key }, message: `${String(voters.total)} members` }],
  );
}

/** However the members are shared, some operator has at least so many. */
const shareOf = (members: number, operators: number): number => Math.ceil(members / operators);

/** A group withstands f operators that lie when there are 3f + 1 of them with equal shares. */
const remedyFor = (share: number): string =>
  `Use a protocol that withstands lies (\`agreement: byzantine-tolerant\`) with more than three times as many members as one operator runs${share > 1 ? ` (that is ${String(share)} or more now)` : ''}, which takes at least four operators with equal shares; or let one party that all trust run it.`;

const told = (
  group: Entity,
  message: string,
  related: NonNullable<Parameters<typeof violates>[0]['related']> = [],
): Verdict => violates({ at: { entity: group.id, key: 'operators' }, message, related });
