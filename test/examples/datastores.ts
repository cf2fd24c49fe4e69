/** Stores of bundled technologies as they are published, and what is to follow for an access to each. */
import type { ConsistencyModel } from '../../language/analyses/consistency/models.ts';

export interface Row {
  /** As it is published: the system and its configuration. */
  readonly system: string;
  readonly config: string;
  /** `store db is …`, and the flows that lead to it; the one that is judged is called `use`. */
  readonly text: string;
  /** For each model: `holds`, `unknown`, or what violates it, in alphabetical order. */
  readonly follows: Partial<Record<ConsistencyModel, string>>;
  /** Where what follows is not what is published. */
  readonly differs?: string;
}

export const rows: readonly Row[] = [
  {
    system: 'Dynamo (2007)',
    config: 'N=3,R=2,W=2, sloppy quorum',
    text: 'store db is riak { allow_mult: true }; web -> db use { access: read }',
    follows: { 'read-your-writes': 'quorums-miss', 'monotonic-reads': 'quorums-miss', eventual: 'unknown' },
  },
  {
    system: 'Cassandra',
    config: 'CL=ONE/ONE, RF=3',
    text: `store db is cassandra { replicas: 3 }
      web -> db put { access: write; consistency: ONE }; web -> db use { access: read; consistency: ONE }`,
    follows: { 'read-your-writes': 'quorums-miss', linearizable: 'clock-order, quorums-miss' },
  },
  {
    system: 'Cassandra',
    config: 'CL=ONE/ONE, RF=3',
    text: 'store db is cassandra { replicas: 3 }; web -> db use { access: update; consistency: ONE }',
    follows: { linearizable: 'clock-order, lost-update' },
  },
  {
    system: 'Cassandra',
    config: 'CL=QUORUM/QUORUM, RF=3',
    text: `store db is cassandra { replicas: 3 }
      web -> db put { access: write; consistency: QUORUM }; web -> db use { access: read; consistency: QUORUM }`,
    follows: { linearizable: 'clock-order', 'read-your-writes': 'unknown', regular: 'unknown' },
  },
  {
    system: 'Cassandra',
    config: 'LWT (SERIAL), RF=3',
    text: 'store db is cassandra { replicas: 3 }; web -> db use { access: update; consistency: SERIAL }',
    follows: { linearizable: 'holds' },
    differs: 'the errors that were found are of an implementation, and fixed',
  },
  {
    system: 'ScyllaDB',
    config: '4.2-rc3 LWT',
    text: 'store db is scylladb { replicas: 3 }; web -> db use { access: read; consistency: SERIAL }',
    follows: { linearizable: 'holds' },
    differs: 'the errors that were found are of an implementation, and fixed but for some at changes of membership',
  },
  {
    system: 'ScyllaDB',
    config: '4.2-rc3 LWT',
    text: 'store db is scylladb { replicas: 3 }; web -> db use { access: update; consistency: QUORUM }',
    follows: { linearizable: 'clock-order, lost-update' },
  },
  {
    system: 'BigTable/HBase',
    config: 'default',
    text: 'store db is hbase { replicas: 3 }; web -> db use { access: read }',
    follows: { linearizable: 'deposed-primary' },
    differs: 'a region server that is cut off answers reads until it learns that its regions are gone',
  },
  {
    system: 'BigTable/HBase',
    config: 'default',
    text: 'store db is bigtable { replicas: 1 }; web -> db use { access: read }',
    follows: { linearizable: 'holds' },
  },
  {
    system: 'VoltDB/H-Store',
    config: 'k-safety=k',
    text: 'store db is voltdb { kfactor: 1 }; web -> db use { access: read }',
    follows: { linearizable: 'holds', 'strict-serializable': 'holds' },
    differs: 'what was found in 6.3 came from reads that were not ordered: since 6.4 `readlevel: fast`',
  },
  {
    system: 'VoltDB/H-Store',
    config: 'k-safety=k',
    text: 'store db is voltdb { kfactor: 1; readlevel: fast }; web -> db use { access: read }',
    follows: { linearizable: 'stale-member', 'read-committed': 'isolation-level' },
  },
  {
    system: 'MongoDB',
    config: 'w:1, readConcern local (pre-5.0 default)',
    text: 'store db is mongodb { replicas: 3; w: 1 }; web -> db use { access: update }',
    follows: { linearizable: 'lost-on-failover', causal: 'lost-on-failover' },
  },
  {
    system: 'MongoDB',
    config: 'w:majority + readConcern linearizable (single doc)',
    text: `store db is mongodb { replicas: 3; w: majority }
      web -> db use { access: read; readConcern: linearizable }`,
    follows: { linearizable: 'holds' },
  },
  {
    system: 'MongoDB',
    config: 'w:majority + readConcern linearizable (single doc)',
    text: 'store db is mongodb { replicas: 3; w: majority }; web -> db use { access: read }',
    follows: { linearizable: 'deposed-primary, shown-early' },
  },
  {
    system: 'MongoDB',
    config: 'w:majority + readConcern linearizable (single doc)',
    text: `store db is mongodb { replicas: 3; w: majority }; web -> db put { access: write; w: 1 }
      web -> db use { access: read; readConcern: linearizable }`,
    follows: { linearizable: 'lost-on-failover' },
  },
  {
    system: 'MongoDB',
    config: 'causal session without w:majority+rc:majority',
    text: 'store db is mongodb { replicas: 3; w: 1 }; web -> db use { access: read; causalConsistency: true }',
    follows: { causal: 'lost-on-failover', linearizable: 'deposed-primary, lost-on-failover' },
  },
  {
    system: 'MongoDB',
    config: 'causal session without w:majority+rc:majority',
    text: 'store db is mongodb { replicas: 3 }; web -> db use { access: read; causalConsistency: true }',
    follows: { causal: 'shown-early', 'read-your-writes': 'holds' },
  },
  {
    system: 'MongoDB',
    config: 'causal session without w:majority+rc:majority',
    text: `store db is mongodb { replicas: 3; causalConsistency: true; readPreference: secondary }
      web -> db use { access: read; readConcern: majority }`,
    follows: { causal: 'holds', linearizable: 'stale-standby' },
  },
  {
    system: 'MongoDB',
    config: 'causal session without w:majority+rc:majority',
    text: `store db is mongodb { replicas: 3; readPreference: secondary }
      web -> db use { access: read; readConcern: majority }`,
    follows: { 'read-your-writes': 'stale-standby' },
  },
  {
    system: 'Azure Cosmos DB',
    config: 'strong',
    text: 'store db is cosmosdb { consistencyLevel: Strong }; web -> db use { access: write }',
    follows: { linearizable: 'holds' },
  },
  {
    system: 'Azure Cosmos DB',
    config: 'strong',
    text: 'store db is cosmosdb { consistencyLevel: Strong }; web -> db use { access: read }',
    follows: { linearizable: 'holds', 'snapshot-isolation': 'holds', serializable: 'isolation-level' },
  },
  {
    system: 'Azure Cosmos DB',
    config: 'bounded staleness',
    text: 'store db is cosmosdb { consistencyLevel: BoundedStaleness; maxIntervalInSeconds: 300s }; web -> db use { access: read }',
    follows: { linearizable: 'stale-member', 'bounded-staleness': 'holds', 'monotonic-writes': 'holds' },
  },
  {
    system: 'MongoDB',
    config: 'txn w:majority + readConcern snapshot',
    text: `store db is mongodb { replicas: 3; w: majority }
      web -> db use { access: update; readConcern: snapshot }`,
    follows: { serializable: 'isolation-level', 'snapshot-isolation': 'holds' },
    differs: 'the errors that were found are of an implementation, and fixed',
  },
  {
    system: 'Azure Cosmos DB',
    config: 'session',
    text: 'store db is cosmosdb; web -> db use { access: read; session: token }',
    follows: { linearizable: 'stale-member', 'read-your-writes': 'holds', 'monotonic-reads': 'holds' },
  },
  {
    system: 'Azure Cosmos DB',
    config: 'session',
    text: 'store db is cosmosdb; web -> db use { access: read }',
    follows: { linearizable: 'stale-member', causal: 'holds' },
  },
  {
    system: 'Azure Cosmos DB',
    config: 'session',
    text: 'store db is cosmosdb; web -> db use { access: read; session: none }',
    follows: { 'read-your-writes': 'stale-member' },
  },
  {
    system: 'Azure Cosmos DB',
    config: 'consistent prefix',
    text: 'store db is cosmosdb { consistencyLevel: ConsistentPrefix }; web -> db use { access: read }',
    follows: { 'read-your-writes': 'quorums-miss', 'monotonic-writes': 'unknown' },
  },
  {
    system: 'Azure Cosmos DB',
    config: 'eventual',
    text: 'store db is cosmosdb; web -> db use { access: read; consistencyLevel: Eventual }',
    follows: { 'read-your-writes': 'quorums-miss', 'monotonic-reads': 'quorums-miss' },
  },
  {
    system: 'DynamoDB',
    config: 'eventually consistent read',
    text: 'store db is dynamodb; web -> db use { access: read }',
    follows: { 'read-your-writes': 'stale-member', 'monotonic-reads': 'stale-member', eventual: 'holds' },
  },
  {
    system: 'DynamoDB',
    config: 'strongly consistent read (single region)',
    text: 'store db is dynamodb; web -> db use { access: read; ConsistentRead: true }',
    follows: { linearizable: 'holds' },
  },
  {
    system: 'Spanner',
    config: 'read-write txn',
    text: 'store db is spanner { replicas: 3 }; web -> db use { access: update }',
    follows: { linearizable: 'holds', 'strict-serializable': 'holds' },
  },
  {
    system: 'Spanner',
    config: 'read-write txn',
    text: 'store db is spanner { replicas: 3 }; web -> db use { access: read; READ_ONLY_STALENESS: EXACT_STALENESS }',
    follows: { linearizable: 'stale-member', 'strict-serializable': 'stale-member', serializable: 'holds' },
  },
  {
    system: 'etcd',
    config: 'v3 default',
    text: 'store db is etcd { replicas: 3 }; web -> db use { access: read }',
    follows: { linearizable: 'holds' },
  },
  {
    system: 'etcd',
    config: 'serializable reads (--consistency=s) / 0.4.1 default',
    text: 'store db is etcd { replicas: 3 }; web -> db use { access: read; serializable: yes }',
    follows: { linearizable: 'stale-member', 'writes-follow-reads': 'holds' },
  },
  {
    system: 'ZooKeeper',
    config: 'default reads',
    text: 'store db is zookeeper { replicas: 3 }; web -> db use { access: read; session: token }',
    follows: { linearizable: 'stale-member', sequential: 'holds' },
  },
  {
    system: 'ZooKeeper',
    config: 'default reads',
    text: 'store db is zookeeper { replicas: 3 }; web -> db use { access: write }',
    follows: { linearizable: 'holds' },
  },
  {
    system: 'ZooKeeper',
    config: 'default reads',
    text: 'store db is zookeeper { replicas: 3 }; web -> db use { access: read; sync: yes }',
    follows: { linearizable: 'unknown' },
  },
  {
    system: 'CockroachDB',
    config: 'SERIALIZABLE',
    text: 'store db is cockroachdb { replicas: 3 }; web -> db use { access: read }',
    follows: { linearizable: 'holds', serializable: 'holds', 'strict-serializable': 'found-by-testing' },
  },
  {
    system: 'TiDB',
    config: '2.1.7 default (auto-retry on)',
    text: 'store db is tidb { replicas: 3 }; web -> db use { access: read }',
    follows: { linearizable: 'holds', 'snapshot-isolation': 'holds', serializable: 'isolation-level' },
    differs: 'what was found came from transactions that were retried by themselves, which is off since 3.0',
  },
  {
    system: 'FoundationDB',
    config: 'triple',
    text: 'store db is foundationdb { redundancy_mode: triple }; web -> db use { access: read }',
    follows: { linearizable: 'holds', 'strict-serializable': 'holds' },
  },
  {
    system: 'FoundationDB',
    config: 'triple',
    text: `store db is foundationdb { redundancy_mode: triple }
      web -> db use { access: read; causal_read_risky: yes }`,
    follows: { linearizable: 'holds' },
  },
  {
    system: 'PostgreSQL',
    config: 'async streaming replication',
    text: 'store db is postgres { replicas: 2; failover: manual }; web -> db use { access: write }',
    follows: { linearizable: 'lost-on-failover' },
  },
  {
    system: 'PostgreSQL',
    config: 'synchronous_commit=on, synchronous_standby_names=ANY 1 (2)',
    text: `store db is postgres { replicas: 3; commit: any 1 standby, else block; reads: any replica; failover: manual }
      web -> db use { access: read }`,
    follows: { 'read-your-writes': 'stale-standby' },
  },
  {
    system: 'PostgreSQL',
    config: 'synchronous_commit=on, synchronous_standby_names=ANY 1 (2)',
    text: `store db is postgres { replicas: 3; commit: any 1 standby, else block; failover: manual; fencing: stonith }
      web -> db use { access: write }`,
    follows: { linearizable: 'unknown' },
    differs: 'PostgreSQL does not say which standby is promoted; what does is not part of it',
  },
  {
    system: 'PostgreSQL',
    config: 'synchronous_commit=on, synchronous_standby_names=ANY 1 (2)',
    text: `store db is postgres {
        replicas: 3; commit: any 1 standby, else block; failover: manual; fencing: stonith; promotes: complete standby
      }
      web -> db use { access: write }`,
    follows: { linearizable: 'holds' },
  },
  {
    system: 'PostgreSQL',
    config: 'synchronous_standby_names=FIRST 1 (s1) with one standby',
    text: `store db is postgres { replicas: 2; commit: all standbys, else block; failover: manual; fencing: stonith }
      web -> db use { access: write }`,
    follows: { linearizable: 'holds' },
  },
  {
    system: 'PostgreSQL',
    config: '12.3 SERIALIZABLE (single node)',
    text: `store db is postgres { replicas: 1; default_transaction_isolation: serializable }
      web -> db use { access: update }`,
    follows: { linearizable: 'holds', serializable: 'holds' },
    differs: 'the error that was found is of an implementation, and fixed',
  },
  {
    system: 'Amazon RDS PostgreSQL',
    config: 'multi-AZ cluster 13.15-17.4, reader endpoint',
    text: `store db is rds-postgresql-cluster { default_transaction_isolation: repeatable-read; failover: none }
      web -> db use { access: read; endpoint: reader }`,
    follows: {
      linearizable: 'stale-standby',
      'monotonic-reads': 'stale-standby',
      'snapshot-isolation': 'replica-order',
      'parallel-snapshot-isolation': 'holds',
    },
  },
  {
    system: 'Amazon RDS PostgreSQL',
    config: 'multi-AZ cluster 13.15-17.4, reader endpoint',
    text: `store db is rds-postgresql-cluster { default_transaction_isolation: repeatable-read; failover: none }
      web -> db use { access: read; endpoint: writer }`,
    follows: { 'snapshot-isolation': 'holds', serializable: 'isolation-level' },
  },
  {
    system: 'MySQL',
    config: '8.0.34 REPEATABLE READ (single node)',
    text: 'store db is mysql { replicas: 1 }; web -> db use { access: update }',
    follows: {
      linearizable: 'holds',
      'repeatable-read': 'found-by-testing, isolation-level',
      'monotonic-atomic-view': 'found-by-testing',
      'read-committed': 'holds',
    },
  },
  {
    system: 'Amazon RDS MySQL',
    config: '8.0 cluster SERIALIZABLE, read replicas',
    text: `store db is mysql { replicas: 3; reads: any replica; transaction_isolation: SERIALIZABLE }
      web -> db use { access: read }`,
    follows: { 'strict-serializable': 'stale-standby', serializable: 'unknown' },
    differs: 'in which order replicas show transactions is not known',
  },
  {
    system: 'MySQL + Orchestrator',
    config: 'cross-region async, auto-failover',
    text: 'store db is mysql { replicas: 3; failover: automatic; fencing: none }; web -> db use { access: write }',
    follows: { linearizable: 'lost-on-failover, split-brain' },
  },
  {
    system: 'Redis Sentinel',
    config: 'default',
    text: 'store db is redis-sentinel { replicas: 3 }; web -> db use { access: write }',
    follows: { linearizable: 'lost-on-failover, split-brain', 'read-your-writes': 'lost-on-failover' },
  },
  {
    system: 'Redis Cluster',
    config: 'default',
    text: 'store db is redis-cluster { replicas: 2 }; web -> db use { access: write }',
    follows: { linearizable: 'lost-on-failover' },
  },
  {
    system: 'Kafka',
    config: 'acks=1',
    text: 'log db is kafka { replicas: 3 }; web -> db use { access: append; acks: 1 }',
    follows: { linearizable: 'lost-on-failover' },
  },
  {
    system: 'Kafka',
    config: 'acks=all, RF=3, min.insync.replicas=1 (default)',
    text: 'log db is kafka { replicas: 3 }; web -> db use { access: append; acks: all }',
    follows: { linearizable: 'holds' },
    differs:
      'what was found came with unclean election, which is off by default since 0.11; what the leader alone has is lost with its disk',
  },
  {
    system: 'Kafka',
    config: 'acks=all, RF=3, min.insync.replicas=2, unclean.leader.election=false',
    text: `log db is kafka { replicas: 3; min.insync.replicas: 2; unclean.leader.election: no }
      web -> db use { access: append; acks: all }`,
    follows: { linearizable: 'holds' },
  },
  {
    system: 'Kafka',
    config: 'unclean.leader.election.enable=true',
    text: `log db is kafka { replicas: 3; min.insync.replicas: 2; unclean.leader.election.enable: true }
      web -> db use { access: append; acks: all }`,
    follows: { linearizable: 'incomplete-promotion', 'read-your-writes': 'incomplete-promotion' },
  },
];
