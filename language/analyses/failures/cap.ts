/**
 * What each side of a partition can do that the fault model asks to survive, and so whether a store keeps consistency (CP)
 * or availability (AP) then, or neither.
 *
 * Splits in two suffice: what a side can do depends on which copies are with it, not on how the others are split. Of many
 * domains each is looked at alone, against all others. O(splits × sides × what one question costs).
 *
 * Source: Gilbert and Lynch, Brewer’s Conjecture and the Feasibility of Consistent, Available, Partition-Tolerant Web
 * Services, 2002: consistent is linearizable, available that every node that runs answers.
 */
import type { Entity } from '../../model/model.ts';
import { idOf, qualifiedName } from '../../model/symbols.ts';
import type { Id } from '../../model/symbols.ts';
import { defineAnalysis } from '../facts.ts';
import type { Facts } from '../facts.ts';
import { copiesOf } from '../placement/copies.ts';
import { combinations } from '../placement/survival.ts';
import { answered } from './access.ts';
import type { Asked } from './access.ts';
import { asked } from './asking.ts';
import { keepsByItself } from './consistency.ts';
import { allOf } from './outcome.ts';
import type { Certainty, Outcome } from './outcome.ts';
import { tolerablePartitions } from './partitions.ts';
import type { TolerablePartition } from './partitions.ts';
import { Ground, NOTHING_FAILS } from './situation.ts';

export interface Side {
  readonly places: readonly Id[];
  readonly reads: Outcome;
  readonly writes: Outcome;
}

export interface Split {
  /** The partition of the fault model that allows it. */
  readonly fault: string;
  readonly sides: readonly [Side, Side];
}

export interface PartitionBehaviour {
  readonly splits: readonly Split[];
  /** Whether all accesses are linearizable then. */
  readonly consistent: Outcome;
  readonly class: 'CP' | 'AP' | 'neither' | 'unknown';
}

/** With more domains than this, only splits of one against the rest are looked at. */
const MOST_DOMAINS = 5;

/** Nothing for what no tolerated partition separates. */
export const partitionBehaviour = defineAnalysis<PartitionBehaviour | undefined>('failures/partition', (facts, id) => {
  const store = facts.entity(id);
  if (!store) return undefined;
  let known: Ways | undefined;
  const ways = (): Ways => (known ??= { read: asked(facts, store, 'read'), write: asked(facts, store, 'write') });
  const splits = tolerablePartitions(facts, store).flatMap((partition) =>
    splitsOf(sidesOf(facts, store, partition)).map((places) => splitAt(facts, store, ways(), partition.text, places)),
  );
  const [first] = splits;
  if (!first) return undefined;
  const ground = groundOf(
    first.sides.map(({ places }) => places),
    facts,
  );
  const consistent = keepsByItself(ground, store, 'linearizable');
  return { splits, consistent, class: classOf(splits, consistent.certainty) };
});

/**
 * What may be cut off from each other. Machines that stand in places of their own are cut off as these places are; others
 * have no name by which to say on which side they are.
 */
function sidesOf(facts: Facts, store: Entity, { ofNodes, sides = [] }: TolerablePartition): readonly string[] {
  if (!ofNodes) return sides;
  const copies = copiesOf(facts, store);
  if (!copies || copies.extra.count > 0 || copies.unplaced > 0) return [];
  const places = copies.fixed.map(qualifiedName);
  const apart = places.every((a, i) => places.every((b, j) => i === j || (a !== b && !a.startsWith(`${b}.`))));
  return apart ? places : [];
}

function splitsOf(sides: readonly string[]): (readonly [readonly Id[], readonly Id[]])[] {
  if (sides.length < 2) return [];
  const ids = sides.map((name) => idOf('place', name));
  const most = sides.length > MOST_DOMAINS ? 1 : Math.floor(sides.length / 2);
  const seen = new Set<string>();
  return Array.from({ length: most }, (_, i) => combinations(ids, i + 1))
    .flat()
    .flatMap((some) => {
      const rest = ids.filter((id) => !some.includes(id));
      if (seen.has(rest.join())) return [];
      seen.add(some.join());
      return [[some, rest] as const];
    });
}

const groundOf = (groups: readonly (readonly Id[])[], facts: Facts): Ground =>
  new Ground(facts, { ...NOTHING_FAILS, groups });

type Ways = Readonly<Record<'read' | 'write', readonly Asked[]>>;

function splitAt(
  facts: Facts,
  store: Entity,
  ways: Ways,
  fault: string,
  groups: readonly [readonly Id[], readonly Id[]],
): Split {
  const ground = groundOf(groups, facts);
  const sideOf = (places: readonly Id[]): Side => {
    const [at] = places;
    const can = (purpose: keyof Ways): Outcome =>
      allOf(
        ways[purpose].map((way) => answered(ground, store, way, at)),
        '',
      );
    return { places, reads: can('read'), writes: can('write') };
  };
  return { fault, sides: [sideOf(groups[0]), sideOf(groups[1])] };
}

function classOf(splits: readonly Split[], consistent: Certainty): PartitionBehaviour['class'] {
  const all = splits.flatMap(({ sides }) => sides.flatMap(({ reads, writes }) => [reads, writes]));
  if (all.every(({ certainty }) => certainty === 'yes')) return 'AP';
  const stops = all.some(({ certainty }) => certainty === 'no');
  if (!stops || consistent === 'unknown') return 'unknown';
  return consistent === 'yes' ? 'CP' : 'neither';
}
