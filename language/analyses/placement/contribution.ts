import { written } from '../../model/model.ts';
import type { Entity } from '../../model/model.ts';
import { computeKinds, stateKinds } from '../../vocabulary/kinds.ts';
import { entitiesOf } from '../facts.ts';
import type { Consequence, Contributor, Fact, Facts } from '../facts.ts';
import type { Id } from '../../model/symbols.ts';
import { durationText } from '../timing/text.ts';
import { copiesOf, votersOf } from './copies.ts';
import type { Copies } from './copies.ts';
import { quorumsText, shared } from './quorums.ts';
import { largestOf } from './sizes.ts';
import { stretchOf } from './stretch.ts';
import { toleranceOf } from './tolerance.ts';
import type { Tolerance } from './tolerance.ts';

const contributor: Contributor = {
  on: ['consensus', ...computeKinds, ...stateKinds],
  facts(facts, element) {
    const copies = copiesOf(facts, element);
    if (!copies) return [];
    const voters = votersOf(facts, element);
    return [
      ...peersFact(element, copies),
      { label: 'Placed', value: placementText(facts, copies), reason: `\`${copies.key}\`` },
      ...(voters ? quorumFacts(facts, element, voters) : []),
    ];
  },
  consequences(facts, element) {
    const voters = votersOf(facts, element);
    if (!voters) return [];
    const { liveness, safety } = toleranceOf(facts, element, voters);
    const figure = (measure: string, amount: number, unit: string): Consequence => ({
      entity: element.id,
      measure,
      value: counted(amount, unit),
      amount,
      unit,
      better: 'more',
    });
    return [
      figure('Survives the crash of', liveness.crashes, 'node'),
      ...liveness.domains.map(({ kind, survived }) => figure(`Survives the loss of (${kind})`, survived, kind)),
      ...(safety.liars === undefined ? [] : [figure('Survives lies of', safety.liars, 'member')]),
    ];
  },
};

export default contributor;

/** What copies keep for each other grows with their square. */
function peersFact(element: Entity, { total }: Copies): Fact[] {
  const peers = written(element, 'peers');
  if (!peers) return [];
  const largest = largestOf(element, total);
  const each = (count: number): number => peers.each * Math.max(0, count - 1);
  const text = (count: number): string =>
    `${counted(each(count), peers.resource)} in each of ${String(count)} copies, ${String(each(count) * count)} in all`;
  return [
    {
      label: 'All to all',
      value: largest === total ? text(total) : `${text(total)}; scaled out ${text(largest)}`,
      reason: `${String(peers.each)} for every other copy`,
    },
  ];
}

function quorumFacts(facts: Facts, element: Entity, voters: Copies): Fact[] {
  const tolerance = toleranceOf(facts, element, voters);
  return [quorumFact(voters, tolerance), safetyFact(voters, tolerance), ...waitFact(facts, voters, tolerance)];
}

/** What agreement costs at least, where the members are apart. */
function waitFact(facts: Facts, voters: Copies, { quorums }: Tolerance): Fact[] {
  const { decision, farthest } = stretchOf(facts, voters, quorums.replicate);
  if (!decision || !farthest) return [];
  const apart = `${nameOf(facts, farthest.from)} and ${nameOf(facts, farthest.to)} are ${durationText(farthest.time)} apart`;
  return [
    {
      label: 'Decision',
      value: `waits at least ${durationText(decision.time)}, with the leader in ${nameOf(facts, decision.leader)}`,
      reason: `the round trip to the nearest quorum, by the links of the topology; ${apart}`,
    },
  ];
}

const nouns = { voters: 'voter', replicas: 'replica', standbys: 'replica' } as const;

/** `3 voters in 3 zones of eu-west`. */
function placementText(facts: Facts, copies: Copies): string {
  const noun = nouns[copies.key as keyof typeof nouns];
  const count = counted(copies.total, noun);
  const places = [...new Set([...copies.fixed, ...copies.extra.among])];
  if (places.length === 0) return `${count}, not said where`;
  const where = places.length === 1 ? nameOf(facts, places[0]) : severalPlaces(facts, places);
  const rest = copies.unplaced > 0 ? `, ${String(copies.unplaced)} not said where` : '';
  const link = copies.extra.count > 0 && copies.fixed.length === 0 ? 'somewhere among' : 'in';
  return `${count} ${link} ${where}${rest}`;
}

function severalPlaces(facts: Facts, places: readonly Id[]): string {
  const entities = entitiesOf(facts, places);
  const kind = entities[0]?.kind;
  const outer = new Set(entities.map((place) => place.parent));
  const [owner] = outer;
  if (entities.some((place) => place.kind !== kind) || kind === undefined)
    return entities.map((place) => place.qualified).join(', ');
  if (outer.size === 1)
    return `${counted(places.length, kind)}${owner === undefined ? '' : ` of ${nameOf(facts, owner)}`}`;
  const owners = entitiesOf(
    facts,
    [...outer].flatMap((id) => id ?? []),
  );
  const ownerKind = owners[0]?.kind;
  const same = owners.length === outer.size && owners.every((place) => place.kind === ownerKind);
  return `${counted(places.length, kind)}${same && ownerKind !== undefined ? ` in ${counted(owners.length, ownerKind)}` : ''}`;
}

const nameOf = (facts: Facts, id: Id | undefined): string =>
  (id === undefined ? undefined : facts.entity(id)?.qualified) ?? '';
const counted = (count: number, noun: string): string => `${String(count)} ${noun}${count === 1 ? '' : 's'}`;

/** Which losses leave a quorum, and which do not. */
function quorumFact({ total }: Copies, { quorums, liveness, safety }: Tolerance): Fact {
  const lost = liveness.domains.filter(({ survived }) => survived > 0);
  const survived = [
    ...(liveness.crashes > 0 ? [`the crash of ${counted(liveness.crashes, 'node')}`] : []),
    ...lost.map(({ kind, survived }) => `the loss of ${counted(survived, kind)}`),
    ...((safety.liars ?? 0) > 0 ? [`the lies of ${counted(safety.liars ?? 0, 'member')}`] : []),
  ];
  const fatal = liveness.domains
    .filter(({ failsAt }) => failsAt === 1)
    .map(({ kind, failsAt }) => `the loss of ${counted(failsAt, kind)}`);
  const value = [
    survived.length > 0 ? `survives ${survived.join(' or ')}` : '',
    fatal.length > 0 ? `not ${fatal.join(' or ')}` : '',
  ].filter((part) => part !== '');
  return {
    label: 'Quorum',
    value: `${quorumsText(quorums, total)}${value.length > 0 ? `: ${value.join(', ')}` : ''}`,
    hint: { kind: 'quorum', text: `quorum ${quorumsText(quorums, total)}` },
    reason: 'by enumeration over the failure-domain tree, in every placement that the description allows',
  };
}

/** What no fault that the protocol is made for can make it do: agree on two things. */
function safetyFact({ total }: Copies, { quorums, agreement, safety }: Tolerance): Fact {
  const common = shared(quorums, total);
  if (!safety.meets)
    return {
      label: 'Safety',
      value: 'two quorums may decide differently without knowing of each other',
      reason: `quorums of ${quorumsText(quorums, total)} need not share a member`,
    };
  const value =
    agreement === undefined
      ? 'members that crash or are cut off stop it at worst, and never make it decide two things; of members that lie nothing is known'
      : agreement.members === 'crash-tolerant'
        ? 'members that crash or are cut off stop it at worst, and never make it decide two things; one that lies can'
        : `up to ${counted(safety.liars ?? 0, 'member')} may lie, and any number may crash, without it deciding two things`;
  return { label: 'Safety', value, reason: `any two quorums share at least ${counted(common, 'member')}` };
}
