import {
  acknowledgedEarly,
  commitText,
  leastInSync,
  mayStayAtPrimary,
  promotion,
} from '../../analyses/consistency/acknowledgement.ts';
import { mechanism, mechanismFor, origin } from '../../analyses/consistency/mechanism.ts';
import type { Mechanism } from '../../analyses/consistency/mechanism.ts';
import { durableWriters } from '../../analyses/consistency/writers.ts';
import type { Facts } from '../../analyses/facts.ts';
import { copiesOf } from '../../analyses/placement/copies.ts';
import { objectiveOf } from '../../analyses/recovery/objectives.ts';
import { label } from '../../model/model.ts';
import type { Entity, Given } from '../../model/model.ts';
import { listed } from '../../model/wording.ts';
import { holds, unknown, violates } from '../rule.ts';
import type { EntityRule, Mend, Place, Violation } from '../rule.ts';
import { placeOfSetting } from '../settings.ts';

/** Why an acknowledgement is worth little, what makes it so, and what to do. */
interface Weakness {
  readonly text: string;
  readonly setting: Given<unknown>;
  readonly remedy: { readonly key: string; readonly value: string; readonly text: string };
}

const rule: EntityRule = {
  severity: 'warning',
  productionOnly: true,
  // What a cache keeps can be lost and fetched again: that is what the kind says.
  on: ['store', 'log', 'queue', 'topic'],
  *check(store, facts) {
    const how = facts.of(mechanism, store.id);
    if (how?.family !== 'primary-backup') return;
    const copies = copiesOf(facts, store)?.total;
    // With one copy there is no other to wait for; with an objective, the loss is judged by that.
    if (copies === 1 || (objectiveOf(facts, store, 'rpo')?.value ?? 0) > 0) return;
    const isJudged = objectiveOf(facts, store, 'rpo') !== undefined;
    const writers = durableWriters(facts, store);
    const paths: { flow: Entity | undefined; how: Mechanism }[] =
      writers.length > 0
        ? writers.map((flow) => ({ flow, how: mechanismFor(facts, flow, store) }))
        : [{ flow: undefined, how }];
    const byPlace = new Map<string, { weaknesses: Weakness[]; flows: Entity[]; place: Place }>();
    for (const path of paths) {
      // Where losing nothing is the objective, its rule tells of defaults and of the store's own words; here stands what
      // somebody asked of the product.
      const weaknesses = weaknessesOf(facts, path.how, copies).filter(
        ({ setting }) => !isJudged || isAskedOfProduct(setting, store),
      );
      const [first] = weaknesses;
      if (!first) continue;
      const place = placeOf(first.setting, store);
      const key = `${place.entity} ${place.key ?? ''}`;
      const known = byPlace.get(key) ?? { weaknesses, flows: [], place };
      if (path.flow) known.flows.push(path.flow);
      byPlace.set(key, known);
    }
    for (const { weaknesses, flows, place } of byPlace.values()) yield finding(store, weaknesses, flows, place);
    if (byPlace.size > 0) return;
    const missing = paths.find((path) => path.how.commit === undefined && path.how.storage?.value !== 'shared');
    if (missing) yield unknown({ entity: store.id, key: 'commit' });
    else if (paths.every((path) => path.how.commit?.value.mode === 'in-sync' && path.how.inSync === undefined))
      yield unknown({ entity: store.id, key: 'in-sync' });
    else yield holds('an acknowledged write is on more than the primary');
  },
};

export default rule;

function weaknessesOf(facts: Facts, how: Mechanism, copies: number | undefined): Weakness[] {
  const { commit, inSync, promotes, failover, storage } = how;
  if (!commit || storage?.value === 'shared') return [];
  const result: Weakness[] = [];
  const isAutomatic = failover?.value.mode === 'automatic';
  const written = `\`commit: ${commitText(commit.value)}\`, ${origin(facts, commit)}`;
  if (commit.value.mode === 'in-sync' && inSync && leastInSync(inSync.value) <= 1)
    result.push({
      text: `all replicas in sync may be the primary alone (\`in-sync: at least ${String(inSync.value.number)}\`, ${origin(facts, inSync)}), and what it acknowledges then is lost with it`,
      setting: inSync,
      remedy: {
        key: 'in-sync',
        value: 'at least 2',
        text: 'take no writes without a second replica in sync (`in-sync: at least 2`)',
      },
    });
  const promoted = promotion(facts, how, copies);
  if (isAutomatic && promoted.verdict === 'loses' && promoted.cause === 'lost-on-failover') {
    const chosen = isChosen(commit);
    if (commit.value.mode === 'local' || chosen)
      result.push({
        text: `a write is acknowledged ${acknowledgedEarly(commit.value)} (${written}), and a standby that lacks it is promoted without anybody deciding`,
        setting: commit,
        remedy: {
          key: 'commit',
          value: 'any 1 standby, else block',
          text: 'wait for a standby (`commit: any 1 standby, else block`)',
        },
      });
  } else if (mayStayAtPrimary(commit.value) && commit.value.mode !== 'local' && isChosen(commit) && isAutomatic)
    result.push({
      text: `a write is acknowledged ${acknowledgedEarly(commit.value)} (${written}), and is lost with the primary then`,
      setting: commit,
      remedy: {
        key: 'commit',
        value: 'any 1 standby, else block',
        text: 'wait for a standby (`commit: any 1 standby, else block`)',
      },
    });
  if (
    promotes?.value.who === 'any' &&
    isChosen(promotes) &&
    failover?.value.mode !== 'none' &&
    promoted.verdict === 'loses'
  )
    result.push({
      text: `a replica that lacks acknowledged writes may be promoted (\`promotes: any standby\`, ${origin(facts, promotes)}), and they are gone then`,
      setting: promotes,
      remedy: {
        key: 'promotes',
        value: 'complete standby',
        text: 'promote only what has every acknowledged write (`promotes: complete standby`)',
      },
    });
  return result;
}

function isChosen({ provenance }: Given<unknown>): boolean {
  return provenance.from === 'written' || (provenance.from === 'knob' && !provenance.isDefault);
}

/** Set by a knob, or for single flows. */
const isAskedOfProduct = (setting: Given<unknown>, store: Entity): boolean =>
  isChosen(setting) && (setting.provenance.from === 'knob' || placeOf(setting, store).entity !== store.id);

/** Where it is set; a default stands at the store's name. */
const placeOf = (setting: Given<unknown>, store: Entity): Place => placeOfSetting(setting) ?? { entity: store.id };

function finding(store: Entity, weaknesses: readonly Weakness[], flows: readonly Entity[], at: Place): Violation {
  const of =
    flows.length > 0
      ? ` of ${listed(
          flows.map((flow) => `\`${label(flow)}\``),
          'and',
        )}`
      : '';
  const remedies = listed(
    weaknesses.map(({ remedy }) => remedy.text),
    'and',
  );
  return violates({
    at,
    aspect: store.qualified,
    message: `\`${label(store)}\` may lose acknowledged writes${of}: ${weaknesses.map(({ text }) => text).join('; ')}. ${remedies.charAt(0).toUpperCase()}${remedies.slice(1)}, or say which loss is allowed (\`rpo\`).`,
    related: [
      ...(at.entity === store.id ? [] : [{ at: { entity: store.id }, message: `\`${label(store)}\` is meant` }]),
      ...weaknesses.slice(1).map(({ setting }) => ({ at: placeOf(setting, store), message: 'it adds to that' })),
    ],
    affects: [store.id],
    fixes: fixesOf(store, weaknesses),
  });
}

/** A key comes before a knob of the same element; where a flow chose, an edit of the store would change nothing. */
function fixesOf(store: Entity, weaknesses: readonly Weakness[]): Mend[] {
  const isFlows = weaknesses.some(
    ({ setting: { provenance } }) =>
      provenance.from !== 'technology' &&
      provenance.entity !== store.id &&
      !(provenance.from === 'knob' && provenance.isDefault),
  );
  if (isFlows) return [];
  const values = weaknesses.map(({ remedy }) => `\`${remedy.key}: ${remedy.value}\``);
  return [
    {
      title: `Set ${listed(values, 'and')} on \`${label(store)}\``,
      edits: weaknesses.map(({ remedy: { key, value } }) => ({ type: 'set', entity: store.id, key, value })),
    },
  ];
}
