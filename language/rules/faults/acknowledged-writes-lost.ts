import {
  acknowledgedEarly,
  acknowledgers,
  commitText,
  mayStayAtPrimary,
  promotion,
} from '../../analyses/consistency/acknowledgement.ts';
import { toleratedLines } from '../../analyses/consistency/fault-model.ts';
import { mechanism, mechanismFor, origin } from '../../analyses/consistency/mechanism.ts';
import type { Mechanism } from '../../analyses/consistency/mechanism.ts';
import { durableWriters } from '../../analyses/consistency/writers.ts';
import type { Facts } from '../../analyses/facts.ts';
import { copiesOf } from '../../analyses/placement/copies.ts';
import { objectiveOf } from '../../analyses/recovery/objectives.ts';
import type { Objective } from '../../analyses/recovery/objectives.ts';
import { label } from '../../model/model.ts';
import type { Entity, Given } from '../../model/model.ts';
import { listed } from '../../model/wording.ts';
import { holds, unknown, violates } from '../rule.ts';
import type { EntityRule, Place, Violation } from '../rule.ts';

/** How an acknowledged write can be gone. */
interface Way {
  /** "a write is acknowledged …" */
  readonly acknowledged: string;
  /** What then happens, and where the model says that it may. */
  readonly then: { readonly text: string; readonly at: Place; readonly message: string };
  readonly settings: readonly Given<unknown>[];
  readonly remedy: { readonly key: string; readonly value: string; readonly text: string };
}

type Verdict = Way | 'kept' | 'failover' | 'commit' | 'promotes' | 'nothing takes over';

const rule: EntityRule = {
  severity: 'error',
  productionOnly: true,
  on: ['store', 'log', 'queue'],
  *check(store, facts) {
    const objective = objectiveOf(facts, store, 'rpo');
    // Bounds above zero are judged by what the lag of standbys is said to be.
    if (objective?.value !== 0) return;
    const how = facts.of(mechanism, store.id);
    if (how?.family !== 'primary-backup') return;
    const writers = durableWriters(facts, store);
    const paths =
      writers.length > 0
        ? writers.map((flow) => ({ flow, verdict: judge(facts, store, mechanismFor(facts, flow, store)) }))
        : [{ flow: undefined, verdict: judge(facts, store, how) }];
    const lost = paths.flatMap(({ flow, verdict }) => (typeof verdict === 'string' ? [] : [{ flow, way: verdict }]));
    const [first] = lost;
    if (first) {
      yield finding(
        store,
        objective,
        first.way,
        lost.flatMap(({ flow }) => flow ?? []),
        lost.every(({ way }) => way.settings.every((setting) => isOf(setting, store))),
      );
      return;
    }
    const missing = paths.flatMap(({ verdict }) =>
      verdict === 'commit' || verdict === 'failover' || verdict === 'promotes' ? [verdict] : [],
    );
    if (missing.length > 0) yield unknown(...[...new Set(missing)].map((key) => ({ entity: store.id, key })));
    else if (paths.every(({ verdict }) => verdict === 'kept'))
      yield holds('whoever takes over has every acknowledged write');
  },
};

export default rule;

const WAIT = {
  key: 'commit',
  value: 'any 1 standby, else block',
  text: 'Wait for a standby (`commit: any 1 standby, else block`), or allow the loss that its lag amounts to.',
};
const COMPLETE = {
  key: 'promotes',
  value: 'complete standby',
  text: 'Promote only one that has every acknowledged write (`promotes: complete standby`), or allow the loss.',
};
const MORE = {
  key: 'in-sync',
  value: 'at least 2',
  text: 'Take no writes without a second replica in sync (`in-sync: at least 2`), or allow the loss.',
};

function judge(facts: Facts, store: Entity, how: Mechanism): Verdict {
  const copies = copiesOf(facts, store);
  const { failover, commit, inSync } = how;
  const promoted = promotion(facts, how, copies?.total);
  const isPromoted = failover !== undefined && failover.value.mode !== 'none';
  if (isPromoted && promoted.verdict === 'loses') {
    const isManual = failover.value.mode === 'manual';
    const at = failover.provenance.from === 'written' ? { entity: store.id, key: 'failover' } : { entity: store.id };
    return {
      acknowledged: promoted.acknowledged,
      then: {
        text: isManual ? 'somebody promotes a standby that lacks it' : 'a standby that lacks it is promoted',
        at,
        message: `\`failover: ${failover.value.mode}\``,
      },
      settings: promoted.settings,
      remedy: promoted.cause === 'incomplete-promotion' ? COMPLETE : WAIT,
    };
  }
  const isAlone =
    commit !== undefined &&
    how.storage?.value !== 'shared' &&
    (mayStayAtPrimary(commit.value) || (copies && acknowledgers(how, copies.total) === 1));
  if (commit !== undefined && isAlone === true) {
    const line = toleratedLines(facts, store).find(({ faults }) =>
      faults.some((fault) => fault.fault === 'loss' && 'number' in fault),
    );
    if (line) {
      const alone = `which may be the primary alone${inSync ? ` (\`in-sync: at least ${String(inSync.value.number)}\`, ${origin(facts, inSync)})` : ''}`;
      return {
        acknowledged: mayStayAtPrimary(commit.value)
          ? `${acknowledgedEarly(commit.value)} (\`commit: ${commitText(commit.value)}\`, ${origin(facts, commit)})`
          : `by the replicas in sync, ${alone}`,
        then: {
          text: `\`tolerate\` lets it be lost with its disk (\`${line.text}\`)`,
          at: { entity: line.by.id, key: 'tolerate', index: line.index },
          message: `\`${line.text}\` is to be survived`,
        },
        settings: [commit, ...(inSync ? [inSync] : [])],
        remedy: commit.value.mode === 'in-sync' ? MORE : WAIT,
      };
    }
  }
  if (commit === undefined && how.storage?.value !== 'shared') return 'commit';
  if (promoted.verdict === 'keeps' && isAlone !== true) return 'kept';
  if (failover === undefined) return 'failover';
  return promoted.verdict === 'unknown' && isPromoted ? 'promotes' : 'nothing takes over';
}

function finding(
  store: Entity,
  { by }: Objective,
  { acknowledged, then, settings, remedy }: Way,
  flows: readonly Entity[],
  setHere: boolean,
): Violation {
  const on =
    flows.length > 0
      ? ` of ${listed(
          flows.map((flow) => `\`${label(flow)}\``),
          'and',
        )}`
      : '';
  return violates({
    at: { entity: by.id, key: 'rpo' },
    message: `\`${label(store)}\` may lose acknowledged writes${on}, and its recovery point objective is to lose nothing (\`rpo: 0\`): a write is acknowledged ${acknowledged}, and ${then.text}. ${remedy.text}`,
    related: [
      { at: then.at, message: then.message },
      ...settings.flatMap(({ provenance }) =>
        provenance.from === 'written'
          ? [{ at: { entity: provenance.entity, key: provenance.key }, message: 'what an acknowledgement is worth' }]
          : [],
      ),
      ...flows.map((flow) => ({ at: { entity: flow.id }, message: `\`${label(flow)}\` writes` })),
    ],
    affects: [store.id, ...flows.map((flow) => flow.id)],
    fixes: setHere
      ? [
          {
            title: `Set \`${remedy.key}: ${remedy.value}\` on \`${label(store)}\``,
            edits: [{ type: 'set', entity: store.id, key: remedy.key, value: remedy.value }],
          },
        ]
      : [],
  });
}

/** Whether what the store says decides, and no word of a flow comes before it. */
const isOf = ({ provenance }: Given<unknown>, store: Entity): boolean =>
  provenance.from === 'technology' ||
  provenance.entity === store.id ||
  (provenance.from === 'knob' && provenance.isDefault);
