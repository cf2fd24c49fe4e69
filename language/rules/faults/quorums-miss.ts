import { isConsensusGroup, votersOf } from '../../analyses/placement/copies.ts';
import { majorityOf, neededOf, quorumsOf, shared } from '../../analyses/placement/quorums.ts';
import { sizesOf } from '../../analyses/placement/sizes.ts';
import { given, label, written } from '../../model/model.ts';
import { stateKinds } from '../../vocabulary/kinds.ts';
import { holds, unknown, violates } from '../rule.ts';
import type { EntityRule } from '../rule.ts';
import { placeOfSetting } from '../settings.ts';

const rule: EntityRule = {
  severity: 'error',
  on: ['consensus', ...stateKinds],
  *check(group, facts) {
    const said = written(group, 'quorum');
    const commit = given(facts, group, 'commit');
    const byCommit = !said && commit?.value.mode === 'replicas';
    if (!((said && 'votes' in said) || byCommit) || !isConsensusGroup(facts, group)) return;
    const voters = votersOf(facts, group);
    if (!voters) {
      yield unknown({ entity: group.id, key: 'voters' });
      return;
    }
    const sizes = sizesOf(group, voters.total).filter((size) => size > 0);
    const quorums = quorumsOf(facts, group, voters.total);
    const apart = sizes.find((size) => shared(quorums, size) < 1);
    const short = sizes.find((size) => neededOf(quorums) > size);
    const size = apart ?? short;
    if (size === undefined) {
      yield holds(`any two quorums of ${String(quorums.elect)} and ${String(quorums.replicate)} share a voter`);
      return;
    }
    const isNow = size === voters.total;
    const when = isNow ? '' : `, with the ${String(size)} that \`scales\` allows,`;
    const { replicate, elect } = quorums;
    const least = size - replicate + 1;
    const message =
      apart === undefined
        ? `\`${label(group)}\`${when} can decide nothing: ${String(neededOf(quorums))} voters must agree, and there are ${String(size)}. Ask for a majority (\`quorum: majority\`), or add voters.`
        : `\`${label(group)}\`${when} may decide two things, or forget what it acknowledged: a write counts when ${String(replicate)} of ${String(size)} voters have it, a leader is elected by ${String(elect)}, and the two need not share a voter (${String(replicate)} + ${String(elect)} is no more than ${String(size)}). Elect with at least ${String(least)} (\`quorum: ${String(replicate)} to replicate, ${String(least)} to elect\`), or ask for a majority, which is ${String(majorityOf(size))} (\`quorum: majority\`).`;
    yield violates({
      at: byCommit ? (placeOfSetting(commit) ?? { entity: group.id }) : { entity: group.id, key: 'quorum' },
      message,
      related: isNow
        ? [{ at: { entity: group.id, key: voters.key }, message: `${String(size)} vote` }]
        : [{ at: { entity: group.id, key: 'scales' }, message: `there may be ${String(size)}` }],
      fixes: [
        byCommit
          ? {
              title: 'Acknowledge at a majority',
              edits: [{ type: 'set', entity: group.id, key: 'commit', value: 'majority' }],
            }
          : {
              title: 'Ask for a majority',
              edits: [{ type: 'set', entity: group.id, key: 'quorum', value: 'majority' }],
            },
        ...(apart === undefined || byCommit || !isNow || replicate > size
          ? []
          : [
              {
                title: `Elect with ${String(least)}`,
                edits: [
                  {
                    type: 'set' as const,
                    entity: group.id,
                    key: 'quorum',
                    value: `${String(replicate)} to replicate, ${String(least)} to elect`,
                  },
                ],
              },
            ]),
      ],
    });
  },
};

export default rule;
