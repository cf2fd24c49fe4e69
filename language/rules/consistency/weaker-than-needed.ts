import type { Refutation } from '../../analyses/consistency/guarantees.ts';
import { levelThatGives } from '../../analyses/consistency/levels.ts';
import { nameOf } from '../../analyses/consistency/mechanism.ts';
import { shortfalls } from '../../analyses/consistency/shortfalls.ts';
import type { Shortfall } from '../../analyses/consistency/shortfalls.ts';
import { isWrite } from '../../analyses/consistency/writers.ts';
import { entitiesOf } from '../../analyses/facts.ts';
import type { Facts } from '../../analyses/facts.ts';
import { label, written } from '../../model/model.ts';
import type { Entity, Given } from '../../model/model.ts';
import { listed } from '../../model/wording.ts';
import { stateKinds } from '../../vocabulary/kinds.ts';
import { unknown, violates } from '../rule.ts';
import type { EntityRule, Mend, Place, Violation } from '../rule.ts';
import { placeOfSetting } from '../settings.ts';

const rule: EntityRule = {
  severity: 'error',
  on: [...stateKinds, 'consensus'],
  subsumedBy: ['consistency/available-and-linearizable'],
  *check(store, facts) {
    const { found, missing } = facts.of(shortfalls, store.id);
    if (missing.length > 0) yield unknown(...[...new Set(missing)].map((key) => ({ entity: store.id, key })));
    // One cause, one finding: what the same part of the mechanism breaks is said once.
    const causes = new Map<string, Shortfall[]>();
    for (const shortfall of found) {
      const { cause } = shortfall.refutation;
      causes.set(cause, [...(causes.get(cause) ?? []), shortfall]);
    }
    for (const [cause, affected] of causes) yield finding(facts, store, cause, affected);
  },
};

export default rule;

function finding(facts: Facts, store: Entity, cause: string, affected: readonly Shortfall[]): Violation {
  const [first, ...others] = affected as [Shortfall, ...Shortfall[]];
  const { flow, need, refutation } = first;
  const also = [...new Set(others.map((other) => `\`${flowLabel(other.flow)}\` (${other.need.model})`))];
  const stated = need.by.id === flow.id ? '' : ` (as ${need.by.kind} \`${label(need.by)}\` asks for)`;
  const needs = `\`${flowLabel(flow)}\` needs ${need.model}${stated}, which \`${label(store)}\` does not give`;
  const consequence = consequenceOf(facts, first);
  return violates({
    at: { entity: need.by.id === flow.id ? flow.id : need.by.id, key: 'needs' },
    aspect: cause,
    message: `${needs}: ${refutation.argument}${consequence}. ${remedy(facts, first)}${also.length > 0 ? ` The same breaks ${listed(also, 'and')}.` : ''}`,
    related: [
      ...(need.by.id === flow.id ? [] : [{ at: { entity: flow.id }, message: `\`${flowLabel(flow)}\` relies on it` }]),
      ...refutation.settings.flatMap((setting) => placeOf(setting, store)),
      ...others.map((other) => ({
        at: { entity: other.flow.id, key: 'needs' },
        message: `\`${flowLabel(other.flow)}\` needs ${other.need.model}`,
      })),
    ],
    affects: affected.map((shortfall) => shortfall.flow.id),
    fixes: fixesOf(facts, store, first),
    breaks: { access: flow.id, model: need.model },
  });
}

/** Where a setting is written; a default of the technology is said in the message. */
function placeOf(setting: Given<unknown>, store: Entity): { at: Place; message: string }[] {
  const at = placeOfSetting(setting);
  if (!at) return [];
  const key = `\`${at.key ?? ''}\``;
  return [
    { at, message: setting.provenance.from === 'written' ? `${key} of \`${label(store)}\`` : `${key} is set here` },
  ];
}

/** What the user sees, told with the flow that writes. */
function consequenceOf(facts: Facts, { flow, refutation }: Shortfall): string {
  if (refutation.cause !== 'stale-standby' || flow.source === undefined || flow.target === undefined) return '';
  const writer = entitiesOf(facts, facts.flowsFrom(flow.source)).find(
    (other) => other.target === flow.target && other.id !== flow.id && isWrite(other),
  );
  const source = facts.entity(flow.source);
  if (source && refutation.model === 'monotonic-reads')
    return `: what \`${label(source)}\` has read once may be missing when it reads again`;
  return writer && source
    ? `: what \`${label(source)}\` has just written through \`${flowLabel(writer)}\` may be missing from what it reads`
    : '';
}

function remedy(facts: Facts, { need, refutation }: Shortfall): string {
  switch (refutation.cause) {
    case 'stale-standby':
      if (refutation.model === 'monotonic-reads')
        return 'Read at the primary (`reads: primary`), keep a session at one replica (`session: sticky`), or need less.';
      return refutation.model === 'linearizable'
        ? 'Read at the primary (`reads: primary`), or need less.'
        : 'Read at the primary (`reads: primary`), tie the session to what it wrote (`session: token`), or need less.';
    case 'stale-member':
      return refutation.model === 'linearizable'
        ? 'Read through the leader (`reads: primary, confirmed by quorum`), or need less.'
        : 'Read through the leader (`reads: primary, confirmed by quorum`), tie the session to what it wrote (`session: token`), or need less.';
    case 'replicas-disagree':
      return 'Read at the primary (`reads: primary`), or need less.';
    case 'lost-on-failover':
      return 'Wait for a standby before acknowledging (`commit: any 1 standby, else block`), or need less.';
    case 'incomplete-promotion':
      return 'Promote only a standby that has every acknowledged write (`promotes: complete standby`), wait for every standby, or need less.';
    case 'shown-early':
      return 'Read only what no promotion takes back (`shows: durable`, where the product can), or need less.';
    case 'lost-power':
      return 'Flush before acknowledging (`flush: before acknowledging`), or place the replicas where they do not lose power together.';
    case 'deposed-primary':
      return 'Let the primary confirm that it still is one (`reads: primary, confirmed by quorum`), or need less.';
    case 'split-brain':
      return 'Fence the old primary (`fencing: epoch`, or `stonith`).';
    case 'quorums-miss':
      return 'Let reads and writes overlap (`commit: majority` and `reads: majority`, from the replicas themselves), or need less.';
    case 'writes-apart':
      return 'Let two writes meet (`commit: majority`, from the replicas themselves), or need less.';
    case 'read-inversion':
      return 'Write back what a read answers (`read-repair: before-answer`), tie the session to one replica, or need less.';
    case 'clock-order':
      return 'Order versions by what they have seen (`conflicts: versions`), let a consensus group decide, or need less.';
    case 'primaries-apart':
      return 'Keep a session at one primary (`session: sticky`), let the primaries wait for each other, or need less.';
    case 'lost-update':
      return 'Make the update conditional on what it read, which takes consensus, or keep the data in a type that merges (`conflicts: merge`).';
    case 'isolation-level':
    case 'found-by-testing': {
      const [level] = refutation.settings;
      const enough = level && levelThatGives(facts, level, need.model);
      return enough !== undefined && level?.provenance.from === 'knob'
        ? `Set \`${nameOf(level.provenance.knob)}: ${enough}\`, lock what was read, or need less.`
        : 'Lock what was read (`SELECT … FOR UPDATE`), take a level that gives it, or need less.';
    }
    case 'replica-order':
      return 'Read at the primary (`reads: primary`), or need parallel snapshot isolation at most.';
  }
}

function fixesOf(facts: Facts, store: Entity, { flow, need, refutation }: Shortfall): Mend[] {
  switch (refutation.cause) {
    case 'stale-standby':
      return [
        ...readAtPrimary(facts, flow, store, refutation),
        ...(refutation.model === 'linearizable' ? [] : [set(flow, 'session', 'token')]),
      ];
    case 'stale-member':
      return refutation.model === 'linearizable' ? [] : [set(flow, 'session', 'token')];
    case 'replicas-disagree':
    case 'replica-order':
      return readAtPrimary(facts, flow, store, refutation);
    case 'isolation-level':
    case 'found-by-testing': {
      const [level] = refutation.settings;
      const enough = level && levelThatGives(facts, level, need.model);
      if (enough === undefined || level?.provenance.from !== 'knob') return [];
      const { entity, knob } = level.provenance;
      return [set(entity === flow.id ? flow : store, nameOf(knob), enough)];
    }
    case 'lost-on-failover':
      return ofStore(store, refutation, 'commit', 'any 1 standby, else block');
    case 'incomplete-promotion':
      return ofStore(store, refutation, 'promotes', 'complete standby');
    case 'shown-early':
      return insteadOf(facts, flow, refutation, (entry) => written(entry, 'shows') === 'durable');
    case 'lost-power':
      return ofStore(store, refutation, 'flush', 'before acknowledging');
    case 'deposed-primary':
      // Whether the product can confirm its leadership is not for an edit to say.
      return [];
    case 'split-brain':
      return ofStore(store, refutation, 'fencing', 'epoch');
    case 'quorums-miss':
    case 'writes-apart':
    case 'read-inversion':
    case 'clock-order':
    case 'primaries-apart':
    case 'lost-update':
      // Several settings together, or another product: a choice, not an edit.
      return [];
  }
}

/** A key of the store mends nothing where a flow has chosen for itself. */
function ofStore(store: Entity, { settings }: Refutation, key: string, value: string): Mend[] {
  const isChosenElsewhere = settings.some((setting) => {
    const place = placeOfSetting(setting);
    return place !== undefined && place.entity !== store.id;
  });
  return isChosenElsewhere ? [] : [set(store, key, value)];
}

/** What is chosen for the flow comes before what its store says: it is changed where it was chosen. */
function readAtPrimary(facts: Facts, flow: Entity, store: Entity, refutation: Refutation): Mend[] {
  const provenance = refutation.settings[0]?.provenance;
  if (provenance?.from !== 'knob' || provenance.entity !== flow.id) return [set(store, 'reads', 'primary')];
  return insteadOf(facts, flow, refutation, (entry) => written(entry, 'reads')?.from === 'primary');
}

/** The first setting of the same knob that means something else; set for the flow where the knob can be. */
function insteadOf(facts: Facts, flow: Entity, { settings }: Refutation, means: (entry: Entity) => boolean): Mend[] {
  const provenance = settings[0]?.provenance;
  const knob = provenance?.from === 'knob' ? facts.entity(provenance.knob) : undefined;
  const entry = knob && entitiesOf(facts, facts.childrenOf(knob.id)).find(means);
  return knob && entry && written(knob, 'on')?.includes('flow') ? [set(flow, nameOf(knob.id), entry.name)] : [];
}

const set = (entity: Entity, key: string, value: string): Mend => ({
  title: `Set \`${key}: ${value}\` on \`${label(entity)}\``,
  edits: [{ type: 'set', entity: entity.id, key, value }],
});

const flowLabel = (flow: Entity): string => flow.name || flow.qualified;
