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
import { mechanism, mechanismFor, origin } from '../consistency/mechanism.ts';
import type { Mechanism } from '../consistency/mechanism.ts';
import { flushText, powerLosses } from '../consistency/power.ts';
import { durableWriters } from '../consistency/writers.ts';
import { defineAnalysis } from '../facts.ts';
import type { Facts } from '../facts.ts';
import { copiesOf } from '../placement/copies.ts';
import type { Copies } from '../placement/copies.ts';
import { neededOf, quorumsOf } from '../placement/quorums.ts';
import { faultsOfLine, survival } from '../placement/survival.ts';
import type { Fault } from '../placement/survival.ts';
import { written } from '../../model/model.ts';
import type { Entity } from '../../model/model.ts';
import type { Id } from '../../model/symbols.ts';
import { fromBackup } from './backups.ts';
import { isWorse, NOTHING, spanText } from './figures.ts';
import type { Loss } from './figures.ts';

/** What brings a loss about. */
export type LossCause = 'promotion' | 'primary' | 'copies' | 'power' | 'backup';

export interface Missing {
  readonly entity: Id;
  readonly key: string;
}

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

/** A fault as it reaches a store. */
interface Event {
  readonly fault: string;
  readonly line: ToleratedLine | undefined;
  readonly counts: boolean;
  /** What stops, with or without its disk. */
  readonly stops: readonly Fault[];
  /** Of that, what comes back without its disk. */
  readonly loses: readonly Fault[];
}

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

interface Candidate {
  readonly loss: Loss;
  readonly cause: LossCause;
  readonly because: string;
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
    because: worst?.because ?? (open.length > 0 ? '' : keptBecause(facts, paths[0]?.how ?? how, copies)),
    flows: flows.length < paths.length ? flows : [],
    downtime: time.milliseconds,
    downtimeBecause: time.because,
    open: { loss: unique(open), downtime: time.open },
  };
}

function keptBecause(facts: Facts, how: Mechanism, copies: Copies): string {
  if (how.family === 'primary-backup') {
    const kept = promotion(facts, how, copies.total);
    if (kept.verdict === 'keeps') return kept.because;
  }
  const least = acknowledgers(how, copies.total);
  return least === undefined ? '' : `at least ${String(least)} of ${String(copies.total)} copies have it by then`;
}

/** The worst that is certain of one writer's acknowledged writes; what is not known is added to `open`. */
function lossOf(
  facts: Facts,
  store: Entity,
  how: Mechanism,
  copies: Copies,
  event: Event,
  open: Missing[],
): Candidate | undefined {
  const miss = (key: string): void => {
    open.push({ entity: store.id, key });
  };
  if (how.storage?.value === 'shared') {
    // Where the volume under all replicas stands is not said.
    if (event.loses.length > 0) miss('storage');
  } else if (event.loses.length > 0) {
    const all = survival(facts, copies, 1, event.loses).verdict;
    if (all === 'fails') {
      const restored = fromBackup(facts, store, copies, event.loses);
      open.push(...restored.open);
      return restored.loss && { loss: restored.loss, cause: 'backup', because: restored.because };
    }
    if (all === 'open') miss(copies.key);
  }
  const found = [
    byPromotion(facts, store, how, copies, event, miss),
    ...(how.storage?.value === 'shared'
      ? []
      : [withCopies(facts, how, copies, event, miss), inMemory(facts, store, how, copies, event, miss)]),
  ];
  return found.reduce((worst, next) => (!worst || (next && isWorse(next.loss, worst.loss)) ? next : worst), undefined);
}

type Miss = (key: string) => void;

/** Somebody who lacks acknowledged writes goes on as the primary. */
function byPromotion(
  facts: Facts,
  store: Entity,
  how: Mechanism,
  copies: Copies,
  event: Event,
  miss: Miss,
): Candidate | undefined {
  if (how.family !== 'primary-backup' || !reachesPrimary(facts, store, copies, event.stops)) return undefined;
  const { failover } = how;
  if (!failover) miss('failover');
  if (!failover || failover.value.mode === 'none') return undefined;
  const promoted = promotion(facts, how, copies.total);
  if (promoted.verdict === 'unknown') miss(promoted.missing);
  if (promoted.verdict !== 'loses') return undefined;
  const by = failover.value.mode === 'manual' ? 'somebody promotes a standby' : 'a standby is promoted';
  return behind(how, 'promotion', `a write is acknowledged ${promoted.acknowledged}, and ${by} that lacks it`);
}

/** All copies that had to have a write are lost with their disks. */
function withCopies(facts: Facts, how: Mechanism, copies: Copies, event: Event, miss: Miss): Candidate | undefined {
  if (event.loses.length === 0) return undefined;
  const least = acknowledgers(how, copies.total);
  if (least === undefined) {
    miss(how.commit?.value.mode === 'in-sync' ? 'in-sync' : 'commit');
    return undefined;
  }
  const { verdict } = survival(facts, copies, copies.total - least + 1, event.loses);
  if (verdict === 'open') miss(copies.key);
  if (verdict !== 'fails') return undefined;
  const holders =
    least === 1
      ? 'one copy is enough to acknowledge a write, and it'
      : `${String(least)} copies are enough to acknowledge a write, and all of them`;
  return behind(how, least === 1 ? 'primary' : 'copies', `${holders} may be among those lost`);
}

/** The power fails where writes are in memory only. */
function inMemory(
  facts: Facts,
  store: Entity,
  how: Mechanism,
  copies: Copies,
  event: Event,
  miss: Miss,
): Candidate | undefined {
  const { line } = event;
  if (!line) return undefined;
  if (how.flush === undefined) {
    const least = acknowledgers(how, copies.total);
    if (least !== undefined && survival(facts, copies, copies.total - least + 1, event.stops).verdict !== 'survives')
      miss('flush');
    return undefined;
  }
  const power = powerLosses(facts, store, how).find(
    (loss) => loss.line.index === line.index && loss.line.by === line.by,
  );
  if (!power) return undefined;
  const { value } = how.flush;
  const isAll =
    'when' in value && value.when === 'never' && survival(facts, copies, 1, event.stops).verdict === 'fails';
  return {
    loss: 'every' in value ? { kind: 'latest', time: value.every } : { kind: isAll ? 'everything' : 'some' },
    cause: 'power',
    because: `what is acknowledged may be in memory only (\`flush: ${flushText(value)}\`, ${origin(facts, how.flush)})`,
  };
}

/** What a copy lacks that is behind: as much as its lag, where that is said. */
function behind({ lag }: Mechanism, cause: LossCause, because: string): Candidate {
  if (!lag) return { loss: { kind: 'some' }, cause, because };
  return {
    loss: { kind: 'latest', time: lag.value },
    cause,
    because: `${because}; a standby is up to ${spanText(lag.value)} behind (\`lag\`)`,
  };
}

/** Whether a fault can take the primary: the place of it where that is said, else any copy may lead. */
function reachesPrimary(facts: Facts, store: Entity, copies: Copies, faults: readonly Fault[]): boolean {
  const place = written(store, 'primary')?.ids;
  const leader: Copies = place
    ? { total: place.length, fixed: place, extra: { count: 0, among: [] }, unplaced: 0, key: copies.key }
    : copies;
  return survival(facts, leader, leader.total, faults).verdict === 'fails';
}

interface Downtime {
  readonly milliseconds: number | undefined;
  readonly because: string;
  readonly open: readonly Missing[];
}

/** How long it takes until the store takes writes again, where that is said. */
function downtimeOf(facts: Facts, store: Entity, how: Mechanism, copies: Copies, event: Event): Downtime {
  const needed =
    how.family === 'consensus'
      ? neededOf(quorumsOf(facts, store, copies.total))
      : how.family === 'quorum'
        ? undefined
        : 1;
  if (needed === undefined) return { milliseconds: undefined, because: '', open: [] };
  const goneWithDisk = event.loses.length > 0 && survival(facts, copies, needed, event.loses).verdict === 'fails';
  const { failover } = how;
  const isLed = how.family === 'primary-backup' || how.family === 'consensus';
  const restores = goneWithDisk || (isLed && failover?.value.mode === 'none' && event.loses.length > 0);
  if (restores) {
    const restore = written(store, 'restore');
    return restore?.within === undefined
      ? { milliseconds: undefined, because: '', open: [{ entity: store.id, key: 'restore' }] }
      : {
          milliseconds: restore.within,
          because:
            restore.tested === undefined
              ? 'restoring from the backup, untested'
              : `restoring from the backup, as tested on ${restore.tested}`,
          open: [],
        };
  }
  if (!isLed || (how.family === 'primary-backup' && !reachesPrimary(facts, store, copies, event.stops)))
    return { milliseconds: undefined, because: '', open: [] };
  const survived = survival(facts, copies, needed, event.stops).verdict === 'survives';
  if (survived && failover?.value.mode === 'automatic' && failover.value.within !== undefined)
    return {
      milliseconds: failover.value.within,
      because: `\`failover: automatic within\`, ${origin(facts, failover)}`,
      open: [],
    };
  return { milliseconds: undefined, because: '', open: [{ entity: store.id, key: survived ? 'failover' : 'restore' }] };
}

function unique(missing: readonly Missing[]): Missing[] {
  return [...new Map(missing.map((one) => [`${one.entity} ${one.key}`, one])).values()];
}
