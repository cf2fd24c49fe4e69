/**
 * How much a group of voters withstands, by enumeration over the failure-domain tree. Liveness and safety are told apart:
 * a group without a quorum waits and says nothing wrong; one that lies can reach may say something wrong.
 *
 * Invariant: a number is right for every placement that the description allows. O(domains × survival).
 */
import { enclosing, given } from '../../model/model.ts';
import type { Entity } from '../../model/model.ts';
import type { Id } from '../../model/symbols.ts';
import { entitiesOf } from '../facts.ts';
import type { Facts } from '../facts.ts';
import type { Copies } from './copies.ts';
import { neededOf, quorumsOf, savesMembers, shared } from './quorums.ts';
import type { Agreement, Quorums } from './quorums.ts';
import { survival } from './survival.ts';
import type { DomainKind } from './survival.ts';

export interface Tolerance {
  readonly quorums: Quorums;
  /** Undefined: not said. */
  readonly agreement: Agreement | undefined;
  /** How many members may stop, and how many domains of each kind in use may go, while a quorum is left. */
  readonly liveness: {
    readonly crashes: number;
    readonly domains: readonly { readonly kind: DomainKind; readonly survived: number; readonly failsAt: number }[];
  };
  readonly safety: {
    /** Whether a quorum to elect always finds what a quorum to replicate has. */
    readonly meets: boolean;
    /** How many members may lie without two quorums deciding differently; undefined where the protocol is not said. */
    readonly liars: number | undefined;
  };
}

const DOMAINS: readonly DomainKind[] = ['region', 'site', 'zone', 'rack'];

export function toleranceOf(facts: Facts, group: Entity, voters: Copies): Tolerance {
  const quorums = quorumsOf(facts, group, voters.total);
  const needed = neededOf(quorums);
  const agreement = given(facts, group, 'agreement')?.value;
  return {
    quorums,
    agreement,
    liveness: {
      crashes: Math.max(0, voters.total - needed),
      domains: domainsInUse(facts, voters).map((kind) => ({ kind, ...domainsSurvived(facts, voters, needed, kind) })),
    },
    safety: { meets: shared(quorums, voters.total) > 0, liars: liarsWithstood(quorums, voters.total, agreement) },
  };
}

/** So many may lie that two quorums still share a member that does not, and that the others can go on without them. */
function liarsWithstood(quorums: Quorums, total: number, agreement: Agreement | undefined): number | undefined {
  if (agreement === undefined) return undefined;
  if (agreement.members === 'crash-tolerant') return 0;
  // With signatures or trusted components a liar is found out: it can be silent, and that is all.
  if (savesMembers(agreement)) return Math.max(0, total - neededOf(quorums));
  return Math.max(0, Math.min(shared(quorums, total) - 1, total - neededOf(quorums)));
}

/** Kinds of failure domain that the copies stand in. */
function domainsInUse(facts: Facts, { fixed, extra }: Copies): DomainKind[] {
  const places: readonly Id[] = [...fixed, ...extra.among];
  const used = new Set(
    entitiesOf(facts, places).flatMap((place) => [...enclosing(facts, place)].map((outer) => outer.kind)),
  );
  return DOMAINS.filter((kind) => used.has(kind));
}

/** How many domains of a kind may surely go, and how many are surely too many (0: none ever are). */
function domainsSurvived(
  facts: Facts,
  voters: Copies,
  needed: number,
  kind: DomainKind,
): { survived: number; failsAt: number } {
  let survived = 0;
  for (let number = 1; number <= voters.total; number++) {
    const { verdict } = survival(facts, voters, needed, [{ type: 'any', number, kind }]);
    if (verdict === 'fails') return { survived, failsAt: number };
    if (verdict === 'survives') survived = number;
  }
  return { survived, failsAt: 0 };
}
