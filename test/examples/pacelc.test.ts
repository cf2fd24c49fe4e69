/**
 * What a store gives up in a partition and else, by access, against the PACELC label that is published of the product in
 * that configuration. A label is of a whole system, what follows is of one access: where they differ, the row says why.
 */
import { describe, expect, it } from 'vitest';
import { classText, pacelcOf } from '../../language/analyses/latency/pacelc.ts';
import { projectOf } from '../support/project.ts';
import { sharedJson } from '../support/shared.ts';

interface Row {
  /** As it is published: the system and its configuration. */
  readonly system: string;
  readonly config: string;
  /** `db is …` */
  readonly store: string;
  /** What follows for a write and for a read, each with the settings of its flow. */
  readonly write?: readonly [flow: string, follows: string];
  readonly read?: readonly [flow: string, follows: string];
  /** Where what follows is not what is published. */
  readonly differs?: string;
}

const REGIONS =
  'the label is of copies in several regions that answer by themselves; described is one region, where a side without a majority takes no writes';
const LEADER =
  'the label takes what is acknowledged early for low latency; but every access goes to the one that leads, wherever it is';

const rows: readonly Row[] = [
  {
    system: 'Dynamo (2007)',
    config: 'N=3,R=2,W=2, sloppy quorum',
    store: 'store db is riak { allow_mult: true }',
    write: ['', 'PA/EL'],
    read: ['', 'PA/EL'],
  },
  {
    system: 'Cassandra',
    config: 'CL=ONE/ONE, RF=3',
    store: 'store db is cassandra { replicas: 3 }',
    write: ['consistency: ONE', 'PA/EL'],
    read: ['consistency: ONE', 'PA/EL'],
  },
  {
    system: 'Cassandra',
    config: 'CL=QUORUM/QUORUM, RF=3',
    store: 'store db is cassandra { replicas: 3 }',
    write: ['consistency: QUORUM', 'PC/EC'],
    read: ['consistency: QUORUM', 'PC/EC'],
  },
  {
    system: 'Cassandra',
    config: 'LWT (SERIAL), RF=3',
    store: 'store db is cassandra { replicas: 3 }',
    write: ['consistency: SERIAL', 'PC/EC'],
    read: ['consistency: SERIAL', 'PC/EC'],
  },
  {
    system: 'ScyllaDB',
    config: '4.2-rc3 LWT',
    store: 'store db is scylladb { replicas: 3 }',
    write: ['consistency: SERIAL', 'PC/EC'],
    read: ['consistency: ONE', 'PA/EL'],
  },
  {
    system: 'BigTable/HBase',
    config: 'default',
    store: 'store db is hbase { replicas: 3 }',
    write: ['', 'PC/EC'],
    read: ['', 'PA/EC'],
    differs: 'a region server that is cut off answers reads until it learns that its regions are gone',
  },
  {
    system: 'Megastore',
    config: 'default',
    store: 'store db { replication: consensus; replicas: 3 }',
    write: ['', 'PC/EC'],
  },
  {
    system: 'VoltDB/H-Store',
    config: 'k-safety=k',
    store: 'store db is voltdb { kfactor: 1 }',
    write: ['', 'PC/EC'],
    read: ['', 'PC/EC'],
  },
  {
    system: 'MySQL Cluster (NDB)',
    config: 'default',
    store:
      'store db { replication: primary-backup; replicas: 2; commit: all standbys applied, else continue; reads: primary; failover: automatic; fencing: stonith }',
    write: ['', 'PC/EC'],
    read: ['', 'PC/EC'],
  },
  {
    system: 'MongoDB',
    config: 'w:1, readConcern local (pre-5.0 default)',
    store: 'store db is mongodb { replicas: 3; w: 1 }',
    write: ['', 'PA/EC'],
    read: ['', 'PA/EC'],
  },
  {
    system: 'MongoDB',
    config: 'w:majority + readConcern linearizable (single doc)',
    store: 'store db is mongodb { replicas: 3 }',
    write: ['', 'PC/EC'],
    read: ['readConcern: linearizable', 'PC/EC'],
  },
  {
    system: 'MongoDB',
    config: 'txn w:majority + readConcern snapshot',
    store: 'store db is mongodb { replicas: 3 }',
    write: ['', 'PC/EC'],
  },
  {
    system: 'MongoDB',
    config: 'causal session without w:majority+rc:majority',
    store: 'store db is mongodb { replicas: 3; w: 1; readPreference: nearest }',
    write: ['', 'PA/EC'],
    read: ['session: token', 'PA/EL'],
    differs: 'the label is of reads: every write goes to the primary, wherever that is',
  },
  {
    system: 'Azure Cosmos DB',
    config: 'strong',
    store: 'store db is cosmosdb { consistencyLevel: Strong }',
    write: ['', 'PC/EC'],
    read: ['', 'PC/EC'],
  },
  {
    system: 'Azure Cosmos DB',
    config: 'bounded staleness',
    store: 'store db is cosmosdb { consistencyLevel: BoundedStaleness }',
    write: ['', 'PC/EC'],
  },
  {
    system: 'Azure Cosmos DB',
    config: 'session',
    store: 'store db is cosmosdb',
    write: ['', 'PC/EC'],
    read: ['session: token', 'PC/EL'],
    differs: REGIONS,
  },
  {
    system: 'Azure Cosmos DB',
    config: 'consistent prefix',
    store: 'store db is cosmosdb { consistencyLevel: ConsistentPrefix }',
    write: ['', 'PC/EC'],
    read: ['', 'PA/EL'],
    differs: REGIONS,
  },
  {
    system: 'Azure Cosmos DB',
    config: 'eventual',
    store: 'store db is cosmosdb { consistencyLevel: Eventual }',
    write: ['', 'PC/EC'],
    read: ['', 'PA/EL'],
    differs: REGIONS,
  },
  {
    system: 'DynamoDB',
    config: 'eventually consistent read',
    store: 'store db is dynamodb',
    write: ['', 'PC/EC'],
    read: ['', 'PC/EL'],
    differs:
      'the label is that of Dynamo (2007), which had no leader: in DynamoDB a side without a majority takes no writes, and every write goes to a leader',
  },
  {
    system: 'DynamoDB',
    config: 'strongly consistent read (single region)',
    store: 'store db is dynamodb',
    write: ['', 'PC/EC'],
    read: ['ConsistentRead: true', 'PC/EC'],
  },
  { system: 'Spanner', config: 'read-write txn', store: 'store db is spanner { replicas: 3 }', write: ['', 'PC/EC'] },
  {
    system: 'etcd',
    config: 'v3 default',
    store: 'store db is etcd { replicas: 3 }',
    write: ['', 'PC/EC'],
    read: ['', 'PC/EC'],
  },
  {
    system: 'etcd',
    config: 'serializable reads (--consistency=s) / 0.4.1 default',
    store: 'store db is etcd { replicas: 3 }',
    read: ['serializable: yes', 'PC/EL'],
  },
  {
    system: 'ZooKeeper',
    config: 'default reads',
    store: 'store db is zookeeper { replicas: 3 }',
    write: ['', 'PC/EC'],
    read: ['session: token', 'PC/EL'],
  },
  {
    system: 'CockroachDB',
    config: 'SERIALIZABLE',
    store: 'store db is cockroachdb { replicas: 3 }',
    write: ['', 'PC/EC'],
    read: ['', 'PC/EC'],
  },
  {
    system: 'TiDB',
    config: '2.1.7 default (auto-retry on)',
    store: 'store db is tidb { replicas: 3 }',
    write: ['', 'PC/EC'],
    read: ['', 'PC/EC'],
  },
  {
    system: 'FoundationDB',
    config: 'triple',
    store: 'store db is foundationdb { redundancy_mode: triple }',
    write: ['', 'PC/EC'],
    read: ['', 'PC/EC'],
  },
  {
    system: 'PostgreSQL',
    config: 'async streaming replication',
    store: 'store db is postgres { replicas: 2; failover: manual }',
    write: ['', 'PA/EC'],
    read: ['', 'PA/EC'],
  },
  {
    system: 'PostgreSQL',
    config: 'synchronous_commit=on, synchronous_standby_names=ANY 1 (2)',
    store:
      'store db is postgres { replicas: 3; commit: any 1 standby, else block; failover: manual; fencing: stonith }',
    write: ['', 'PC/EC'],
    read: ['', 'PC/EC'],
  },
  {
    system: 'PostgreSQL',
    config: 'synchronous_standby_names=FIRST 1 (s1) with one standby',
    store:
      'store db is postgres { replicas: 2; commit: first 1 standby, else block; failover: manual; fencing: stonith }',
    write: ['', 'PC/EC'],
    read: ['', 'PC/EC'],
  },
  {
    system: 'Amazon RDS PostgreSQL',
    config: 'multi-AZ cluster 13.15-17.4, reader endpoint',
    store:
      'store db is postgres { replicas: 3; commit: any 1 standby, else block; failover: automatic; fencing: stonith; reads: any replica }',
    write: ['', 'PC/EC'],
  },
  {
    system: 'Amazon RDS MySQL',
    config: '8.0 cluster SERIALIZABLE, read replicas',
    store: 'store db is mysql { replicas: 3; reads: any replica; failover: automatic }',
    write: ['', 'PA/EC'],
    read: ['', 'PA/EL'],
    differs: 'the label is of reads: every write goes to the primary, wherever that is',
  },
  {
    system: 'MySQL + Orchestrator',
    config: 'cross-region async, auto-failover',
    store: 'store db is mysql { replicas: 3; reads: primary; failover: automatic; fencing: none }',
    write: ['', 'PA/EC'],
    read: ['', 'PA/EC'],
  },
  {
    system: 'Redis Sentinel',
    config: 'default',
    store: 'store db is redis-sentinel { replicas: 3 }',
    write: ['', 'PA/EC'],
    read: ['', 'PA/EC'],
    differs: LEADER,
  },
  {
    system: 'Redis Cluster',
    config: 'default',
    store: 'store db is redis-cluster { replicas: 2 }',
    write: ['', 'PA/EC'],
    read: ['', 'PA/EC'],
    differs: LEADER,
  },
  {
    system: 'Redis-Raft',
    config: '1b3fbf6 (dev build)',
    store: 'store db { replication: consensus; replicas: 3; reads: primary, confirmed by quorum }',
    write: ['', 'PC/EC'],
    read: ['', 'PC/EC'],
  },
  {
    system: 'Kafka',
    config: 'acks=1',
    store: 'log db is kafka { replicas: 3 }',
    write: ['acks: 1', 'PA/EC'],
    differs: LEADER,
  },
  {
    system: 'PostgreSQL',
    config: '12.3 SERIALIZABLE (single node)',
    store: 'store db is postgres { replicas: 1 }',
    write: ['', 'n/a'],
    read: ['', 'n/a'],
  },
  {
    system: 'MySQL',
    config: '8.0.34 REPEATABLE READ (single node)',
    store: 'store db is mysql { replicas: 1 }',
    write: ['', 'n/a'],
    read: ['', 'n/a'],
  },
];

/** The classes of a write and of a read, with nothing for one copy. */
function classesOf({ store, write, read }: Row): { write?: string; read?: string } {
  const text = [
    'service web',
    store,
    ...(write ? [`web -> db put { access: write; ${write[0]} }`] : []),
    ...(read ? [`web -> db get { access: read; ${read[0]} }`] : []),
  ].join('\n');
  const project = projectOf([['file:///main.arch', text]]);
  expect(project.findings().filter(({ rule }) => rule.startsWith('language/'))).toEqual([]);
  return project.ask('pacelc', (facts) => {
    const db = facts.entity('element:db');
    const classOf = (id: string): string => {
      const flow = facts.entity(id);
      const found = flow && db && pacelcOf(facts, flow, db);
      return found ? classText(found) : 'n/a';
    };
    return { ...(write && { write: classOf('flow:put') }), ...(read && { read: classOf('flow:get') }) };
  });
}

const undecided: readonly (readonly [system: string, config: string, why: string])[] = [
  ['jetcd client', '0.8.2 default retries', 'a client library, not a store'],
  ['Kafka', 'acks=all, RF=3, min.insync.replicas=1 (default)', 'depends on which replicas are in sync'],
  [
    'Kafka',
    'acks=all, RF=3, min.insync.replicas=2, unclean.leader.election=false',
    'depends on which replicas are in sync',
  ],
  ['Kafka', 'unclean.leader.election.enable=true', 'depends on which replicas are in sync'],
];

const name = ({ system, config }: { readonly system: string; readonly config: string }): string =>
  `${system}, ${config}`;

describe('PACELC by access', () => {
  it.each(rows.map((row) => [name(row), row] as const))('%s', (_, row) => {
    expect(classesOf(row)).toEqual({
      ...(row.write && { write: row.write[1] }),
      ...(row.read && { read: row.read[1] }),
    });
  });

  const published = sharedJson<
    readonly { readonly system: string; readonly config: string; readonly pacelc: string }[]
  >('data/datastores.json', 'published PACELC labels');
  it.runIf(published !== undefined)('is what is published, or the row says why not', () => {
    const all = published ?? [];
    const known = [...rows.map(name), ...undecided.map(([system, config]) => name({ system, config }))];
    expect(known.sort()).toEqual(all.map(name).sort());
    for (const row of rows) {
      const label = all.find((other) => name(other) === name(row))?.pacelc ?? '';
      const follows = [row.write, row.read].flatMap((access) => access?.[1] ?? []);
      const agrees = follows.every((found) => label.includes(found));
      expect(
        row.differs === undefined,
        `${name(row)} is published as ${label}, and follows as ${follows.join(', ')}`,
      ).toBe(agrees);
    }
  });
});
