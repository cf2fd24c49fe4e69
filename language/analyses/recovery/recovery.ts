/**
 * What each fault costs a store: the acknowledged writes that are lost in the worst case, and how long it takes until it
 * works again. The faults are those that the fault model names; without any, the loss of the primary and that of all
 * copies.
 *
 * Invariant: `loss` and `downtime` are bounds from below of the worst case: what is not known (`open`) can only add to
 * them. A claim that an objective is kept needs `open` to be empty.
 *
 * Sources: ISO 22301 (recovery objectives); Kleppmann, Designing Data-Intensive Applications, 2017, chapter 5; Beyer et
 * al., Site Reliability Engineering, 2016, chapter 26.
 *
 * O(faults × writers × placements × copies) for each store, the last two bounded by `survival`.
 */
import { acknowledgers, promotion } from '../consistency/acknowledgement.ts';
import { toleratedLines } from '../consistency/fault-model.ts';
import type { ToleratedLine } from '../consistency/fault-model.ts';
import { mechanism, mechanismFor } from '../consistency/mechanism.ts';
import type { Mechanism } from '../consistency/mechanism.ts';
import { durableWriters } from '../consistency/writers.ts';
import { defineAnalysis } from '../facts.ts';
import type { Facts } from '../facts.ts';
import { copiesOf } from '../placement/copies.ts';
import type { Copies } from '../placement/copies.ts';
import { quorumsOf } from '../placement/quorums.ts';
import { faultsOfLine } from '../placement/survival.ts';
import type { Fault } from '../placement/survival.ts';
import type { Entity } from '../../model/model.ts';
import { downtimeOf } from './downtime.ts';
import { isWorse, NOTHING } from './figures.ts';
import type { Loss } from './figures.ts';
import { lossOf } from './losses.ts';
import type { Candidate, Event, LossCause, Missing } from './losses.ts';

export interface Setback {
  /** As it is written in the fault model, or in words. */
  readonly fault: string;
  /** The line of the fault model; none where it names no fault. */
  readonly line: ToleratedLine | undefined;
  /** Whether objectives are meant for it: it is named, or the least that can happen. */
  readonly counts: boolean;
  readonly loss: Loss;
  readonly cause: LossCause | undefined;
  readonly because: string;
  /** Flows whose writes are concerned; none: all. */
  readonly flows: readonly Entity[];
  /** Milliseconds; undefined: not known. */
  readonly downtime: number | undefined;
  readonly downtimeBecause: string;
  /** What would have to be said to know more. */
  readonly open: { readonly loss: readonly Missing[]; readonly downtime: readonly Missing[] };
}

/** The faults that count for a store, with what each costs. */
export const setbacks = defineAnalysis<readonly Setback[]>('recovery/setbacks', (facts, id) => {
  const store = facts.entity(id);
  const how = store && facts.of(mechanism, id);
  const copies = store && copiesOf(facts, store);
  if (!store || !how?.family || !copies || copies.total === 0) return [];
  return eventsFor(facts, store, copies).map((event) => setback(facts, store, how, copies, event));
});

function eventsFor(facts: Facts, store: Entity, copies: Copies): Event[] {
  const named = toleratedLines(facts, store).flatMap((line): Event[] => {
    const stops = faultsOfLine(line.faults).faults;
    const loses = faultsOfLine(line.faults.filter(({ fault }) => fault === 'loss')).faults;
    return stops.length > 0 ? [{ fault: line.text, line, counts: true, stops, loses }] : [];
  });
  if (named.length > 0) return named;
  const nodes = (number: number): Fault[] => [{ type: 'any', number, kind: 'node' }];
  const event = (fault: string, number: number): Event => ({
    fault,
    line: undefined,
    counts: number === 1,
    stops: nodes(number),
    loses: nodes(number),
  });
  if (copies.total === 1) return [event('loss of its only copy', 1)];
  return [event('loss of the primary', 1), event('loss of all copies', copies.total)];
}

function setback(facts: Facts, store: Entity, how: Mechanism, copies: Copies, event: Event): Setback {
  const writers = durableWriters(facts, store);
  const paths: { flow: Entity | undefined; how: Mechanism }[] =
    writers.length > 0
      ? writers.map((flow) => ({ flow, how: mechanismFor(facts, flow, store) }))
      : [{ flow: undefined, how }];
  const open: Missing[] = [];
  let worst: Candidate | undefined;
  let flows: Entity[] = [];
  for (const path of paths) {
    const candidate = lossOf(facts, store, path.how, copies, event, open);
    if (!candidate) continue;
    const isNew = !worst || isWorse(candidate.loss, worst.loss);
    if (isNew) [worst, flows] = [candidate, []];
    if (path.flow && (isNew || !isWorse(worst?.loss ?? NOTHING, candidate.loss))) flows.push(path.flow);
  }
  const time = downtimeOf(facts, store, how, copies, event);
  return {
    fault: event.fault,
    line: event.line,
    counts: event.counts,
    loss: worst?.loss ?? NOTHING,
    cause: worst?.cause,
    because: worst?.because ?? (open.length > 0 ? '' : keptBecause(facts, store, paths[0]?.how ?? how, copies)),
    flows: flows.length < paths.length ? flows : [],
    downtime: time.milliseconds,
    downtimeBecause: time.because,
    open: { loss: unique(open), downtime: time.open },
  };
}

function keptBecause(facts: Facts, store: Entity, how: Mechanism, copies: Copies): string {
  if (how.family === 'primary-backup') {
    const kept = promotion(facts, how, copies.total);
    if (kept.verdict === 'keeps') return kept.because;
  }
  const least = acknowledgers(how, copies.total, quorumsOf(facts, store, copies.total).replicate);
  return least === undefined ? '' : `at least ${String(least)} of ${String(copies.total)} copies have it by then`;
}

function unique(missing: readonly Missing[]): Missing[] {
  return [...new Map(missing.map((one) => [`${one.entity} ${one.key}`, one])).values()];
}
