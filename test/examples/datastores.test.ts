/**
 * What follows for an access to a store of a bundled technology, against what is published of the product in that
 * configuration. Where the two differ, the row says why; rows that cannot be decided are listed with the reason.
 */
import { describe, expect, it } from 'vitest';
import { guaranteesOf } from '../../language/analyses/consistency/derive.ts';
import { judge } from '../../language/analyses/consistency/guarantees.ts';
import { implies } from '../../language/analyses/consistency/models.ts';
import type { ConsistencyModel } from '../../language/analyses/consistency/models.ts';
import { projectOf } from '../support/project.ts';
import { sharedJson } from '../support/shared.ts';
import { rows } from './datastores.ts';

const undecided: readonly (readonly [system: string, config: string, why: string])[] = [
  ['Megastore', 'default', 'no such technology is bundled'],
  ['MySQL Cluster (NDB)', 'default', 'no such technology is bundled'],
  ['Redis-Raft', '1b3fbf6 (dev build)', 'no such technology is bundled'],
  ['jetcd client', '0.8.2 default retries', 'a client library, not a store'],
];

/** Of technologies that no row is published of: what is judged, the model, and what follows. */
const others: readonly (readonly [text: string, model: ConsistencyModel, what: string])[] = [
  // One primary.
  [
    'store db is oracle { replicas: 2; failover: manual }; web -> db use { access: write }',
    'linearizable',
    'lost-on-failover',
  ],
  [
    'store db is oracle { replicas: 2; failover: manual; protection-mode: maximum-availability }; web -> db use { access: write }',
    'linearizable',
    'lost-on-failover',
  ],
  [
    'store db is oracle { replicas: 2; failover: manual; protection-mode: maximum-protection }; web -> db use { access: write }',
    'linearizable',
    'unknown',
  ],
  [
    'store db is sqlserver { replicas: 2; AVAILABILITY_MODE: SYNCHRONOUS_COMMIT; FAILOVER_MODE: AUTOMATIC }; web -> db use { access: write }',
    'linearizable',
    'holds',
  ],
  [
    'store db is sqlserver { replicas: 3; AVAILABILITY_MODE: SYNCHRONOUS_COMMIT; REQUIRED_SYNCHRONIZED_SECONDARIES_TO_COMMIT: 1; FAILOVER_MODE: AUTOMATIC }; web -> db use { access: write }',
    'linearizable',
    'holds',
  ],
  [
    'store db is oracle { replicas: 2; FastStartFailoverLagLimit: 30s }; web -> db use { access: write }',
    'linearizable',
    'lost-on-failover',
  ],
  ['store db is patroni { replicas: 3 }; web -> db use { access: write }', 'linearizable', 'lost-on-failover'],
  [
    'store db is patroni { replicas: 3; synchronous_mode: on }; web -> db use { access: write }',
    'linearizable',
    'holds',
  ],
  [
    'store db is patroni { replicas: 3; synchronous_mode: on; synchronous_mode_strict: on }; web -> db use { access: write }',
    'linearizable',
    'holds',
  ],
  [
    'store db is mysql { replicas: 3; rpl_semi_sync_master_enabled: ON; failover: automatic; promotes: complete standby; fencing: stonith }; web -> db use { access: write }',
    'linearizable',
    'holds',
  ],
  ['store db is sqlite; web -> db use { access: update }', 'linearizable', 'holds'],
  ['store db is sqlite; web -> db use { access: update }', 'serializable', 'holds'],
  [
    'store db is oracle { replicas: 1; isolation_level: serializable }; web -> db use { access: update }',
    'serializable',
    'isolation-level',
  ],
  [
    'store db is couchbase { replicas: 2; durability: majority }; web -> db use { access: update }',
    'snapshot-isolation',
    'isolation-level',
  ],
  ['store db is galera { replicas: 3 }; web -> db use { access: update }', 'snapshot-isolation', 'found-by-testing'],
  ['store db is galera { replicas: 3 }; web -> db use { access: read }', 'read-your-writes', 'stale-member'],
  [
    'store db is galera { replicas: 3 }; web -> db use { access: read; wsrep_sync_wait: 1 }',
    'read-your-writes',
    'holds',
  ],
  [
    `store db is mysql-group-replication { replicas: 3; group_replication_single_primary_mode: OFF; transaction_isolation: READ-COMMITTED }
      web -> db use { access: update }`,
    'read-committed',
    'holds',
  ],
  [
    `store db is mysql-group-replication { replicas: 3; group_replication_single_primary_mode: OFF }
      web -> db use { access: read; group_replication_consistency: BEFORE }`,
    'linearizable',
    'holds',
  ],
  [
    'store db is aurora-postgresql { replicas: 2 }; web -> db use { access: read; endpoint: reader }',
    'serializable',
    'isolation-level',
  ],
  [
    'store db is dynamodb-global-tables { replicas: 2 }; web -> db use { access: update }',
    'cursor-stability',
    'lost-update',
  ],
  [
    'store db is dynamodb-global-tables { replicas: 2 }; web -> db use { access: read }',
    'sequential',
    'primaries-apart',
  ],
  [
    'store db is bigtable { replicas: 2 }; web -> db use { access: update }',
    'linearizable',
    'clock-order, lost-update, primaries-apart',
  ],
  [
    'store db is bigtable { replicas: 2 }; web -> db use { access: update; routing: single-cluster }',
    'linearizable',
    'lost-on-failover',
  ],
  ['store db is aurora { replicas: 2 }; web -> db use { access: write }', 'linearizable', 'holds'],
  [
    'store db is aurora { replicas: 2 }; web -> db use { access: read; endpoint: reader }',
    'read-your-writes',
    'stale-standby',
  ],
  ['store db is couchbase { replicas: 2 }; web -> db use { access: write }', 'linearizable', 'lost-on-failover'],
  [
    'store db is couchbase { replicas: 2 }; web -> db use { access: write; durability: majority }',
    'linearizable',
    'unknown',
  ],
  [
    'cache db is hazelcast { replicas: 2 }; web -> db use { access: write }',
    'linearizable',
    'lost-on-failover, split-brain',
  ],
  [
    'cache db is hazelcast { replicas: 2; read-backup-data: true }; web -> db use { access: read }',
    'read-your-writes',
    'lost-on-failover, stale-standby',
  ],
  [
    'cache db is ignite { replicas: 2 }; web -> db use { access: read }',
    'read-your-writes',
    'lost-on-failover, stale-standby',
  ],
  [
    'store db is aerospike { replicas: 2 }; web -> db use { access: write; commitLevel: COMMIT_MASTER }',
    'linearizable',
    'lost-on-failover, split-brain',
  ],
  ['store db is aerospike-sc { replicas: 2 }; web -> db use { access: read }', 'linearizable', 'deposed-primary'],
  [
    'store db is aerospike-sc { replicas: 2 }; web -> db use { access: read; readModeSC: LINEARIZE }',
    'linearizable',
    'holds',
  ],
  ['store db is elasticsearch { replicas: 2 }; web -> db use { access: write }', 'linearizable', 'holds'],
  ['store db is ceph; web -> db use { access: write }', 'linearizable', 'holds'],
  ['store db is ceph { osd_pool_default_min_size: 1 }; web -> db use { access: write }', 'linearizable', 'holds'],
  // One log.
  ['store db is yugabytedb { replicas: 3 }; web -> db use { access: read }', 'linearizable', 'holds'],
  [
    'store db is yugabytedb { replicas: 3 }; web -> db use { access: read; yb_read_from_followers: on }',
    'read-your-writes',
    'stale-member',
  ],
  [
    'store db is tidb { replicas: 3 }; web -> db use { access: read; tidb_replica_read: follower }',
    'linearizable',
    'holds',
  ],
  [
    'store db is dynamodb-global-tables-strong; web -> db use { access: read; ConsistentRead: true }',
    'linearizable',
    'holds',
  ],
  ['store db is hazelcast-cp { replicas: 3 }; web -> db use { access: update }', 'linearizable', 'holds'],
  ['consensus db is consul { replicas: 3 }; web -> db use { access: read }', 'linearizable', 'deposed-primary'],
  [
    'consensus db is consul { replicas: 3 }; web -> db use { access: read; consistency: consistent }',
    'linearizable',
    'holds',
  ],
  [
    'consensus db is consul { replicas: 3 }; web -> db use { access: read; consistency: stale }',
    'linearizable',
    'stale-member',
  ],
  ['log db is redpanda { replicas: 3 }; web -> db use { access: append }', 'linearizable', 'holds'],
  ['log db is redpanda { replicas: 3 }; web -> db use { access: append; acks: 1 }', 'linearizable', 'unknown'],
  ['queue db is rabbitmq-quorum; web -> db use { access: append }', 'linearizable', 'holds'],
  ['queue db is rabbitmq-classic; web -> db use { access: append }', 'linearizable', 'holds'],
  ['log db is rabbitmq-stream { replicas: 3 }; web -> db use { access: read }', 'linearizable', 'stale-member'],
  [
    'store db is nats-jetstream { num_replicas: 3; allow_direct: true }; web -> db use { access: read }',
    'read-your-writes',
    'stale-member',
  ],
  ['store db is tigerbeetle { replicas: 6 }; web -> db use { access: update }', 'linearizable', 'holds'],
  ['consensus db is cometbft { replicas: 4 }; web -> db use { access: read }', 'linearizable', 'stale-member'],
  ['store db is hyperledger-fabric { replicas: 3 }; web -> db use { access: read }', 'linearizable', 'stale-member'],
  // Quorums of which none leads.
  [
    'store db is riak; web -> db put { access: write; w: 3 }; web -> db use { access: read; r: 1 }',
    'regular',
    'quorums-miss',
  ],
  [
    'store db is riak { last_write_wins: true }; web -> db use { access: update }',
    'linearizable',
    'clock-order, lost-update',
  ],
  ['log db is pulsar; web -> db use { access: append }', 'linearizable', 'unknown'],
  // Nothing is said of how they replicate.
  ['store db is galera { replicas: 3 }; web -> db use { access: update }', 'linearizable', 'unknown'],
  ['store db is cockroachdb { replicas: 3 }; web -> db use { access: update }', 'linearizable', 'holds'],
  ['store db is cockroachdb { replicas: 3 }; web -> db use { access: update }', 'serializable', 'holds'],
  [
    'store db is cockroachdb { replicas: 3 }; web -> db use { access: update }',
    'strict-serializable',
    'found-by-testing',
  ],
  ['store db is s3; web -> db use { access: read }', 'linearizable', 'unknown'],
  ['cache db is memcached { replicas: 3 }; web -> db use { access: read }', 'linearizable', 'unknown'],
];

/** `holds`, `unknown`, or every cause that violates the model. */
function follows(text: string, model: ConsistencyModel): string {
  const project = projectOf([['file:///main.arch', `faults { timing: partially-synchronous }\nservice web\n${text}`]]);
  expect(project.findings().filter(({ rule }) => rule.startsWith('language/'))).toEqual([]);
  return project.ask(`what follows: ${text} ${model}`, (facts) => {
    const [use, db] = [facts.entity('flow:use'), facts.entity('element:db')];
    if (!use || !db) throw new Error('the row declares both');
    const guarantees = guaranteesOf(facts, use, db);
    const { verdict } = judge(guarantees, model);
    if (verdict !== 'violated') return verdict;
    const violating = guarantees.refutations.filter((refuted) => implies(model, refuted.model));
    return [...new Set(violating.map(({ cause }) => cause))].sort().join(', ');
  });
}

describe('what follows for a store as it is configured', () => {
  it.each(rows)('$system: $config: $text', ({ text, follows: expected }) => {
    for (const [model, what] of Object.entries(expected))
      expect(follows(text, model as ConsistencyModel), model).toBe(what);
  });

  it.each(others)('%s: %s: %s', (text, model, what) => {
    expect(follows(text, model)).toBe(what);
  });

  it('is decided for every published row, or said not to be', () => {
    const published = sharedJson<readonly { readonly system: string; readonly config: string }[]>(
      'data/datastores.json',
      'stores against published facts',
    );
    if (!published) return;
    const key = (system: string, config: string): string => `${system}: ${config}`;
    const covered = [
      ...rows.map(({ system, config }) => key(system, config)),
      ...undecided.map(([system, config]) => key(system, config)),
    ];
    expect([...new Set(covered)].sort()).toEqual(published.map(({ system, config }) => key(system, config)).sort());
  });

  it('is not decided for what is listed as undecided', () => {
    const decided = new Set(rows.map(({ system, config }) => `${system}: ${config}`));
    for (const [system, config, why] of undecided) expect(decided.has(`${system}: ${config}`), why).toBe(false);
  });
});
