/**
 * Whether enough copies are left when failure domains are lost, by enumeration over the failure-domain tree: every
 * choice of domains that the fault allows, for every placement that the description leaves open.
 *
 * Invariant: `fails` holds for every placement that the description allows, `survives` too; what depends on the
 * placement is `open`. Domains of one kind do not overlap, so the worst choice among them is the most loaded ones;
 * only joined faults are enumerated. O(placements × choices × copies), both bounded.
 */
import { defineAnalysis, entitiesOf } from '../facts.ts';
import type { Facts } from '../facts.ts';
import { enclosing } from '../../model/model.ts';
import type { Id } from '../../model/symbols.ts';
import { kinds } from '../../vocabulary/kinds.ts';
import type { KeyValues } from '../../vocabulary/vocabulary.ts';
import type { Copies } from './copies.ts';

export type FaultLine = KeyValues['tolerate'];
export type DomainKind = 'node' | 'rack' | 'zone' | 'site' | 'region';

/** Domains that go down together. */
export type Fault =
  | { readonly type: 'any'; readonly number: number; readonly kind: DomainKind }
  /** One of these places; several at once are joined by `and`. */
  | { readonly type: 'one-of'; readonly places: readonly Id[] };

/** What is lost in the worst case, in the placement that loses least. */
export interface Loss {
  readonly copies: number;
  /** The lost places and how many copies each held; nodes and places that are not named are left out. */
  readonly domains: readonly { readonly place: Id; readonly copies: number }[];
}

export interface Survival {
  readonly verdict: 'survives' | 'fails' | 'open';
  readonly loss: Loss;
  /** Whether several placements fit the description. */
  readonly placementOpen: boolean;
}

/** Beyond this many placements or choices only bounds are computed: `fails` and `survives` stay right, `open` grows. */
const MOST_CASES = 1000;

const singular: Readonly<Record<string, DomainKind>> = {
  node: 'node',
  nodes: 'node',
  rack: 'rack',
  racks: 'rack',
  zone: 'zone',
  zones: 'zone',
  site: 'site',
  sites: 'site',
  region: 'region',
  regions: 'region',
};

/**
 * The crashes and losses of a line, and what in it lies; `complete` unless the line also names something else (a
 * partition).
 */
export function faultsOfLine(line: FaultLine): { faults: Fault[]; byzantine: Fault[]; complete: boolean } {
  const faults: Fault[] = [];
  const byzantine: Fault[] = [];
  for (const fault of line) {
    if (fault.fault === 'partition') continue;
    const kind = 'places' in fault ? undefined : singular[fault.domain];
    const list = fault.fault === 'byzantine' ? byzantine : faults;
    if ('places' in fault) list.push({ type: 'one-of', places: fault.places.flatMap((place) => place.ids) });
    else if (kind) list.push({ type: 'any', number: fault.number, kind });
  }
  return { faults, byzantine, complete: line.every((fault) => fault.fault !== 'partition') };
}

/** A line of the fault model as it is written. */
export function faultText(line: FaultLine): string {
  return line
    .map((fault) => {
      const link = fault.fault === 'partition' ? 'between' : 'of';
      const what =
        'places' in fault
          ? fault.places.map((place) => place.path).join(', ')
          : `${'number' in fault ? `${String(fault.number)} ` : ''}${fault.domain}`;
      return `${fault.fault} ${link} ${what}`;
    })
    .join(' and ');
}

/** @param needed how many copies must be left */
export function survival(facts: Facts, copies: Copies, needed: number, faults: readonly Fault[]): Survival {
  const { fixed, extra, unplaced, total } = copies;
  const question: Question = { fixed, extra, unplaced, total, faults };
  const { loss, most, placementOpen } = facts.of(worstLosses, JSON.stringify(question));
  const spare = total - needed;
  return { verdict: loss.copies > spare ? 'fails' : most <= spare ? 'survives' : 'open', loss, placementOpen };
}

/** Copies, and a fault that meets them. */
type Question = Pick<Copies, 'fixed' | 'extra' | 'unplaced' | 'total'> & { readonly faults: readonly Fault[] };

/** Kept by what is asked: stores that are placed alike lose alike, and rules ask for several numbers to be left. */
const worstLosses = defineAnalysis<Pick<Survival, 'loss' | 'placementOpen'> & { readonly most: number }>(
  'placement/worst-losses',
  (facts, id) => {
    const { faults, ...copies } = JSON.parse(id) as Question;
    const tree = domainTree(facts);
    const placements = placementsOf(copies);
    let least: Loss | undefined;
    let most = 0;
    for (const placed of placements) {
      const loss = worstLoss(placed, faults, tree);
      if (!least || loss.copies < least.copies) least = loss;
      most = Math.max(most, Math.min(copies.total, loss.copies + openCopies(placed, faults, tree)));
    }
    return {
      loss: least ?? { copies: 0, domains: [] },
      most,
      placementOpen: placements.length > 1 || copies.unplaced > 0,
    };
  },
);

/** Stands for no place: only the loss of nodes can be counted on to reach it. */
const NOWHERE: Id = '';

/** Every way to place the copies, as the place of each; where there are too many ways, the open ones stand nowhere. */
export function placementsOf({
  fixed,
  extra,
  unplaced,
}: Pick<Copies, 'fixed' | 'extra' | 'unplaced'>): (readonly Id[])[] {
  const nowhere = (count: number): Id[] => Array.from({ length: count }, () => NOWHERE);
  const certain = [...fixed, ...nowhere(unplaced)];
  if (extra.count === 0) return [certain];
  if (binomial(extra.among.length, extra.count) > MOST_CASES) return [[...certain, ...nowhere(extra.count)]];
  return combinations(extra.among, extra.count).map((more) => [...certain, ...more]);
}

/** How a place relates to the domains of a kind. */
type Membership = { readonly in: Id } | 'somewhere-inside' | 'outside';

interface DomainTree {
  membership(place: Id, kind: DomainKind): Membership;
  isWithin(place: Id, outer: Id): boolean;
}

function domainTree(facts: Facts): DomainTree {
  const ancestors = (place: Id): Id[] =>
    entitiesOf(facts, [place]).flatMap((entity) => [...enclosing(facts, entity)].map((outer) => outer.id));
  const known = new Map<string, Membership>();
  return {
    membership(place, kind) {
      const key = `${kind} ${place}`;
      const existing = known.get(key);
      if (existing) return existing;
      const holder = entitiesOf(facts, ancestors(place)).find((outer) => outer.kind === kind);
      const own = facts.entity(place)?.kind ?? '';
      const found: Membership = holder ? { in: holder.id } : canContain(own, kind) ? 'somewhere-inside' : 'outside';
      known.set(key, found);
      return found;
    },
    isWithin: (place, outer) => ancestors(place).includes(outer),
  };
}

/** Whether the vocabulary lets a place of one kind have places of another inside, however deep. */
function canContain(outer: string, inner: string): boolean {
  const within = kinds.find((kind) => kind.name === inner)?.within ?? [];
  return within.some((parent) => parent === outer || (parent !== 'topology' && canContain(outer, parent)));
}

/** Copies of which it is open in which domain of a fault's kind they stand. */
function openCopies(placed: readonly Id[], faults: readonly Fault[], tree: DomainTree): number {
  return placed.filter((place) =>
    faults.some((fault) =>
      fault.type === 'any'
        ? fault.kind !== 'node' && (place === NOWHERE || tree.membership(place, fault.kind) === 'somewhere-inside')
        : place === NOWHERE || fault.places.some((lost) => lost !== place && tree.isWithin(lost, place)),
    ),
  ).length;
}

/** The choice of domains that takes most copies of one placement. */
function worstLoss(placed: readonly Id[], faults: readonly Fault[], tree: DomainTree): Loss {
  const [first, ...others] = [...faults].sort((a, b) => Number(isNode(a)) - Number(isNode(b)));
  if (!first) return { copies: 0, domains: [] };
  if (first.type === 'any' && first.kind === 'node') {
    const rest = worstLoss(placed.slice(Math.min(first.number, placed.length)), others, tree);
    return { copies: Math.min(first.number, placed.length) + rest.copies, domains: rest.domains };
  }
  let worst: Loss = { copies: -1, domains: [] };
  for (const lost of choicesOf(
    placed,
    first,
    others.some((fault) => !isNode(fault)),
    tree,
  )) {
    const gone = new Set(lost.flatMap((domain) => domain.copies));
    const rest = worstLoss(
      placed.filter((_, copy) => !gone.has(copy)),
      others,
      tree,
    );
    const copies = gone.size + rest.copies;
    if (copies <= worst.copies) continue;
    const named = lost.flatMap(({ place, copies: held }) =>
      place === undefined ? [] : [{ place, copies: held.length }],
    );
    worst = { copies, domains: [...named, ...rest.domains] };
  }
  return worst;
}

const isNode = (fault: Fault): boolean => fault.type === 'any' && fault.kind === 'node';

interface Domain {
  /** Absent for a domain that has no name: a copy stands somewhere inside a larger place, at best alone. */
  readonly place: Id | undefined;
  /** Positions in the placement. */
  readonly copies: readonly number[];
}

function choicesOf(placed: readonly Id[], fault: Fault, joined: boolean, tree: DomainTree): Domain[][] {
  if (fault.type === 'one-of')
    return fault.places.map((place) => [
      { place, copies: placed.flatMap((at, copy) => (tree.isWithin(at, place) ? [copy] : [])) },
    ]);
  const domains = domainsOf(placed, fault.kind, tree);
  const number = Math.min(fault.number, domains.length);
  // Disjoint domains: the most loaded ones take most. Joined with other faults, that need not be the worst choice.
  return joined && binomial(domains.length, number) <= MOST_CASES
    ? combinations(domains, number)
    : [domains.slice(0, number)];
}

/** The domains of a kind that hold copies, the most loaded first. */
function domainsOf(placed: readonly Id[], kind: DomainKind, tree: DomainTree): Domain[] {
  const named = new Map<Id, number[]>();
  const alone: Domain[] = [];
  placed.forEach((place, copy) => {
    const membership = tree.membership(place, kind);
    if (membership === 'somewhere-inside') alone.push({ place: undefined, copies: [copy] });
    else if (membership !== 'outside') named.set(membership.in, [...(named.get(membership.in) ?? []), copy]);
  });
  const loaded: Domain[] = [...named].map(([place, held]) => ({ place, copies: held }));
  return [...loaded, ...alone].sort((a, b) => b.copies.length - a.copies.length);
}

export function combinations<T>(items: readonly T[], size: number): T[][] {
  if (size === 0) return [[]];
  return items.flatMap((item, i) => combinations(items.slice(i + 1), size - 1).map((rest) => [item, ...rest]));
}

function binomial(n: number, k: number): number {
  let result = 1;
  for (let i = 1; i <= k && result <= MOST_CASES * n; i++) result = (result * (n - k + i)) / i;
  return result;
}
