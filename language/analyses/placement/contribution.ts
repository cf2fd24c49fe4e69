import type { Entity } from '../../model/model.ts';
import { enclosing } from '../../model/model.ts';
import { computeKinds, stateKinds } from '../../vocabulary/kinds.ts';
import { entitiesOf } from '../facts.ts';
import type { Contributor, Fact, Facts } from '../facts.ts';
import type { Id } from '../../model/symbols.ts';
import { copiesOf, quorumOf, votersOf } from './copies.ts';
import type { Copies } from './copies.ts';
import { survival } from './survival.ts';
import type { DomainKind } from './survival.ts';

const contributor: Contributor = {
  on: ['consensus', ...computeKinds, ...stateKinds],
  facts(facts, element) {
    const copies = copiesOf(facts, element);
    if (!copies) return [];
    const voters = votersOf(facts, element);
    return [
      { label: 'Placed', value: placementText(facts, copies), reason: `\`${copies.key}\`` },
      ...(voters ? [quorumFact(facts, element, voters)] : []),
    ];
  },
};

export default contributor;

const DOMAINS: readonly DomainKind[] = ['region', 'site', 'zone', 'rack'];
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

/** Which losses leave a quorum, and which do not; the number of nodes and one domain of each kind in use. */
function quorumFact(facts: Facts, group: Entity, voters: Copies): Fact {
  const needed = quorumOf(group, voters.total);
  const verdict = (kind: DomainKind, number: number): string =>
    survival(facts, voters, needed, [{ type: 'any', number, kind }]).verdict;
  const spare = Math.max(0, voters.total - needed);
  const used = new Set(
    entitiesOf(facts, [...voters.fixed, ...voters.extra.among]).flatMap((place) =>
      [...enclosing(facts, place)].map((outer) => outer.kind),
    ),
  );
  const kinds = DOMAINS.filter((kind) => used.has(kind));
  const survived = [
    ...(spare > 0 ? [`the crash of ${counted(spare, 'node')}`] : []),
    ...kinds.filter((kind) => verdict(kind, 1) === 'survives').map((kind) => `the loss of 1 ${kind}`),
  ];
  const fatal = kinds.filter((kind) => verdict(kind, 1) === 'fails').map((kind) => `the loss of 1 ${kind}`);
  const value = [
    survived.length > 0 ? `survives ${survived.join(' or ')}` : '',
    fatal.length > 0 ? `not ${fatal.join(' or ')}` : '',
  ].filter((part) => part !== '');
  return {
    label: 'Quorum',
    value: `${String(needed)} of ${String(voters.total)}${value.length > 0 ? `: ${value.join(', ')}` : ''}`,
    hint: { kind: 'quorum', text: `quorum ${String(needed)} of ${String(voters.total)}` },
    reason: 'by enumeration over the failure-domain tree, in every placement that the description allows',
  };
}
