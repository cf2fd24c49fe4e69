import { statedFor } from '../../analyses/consistency/fault-model.ts';
import { mechanism, origin } from '../../analyses/consistency/mechanism.ts';
import type { Facts } from '../../analyses/facts.ts';
import { durationText } from '../../analyses/timing/text.ts';
import { given, label } from '../../model/model.ts';
import type { Entity, Given } from '../../model/model.ts';
import { stateKinds } from '../../vocabulary/kinds.ts';
import { holds, unknown, violates } from '../rule.ts';
import type { EntityRule, Place } from '../rule.ts';
import { placeOfSetting } from '../settings.ts';

/** After how long a primary's silence a standby is on its way, at the latest. Milliseconds. */
interface Threshold {
  readonly time: number;
  readonly text: string;
  readonly setting: Given<unknown>;
}

interface Disturbance {
  readonly time: number;
  readonly text: string;
  readonly at: Place;
}

const rule: EntityRule = {
  severity: 'warning',
  productionOnly: true,
  // What a cache keeps can be lost and fetched again.
  on: stateKinds.filter((kind) => kind !== 'cache'),
  *check(store, facts) {
    const how = facts.of(mechanism, store.id);
    if (how?.family !== 'primary-backup' || how.failover?.value.mode !== 'automatic') return;
    const disturbances = disturbancesFor(facts, store);
    if (disturbances.length === 0) return;
    const threshold = thresholdOf(facts, store);
    if (!threshold) {
      yield unknown({ entity: store.id, key: 'failure-detection' });
      return;
    }
    const [first, ...others] = disturbances.filter(({ time }) => time > threshold.time);
    if (!first) {
      yield holds(`${threshold.text} is longer than what passes by itself`);
      return;
    }
    const at = placeOfSetting(threshold.setting);
    const longest = durationText(Math.max(first.time, ...others.map(({ time }) => time)));
    yield violates({
      at: at ?? { entity: store.id },
      message: `\`${label(store)}\` is failed over by what would pass by itself: ${threshold.text} (${origin(facts, threshold.setting)}), and ${first.text}${others.map(({ text }) => `; ${text}`).join('')}. Each time a standby is promoted, the old primary comes back as a second one or with writes that nobody else has, and the same may happen the other way round (flapping). Wait longer than ${longest} before a primary is taken for dead, or let a person decide (\`failover: manual\`).`,
      related: [first, ...others].map(({ at: by, text }) => ({ at: by, message: text })),
    });
  },
};

export default rule;

/** What is over before anybody has to act, the longest first. */
function disturbancesFor(facts: Facts, store: Entity): Disturbance[] {
  const transient = statedFor(facts, store, 'transient');
  const pauses = statedFor(facts, store, 'pauses');
  return [
    ...(transient
      ? [
          {
            time: transient.value,
            text: `the network may be disturbed for ${durationText(transient.value)} and recover (\`transient\`)`,
            at: { entity: transient.by.id, key: 'transient' },
          },
        ]
      : []),
    ...(pauses
      ? [
          {
            time: pauses.value,
            text: `a process may stand still for ${durationText(pauses.value)} and go on (\`pauses\`)`,
            at: { entity: pauses.by.id, key: 'pauses' },
          },
        ]
      : []),
  ].sort((a, b) => b.time - a.time);
}

function thresholdOf(facts: Facts, store: Entity): Threshold | undefined {
  const detection = given(facts, store, 'failure-detection');
  if (detection)
    return {
      time: detection.value,
      text: `its primary is taken for dead after ${durationText(detection.value)} of silence`,
      setting: detection,
    };
  const failover = given(facts, store, 'failover');
  if (!failover || !('within' in failover.value)) return undefined;
  // Done within that time, so detected within it.
  return {
    time: failover.value.within,
    text: `a standby has taken over within ${durationText(failover.value.within)}`,
    setting: failover,
  };
}
