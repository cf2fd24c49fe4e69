/**
 * Whether the power that the fault model lets fail takes acknowledged writes with it: they are in memory only
 * (`flush`), and so many replicas go down at once that every one that had them may be among those.
 *
 * A rack, zone or site that is lost, and whatever crashes, has lost its power; what was on disk comes back, what was in memory does not.
 * Sources: Ongaro, Consensus: Bridging Theory and Practice, 2014, section 3.8 (persisted state); Alagappan et al.,
 * Fault-Tolerance, Fast and Slow: Exploiting Failure Asynchrony in Distributed Systems, OSDI 2018.
 *
 * O(lines of the fault model × placements × copies), bounded by `survival`.
 */
import type { Entity, Given } from '../../model/model.ts';
import type { KeyValues } from '../../vocabulary/vocabulary.ts';
import { durationText } from '../timing/text.ts';
import { entitiesOf } from '../facts.ts';
import type { Facts } from '../facts.ts';
import { copiesOf } from '../placement/copies.ts';
import { quorumsOf } from '../placement/quorums.ts';
import { faultsOfLine, survival } from '../placement/survival.ts';
import type { Fault, FaultLine, Survival } from '../placement/survival.ts';
import { acknowledgers } from './acknowledgement.ts';
import { ANYTHING } from './circumstances.ts';
import type { Circumstances } from './circumstances.ts';
import { toleratedLines } from './fault-model.ts';
import type { ToleratedLine } from './fault-model.ts';
import type { Guarantees, Refutation } from './guarantees.ts';
import { implies } from './models.ts';
import { origin } from './mechanism.ts';
import type { Mechanism } from './mechanism.ts';

export type Flush = Given<KeyValues['flush']>;

/** A fault that takes writes which are acknowledged and not on disk. */
export interface PowerLoss {
  readonly line: ToleratedLine;
  readonly flush: Flush;
  /** The fewest replicas that have a write when it is acknowledged; undefined: not said, and all of them go down. */
  readonly least: number | undefined;
  readonly total: number;
  readonly survival: Survival;
}

/** The faults of the fault model that certainly can lose acknowledged writes by the loss of power alone. */
export function powerLosses(facts: Facts, store: Entity, how: Mechanism, under: Circumstances = ANYTHING): PowerLoss[] {
  const { flush } = how;
  // What a shared volume loses is not for the replicas above it to say.
  if (!flush || isBefore(flush.value) || how.storage?.value === 'shared') return [];
  const copies = copiesOf(facts, store);
  // A write that others took in place of a replica may be anywhere.
  const isSloppy = how.commit?.value.mode === 'replicas' && how.commit.value.sloppy;
  if (!copies || copies.total === 0 || isSloppy) return [];
  const least = acknowledgers(how, copies.total, quorumsOf(facts, store, copies.total).replicate);
  const holders = least ?? copies.total;
  return toleratedLines(facts, store).flatMap((line) => {
    if (!under.happens(line)) return [];
    const faults = powerFaults(facts, line);
    if (faults.length === 0) return [];
    const survived = survival(facts, copies, copies.total - holders + 1, faults);
    return survived.verdict === 'fails' ? [{ line, flush, least, total: copies.total, survival: survived }] : [];
  });
}

/** What of a line takes the power from what it reaches. */
export const powerFaults = (facts: Facts, line: ToleratedLine): Fault[] =>
  faultsOfLine(line.faults.filter((fault) => cutsPower(facts, fault))).faults;

/** A region does not lose its power at once; where it is lost for good, what its disks had is gone as well. */
function cutsPower(facts: Facts, fault: FaultLine[number]): boolean {
  if (fault.fault !== 'loss') return fault.fault === 'crash';
  if ('places' in fault)
    return entitiesOf(
      facts,
      fault.places.flatMap(({ ids }) => ids),
    ).every(({ kind }) => kind !== 'region');
  return fault.domain !== 'region' && fault.domain !== 'regions';
}

export const isBefore = (flush: KeyValues['flush']): boolean => 'when' in flush && flush.when === 'before';

/** Who has a write when it is acknowledged, for messages. */
export function holdersText(least: number | undefined, total: number): string {
  if (total === 1) return 'its only copy has it';
  if (least === undefined) return 'replicas have it';
  return `${String(least)} of ${String(total)} replicas ${least === 1 ? 'has' : 'have'} it`;
}

/** A value as it is written, for messages. */
export function flushText(flush: KeyValues['flush']): string {
  if ('every' in flush) return `every ${durationText(flush.every)}`;
  return flush.when === 'before' ? 'before acknowledging' : flush.when;
}

/** Takes back what a loss of power breaks: what a client saw acknowledged, it may not find again. */
export function withoutPower(
  facts: Facts,
  store: Entity,
  how: Mechanism,
  known: Guarantees,
  under: Circumstances,
): Guarantees {
  const [first] = powerLosses(facts, store, how, under);
  if (!first) return known;
  const { flush, least, total, line } = first;
  const argument = `\`${store.name}\` acknowledges a write when ${holdersText(least, total)} in memory (\`flush: ${flushText(flush.value)}\`, ${origin(facts, flush)}), and \`${line.text}\`, which \`tolerate\` names, can take the power from all of those`;
  const lost: Refutation[] = (['read-your-writes', 'monotonic-reads', 'linearizable'] as const).map((model) => ({
    model,
    cause: 'lost-power',
    argument,
    settings: [flush],
  }));
  return {
    ...known,
    grants: known.grants.filter(({ model }) => lost.every((refuted) => !implies(model, refuted.model))),
    refutations: [...known.refutations, ...lost],
  };
}
