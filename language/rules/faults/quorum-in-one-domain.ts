import { faultsOf } from '../../analyses/consistency/fault-model.ts';
import { entitiesOf } from '../../analyses/facts.ts';
import type { Facts } from '../../analyses/facts.ts';
import { isVotingGroup, spreadEvenly, votersOf } from '../../analyses/placement/copies.ts';
import type { Copies } from '../../analyses/placement/copies.ts';
import { majorityOf, neededOf, quorumsOf, savesMembers } from '../../analyses/placement/quorums.ts';
import { faultsOfLine, faultText, survival } from '../../analyses/placement/survival.ts';
import type { DomainKind, Fault, Survival } from '../../analyses/placement/survival.ts';
import { listed } from '../../model/wording.ts';
import { enclosing, given, label, written, writtenValues } from '../../model/model.ts';
import type { Entity } from '../../model/model.ts';
import type { Id } from '../../model/symbols.ts';
import { stateKinds } from '../../vocabulary/kinds.ts';
import { holds, unknown, violates } from '../rule.ts';
import type { EntityRule, Mend, Violation } from '../rule.ts';

interface Line {
  readonly text: string;
  readonly faults: readonly Fault[];
  readonly by: Entity;
  readonly index: number;
}

interface Failure extends Line {
  readonly survival: Survival;
}

const rule: EntityRule = {
  severity: 'error',
  productionOnly: true,
  on: ['consensus', ...stateKinds],
  *check(group, facts) {
    const lines = linesFor(facts, group);
    if (lines.length === 0 || !isVotingGroup(facts, group)) return;
    const voters = votersOf(facts, group);
    if (!voters) {
      yield unknown({ entity: group.id, key: group.kind === 'consensus' ? 'voters' : 'replicas' });
      return;
    }
    const needed = neededOf(quorumsOf(facts, group, voters.total));
    if (voters.total === 0 || needed > voters.total) return;
    const judged = lines.map((line): Failure => ({ ...line, survival: survival(facts, voters, needed, line.faults) }));
    const failures = judged.filter(({ survival: { verdict } }) => verdict === 'fails');
    if (failures.length > 0) yield finding(facts, group, voters, needed, failures);
    else if (judged.some(({ survival: { verdict } }) => verdict === 'open'))
      yield unknown({ entity: group.id, key: voters.key });
    else yield holds(`every quorum of ${String(needed)} of ${String(voters.total)} survives what \`tolerate\` names`);
  },
};

export default rule;

/** Crashes and losses to be survived, the smallest first: where one node is too much, more is too. */
function linesFor(facts: Facts, group: Entity): Line[] {
  const lines = faultsOf(facts, group).flatMap((by) =>
    writtenValues(by, 'tolerate').map((line, index) => ({
      text: faultText(line),
      ...faultsOfLine(line),
      by,
      index,
    })),
  );
  // A member that lies asks for more than that enough are left.
  return lines
    .filter(({ faults, byzantine }) => faults.length > 0 && byzantine.length === 0)
    .sort((a, b) => size(a) - size(b));
}

const SIZES: readonly DomainKind[] = ['node', 'rack', 'zone', 'site', 'region'];
const size = ({ faults }: Line): number =>
  Math.max(...faults.map((fault) => (fault.type === 'any' ? SIZES.indexOf(fault.kind) : SIZES.length)));

function finding(facts: Facts, group: Entity, voters: Copies, needed: number, failures: readonly Failure[]): Violation {
  const [first, ...others] = failures as [Failure, ...Failure[]];
  const left = voters.total - first.survival.loss.copies;
  const what = voters.key === 'voters' ? 'voters' : 'replicas';
  const agree = `${String(needed)} of ${String(voters.total)} ${what} must agree`;
  const also =
    others.length > 0
      ? ` It does not survive ${listed(
          others.map((o) => quoted(o.text)),
          'and',
        )} either.`
      : '';
  return violates({
    at: { entity: group.id, key: voters.key },
    message:
      `\`${label(group)}\` does not survive ${quoted(first.text)}, which \`tolerate\` asks for: ${agree}, ` +
      `and ${lossText(facts, voters, first)} leaves ${left === 0 ? 'none' : String(left)}. ${remedy(facts, group, voters, needed, first)}${also}`,
    related: [
      ...failures.map(({ by, index, text }) => ({
        at: { entity: by.id, key: 'tolerate', index },
        message: `${quoted(text)} is to be survived`,
      })),
      ...(written(group, 'quorum')
        ? [{ at: { entity: group.id, key: 'quorum' }, message: `${String(needed)} must agree` }]
        : []),
    ],
    fixes: fixes(facts, group, voters, first, failures),
  });
}

const quoted = (text: string): string => `\`${text}\``;

function lossText(facts: Facts, voters: Copies, { survival: { loss, placementOpen }, faults }: Failure): string {
  const held = entitiesOf(
    facts,
    loss.domains.map(({ place }) => place),
  );
  const lost = `losing ${String(loss.copies)} of them`;
  if (held.length === 0 || loss.domains.every(({ copies }) => copies === 0)) return lost;
  if (placementOpen) {
    const fault = faults[0];
    const kind = fault?.type === 'any' && fault.kind !== 'node' ? fault.kind : 'place';
    return `however the ${String(voters.total)} are spread, the fullest ${held.length === 1 ? `${kind} holds` : `${String(held.length)} ${kind}s hold`} ${String(loss.copies)}; ${lost}`;
  }
  const named = listed(
    loss.domains.map(({ place, copies }) => `${String(copies)} in \`${facts.entity(place)?.qualified ?? place}\``),
    'and',
  );
  return `${lost} (${named})`;
}

/**
 * A majority outlives the loss of k domains only when the voters stand in at least 2k + 1 of them; more than two thirds,
 * as agreement despite lies takes, only in 3k + 1.
 */
function domainsFor(facts: Facts, group: Entity, lost: number): number {
  return (asksForMore(facts, group) ? 3 : 2) * lost + 1;
}

function asksForMore(facts: Facts, group: Entity): boolean {
  const agreement = given(facts, group, 'agreement')?.value;
  return agreement?.members === 'byzantine-tolerant' && !savesMembers(agreement);
}

function remedy(facts: Facts, group: Entity, voters: Copies, needed: number, { faults }: Failure): string {
  const fault = faults.length === 1 ? faults[0] : undefined;
  if (needed > majorityOf(voters.total) && !asksForMore(facts, group))
    return `Ask for a majority only (\`quorum: majority\`), or tolerate less.`;
  if (fault?.type !== 'any') return 'Spread the voters so that a quorum is left, or tolerate less.';
  const number = String(domainsFor(facts, group, fault.number));
  if (fault.kind === 'node') return `Run at least ${number}, or tolerate less.`;
  const used = new Set(
    [...voters.fixed, ...voters.extra.among].flatMap((place) =>
      entitiesOf(facts, [place]).flatMap((at) => [...enclosing(facts, at)].filter((o) => o.kind === fault.kind)),
    ),
  ).size;
  const witness =
    used === 2 && fault.number === 1 && number === '3' ? `; in the third a witness that only votes is enough` : '';
  return `Spread them evenly over at least ${number} ${fault.kind}s${witness}, or tolerate less.`;
}

/** Other placements among the declared places, kept only where they survive all that failed. */
function fixes(facts: Facts, group: Entity, voters: Copies, first: Failure, failures: readonly Failure[]): Mend[] {
  const fault = first.faults.length === 1 ? first.faults[0] : undefined;
  if (fault?.type !== 'any' || fault.kind === 'node' || group.values.get(voters.key) === undefined) return [];
  const places = candidates(facts, voters, fault.kind).slice(0, domainsFor(facts, group, fault.number));
  const total = Math.max(voters.total, places.length);
  const copies = spreadEvenly(total, places);
  const needed = neededOf(quorumsOf(facts, group, total));
  if (failures.some((line) => survival(facts, copies, needed, line.faults).verdict !== 'survives')) return [];
  const names = places.flatMap((place) => facts.entity(place)?.qualified ?? []);
  const value =
    voters.key === 'voters'
      ? Array.from({ length: total }, (_, i) => names[i % names.length] ?? '').join(', ')
      : `${String(total)} across ${names.join(', ')}`;
  return [
    {
      title: `Spread the ${voters.key} over ${listed(names, 'and')}`,
      edits: [{ type: 'set', entity: group.id, key: voters.key, value }],
    },
  ];
}

/** One place in each domain of a kind: those in use first, then their neighbours, then the others. */
function candidates(facts: Facts, voters: Copies, kind: DomainKind): Id[] {
  const used = new Set([...voters.fixed, ...voters.extra.among]);
  const outward = (place: Id): Entity[] => entitiesOf(facts, [place]).flatMap((at) => [...enclosing(facts, at)]);
  const usedDomains = new Set([...used].flatMap((place) => outward(place).map((outer) => outer.id)));
  const rank = (domain: Entity): number =>
    usedDomains.has(domain.id) ? 0 : domain.parent !== undefined && usedDomains.has(domain.parent) ? 1 : 2;
  const domains = entitiesOf(facts, facts.ofKind(kind)).sort((a, b) => rank(a) - rank(b));
  return domains.map(
    (domain) =>
      [...used].find((place) => outward(place).some((outer) => outer.id === domain.id)) ??
      firstInside(facts, domain.id),
  );
}

/** The first place inside, as deep as places are declared. */
function firstInside(facts: Facts, place: Id): Id {
  const inner = facts.childrenOf(place)[0];
  return inner === undefined ? place : firstInside(facts, inner);
}
