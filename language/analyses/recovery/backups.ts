/**
 * What a store's backups are worth: where each stands, and what is left of the data when a fault takes all copies.
 * O(backups × placements × copies), the last two bounded by `survival`.
 */
import { written, writtenValues } from '../../model/model.ts';
import type { Entity } from '../../model/model.ts';
import type { Id } from '../../model/symbols.ts';
import { placeKinds } from '../../vocabulary/kinds.ts';
import type { KeyValues } from '../../vocabulary/vocabulary.ts';
import type { Facts } from '../facts.ts';
import { copiesOf } from '../placement/copies.ts';
import type { Copies } from '../placement/copies.ts';
import { survival } from '../placement/survival.ts';
import type { Fault } from '../placement/survival.ts';
import { isWorse, spanText } from './figures.ts';
import type { Loss } from './figures.ts';

export type Backup = Exclude<KeyValues['backup'], { readonly every: 'none' }>;

/** Where a backup goes. */
export interface Destination {
  /** The line of `backup`. */
  readonly index: number;
  readonly backup: Backup;
  /** The store or external system that keeps it; a place that is named by itself keeps it in nothing. */
  readonly keeper: Entity | undefined;
  /** Where it stands, as far as that is said. */
  readonly places: readonly Id[] | undefined;
}

/** Whether the description says that no copy is taken. */
export const saysNone = (store: Entity): boolean =>
  writtenValues(store, 'backup').some(({ every }) => every === 'none') && destinationsOf(undefined, store).length === 0;

export function destinationsOf(facts: Facts | undefined, store: Entity): Destination[] {
  return writtenValues(store, 'backup').flatMap((backup, index): Destination[] => {
    if (!isTaken(backup)) return [];
    const ids = backup.place?.ids;
    const named = ids?.length === 1 && ids[0] !== undefined ? facts?.entity(ids[0]) : undefined;
    if (!named) return [{ index, backup, keeper: undefined, places: undefined }];
    if ((placeKinds as readonly string[]).includes(named.kind))
      return [{ index, backup, keeper: undefined, places: [named.id] }];
    return [{ index, backup, keeper: named, places: facts && placesOf(facts, named) }];
  });
}

const isTaken = (backup: KeyValues['backup']): backup is Backup => backup.every !== 'none';

/** Where all copies of a keeper stand, if that is said of each. */
function placesOf(facts: Facts, keeper: Entity): readonly Id[] | undefined {
  const primary = written(keeper, 'primary')?.ids;
  const copies = copiesOf(facts, keeper);
  if (!copies) return primary;
  return copies.unplaced === 0 && copies.extra.count === 0 ? copies.fixed : undefined;
}

interface Restored {
  /** The least that is certain to be lost in the worst case; undefined: nothing is certain. */
  readonly loss: Loss | undefined;
  readonly because: string;
  readonly open: readonly { readonly entity: Id; readonly key: string }[];
}

/** What is lost when a fault takes all copies with their disks, and the best backup that is left is restored. */
export function fromBackup(facts: Facts, store: Entity, copies: Copies, faults: readonly Fault[]): Restored {
  const open: { entity: Id; key: string }[] = [];
  if (saysNone(store))
    return {
      loss: { kind: 'everything' },
      because: 'all copies are gone, and there is no backup (`backup: none`)',
      open,
    };
  const destinations = destinationsOf(facts, store);
  if (destinations.length === 0) return { loss: undefined, because: '', open: [{ entity: store.id, key: 'backup' }] };
  let best: { loss: Loss; because: string } | undefined;
  for (const { backup, places } of destinations) {
    if (places === undefined) open.push({ entity: store.id, key: 'backup' });
    const isGone = places !== undefined && places.length > 0 && goesToo(facts, copies, places, faults);
    if (isGone) continue;
    const loss: Loss = backup.every === 'continuous' ? { kind: 'some' } : { kind: 'latest', time: backup.every };
    const because = `all copies are gone, and the latest backup that is left may be as old as its interval (${backupText(backup)})`;
    if (!best || isWorse(best.loss, loss)) best = { loss, because };
  }
  return best
    ? { ...best, open }
    : { loss: { kind: 'everything' }, because: 'all copies are gone, and every backup with them', open };
}

/** Whether the fault can take the backup together with all copies. */
export function goesToo(facts: Facts, copies: Copies, places: readonly Id[], faults: readonly Fault[]): boolean {
  const all: Copies = { ...copies, total: copies.total + places.length, fixed: [...copies.fixed, ...places] };
  // What keeps a backup is not one of the store's nodes.
  const domains = faults.filter((fault) => fault.type === 'one-of' || fault.kind !== 'node');
  return survival(facts, all, 1, domains).verdict === 'fails';
}

/** As it is written. */
export function backupText({ every, place }: Backup): string {
  const often = every === 'continuous' ? 'continuous' : `every ${spanText(every)}`;
  return `\`backup: ${often}${place ? ` to ${place.path}` : ''}\``;
}
