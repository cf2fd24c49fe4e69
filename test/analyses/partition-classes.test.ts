/**
 * CAP and PACELC are derived apart: one asks each side of each partition, the other what an access gives up. A store that
 * keeps all accesses linearizable in a partition gives up no consistency for any of them; where every side answers
 * everything, none waits.
 */
import { describe, expect, it } from 'vitest';
import { partitionBehaviour } from '../../language/analyses/failures/cap.ts';
import { pacelcOf } from '../../language/analyses/latency/pacelc.ts';
import { projectOf } from '../support/project.ts';

const ground = `topology { region a { zone z }; region b { zone z }; region c { zone z } }
faults { timing: partially-synchronous; tolerate: partition between regions }
service web { replicas: 3 across a.z, b.z, c.z }
web -> db put { access: write }
web -> db get { access: read }
`;
const places = 'replicas: 3 across a.z, b.z, c.z';
const primary = 'primary: a.z; standbys: b.z, c.z';

const stores: readonly (readonly [cap: string, store: string])[] = [
  ['CP', `store db is etcd { voters: a.z, b.z, c.z }`],
  ['neither', `store db is zookeeper { voters: a.z, b.z, c.z }`],
  ['CP', `store db is cockroachdb { voters: a.z, b.z, c.z }`],
  ['CP', `store db is spanner { voters: a.z, b.z, c.z }`],
  ['neither', `store db is mongodb { ${places} }`],
  ['neither', `store db is mongodb { ${primary}; w: 1 }`],
  ['CP', `store db is postgres { ${primary}; commit: local; reads: primary; failover: none }`],
  ['neither', `store db is postgres { ${primary}; commit: local; reads: any replica; failover: none }`],
  ['unknown', `store db is postgres { ${primary}; commit: local; reads: primary; failover: automatic; fencing: none }`],
  ['CP', `store db is postgres { ${primary}; commit: all standbys, else block; reads: primary; failover: none }`],
  [
    'unknown',
    `store db is postgres { ${primary}; commit: any 1 standby, else block; reads: primary; failover: automatic; fencing: stonith }`,
  ],
  ['unknown', `store db is mysql { ${primary} }`],
  ['unknown', `store db is redis-sentinel { ${places} }`],
  ['neither', `store db is riak { ${places} }`],
  ['unknown', `store db { replication: quorum; commit: 2 replicas; reads: 2 replicas; ${places} }`],
  ['AP', `store db { replication: quorum; commit: 1 replica; reads: 1 replica; ${places} }`],
  ['neither', `store db { replication: quorum; commit: 2 replicas sloppy; reads: 2 replicas; ${places} }`],
  ['AP', `store db { replication: multi-primary; conflicts: merge; reads: nearest replica; commit: local; ${places} }`],
  ['unknown', `store db { replication: chain; reads: tail; ${places} }`],
  // Certified transactions take a majority; whether reads do is the product's to say.
  ['neither', `store db is galera { ${places} }`],
  ['neither', `store db is galera { ${places}; wsrep_dirty_reads: ON }`],
  [
    'neither',
    `store db is mysql-group-replication { ${places}; group_replication_single_primary_mode: OFF; reads: any replica }`,
  ],
];

describe('what a store does in a partition', () => {
  it.each(stores)('%s: %s', (expected, store) => {
    const project = projectOf([['file:///a.arch', `${ground}${store}`]]);
    project.ask('classes', (facts) => {
      const db = facts.entity('element:db');
      const cap = facts.of(partitionBehaviour, 'element:db')?.class;
      expect(cap).toBe(expected);
      const given = ['put', 'get'].map((name) => {
        const flow = facts.entity(`flow:${name}`);
        return flow && db ? pacelcOf(facts, flow, db)?.partition?.given : undefined;
      });
      if (cap === 'CP') expect(given).not.toContain('A');
      if (cap === 'AP') expect(given).not.toContain('C');
    });
  });
});

describe('a partition between machines', () => {
  const classOf = (placement: string): string | undefined => {
    const text = `topology { region a { zone y; zone z }; region b { zone z } }
faults { timing: partially-synchronous; tolerate: partition between nodes }
service web
web -> db put { access: update }
store db is etcd { ${placement} }`;
    const project = projectOf([['file:///a.arch', text]]);
    return project.ask('class', (facts) => facts.of(partitionBehaviour, 'element:db')?.class);
  };

  it.each([
    ['voters: a.y, a.z, b.z', 'CP'],
    // Nothing says which of two machines in one place is on which side.
    ['voters: a.y, a.y, b.z', undefined],
    ['voters: a, a.z, b.z', undefined],
    ['replicas: 3', undefined],
  ])('between %s gives %s', (placement, expected) => {
    expect(classOf(placement)).toBe(expected);
  });
});
