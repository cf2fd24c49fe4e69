/** Published failures of isolation, as models of what was run: what was wrong is found, and the repaired twin is quiet. */
import { describe, expect, it } from 'vitest';
import { findingsOf } from '../support/project.ts';

const found = (text: string): string[] =>
  findingsOf(text)
    .map(({ rule }) => rule)
    .sort();

interface Incident {
  readonly name: string;
  readonly source: string;
  readonly model: string;
  readonly finds: readonly string[];
  readonly repaired: string;
}

const incidents: readonly Incident[] = [
  {
    name: 'readers of a cluster disagree',
    source: 'https://jepsen.io/analyses/amazon-rds-for-postgresql-17.4',
    model: `
service app { replicas: 3 }
store db is rds-postgresql-cluster {
  default_transaction_isolation: repeatable-read
}
app -> db look { access: read; endpoint: reader; needs: snapshot-isolation }
app -> db change { access: update; endpoint: writer }
operation award at app {
  steps: look, change
  needs: snapshot-isolation
}`,
    finds: ['consistency/isolation-across-replicas', 'consistency/weaker-than-needed'],
    repaired: `
service app { replicas: 3 }
store db is rds-postgresql-cluster {
  default_transaction_isolation: repeatable-read
}
app -> db look { access: read; endpoint: writer; needs: snapshot-isolation }
app -> db change { access: update; endpoint: writer }
operation award at app {
  steps: look, change
  needs: snapshot-isolation
}`,
  },
  {
    name: 'serializable across a reader endpoint',
    source: 'https://jepsen.io/analyses/mysql-8.0.34',
    model: `
service app
store db is rds-mysql-cluster { transaction_isolation: SERIALIZABLE }
app -> db change { access: update }
app -> db look { access: read; endpoint: reader; needs: serializable }`,
    finds: ['consistency/isolation-across-replicas'],
    repaired: `
service app
store db is rds-mysql-cluster { transaction_isolation: SERIALIZABLE }
app -> db change { access: update }
app -> db look { access: read; needs: serializable }`,
  },
  {
    name: 'updates at quorum drop each other',
    source: 'Kingsbury, Jepsen: Cassandra, 2013',
    model: `
service app { replicas: 5 }
store db is cassandra { replicas: 3 }
app -> db look { access: read; consistency: QUORUM }
app -> db change { access: update; consistency: QUORUM }`,
    finds: ['consistency/concurrent-updates-lost'],
    repaired: `
service app { replicas: 5 }
store db is cassandra { replicas: 3 }
app -> db look { access: read; consistency: SERIAL }
app -> db change { access: update; consistency: SERIAL }`,
  },
  {
    name: 'updates at quorum drop each other, with a need',
    source: 'Kingsbury, Jepsen: Cassandra, 2013',
    model: `
service app { replicas: 5 }
store db is cassandra { replicas: 3 }
app -> db change { access: update; consistency: QUORUM; needs: cursor-stability }`,
    finds: ['consistency/weaker-than-needed'],
    repaired: `
service app { replicas: 5 }
store db is cassandra { replicas: 3 }
app -> db change { access: update; consistency: SERIAL; needs: cursor-stability }`,
  },
  {
    name: 'repeatable read loses updates on one server',
    source: 'https://jepsen.io/analyses/mysql-8.0.34',
    model: `
service app
store db is mysql { replicas: 1 }
app -> db change { access: update; needs: repeatable-read }`,
    finds: ['consistency/weaker-than-needed'],
    repaired: `
service app
store db is mysql { replicas: 1; transaction_isolation: SERIALIZABLE }
app -> db change { access: update; needs: repeatable-read }`,
  },
  {
    name: 'nodes that certify each other’s transactions lose updates',
    source: 'https://jepsen.io/blog/2026-03-16-mariadb-galera-cluster-12.1.2',
    model: `
service app
store db is galera { replicas: 3 }
app -> db change { access: update; needs: snapshot-isolation }`,
    finds: ['consistency/weaker-than-needed'],
    repaired: `
service app
store db is galera { replicas: 3 }
app -> db change { access: update; needs: read-committed }`,
  },
  {
    name: 'serializable that is snapshot isolation',
    source: 'Fekete et al., Making Snapshot Isolation Serializable, 2005',
    model: `
service app
store db is oracle { replicas: 1; isolation_level: serializable }
app -> db sign-off { access: update; needs: serializable }`,
    finds: ['consistency/weaker-than-needed'],
    repaired: `
service app
store db is oracle { replicas: 1; isolation_level: serializable }
app -> db sign-off { access: update; needs: snapshot-isolation }`,
  },
];

describe('failures of isolation', () => {
  it.each(incidents)('$name ($source)', ({ model, finds, repaired }) => {
    expect(found(`faults { timing: partially-synchronous }${model}`)).toEqual(finds);
    expect(found(`faults { timing: partially-synchronous }${repaired}`)).toEqual([]);
  });
});
