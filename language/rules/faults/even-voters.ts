import { toleratedLines } from '../../analyses/consistency/fault-model.ts';
import type { Facts } from '../../analyses/facts.ts';
import { isVotingGroup, votersOf } from '../../analyses/placement/copies.ts';
import { given, label } from '../../model/model.ts';
import type { Entity } from '../../model/model.ts';
import { stateKinds } from '../../vocabulary/kinds.ts';
import { holds, unknown, violates } from '../rule.ts';
import type { EntityRule } from '../rule.ts';

const rule: EntityRule = {
  severity: 'warning',
  productionOnly: true,
  on: ['consensus', ...stateKinds],
  subsumedBy: [
    'faults/crash-only-among-strangers',
    'faults/quorum-in-one-domain',
    'faults/quorums-miss',
    'faults/too-few-against-lies',
    'faults/two-sites',
  ],
  *check(group, facts) {
    // Other quorums than majorities have reasons of their own (Howard, Malkhi and Spiegelman, Flexible Paxos, 2016).
    const quorum = given(facts, group, 'quorum')?.value;
    if (!isVotingGroup(facts, group) || (quorum && !('rule' in quorum && quorum.rule === 'majority'))) return;
    if (withstandsLies(facts, group)) return;
    const voters = votersOf(facts, group);
    if (!voters) {
      yield unknown({ entity: group.id, key: group.kind === 'consensus' ? 'voters' : 'replicas' });
      return;
    }
    const { total, key } = voters;
    // A number that the product brings along is nobody's choice.
    if (given(facts, group, key)?.provenance.from === 'technology') return;
    if (total === 0 || total % 2 === 1) {
      yield holds(`${String(total)} is an odd number of voters`);
      return;
    }
    const survived = total / 2 - 1;
    const what = key === 'voters' ? 'voters' : 'replicas that vote';
    yield violates({
      at: { entity: group.id, key },
      message: `\`${label(group)}\` has ${String(total)} ${what}, and a majority of them is ${String(total / 2 + 1)}: it survives ${crashes(survived)}, as many as with ${String(total - 1)}. The last one costs a copy and makes every decision wait for one more. ${total === 2 ? 'Add a third, which may only vote, or run one.' : `Run ${String(total - 1)} or ${String(total + 1)}.`}`,
    });
  },
};

export default rule;

/** Against members that lie four are the fewest: 3f + 1. Whether it does may be open where lies are to be survived. */
function withstandsLies(facts: Facts, group: Entity): boolean {
  const agreement = given(facts, group, 'agreement')?.value.members;
  if (agreement !== undefined) return agreement === 'byzantine-tolerant';
  return toleratedLines(facts, group).some(({ faults }) => faults.some(({ fault }) => fault === 'byzantine'));
}

const crashes = (number: number): string =>
  number === 0 ? 'no crash' : number === 1 ? 'one crash' : `${String(number)} crashes`;
