/**
 * Which acknowledged writes a fault takes with it: by a promotion, with the copies that had them, with the power, or as far
 * as the backup is behind. O(placements × copies) for each writer and fault, bounded by `survival`.
 *
 * Sources: Kleppmann, Designing Data-Intensive Applications, 2017, chapter 5; Alagappan et al., Fault-Tolerance, Fast and
 * Slow, OSDI 2018.
 */
import { acknowledgers, promotion } from '../consistency/acknowledgement.ts';
import type { ToleratedLine } from '../consistency/fault-model.ts';
import { origin } from '../consistency/mechanism.ts';
import type { Mechanism } from '../consistency/mechanism.ts';
import { flushText, isBefore, powerFaults, powerLosses } from '../consistency/power.ts';
import type { Facts } from '../facts.ts';
import type { Copies } from '../placement/copies.ts';
import { quorumsOf } from '../placement/quorums.ts';
import { survival } from '../placement/survival.ts';
import type { Fault } from '../placement/survival.ts';
import { written } from '../../model/model.ts';
import type { Entity } from '../../model/model.ts';
import type { Id } from '../../model/symbols.ts';
import { fromBackup } from './backups.ts';
import { isWorse, spanText } from './figures.ts';
import type { Loss } from './figures.ts';

/** What brings a loss about. */
export type LossCause = 'promotion' | 'primary' | 'copies' | 'power' | 'backup';

export interface Missing {
  readonly entity: Id;
  readonly key: string;
}

/** A fault as it reaches a store. */
export interface Event {
  readonly fault: string;
  readonly line: ToleratedLine | undefined;
  readonly counts: boolean;
  /** What stops, with or without its disk. */
  readonly stops: readonly Fault[];
  /** Of that, what comes back without its disk. */
  readonly loses: readonly Fault[];
}

export interface Candidate {
  readonly loss: Loss;
  readonly cause: LossCause;
  readonly because: string;
}

/** The worst that is certain of one writer's acknowledged writes; what is not known is added to `open`. */
export function lossOf(
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
  const each: Case = { facts, store, how, copies, event, miss };
  const found = [byPromotion(each), ...(how.storage?.value === 'shared' ? [] : [withCopies(each), inMemory(each)])];
  return found.reduce((worst, next) => (!worst || (next && isWorse(next.loss, worst.loss)) ? next : worst), undefined);
}

/** What a fault does to the writes of one writer. */
interface Case {
  readonly facts: Facts;
  readonly store: Entity;
  readonly how: Mechanism;
  readonly copies: Copies;
  readonly event: Event;
  /** Notes a key that would have to be said to know more. */
  readonly miss: (key: string) => void;
}

/** Somebody who lacks acknowledged writes goes on as the primary. */
function byPromotion({ facts, store, how, copies, event, miss }: Case): Candidate | undefined {
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
function withCopies({ facts, store, how, copies, event, miss }: Case): Candidate | undefined {
  if (event.loses.length === 0) return undefined;
  const least = acknowledgers(how, copies.total, quorumsOf(facts, store, copies.total).replicate);
  if (least === undefined) {
    miss(keyOfHolders(how));
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

/** The key that would say how many replicas have a write. */
const keyOfHolders = ({ commit }: Mechanism): string => (commit?.value.mode === 'in-sync' ? 'in-sync' : 'commit');

/** The power fails where writes are in memory only. */
function inMemory({ facts, store, how, copies, event, miss }: Case): Candidate | undefined {
  const { line } = event;
  const { flush } = how;
  if (!line || (flush && isBefore(flush.value))) return undefined;
  const power = powerLosses(facts, store, how).find(
    (loss) => loss.line.index === line.index && loss.line.by === line.by,
  );
  if (!flush || !power) {
    const least = acknowledgers(how, copies.total, quorumsOf(facts, store, copies.total).replicate);
    const { verdict } = survival(facts, copies, copies.total - (least ?? 1) + 1, powerFaults(facts, line));
    if (verdict !== 'survives') miss(!flush ? 'flush' : least === undefined ? keyOfHolders(how) : copies.key);
    return undefined;
  }
  const { value } = flush;
  const isAll =
    'when' in value && value.when === 'never' && survival(facts, copies, 1, event.stops).verdict === 'fails';
  return {
    loss: 'every' in value ? { kind: 'latest', time: value.every } : { kind: isAll ? 'everything' : 'some' },
    cause: 'power',
    because: `what is acknowledged may be in memory only (\`flush: ${flushText(value)}\`, ${origin(facts, flush)})`,
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
export function reachesPrimary(facts: Facts, store: Entity, copies: Copies, faults: readonly Fault[]): boolean {
  const place = written(store, 'primary')?.ids;
  const leader: Copies = place
    ? { total: place.length, fixed: place, extra: { count: 0, among: [] }, unplaced: 0, key: copies.key }
    : copies;
  return survival(facts, leader, leader.total, faults).verdict === 'fails';
}
