/**
 * Real failures, described as their architecture was before, and the same with what was changed or should have been: the
 * rules tell the first and are silent about the second.
 */
import { describe, expect, it } from 'vitest';
import { projectOf } from '../support/project.ts';

const ABOUT = [
  'faults/acknowledged-before-flush',
  'faults/acknowledged-writes-lost',
  'faults/not-restorable',
  'faults/recovery-point-missed',
  'faults/recovery-time-missed',
  'faults/split-brain',
  'faults/too-few-in-sync',
  'consistency/weaker-than-needed',
];

function findings(text: string): string[] {
  const project = projectOf([['file:///main.arch', text]]);
  const all = project.findings().map(({ rule, message }) => ({ rule, message }));
  expect(all.filter(({ rule }) => rule.startsWith('language/'))).toEqual([]);
  return [...new Set(all.map(({ rule }) => rule))].filter((rule) => ABOUT.includes(rule)).sort();
}

interface Incident {
  readonly name: string;
  readonly source: string;
  readonly before: string;
  readonly after: string;
  readonly told: readonly string[];
}

const coasts = `topology {
  region us-east { zone a; zone b }
  region us-west { zone a }
  region cloud { zone a }
  link us-east <-> us-west { rtt: 60ms }
}
service web { replicas: 4 across us-east.a, us-east.b }
consensus orchestrator { voters: us-east.a, us-west.a, cloud.a }
web -> issues save { access: write }
`;

const incidents: readonly Incident[] = [
  {
    name: 'a primary moved across the continent while the old one took writes',
    source: 'GitHub, October 21 post-incident analysis, 2018',
    before: `${coasts}faults { timing: partially-synchronous; tolerate: partition between regions }
store issues is mysql {
  primary: us-east.a
  standbys: us-east.b, us-west.a, cloud.a
  failover: automatic within 30s, decided by orchestrator
  fencing: none
  rpo: 0s
}`,
    after: `${coasts}faults { timing: partially-synchronous; tolerate: partition between regions }
store issues is mysql {
  primary: us-east.a
  standbys: us-east.b, us-west.a, cloud.a
  commit: any 1 standby stored, else block
  promotes: complete standby
  failover: automatic within 30s, decided by orchestrator
  fencing: stonith
  rpo: 0s
}`,
    told: ['faults/acknowledged-writes-lost', 'faults/split-brain'],
  },
  {
    name: 'the only current copy was removed, and no backup could be restored',
    source: 'GitLab, Postmortem of database outage of January 31, 2017',
    before: `boundary azure { trust: high; kind: account
  store projects is postgres {
    replicas: 2
    failover: manual
    backup: every 24h to dumps
    restore: untested
    rpo: 0s
  }
}
store dumps "Dumps in S3" is s3
service rails
rails -> projects save { access: write }`,
    after: `boundary azure { trust: high; kind: account
  store projects is postgres {
    replicas: 2
    commit: all standbys, else block
    failover: manual
    backup: every 24h to dumps
    restore: tested on 2017-03-01 within 4h
    rpo: 0s
  }
}
store dumps "Dumps in S3" is s3
service rails
rails -> projects save { access: write }`,
    told: ['faults/acknowledged-writes-lost', 'faults/not-restorable'],
  },
  {
    name: 'writes of the primary alone were rolled back',
    source: 'Jepsen, MongoDB 4.2.6, 2020',
    before: `service app
store documents is mongodb { replicas: 3; rpo: 0s }
app -> documents put { access: update; w: 1; needs: linearizable }`,
    after: `service app
store documents is mongodb { replicas: 3; rpo: 0s }
app -> documents put { access: update; w: majority; needs: linearizable }`,
    told: ['consistency/weaker-than-needed', 'faults/acknowledged-writes-lost', 'faults/too-few-in-sync'],
  },
  {
    name: 'two masters, and the writes of one were discarded',
    source: 'Jepsen, Redis, 2013',
    before: `faults { timing: asynchronous }
service app
store sessions is redis-sentinel { replicas: 3; rpo: 0s }
app -> sessions put { access: write }`,
    after: `faults { timing: asynchronous }
service app
store sessions is redis { replicas: 3; failover: manual; commit: all standbys, else block; rpo: 0s }
app -> sessions put { access: write }`,
    told: ['faults/acknowledged-writes-lost', 'faults/split-brain'],
  },
  {
    name: 'all in sync was the leader alone, and another was elected',
    source: 'Jepsen, Kafka, 2013',
    before: `service app
log events is kafka { replicas: 5; min.insync.replicas: 1; unclean.leader.election.enable: true }
app ~> events publish { acks: all }`,
    after: `service app
log events is kafka { replicas: 5; min.insync.replicas: 2; unclean.leader.election.enable: false }
app ~> events publish { acks: all }`,
    told: ['faults/too-few-in-sync'],
  },
  {
    name: 'every server lost power before it had flushed',
    source: 'Jepsen, NATS 2.12.1, 2025',
    before: `topology { site main { rack a; rack b; rack c } }
faults { tolerate: crash of 1 site }
service app
log events is nats-jetstream { replicas: 5 across main.* }
app ~> events publish { access: append }`,
    after: `topology { site main { rack a; rack b; rack c } }
faults { tolerate: crash of 1 site }
service app
log events is nats-jetstream { replicas: 5 across main.*; sync_interval: always }
app ~> events publish { access: append }`,
    told: ['faults/acknowledged-before-flush'],
  },
];

describe('failures that happened', () => {
  it.each(incidents)('$name ($source)', ({ before, after, told }) => {
    expect(findings(before)).toEqual(told);
    expect(findings(after)).toEqual([]);
  });
});
