import {
  acknowledgedEarly,
  commitText,
  mayStayAtPrimary,
  mechanism,
  mechanismFor,
  origin,
} from '../../analyses/consistency/mechanism.ts';
import type { Mechanism } from '../../analyses/consistency/mechanism.ts';
import { faultsOf } from '../../analyses/consistency/fault-model.ts';
import { writersOf } from '../../analyses/consistency/writers.ts';
import type { Facts } from '../../analyses/facts.ts';
import { faultText } from '../../analyses/placement/survival.ts';
import { enclosing, label, written, writtenValues } from '../../model/model.ts';
import type { Entity } from '../../model/model.ts';
import { listed } from '../../model/wording.ts';
import { holds, unknown, violates } from '../rule.ts';
import type { EntityRule, Place, Violation } from '../rule.ts';

/** What takes the primary away for good: another copy goes on without what only it had. */
interface Takeover {
  readonly text: string;
  readonly at: Place;
  readonly message: string;
}

const rule: EntityRule = {
  severity: 'error',
  productionOnly: true,
  on: ['store', 'log', 'queue'],
  *check(store, facts) {
    const objective = [...enclosing(facts, store)].find((outer) => written(outer, 'rpo') !== undefined);
    // How far a standby lags is not described: a bound above zero may or may not be kept.
    if (!objective || written(objective, 'rpo') !== 0) return;
    const how = facts.of(mechanism, store.id);
    if (how?.family !== 'primary-backup') return;
    const writers = writersOf(facts, store.id);
    const commits =
      writers.length > 0
        ? writers.map((flow) => ({ flow, commit: mechanismFor(facts, flow, store).commit }))
        : [{ flow: undefined, commit: how.commit }];
    const early = commits.flatMap(({ flow, commit }) =>
      commit && mayStayAtPrimary(commit.value) ? [{ flow, commit }] : [],
    );
    const [first] = early;
    if (!first) {
      if (commits.some(({ commit }) => commit === undefined)) yield unknown({ entity: store.id, key: 'commit' });
      else yield holds('every write is on a standby before it is acknowledged');
      return;
    }
    const takeover = takeoverOf(facts, store, how);
    if (!takeover) {
      if (how.failover === undefined) yield unknown({ entity: store.id, key: 'failover' });
      return;
    }
    const setHere = early.every(({ commit }) => isOf(commit, store));
    yield finding(
      facts,
      store,
      objective,
      takeover,
      first.commit,
      early.flatMap(({ flow }) => flow ?? []),
      setHere,
    );
  },
};

export default rule;

function finding(
  facts: Facts,
  store: Entity,
  objective: Entity,
  takeover: Takeover,
  commit: NonNullable<Mechanism['commit']>,
  flows: readonly Entity[],
  setHere: boolean,
): Violation {
  const { value, provenance } = commit;
  const on =
    flows.length > 0
      ? ` of ${listed(
          flows.map((flow) => `\`${label(flow)}\``),
          'and',
        )}`
      : '';
  return violates({
    at: { entity: objective.id, key: 'rpo' },
    message: `\`${label(store)}\` may lose acknowledged writes${on}, and its recovery point objective is to lose nothing (\`rpo: 0\`): a write is acknowledged ${acknowledgedEarly(value)} (\`commit: ${commitText(value)}\`, ${origin(facts, commit)}), and ${takeover.text}. Wait for a standby (\`commit: any 1 standby, else block\`), or allow the loss that its lag amounts to.`,
    related: [
      { at: takeover.at, message: takeover.message },
      ...(provenance.from === 'written'
        ? [{ at: { entity: provenance.entity, key: 'commit' }, message: 'what an acknowledgement is worth' }]
        : []),
      ...flows.map((flow) => ({ at: { entity: flow.id }, message: `\`${label(flow)}\` writes` })),
    ],
    affects: [store.id, ...flows.map((flow) => flow.id)],
    fixes: setHere
      ? [
          {
            title: `Set \`commit: any 1 standby, else block\` on \`${label(store)}\``,
            edits: [{ type: 'set', entity: store.id, key: 'commit', value: 'any 1 standby, else block' }],
          },
        ]
      : [],
  });
}

/** Whether what the store says decides, and no word of a flow comes before it. */
const isOf = ({ provenance }: NonNullable<Mechanism['commit']>, store: Entity): boolean =>
  provenance.from === 'technology' ||
  provenance.entity === store.id ||
  (provenance.from === 'knob' && provenance.isDefault);

function takeoverOf(facts: Facts, store: Entity, { failover }: Mechanism): Takeover | undefined {
  if (failover && failover.value.mode !== 'none') {
    const { mode } = failover.value;
    const at = failover.provenance.from === 'written' ? { entity: store.id, key: 'failover' } : { entity: store.id };
    return {
      text: mode === 'manual' ? 'somebody promotes a standby that lacks it' : 'a standby that lacks it is promoted',
      at,
      message: `\`failover: ${mode}\``,
    };
  }
  for (const faults of faultsOf(facts, store))
    for (const [index, line] of writtenValues(faults, 'tolerate').entries())
      if (line.some((fault) => fault.fault === 'loss' && 'number' in fault))
        return {
          text: `\`tolerate\` lets it be lost with its disk (\`${faultText(line)}\`)`,
          at: { entity: faults.id, key: 'tolerate', index },
          message: `\`${faultText(line)}\` is to be survived`,
        };
  return undefined;
}
