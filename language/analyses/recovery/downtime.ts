/** How long a store is down after a fault, as far as its failover or its restore say. O(placements × copies), bounded. */
import { origin } from '../consistency/mechanism.ts';
import type { Mechanism } from '../consistency/mechanism.ts';
import type { Facts } from '../facts.ts';
import { neededOf, quorumsOf } from '../placement/quorums.ts';
import type { Copies } from '../placement/copies.ts';
import { survival } from '../placement/survival.ts';
import { written } from '../../model/model.ts';
import type { Entity } from '../../model/model.ts';
import { reachesPrimary } from './losses.ts';
import type { Event, Missing } from './losses.ts';

interface Downtime {
  readonly milliseconds: number | undefined;
  readonly because: string;
  readonly open: readonly Missing[];
}

/** How long it takes until the store takes writes again, where that is said. */
export function downtimeOf(facts: Facts, store: Entity, how: Mechanism, copies: Copies, event: Event): Downtime {
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
