import { mechanism, origin } from '../../analyses/consistency/mechanism.ts';
import type { Facts } from '../../analyses/facts.ts';
import { isConsensusGroup } from '../../analyses/placement/copies.ts';
import { objectiveOf } from '../../analyses/recovery/objectives.ts';
import { durationText } from '../../analyses/timing/text.ts';
import { given, label } from '../../model/model.ts';
import type { Entity } from '../../model/model.ts';
import { stateKinds } from '../../vocabulary/kinds.ts';
import { holds, unknown, violates } from '../rule.ts';
import type { EntityRule, Place } from '../rule.ts';
import { placeOfSetting } from '../settings.ts';

/** A time within which another leader is to be at work. Milliseconds. */
interface Deadline {
  readonly time: number;
  readonly text: string;
  readonly at: Place;
}

const rule: EntityRule = {
  severity: 'warning',
  productionOnly: true,
  on: ['consensus', ...stateKinds.filter((kind) => kind !== 'cache')],
  subsumedBy: ['faults/recovery-time-missed'],
  *check(store, facts) {
    const how = facts.of(mechanism, store.id);
    const isLed = how?.family === 'primary-backup' || isConsensusGroup(facts, store);
    if (!isLed || how?.failover?.value.mode !== 'automatic') return;
    const promises = promisesOf(facts, store);
    if (promises.length === 0) return;
    const detection = given(facts, store, 'failure-detection');
    if (!detection) {
      yield unknown({ entity: store.id, key: 'failure-detection' });
      return;
    }
    const [first, ...others] = promises.filter(({ time }) => time < detection.value);
    if (!first) {
      yield holds(`a failure is noticed after ${durationText(detection.value)}`);
      return;
    }
    const noticed = placeOfSetting(detection);
    yield violates({
      at: first.at,
      aspect: store.qualified,
      message: `\`${label(store)}\` cannot be back in time after its leader falls silent: ${[first, ...others].map(({ text }) => text).join(' and ')}, and only after ${durationText(detection.value)} is the leader taken for dead at all (${origin(facts, detection)}). Then another one has still to be chosen. Notice it earlier (but later than what passes by itself), or allow more time.`,
      related: noticed ? [{ at: noticed, message: 'how long a leader must be silent' }] : [],
      affects: [store.id],
    });
  },
};

export default rule;

function promisesOf(facts: Facts, store: Entity): Deadline[] {
  const promises: Deadline[] = [];
  const failover = given(facts, store, 'failover');
  if (failover && 'within' in failover.value)
    promises.push({
      time: failover.value.within,
      text: `another is to be at work within ${durationText(failover.value.within)} (\`failover\`)`,
      at: placeOfSetting(failover) ?? { entity: store.id },
    });
  const objective = objectiveOf(facts, store, 'rto');
  if (objective)
    promises.push({
      time: objective.value,
      text: `it is to work again within ${durationText(objective.value)} (\`rto\`)`,
      at: { entity: objective.by.id, key: 'rto' },
    });
  return promises;
}
