/**
 * Whether writes that were acknowledged are gone after a situation: the copies that have a write are down for good, or
 * another copy was promoted that lacks it, or both sides of a partition took writes that exclude each other.
 *
 * Invariant: `no` means that some execution of the described mechanism loses one; `yes`, that none does. O(cases × copies³).
 *
 * Sources: Gifford, Weighted Voting for Replicated Data, 1979 (which copies have a write); PostgreSQL documentation,
 * synchronous_standby_names (ANY, FIRST); DeCandia et al., Dynamo, 2007 (last write wins).
 */
import { label } from '../../model/model.ts';
import type { Entity } from '../../model/model.ts';
import { combinations } from '../placement/survival.ts';
import { acknowledgedEarly, commitText, mayStayAtPrimary } from '../consistency/acknowledgement.ts';
import type { Mechanism } from '../consistency/mechanism.ts';
import type { Round } from '../consistency/participants.ts';
import { answered } from './access.ts';
import type { Asked } from './access.ts';
import { groupsOf, placeText } from './group.ts';
import type { Group } from './group.ts';
import { allOf, inEveryCase, no, open, yes } from './outcome.ts';
import type { Certainty, Outcome } from './outcome.ts';
import { takesOver } from './promotion.ts';
import type { Ground, Position } from './situation.ts';

/** Whether every acknowledged write is kept. */
export function keepsWrites(ground: Ground, element: Entity, asked: Asked): Outcome {
  const { who, how } = asked;
  const name = `\`${label(element)}\``;
  const write = who.rounds.find(({ purpose }) => purpose === 'write');
  const groups = groupsOf(ground, element);
  if (!groups || groups.length === 0)
    return ground.touchesPlaces || ground.stopsElement(element.id)
      ? open(`nobody says how many copies of ${name} there are, and where`)
      : yes(`nothing that fails concerns ${name}`);
  if (groups.every(({ isWhole }) => isWhole)) return yes(`every copy of ${name} goes on`);
  if (!write)
    return open(`nobody says how ${name} is replicated (${who.missing.map((key) => `\`${key}\``).join(', ')})`);
  const apart = conflicting(ground, element, asked, groups);
  if (apart) return apart;
  return inEveryCase(
    groups.map((group) => kept(group, write, how)),
    `it depends on where the copies of ${name} stand`,
  );
}

function kept(group: Group, write: Round, how: Mechanism): Outcome {
  const left = stillThere(group, write, how);
  if (write.contact !== 'leader' || how.family !== 'primary-backup') return left;
  const promoted = afterPromotions(group, write, how);
  // Who was promoted has what counts from then on, whatever becomes of the disks of the others.
  const isCertain = group.others.some((next) => takesOver(group, how, next).certainty === 'yes');
  if (isCertain) return promoted;
  return left.certainty === 'yes' && promoted.certainty === 'yes'
    ? yes(`${left.because}, and ${promoted.because}`)
    : allOf([left, promoted], '');
}

/** Whether one of the copies that have a write keeps its disk, whichever of them they are. */
function stillThere(group: Group, write: Round, how: Mechanism): Outcome {
  const name = `\`${label(group.element)}\``;
  const gone = group.all.map((copy) => group.ground.losesDisk(group.element.id, group.place(copy)));
  if (gone.every((one) => one === 'no')) return yes(`no copy of ${name} is gone with its disk`);
  if (how.storage?.value === 'shared')
    return gone.includes('no')
      ? yes(`all copies of ${name} are on one volume (\`storage: shared\`)`)
      : open(`nobody says where the volume of ${name} stands (\`storage: shared\`)`);
  const holders = holdersOf(group, write);
  if (!holders) return open(`nobody says which copies of ${name} have a write when it is acknowledged (\`commit\`)`);
  const fates = holders.map((copies): { copies: readonly number[]; lost: Certainty } => ({
    copies,
    lost: copies.every((copy) => gone[copy] === 'yes')
      ? 'yes'
      : copies.some((copy) => gone[copy] === 'no')
        ? 'no'
        : 'unknown',
  }));
  const lost = fates.find((fate) => fate.lost === 'yes') ?? fates.find((fate) => fate.lost === 'unknown');
  if (!lost) return yes(`a copy of ${name} that has every acknowledged write keeps its disk`);
  const where = lost.copies.map((copy) => group.placeText(copy)).join(' and ');
  return lost.lost === 'yes'
    ? no(`an acknowledged write of ${name} may be in ${where} alone, and that is gone with its disk`)
    : open(
        `an acknowledged write of ${name} may be in ${where} alone, and \`fail\` leaves open whether its disk comes back (say \`crash\` or \`lose\`)`,
      );
}

/** The sets of copies of which one surely has an acknowledged write; undefined where nobody says. */
function holdersOf(group: Group, write: Round): number[][] | undefined {
  const { fewest, choice, contact } = write;
  const others = group.others;
  if (group.places.length === 1) return [[0]];
  const own = contact === 'coordinator' ? [] : contact === 'leader' ? [group.leader] : undefined;
  if (write.inChain) return [[...group.all]];
  if (fewest === undefined) return undefined;
  if (own === undefined) return group.all.map((copy) => [copy]);
  const pool = contact === 'coordinator' ? group.all : others;
  if (write.sloppy) return group.all.map((copy) => [copy]);
  const number = Math.min(fewest, pool.length);
  if (choice === 'in-order') return [[...own, ...pool.slice(0, number)]];
  return combinations(pool, number).map((copies) => [...own, ...copies]);
}

/** Whether whoever may be promoted has every acknowledged write, where a promotion happens at all. */
function afterPromotions(group: Group, write: Round, how: Mechanism): Outcome {
  const name = `\`${label(group.element)}\``;
  const goesOn = group.runs(group.leader) === 'yes';
  const promotions = group.others
    .filter((next) => group.runs(next) !== 'no')
    .map((next) => ({ next, outcome: takesOver(group, how, next) }))
    .filter(({ outcome }) => outcome.certainty !== 'no');
  if (promotions.length === 0)
    return yes(goesOn ? `the primary of ${name} goes on, and nobody is promoted` : `nobody of ${name} is promoted`);
  const { commit, promotes, storage } = how;
  if (storage?.value === 'shared') return yes(`all copies of ${name} are on one volume (\`storage: shared\`)`);
  if (!commit) return open(`nobody says what has a write of ${name} before it is acknowledged (\`commit\`)`);
  const text = `\`commit: ${commitText(commit.value)}\``;
  const certain = promotions.find(({ outcome }) => outcome.certainty === 'yes');
  const maybe = (outcome: Outcome, next: number): Outcome =>
    certain || outcome.certainty !== 'no'
      ? outcome
      : open(`if a standby in ${group.placeText(next)} is promoted, ${outcome.because}`);
  const [{ next, outcome }] = (certain ? [certain] : promotions) as [(typeof promotions)[number]];
  if (promotes?.value.who === 'complete' && commit.value.mode !== 'local')
    return yes(
      `only a standby of ${name} that has every acknowledged write is promoted (${text}, \`promotes: complete standby\`)`,
    );
  if (mayStayAtPrimary(commit.value))
    return maybe(
      no(
        `${name} acknowledges a write ${acknowledgedEarly(commit.value)} (${text}), and a standby in ${group.placeText(next)} that may lack it is promoted`,
      ),
      next,
    );
  if (write.otherwise === undefined)
    return open(`nobody says what ${name} does when too few standbys answer (${text})`);
  const together = group.all.filter((copy) => group.answers(copy, group.place(next)) !== 'no');
  const holders = holdersOf(group, write);
  if (!holders) return open(`nobody says how many standbys of ${name} have a write (${text})`);
  const lacking = promotes?.value.who === 'any' && holders.some((copies) => !copies.includes(next));
  if (lacking)
    return maybe(
      no(
        `a standby of ${name} in ${group.placeText(next)} may be promoted though it lacks an acknowledged write (${text}, \`promotes: any standby\`)`,
      ),
      next,
    );
  const missing = holders.find((copies) => !copies.some((copy) => copy !== group.leader && together.includes(copy)));
  if (missing)
    return maybe(
      no(
        `an acknowledged write of ${name} may be in ${missing.map((copy) => group.placeText(copy)).join(' and ')} alone (${text}), which the standby promoted in ${group.placeText(next)} cannot reach`,
      ),
      next,
    );
  if (!goesOn || how.fencing?.value === 'stonith' || how.fencing?.value === 'lease')
    return yes(`a standby that can be promoted has every acknowledged write (${text}); ${outcome.because}`);
  return goesOnTaking(group, write, how, next);
}

/** The old primary, cut off and replaced, may go on acknowledging writes that nobody will have. */
function goesOnTaking(group: Group, write: Round, { fencing }: Mechanism, next: number): Outcome {
  const name = `\`${label(group.element)}\``;
  const at = group.place(group.leader);
  const standbys = group.others.filter((copy) => copy !== next);
  if (group.reach(at, write.fewest ?? 0, standbys) === 'no')
    return yes(`the old primary of ${name} in ${placeText(at)} cannot acknowledge writes alone`);
  return fencing === undefined
    ? open(`nobody says whether the old primary of ${name} in ${placeText(at)} stops (\`fencing\`)`)
    : no(
        `the old primary of ${name} in ${placeText(at)}, cut off and replaced, goes on acknowledging writes (\`fencing: ${fencing.value}\`)`,
      );
}

/** Without a leader both sides of a partition may take writes; of two that did not see each other one may be dropped. */
function conflicting(ground: Ground, element: Entity, asked: Asked, groups: readonly Group[]): Outcome | undefined {
  const { family, conflicts } = asked.how;
  if (ground.isConnected || (family !== 'quorum' && family !== 'multi-primary')) return undefined;
  const places = [...new Set(groups.flatMap(({ places: all }) => all))];
  const writes = places.map((at) => ({ at, outcome: answered(ground, element, asked, at) }));
  const apart = pairWith(
    writes.filter(({ outcome }) => outcome.certainty !== 'no'),
    (a, b) => ground.talks(a.at, b.at) === 'no',
  );
  if (!apart || conflicts?.value === 'versions' || conflicts?.value === 'merge') return undefined;
  const [a, b] = apart;
  const unsure = apart.find(({ outcome }) => outcome.certainty === 'unknown');
  if (unsure) return open(unsure.outcome.because);
  const sides = `${placeText(a.at)} and ${placeText(b.at)} both take writes of \`${label(element)}\` without each other`;
  if (conflicts === undefined)
    return open(`${sides}, and nobody says what becomes of two that conflict (\`conflicts\`)`);
  return conflicts.value === 'last-write-wins'
    ? no(`${sides}, and of two that conflict one is dropped (\`conflicts: last-write-wins\`)`)
    : undefined;
}

function pairWith<T extends { readonly at: Position }>(
  items: readonly T[],
  holds: (a: T, b: T) => boolean,
): readonly [T, T] | undefined {
  for (const [i, a] of items.entries()) for (const b of items.slice(i + 1)) if (holds(a, b)) return [a, b];
  return undefined;
}
