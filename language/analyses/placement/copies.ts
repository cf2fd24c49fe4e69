/**
 * How many copies of an element run, and where each stands, as far as the description says. O(copies).
 *
 * Invariant: nothing is invented. Copies `across` places are spread as evenly as they can be (that is what the word
 * means); where that leaves open which places have one more, it stays open.
 */
import type { Entity } from '../../model/model.ts';
import { given, written } from '../../model/model.ts';
import type { Id } from '../../model/symbols.ts';
import type { Reference } from '../../vocabulary/pattern.ts';
import type { KeyName } from '../../vocabulary/vocabulary.ts';
import type { Facts } from '../facts.ts';
import { mechanism } from '../consistency/mechanism.ts';

export interface Copies {
  readonly total: number;
  /** One place for each copy whose place is certain; a place that has several occurs several times. */
  readonly fixed: readonly Id[];
  /** Copies left over by an even spread: each stands in another of these places, which one is open. */
  readonly extra: { readonly count: number; readonly among: readonly Id[] };
  /** Copies whose place is not said. */
  readonly unplaced: number;
  /** The key that says so. */
  readonly key: KeyName;
}

const NO_EXTRA: Copies['extra'] = { count: 0, among: [] };

/** All copies of an element: the primary with its standbys, the voters, or the replicas. */
export function copiesOf(facts: Facts, element: Entity): Copies | undefined {
  return votersWritten(element) ?? primaryAndStandbys(element) ?? replicas(facts, element);
}

/** The copies that vote on each decision or write: of a consensus group, or of a store replicated by voting. */
export function votersOf(facts: Facts, element: Entity): Copies | undefined {
  const named = votersWritten(element);
  if (named || written(element, 'voters')) return named;
  return isVotingGroup(facts, element) ? replicas(facts, element) : undefined;
}

/**
 * Whether a quorum of the copies must answer: nothing else makes their number matter. Products that ask quorums often let
 * each request choose how many (Cassandra's consistency levels): their technology's default says too little.
 */
export function isVotingGroup(facts: Facts, element: Entity): boolean {
  if (element.kind === 'consensus' || written(element, 'voters') || written(element, 'quorum')) return true;
  return written(element, 'replication') === 'quorum' || facts.of(mechanism, element.id)?.family === 'consensus';
}

/** Whether the copies decide together on one sequence; a quorum of registers, which only keep values, does not. */
export function isConsensusGroup(facts: Facts, element: Entity): boolean {
  if (element.kind === 'consensus' || written(element, 'voters')) return true;
  return facts.of(mechanism, element.id)?.family === 'consensus';
}

function votersWritten(element: Entity): Copies | undefined {
  const voters = written(element, 'voters');
  const places = voters && resolved(voters);
  return places && { total: places.length, fixed: places, extra: NO_EXTRA, unplaced: 0, key: 'voters' };
}

function primaryAndStandbys(element: Entity): Copies | undefined {
  const standbys = written(element, 'standbys');
  const followers = standbys && resolved(standbys);
  if (!followers) return undefined;
  const primary = written(element, 'primary');
  const leader = primary ? resolved([primary]) : [];
  if (!leader) return undefined;
  return {
    total: followers.length + 1,
    fixed: [...leader, ...followers],
    extra: NO_EXTRA,
    unplaced: 1 - leader.length,
    key: 'standbys',
  };
}

function replicas(facts: Facts, element: Entity): Copies | undefined {
  const value = given(facts, element, 'replicas')?.value;
  if (!value) return undefined;
  const { replicas: total } = value;
  const places = value.places && resolved(value.places);
  return places ? spreadEvenly(total, [...new Set(places)]) : unplaced(total);
}

const unplaced = (total: number): Copies => ({
  total,
  fixed: [],
  extra: NO_EXTRA,
  unplaced: total,
  key: 'replicas',
});

export function spreadEvenly(total: number, places: readonly Id[]): Copies {
  if (places.length === 0) return unplaced(total);
  const each = Math.floor(total / places.length);
  const left = total % places.length;
  return {
    total,
    fixed: places.flatMap((place) => Array.from({ length: each }, () => place)),
    extra: left === 0 ? NO_EXTRA : { count: left, among: places },
    unplaced: 0,
    key: 'replicas',
  };
}

/** The places meant, or nothing where one of the names stands for nothing: then even their number is unknown. */
function resolved(references: readonly Reference[]): Id[] | undefined {
  return references.every((reference) => reference.ids.length > 0)
    ? references.flatMap((reference) => reference.ids)
    : undefined;
}
