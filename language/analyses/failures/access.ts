/**
 * Whether an access to something replicated is answered in a situation, for who stands at a place: at once, after a
 * failover, or not before the fault is repaired.
 *
 * Invariant: what the description leaves open (where copies stand, which of them leads) is gone through case by case; the
 * answer is given where all cases agree. O(cases × copies²).
 */
import { label } from '../../model/model.ts';
import type { Entity } from '../../model/model.ts';
import type { Mechanism } from '../consistency/mechanism.ts';
import { commitText } from '../consistency/acknowledgement.ts';
import type { Participants, Round } from '../consistency/participants.ts';
import { quorumsOf } from '../placement/quorums.ts';
import { alongChain } from './chain.ts';
import { groupsOf, placeText } from './group.ts';
import type { Group } from './group.ts';
import { allOf, anyOf, inEveryCase, no, open, yes } from './outcome.ts';
import type { Outcome } from './outcome.ts';
import { notReplaced, stillHeard, takesOver } from './promotion.ts';
import type { Ground, Position } from './situation.ts';

/** An access as it is made: who takes part in it, by which mechanism. */
export interface Asked {
  readonly who: Participants;
  readonly how: Mechanism;
}

/** Whether an access is answered to somebody at a place (undefined: wherever). */
export function answered(ground: Ground, element: Entity, { who, how }: Asked, at: Position): Outcome {
  const name = `\`${label(element)}\``;
  if (ground.stopsElement(element.id)) return no(`${name} itself is down`);
  const groups = groupsOf(ground, element);
  if (!groups || groups.length === 0)
    return ground.touchesPlaces
      ? open(`nobody says how many copies of ${name} there are, and where`)
      : yes(`nothing that fails concerns ${name}`);
  if (groups.every((group) => isUntouched(group, at))) return yes(`nothing that fails concerns ${name}`);
  if (who.rounds.length === 0) return open(`nobody says how ${name} is replicated or read (${keysText(who.missing)})`);
  return inEveryCase(
    groups.map((group) =>
      allOf(
        who.rounds.map((round) => roundAt(group, round, how, at)),
        `${name} answers`,
      ),
    ),
    `it depends on where the copies of ${name} stand`,
  );
}

const keysText = (keys: readonly string[]): string => keys.map((key) => `\`${key}\``).join(', ');

/** Whether every copy runs and all reach each other: then the element does what it always does. */
function isUntouched(group: Group, at: Position): boolean {
  return group.all.every(
    (copy) =>
      group.runs(copy) === 'yes' &&
      group.ground.talks(at, group.place(copy)) === 'yes' &&
      group.ground.talks(group.place(0), group.place(copy)) === 'yes',
  );
}

function roundAt(group: Group, round: Round, how: Mechanism, at: Position): Outcome {
  switch (round.contact) {
    case 'any':
    case 'nearest':
    case 'coordinator':
      return atAny(group, round, at);
    case 'leader':
      return throughLeader(group, round, how, at);
    case 'head':
    case 'tail':
      return alongChain(group, round, how, at);
  }
}

/** Any copy may answer, with as many others as it takes. */
function atAny(group: Group, round: Round, at: Position): Outcome {
  const name = `\`${label(group.element)}\``;
  const own = round.contact === 'coordinator' ? 0 : 1;
  const reachable = group.all.filter((copy) => group.answers(copy, at) !== 'no');
  return anyOf(
    reachable.map((copy) => {
      const rest = own === 1 ? group.all.filter((other) => other !== copy) : group.all;
      const outcome = allOf([backed(group, round, copy), acknowledged(group, round, copy, rest, undefined)], '');
      return group.answers(copy, at) === 'yes' || outcome.certainty === 'no'
        ? outcome
        : open(`it is open whether the copy of ${name} in ${group.placeText(copy)} can be reached${from(at)}`);
    }),
    `no copy of ${name} that runs can be reached${from(at)}`,
  );
}

/** The present leader answers, or one that takes over from it. */
function throughLeader(group: Group, round: Round, how: Mechanism, at: Position): Outcome {
  const before = asBefore(group, round, how, at);
  if (before.certainty === 'yes' || group.places.length === 1) return before;
  const successors = group.others.filter((next) => group.answers(next, at) !== 'no');
  const best = anyOf(
    successors.map((next) => afterFailover(group, round, how, at, next)),
    `no other copy that runs can be reached${from(at)}`,
  );
  if (best.certainty === 'yes') return best;
  if (before.certainty === 'unknown') return before;
  if (best.certainty === 'unknown') return best;
  return no(`${before.because}, and ${best.because}`);
}

function asBefore(group: Group, round: Round, how: Mechanism, at: Position): Outcome {
  const { leader } = group;
  const name = `\`${label(group.element)}\``;
  const what = leaderText(group, how);
  const runs = group.runs(leader);
  if (runs === 'no') return no(`${what} of ${name} in ${group.placeText(leader)} is down`);
  const asked = group.answers(leader, at);
  if (asked === 'no') return no(`${what} of ${name} in ${group.placeText(leader)} cannot be reached${from(at)}`);
  const outcome = allOf(
    [backed(group, round, leader), acknowledged(group, round, leader, group.others, how), notReplaced(group, how)],
    '',
  );
  if (asked === 'yes' || outcome.certainty === 'no') return outcome;
  return open(`it is open whether ${what} of ${name} (${group.placeText(leader)}) runs and can be reached${from(at)}`);
}

function afterFailover(group: Group, round: Round, how: Mechanism, at: Position, next: number): Outcome {
  const place = group.placeText(next);
  const name = `\`${label(group.element)}\``;
  const asked = group.answers(next, at);
  const rest = group.all.filter((copy) => copy !== next);
  const elected = electsItself(group, how)
    ? electable(group, round, how, next)
    : allOf([takesOver(group, how, next), backed(group, round, next)], '');
  const outcome = allOf([elected, acknowledged(group, round, next, rest, how)], '');
  return asked === 'yes' || outcome.certainty === 'no'
    ? outcome
    : open(`it is open whether the copy of ${name} in ${place} runs and can be reached${from(at)}`);
}

function leaderText(group: Group, how: Mechanism): string {
  if (group.places.length === 1) return 'the one copy';
  return electsItself(group, how) ? 'the leader' : 'the primary';
}

const electsItself = ({ element }: Group, { family }: Mechanism): boolean =>
  family === 'consensus' || element.kind === 'consensus';

/** Members elect a leader themselves, wherever enough of them are together. */
function electable(group: Group, given: Round, { failover }: Mechanism, next: number): Outcome {
  const { replicate, elect } = quorumsOf(group.ground.facts, group.element, group.places.length);
  const round = { ...given, backing: Math.max(given.backing ?? 0, elect) };
  const backing = backed(group, round, next);
  if (backing.certainty !== 'yes') return backing;
  const still = backed(group, { ...given, backing: given.backing ?? replicate }, group.leader);
  if (group.runs(group.leader) !== 'no' && still.certainty !== 'no')
    return open(`the leader of \`${label(group.element)}\` in ${group.placeText(group.leader)} may keep its quorum`);
  if (stillHeard(group, next))
    return open(
      `the leader of \`${label(group.element)}\` in ${group.placeText(group.leader)} hears nobody any more but is still heard, and nobody says whether it steps down`,
    );
  const within = failover?.value.mode === 'automatic' && 'within' in failover.value ? failover.value.within : undefined;
  return yes(`${backing.because} and elects a leader`, within ?? 'open');
}

/** Whether a leader has enough of the copies, itself included, behind it. */
function backed(group: Group, { backing }: Round, leader: number): Outcome {
  if (backing === undefined) return yes('');
  const at = group.place(leader);
  const there = group.count(at, group.all);
  const text = `${String(there)} of ${String(group.places.length)} copies of \`${label(group.element)}\` are together with the one in ${placeText(at)}, ${String(backing)} needed`;
  const certainty = group.reach(at, backing, group.all);
  return certainty === 'yes'
    ? yes(
        `a quorum of \`${label(group.element)}\` is together with ${placeText(at)} (${String(there)} of ${String(group.places.length)}, ${String(backing)} needed)`,
      )
    : { certainty, because: text };
}

/** Whether those that must have a write (or confirm a read) answer the copy at `leader`. */
function acknowledged(
  group: Group,
  { answers, fewest, otherwise, choice, sloppy }: Round,
  leader: number,
  rest: readonly number[],
  how: Mechanism | undefined,
): Outcome {
  const name = `\`${label(group.element)}\``;
  const at = group.place(leader);
  const there = group.count(at, rest);
  const isLed = how !== undefined;
  const commit = how?.commit ? ` (\`commit: ${commitText(how.commit.value)}\`)` : '';
  const who = how && leader === group.leader ? leaderText(group, how) : 'the copy';
  const served = `${who} of ${name} in ${placeText(at)} answers`;
  if (answers === 0 && fewest === 0) return yes(served);
  if (sloppy) return yes(`${served}: other nodes stand in for those that cannot be reached`);
  if (fewest === 0) return yes(`${served}, alone if it must${commit}`);
  if (fewest === undefined) {
    const all = group.reach(at, rest.length, rest);
    return all === 'yes' ? yes(served) : open(`nobody says how many copies of ${name} must have a write (\`commit\`)`);
  }
  // Who was promoted does not wait for the one that it replaces.
  const isWhole = choice === 'every' && fewest === answers;
  const needed = isWhole && isLed && leader !== group.leader ? rest.length - 1 : fewest;
  const certainty = group.reach(at, needed, rest);
  const text = `${String(there)} of ${String(rest.length)} ${isLed ? 'others' : 'copies'} can be asked from ${placeText(at)}, ${String(needed)} needed`;
  if (certainty === 'yes') return yes(`${served}: ${text}${commit}`);
  if (certainty === 'no' && otherwise === undefined && isLed)
    return open(`nobody says what ${name} does when too few standbys answer${commit}`);
  return { certainty, because: `${name} cannot answer: ${text}${commit}` };
}

const from = (at: Position): string => (at === undefined ? '' : ` from ${placeText(at)}`);
