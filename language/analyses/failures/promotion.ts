/**
 * Whether another copy comes to lead in a situation: who decides that, whether they can from where they stand, and what
 * the old leader does meanwhile. O(copies × members of the decider).
 *
 * Sources: Ongaro and Ousterhout, 2014 (elections); Kleppmann, Designing Data-Intensive Applications, 2017, chapters 8
 * and 9 (fencing, split brain).
 */
import { label } from '../../model/model.ts';
import type { Entity } from '../../model/model.ts';
import { votersOf } from '../placement/copies.ts';
import { quorumsOf } from '../placement/quorums.ts';
import { holdsState } from '../../vocabulary/kinds.ts';
import type { Mechanism } from '../consistency/mechanism.ts';
import { groupsOf } from './group.ts';
import type { Group } from './group.ts';
import type { Ground, Position } from './situation.ts';
import { anyOf, inEveryCase, no, open, yes } from './outcome.ts';
import type { Certainty, Outcome } from './outcome.ts';

/** Whether the copy `next` takes over from the leader of its group by itself. */
export function takesOver(group: Group, how: Mechanism, next: number): Outcome {
  const { failover } = how;
  const name = `\`${label(group.element)}\``;
  if (failover === undefined) return open(`nobody says whether a standby of ${name} is promoted (\`failover\`)`);
  const { value } = failover;
  if (value.mode === 'none') return no(`no standby of ${name} is ever promoted (\`failover: none\`)`);
  if (value.mode === 'manual')
    return open(`a person would have to promote a standby of ${name} (\`failover: manual\`), and nobody says when`);
  const after = 'within' in value ? value.within : 'open';
  const decider = 'decider' in value ? value.decider : undefined;
  if (decider) {
    const entity = decider.ids[0] === undefined ? undefined : group.ground.facts.entity(decider.ids[0]);
    return entity ? decided(group, entity, next, after) : open(`nothing is known of \`${decider.path}\``);
  }
  if (how.promotes?.value.who === 'elected') return electedByCopies(group, next, after);
  const gone = group.runs(group.leader);
  const isSure = gone === 'no' && group.ground.isConnected;
  if (gone === 'yes' && group.ground.isConnected)
    return no(`the primary of ${name} in ${group.placeText(group.leader)} goes on`);
  return isSure
    ? yes(`a standby of ${name} in ${group.placeText(next)} is promoted (\`failover: automatic\`)`, after)
    : open(`nobody says who decides on the failover of ${name} (\`decided by …\`), and so on which side that is`);
}

/** Whether anybody takes over from the leader, wherever the copies stand. */
export function promotes(ground: Ground, element: Entity, how: Mechanism): Outcome {
  const groups = groupsOf(ground, element);
  if (!groups || groups.length === 0) return open(`nobody says where the copies of \`${label(element)}\` stand`);
  return inEveryCase(
    groups.map((group) =>
      anyOf(
        group.others.filter((next) => group.runs(next) !== 'no').map((next) => takesOver(group, how, next)),
        `no other copy of \`${label(element)}\` runs`,
      ),
    ),
    `it depends on where the copies of \`${label(element)}\` stand`,
  );
}

/** The copies elect a primary among them by majority. */
function electedByCopies(group: Group, next: number, after: number | 'open'): Outcome {
  const majority = electors(group);
  const has = group.reach(group.place(next), majority, group.all);
  const there = group.count(group.place(next), group.all);
  const text = `${String(there)} of ${String(group.places.length)} copies of \`${label(group.element)}\` are together in ${group.placeText(next)}, ${String(majority)} needed to elect a primary`;
  if (has === 'no') return no(text);
  const keeps = keepsMajority(group);
  if (keeps === 'yes') return no(`the primary of \`${label(group.element)}\` keeps its majority`);
  if (has === 'unknown' || keeps === 'unknown' || stillHeard(group, next)) return open(`it is open whether ${text}`);
  return yes(text, after);
}

/** How many of the copies must agree on who leads. */
const electors = ({ ground, element, places }: Group): number => quorumsOf(ground.facts, element, places.length).elect;

/** Whether the leader runs and has a majority of the copies with it. */
function keepsMajority(group: Group): Certainty {
  const { leader } = group;
  const runs = group.runs(leader);
  const has = group.reach(group.place(leader), electors(group), group.all);
  return runs === 'no' || has === 'no' ? 'no' : runs === 'yes' ? has : runs;
}

/** Whether the leader runs, cannot be asked from where a copy stands, and its own messages arrive there all the same. */
export const stillHeard = (group: Group, copy: number): boolean =>
  isHeard(group, group.place(copy)) && group.ground.talks(group.place(copy), group.place(group.leader)) === 'no';

const isHeard = (group: Group, at: Position): boolean =>
  group.runs(group.leader) !== 'no' && group.ground.hears(group.place(group.leader), at) !== 'no';

/** Whether the decider can see that the leader is gone, and tell `next` so. */
function decided(group: Group, decider: Entity, next: number, after: number | 'open'): Outcome {
  const { ground } = group;
  const who = `\`${label(decider)}\``;
  const cases = groupsOf(ground, decider);
  if (ground.stopsElement(decider.id))
    return no(`${who}, which decides on the failover of \`${label(group.element)}\`, is down`);
  if (!cases || cases.length === 0)
    return !ground.touchesPlaces
      ? yes(`${who} promotes the standby in ${group.placeText(next)}`, after)
      : open(`nobody says where ${who} stands, which decides on the failover of \`${label(group.element)}\``);
  const needed = votersOf(ground.facts, decider)?.total;
  const quorum = needed === undefined || !isVoting(decider) ? 1 : quorumsOf(ground.facts, decider, needed).elect;
  return inEveryCase(
    cases.map((members) => decidedBy(group, members, quorum, next, after)),
    `it depends on where ${who} stands`,
  );
}

const isVoting = (decider: Entity): boolean => holdsState(decider.kind);

function decidedBy(group: Group, members: Group, quorum: number, next: number, after: number | 'open'): Outcome {
  const who = `\`${label(members.element)}\``;
  let best: Outcome | undefined;
  for (const member of members.all) {
    const at = members.place(member);
    const runs = members.runs(member);
    const has = members.reach(at, quorum, members.all);
    if (runs === 'no' || has === 'no') continue;
    const reaches = group.answers(next, at);
    const sees = group.answers(group.leader, at);
    // A decider that still sees the primary promotes nobody.
    if (sees === 'yes') return no(`${who} still sees the primary of \`${label(group.element)}\`, and promotes nobody`);
    if (reaches === 'no') continue;
    if (sees === 'no' && isHeard(group, at))
      best ??= open(`${who} cannot ask the primary of \`${label(group.element)}\` but still hears of it`);
    else if (runs === 'yes' && has === 'yes' && reaches === 'yes' && sees === 'no')
      best = yes(
        `${who} has its quorum (${String(members.count(at, members.all))} of ${String(members.places.length)} members, ${String(quorum)} needed) and promotes the standby in ${group.placeText(next)}`,
        after,
      );
    else best ??= open(`it is open whether ${who} has its quorum where it reaches ${group.placeText(next)}`);
  }
  const most = Math.max(0, ...members.all.map((member) => members.count(members.place(member), members.all)));
  const there = members.count(group.place(next), members.all);
  return (
    best ??
    no(
      most >= quorum
        ? `${who} decides on a failover, and has its quorum where it cannot reach ${group.placeText(next)} (${String(there)} of ${String(members.places.length)} members there, ${String(quorum)} needed)`
        : `${who} decides on a failover, and has lost its quorum (${String(most)} of ${String(members.places.length)} members left together, ${String(quorum)} needed)`,
    )
  );
}

/** A leader that was cut off and replaced may have been stopped. */
export function notReplaced(group: Group, how: Mechanism): Outcome {
  const { leader } = group;
  if (how.family !== 'primary-backup' || how.failover?.value.mode !== 'automatic') return yes('');
  if (how.promotes?.value.who === 'elected' && !('decider' in how.failover.value)) return stillElected(group, how);
  const successors = group.others.filter((next) => group.runs(next) !== 'no');
  const replaced = anyOf(
    successors.map((next) => takesOver(group, how, next)),
    '',
  );
  if (replaced.certainty === 'no') return yes('');
  const where = `the primary of \`${label(group.element)}\` in ${group.placeText(leader)}`;
  switch (how.fencing?.value) {
    case 'lease':
    case 'stonith':
      return replaced.certainty === 'yes'
        ? no(`${where} is replaced and stops (\`fencing: ${how.fencing.value}\`)`)
        : open(`${where} stops if it is replaced, and ${replaced.because}`);
    case 'none':
    case 'epoch':
      return yes('');
    case undefined:
      return replaced.certainty === 'yes'
        ? open(`${where} is replaced, and nobody says whether it stops (\`fencing\`)`)
        : yes('');
  }
}

/** A primary that its copies elected and that has no majority of them any more. */
function stillElected(group: Group, { fencing }: Mechanism): Outcome {
  const where = `the primary of \`${label(group.element)}\` in ${group.placeText(group.leader)} has no majority`;
  if (keepsMajority(group) !== 'no' || fencing?.value === 'none') return yes('');
  return fencing?.value === 'lease'
    ? no(`${where}, and stops when its lease ends`)
    : open(`${where}, and nobody says whether it steps down`);
}
