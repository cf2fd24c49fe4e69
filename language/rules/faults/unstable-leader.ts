import { statedFor } from '../../analyses/consistency/fault-model.ts';
import { nameOf, origin } from '../../analyses/consistency/mechanism.ts';
import type { Facts } from '../../analyses/facts.ts';
import { isConsensusGroup, votersOf } from '../../analyses/placement/copies.ts';
import { quorumsOf } from '../../analyses/placement/quorums.ts';
import { stretchOf } from '../../analyses/placement/stretch.ts';
import { durationText } from '../../analyses/timing/text.ts';
import { given, label } from '../../model/model.ts';
import type { Entity, Given } from '../../model/model.ts';
import type { Duration } from '../../vocabulary/units.ts';
import { stateKinds } from '../../vocabulary/kinds.ts';
import { holds, unknown, violates } from '../rule.ts';
import type { EntityRule, Mend, Place } from '../rule.ts';
import { placeOfSetting } from '../settings.ts';

/** etcd, Tuning, and Ongaro and Ousterhout 2014, section 5.6: an order of magnitude above the round trip. */
const ROUND_TRIPS = 10;

/** Something that takes a working leader for dead. */
interface Reason {
  readonly text: string;
  /** Detection that waits so long is not touched by it. Milliseconds. */
  readonly least: number;
  readonly related: { readonly at: Place; readonly message: string } | undefined;
}

const rule: EntityRule = {
  severity: 'warning',
  productionOnly: true,
  on: ['consensus', ...stateKinds],
  *check(group, facts) {
    if (!isConsensusGroup(facts, group)) return;
    const detection = given(facts, group, 'failure-detection');
    if (!detection) {
      if (statedFor(facts, group, 'pauses')) yield unknown({ entity: group.id, key: 'failure-detection' });
      return;
    }
    const reasons = [
      ...heartbeatTooRare(facts, group, detection),
      ...linkTooSlow(facts, group, detection),
      ...pauseTooLong(facts, group, detection),
    ];
    if (reasons.length === 0) {
      yield holds(`${durationText(detection.value)} of silence come from a failure only, as far as is described`);
      return;
    }
    const least = Math.max(...reasons.map((reason) => reason.least));
    yield violates({
      at: placeOfSetting(detection) ?? { entity: group.id },
      message: `\`${label(group)}\` may depose leaders that work: a member that has not heard from its leader for ${durationText(detection.value)} stands for election (${origin(facts, detection)}), and ${reasons.map(({ text }) => text).join('; ')}. Each election stops all decisions until it is over, and one that takes too long is followed by the next. Wait at least ${durationText(least)}; a leader that is really gone is then noticed that much later.`,
      related: reasons.flatMap(({ related }) => related ?? []),
      fixes: fixesFor(group, detection, least),
    });
  },
};

export default rule;

function* heartbeatTooRare(facts: Facts, group: Entity, detection: Given<Duration>): Iterable<Reason> {
  const heartbeat = given(facts, group, 'heartbeat');
  if (!heartbeat || heartbeat.value < detection.value) return;
  const at = placeOfSetting(heartbeat);
  yield {
    text: `the leader says only every ${durationText(heartbeat.value)} that it is there (${origin(facts, heartbeat)})`,
    least: ROUND_TRIPS * heartbeat.value,
    related: at && { at, message: 'how often the leader says that it is there' },
  };
}

function* linkTooSlow(facts: Facts, group: Entity, detection: Given<Duration>): Iterable<Reason> {
  const voters = votersOf(facts, group);
  if (!voters) return;
  const { farthest, decision } = stretchOf(facts, voters, quorumsOf(facts, group, voters.total).replicate);
  const least = ROUND_TRIPS * (farthest?.time ?? 0);
  if (!farthest || detection.value >= least) return;
  const name = (id: string): string => `\`${facts.entity(id)?.qualified ?? id}\``;
  const cost =
    decision && decision.time > 0
      ? `, and every decision waits at least ${durationText(decision.time)}, with its leader in ${name(decision.leader)}`
      : '';
  yield {
    text: `between ${name(farthest.from)} and ${name(farthest.to)} an answer takes ${durationText(farthest.time)}, more than a tenth of that${cost}`,
    least,
    related: { at: { entity: group.id, key: voters.key }, message: 'members that are far apart' },
  };
}

function* pauseTooLong(facts: Facts, group: Entity, detection: Given<Duration>): Iterable<Reason> {
  const pauses = statedFor(facts, group, 'pauses');
  if (!pauses || pauses.value <= detection.value) return;
  yield {
    text: `a process may stand still for ${durationText(pauses.value)} and go on (\`pauses\`)`,
    least: pauses.value,
    related: { at: { entity: pauses.by.id, key: 'pauses' }, message: 'the longest pause' },
  };
}

/** A knob that is itself the time is set under its own name. */
function fixesFor(group: Entity, { value, provenance }: Given<Duration>, least: number): Mend[] {
  const key =
    provenance.from === 'written'
      ? 'failure-detection'
      : provenance.from === 'knob' && provenance.value === value
        ? nameOf(provenance.knob)
        : undefined;
  const time = durationText(least);
  return key === undefined
    ? []
    : [
        {
          title: `Set \`${key}: ${time}\` on \`${label(group)}\``,
          edits: [{ type: 'set', entity: group.id, key, value: time }],
        },
      ];
}
