/**
 * What is to happen while an access is judged: nothing at all, what one line of the fault model brings about, or whatever
 * may. A fault model's line is taken alone: that a primary is also merely slow at that moment is another matter.
 *
 * Invariant: what the description leaves open may happen. O(lines of the fault model × copies).
 */
import { enclosing, written } from '../../model/model.ts';
import type { Entity } from '../../model/model.ts';
import type { Facts } from '../facts.ts';
import { copiesOf } from '../placement/copies.ts';
import { quorumsOf } from '../placement/quorums.ts';
import { faultsOfLine, survival } from '../placement/survival.ts';
import type { FaultLine } from '../placement/survival.ts';
import { acknowledgers } from './acknowledgement.ts';
import type { ToleratedLine } from './fault-model.ts';
import type { Mechanism } from './mechanism.ts';
import { spread } from './spread.ts';

export interface Circumstances {
  /** Whether another copy may come to lead. */
  readonly failover: boolean;
  /** Whether the one that led may go on meanwhile, because it was cut off or is slow. */
  readonly cutOff: boolean;
  /** Whether a line of the fault model happens. */
  readonly happens: (line: ToleratedLine) => boolean;
}

export const ANYTHING: Circumstances = { failover: true, cutOff: true, happens: () => true };
export const NOTHING: Circumstances = { failover: false, cutOff: false, happens: () => false };

/** What a line of the fault model may bring about at a store. */
export function broughtAboutBy(facts: Facts, store: Entity, line: ToleratedLine): Circumstances {
  const cutOff = line.faults.some((fault) => fault.fault === 'partition' && separates(facts, store, fault));
  const stops = line.faults.some((fault) => fault.fault !== 'partition' && mayReachLeader(facts, store, fault));
  return {
    failover: stops || cutOff,
    cutOff,
    happens: ({ by, index }) => by.id === line.by.id && index === line.index,
  };
}

function separates(facts: Facts, store: Entity, fault: Extract<FaultLine[number], { fault: 'partition' }>): boolean {
  const places = 'places' in fault ? fault.places.flatMap(({ ids }) => ids) : undefined;
  const sides = spread(facts, store, 'domain' in fault ? fault.domain : undefined, places);
  return sides === undefined || sides.length > 1;
}

/** Whether what leads may stand in what is lost; whoever may lead does where no primary is named. */
function mayReachLeader(facts: Facts, store: Entity, fault: FaultLine[number]): boolean {
  const primary = written(store, 'primary')?.ids[0];
  const at = primary === undefined ? undefined : facts.entity(primary);
  if (!at || !('places' in fault)) return true;
  const around = new Set([...enclosing(facts, at)].map(({ id }) => id));
  return fault.places.some(({ ids }) =>
    ids.some((id) => {
      const place = facts.entity(id);
      return (
        around.has(id) || (place !== undefined && [...enclosing(facts, place)].some((outer) => outer.id === at.id))
      );
    }),
  );
}

/** Whether a line of the fault model takes the disks of every copy that surely has an acknowledged write. */
export function takesDisks(facts: Facts, store: Entity, how: Mechanism, line: ToleratedLine): 'yes' | 'no' | 'unknown' {
  const { faults } = faultsOfLine(line.faults.filter(({ fault }) => fault === 'loss'));
  if (faults.length === 0) return 'no';
  const copies = copiesOf(facts, store);
  if (!copies || copies.total === 0 || how.storage?.value === 'shared') return 'unknown';
  const least = acknowledgers(how, copies.total, quorumsOf(facts, store, copies.total).replicate);
  if (least === undefined) return 'unknown';
  const { verdict } = survival(facts, copies, copies.total - least + 1, faults);
  return verdict === 'fails' ? 'yes' : verdict === 'survives' ? 'no' : 'unknown';
}
