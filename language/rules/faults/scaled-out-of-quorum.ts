import { toleratedLines } from '../../analyses/consistency/fault-model.ts';
import { mechanism } from '../../analyses/consistency/mechanism.ts';
import type { Facts } from '../../analyses/facts.ts';
import { isVotingGroup, spreadEvenly, votersOf } from '../../analyses/placement/copies.ts';
import type { Copies } from '../../analyses/placement/copies.ts';
import { mostCrashes, neededOf, quorumsOf } from '../../analyses/placement/quorums.ts';
import { sizesIn } from '../../analyses/placement/sizes.ts';
import { faultsOfLine, survival } from '../../analyses/placement/survival.ts';
import { given, label, written } from '../../model/model.ts';
import type { Entity } from '../../model/model.ts';
import { stateKinds } from '../../vocabulary/kinds.ts';
import { holds, unknown, violates } from '../rule.ts';
import type { EntityRule, Mend, Violation } from '../rule.ts';

const rule: EntityRule = {
  severity: 'warning',
  productionOnly: true,
  on: ['consensus', ...stateKinds],
  subsumedBy: ['faults/quorum-in-one-domain', 'faults/quorums-miss', 'faults/even-voters'],
  *check(group, facts) {
    const scales = written(group, 'scales');
    if (!scales || !isVotingGroup(facts, group)) return;
    const voters = votersOf(facts, group);
    if (!voters) {
      yield unknown({ entity: group.id, key: 'replicas' });
      return;
    }
    const sizes = sizesIn(scales).filter((size) => size > 0);
    const verdict = lost(facts, group, voters, sizes) ?? even(facts, group, sizes);
    yield verdict ?? holds('every size that `scales` allows keeps the quorum');
  },
};

export default rule;

/** The smallest size of which no quorum is left after what must be survived. */
function lost(facts: Facts, group: Entity, voters: Copies, sizes: readonly number[]): Violation | undefined {
  for (const { faults: line, text, by, index } of toleratedLines(facts, group)) {
    const { faults, byzantine } = faultsOfLine(line);
    if (faults.length === 0 || byzantine.length > 0) continue;
    const fails = (size: number): boolean =>
      survival(facts, sized(voters, size), neededOf(quorumsOf(facts, group, size)), faults).verdict === 'fails';
    const size = sizes.find(fails);
    if (size === undefined) continue;
    const needed = neededOf(quorumsOf(facts, group, size));
    const kept = sizes.find((other) => !fails(other));
    const remedy = kept === undefined ? 'Allow sizes that do' : `Allow ${String(kept)} or what else survives it`;
    return violates({
      at: { entity: group.id, key: 'scales' },
      message: `\`${label(group)}\` may be scaled to ${String(size)}, and ${String(size)} ${size === 1 ? 'does' : 'do'} not survive \`${text}\`, which \`tolerate\` asks for: ${String(needed)} of them must agree. ${remedy}, or tolerate less.`,
      related: [{ at: { entity: by.id, key: 'tolerate', index }, message: `\`${text}\` is to be survived` }],
    });
  }
  return undefined;
}

/** The same group with another number of members, in the same places where those are open to more. */
function sized(voters: Copies, size: number): Copies {
  if (size === voters.total) return voters;
  const places = voters.key === 'replicas' ? [...new Set([...voters.fixed, ...voters.extra.among])] : [];
  return spreadEvenly(size, places);
}

/** A step through an even size adds a member and no safety. */
function even(facts: Facts, group: Entity, sizes: readonly number[]): Violation | undefined {
  const quorum = given(facts, group, 'quorum')?.value;
  const agreement = given(facts, group, 'agreement')?.value;
  // Of quorums by number and against lies, and of registers that each request asks in its own way, oddness says nothing.
  if (facts.of(mechanism, group.id)?.family === 'quorum' || agreement?.members === 'byzantine-tolerant')
    return undefined;
  if (quorum && !('rule' in quorum && quorum.rule === 'majority')) return undefined;
  const size = sizes.find((one) => one % 2 === 0);
  if (size === undefined) return undefined;
  return violates({
    at: { entity: group.id, key: 'scales' },
    message: `\`${label(group)}\` may be scaled to ${String(size)} members, of which a majority is ${String(size / 2 + 1)}: they survive ${crashes(mostCrashes(size))}, as many as ${String(size - 1)}, and every decision waits for one more. Scale by two, over odd numbers.`,
    fixes: oddSteps(group),
  });
}

const crashes = (number: number): string =>
  number === 0 ? 'no crash' : number === 1 ? 'one crash' : `${String(number)} crashes`;

function oddSteps(group: Entity): Mend[] {
  const scales = written(group, 'scales');
  if (!scales) return [];
  const from = scales.from % 2 === 1 ? scales.from : scales.from + 1;
  const to = scales.to % 2 === 1 ? scales.to : scales.to - 1;
  if (from >= to) return [];
  const value = `${String(from)} to ${String(to)} by 2`;
  return [{ title: `Scale \`${value}\``, edits: [{ type: 'set', entity: group.id, key: 'scales', value }] }];
}
