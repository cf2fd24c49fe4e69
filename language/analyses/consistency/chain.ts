/**
 * What one access to a chain is guaranteed. A write enters at the head, passes along, and is acknowledged when the tail
 * has it: the tail has every acknowledged write and no other, everyone before it may have more.
 *
 * The argument holds as long as nobody takes a replica for the tail that no longer is one. Chain replication assumes
 * that failures are detected without error; where they are not, a tail that was cut off goes on answering.
 *
 * Source: van Renesse and Schneider, Chain Replication for Supporting High Throughput and Availability, OSDI 2004.
 *
 * O(1) for each access.
 */
import { written } from '../../model/model.ts';
import type { Entity } from '../../model/model.ts';
import type { Facts } from '../facts.ts';
import type { Circumstances } from './circumstances.ts';
import { detectionMayErr } from './fault-model.ts';
import { NOTHING_KNOWN } from './guarantees.ts';
import type { Grant, Guarantees } from './guarantees.ts';
import type { Mechanism } from './mechanism.ts';

export function chain(facts: Facts, flow: Entity, store: Entity, how: Mechanism, under: Circumstances): Guarantees {
  const access = written(flow, 'access');
  if (access === undefined) return NOTHING_KNOWN;
  if (access !== 'read') return { ...NOTHING_KNOWN, grants: [passedAlong(store)] };
  const { reads, fencing } = how;
  if (reads === undefined) return { ...NOTHING_KNOWN, missing: ['reads'] };
  switch (reads.value.from) {
    case 'tail': {
      const stopped = fencing?.value === 'stonith' || fencing?.value === 'lease';
      if (!under.cutOff || !detectionMayErr(facts, store) || stopped)
        return { ...NOTHING_KNOWN, grants: [atTail(store)] };
      if (fencing === undefined) return { ...NOTHING_KNOWN, missing: ['fencing'] };
      const argument = `a tail of \`${store.name}\` that was cut off and replaced does not know it, and goes on answering reads (\`fencing: ${fencing.value}\` stops its writes at most)`;
      return {
        ...NOTHING_KNOWN,
        refutations: [{ model: 'linearizable', cause: 'deposed-primary', argument, settings: [reads, fencing] }],
      };
    }
    case 'any':
    case 'nearest': {
      const argument = `\`${store.name}\` lets any replica of the chain answer, and one has a write before the next: a read may see it, and a later read further along may not`;
      const disagree = { cause: 'replicas-disagree', argument, settings: [reads] } as const;
      const isTied = (how.session?.value ?? 'none') !== 'none' || reads.value.from === 'nearest';
      return {
        ...NOTHING_KNOWN,
        // A replica that was taken out of the chain while it runs lacks what came after.
        grants: detectionMayErr(facts, store)
          ? []
          : [
              {
                model: 'read-your-writes',
                argument: `every replica of \`${store.name}\` has a write before it is acknowledged`,
              },
            ],
        refutations: [
          ...(isTied ? [] : [{ model: 'monotonic-reads', ...disagree } as const]),
          { model: 'linearizable', ...disagree },
        ],
      };
    }
    default:
      return NOTHING_KNOWN;
  }
}

const passedAlong = (store: Entity): Grant => ({
  model: 'linearizable',
  argument: `every write of \`${store.name}\` passes along the one chain before it is acknowledged, in the order in which it entered`,
});

const atTail = (store: Entity): Grant => ({
  model: 'linearizable',
  argument: `the tail of \`${store.name}\` has every acknowledged write and no other, and all reads go there`,
});
