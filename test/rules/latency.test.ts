/** The price of consistency in round trips, on products and placements that the pages of the rules do not show. */
import { describe, expect, it } from 'vitest';
import { annotated } from '../support/annotated.ts';
import { applyFix, findingsOf } from '../support/project.ts';

const topology = `topology {
  region west { zone a; zone b; zone c }
  region north { zone a; zone b; zone c }
  region south { zone a }
  link west <-> north { rtt: 40ms }
  link region <-> region { rtt: 100ms }
  link zone <-> zone { rtt: 1ms }
}
`;
const partitions = 'faults { timing: partially-synchronous; tolerate: partition between regions }\n';
const group = 'voters: west.a, west.b, north.a, north.b, south.a; primary: west.a';
const pair = 'primary: west.a; standbys: west.b, north.a';

const messages = (rule: string, text: string): readonly string[] => {
  const findings = findingsOf({ 'a.arch': text });
  expect(findings.filter((finding) => finding.rule.startsWith('language/'))).toEqual([]);
  return findings.filter((finding) => finding.rule === `consistency/${rule}`).map(({ message }) => message);
};

/** A client in one place, a store, an access. */
const model = (place: string, store: string, flow: string): string =>
  `${topology}service web { replicas: 1 across ${place} }\n${store}\nweb -> db use { ${flow} }\n`;

describe('consistency/slower-than-promised', () => {
  const check = (text: string): readonly string[] => messages('slower-than-promised', text);

  it.each([
    // To the leader and from it to a quorum; with a lease to it alone; to any member; to the nearest.
    ['north.a', `store db is etcd { ${group} }`, 'access: read; deadline: 79ms', '80ms'],
    ['north.a', `store db is etcd { ${group} }`, 'access: read; deadline: 80ms', undefined],
    ['north.a', `store db is cockroachdb { ${group} }`, 'access: read; deadline: 79ms', undefined],
    ['north.a', `store db is cockroachdb { ${group} }`, 'access: read; deadline: 39ms', '40ms'],
    [
      'north.a',
      `store db is cockroachdb { ${group} }`,
      'access: read; deadline: 39ms; default_transaction_use_follower_reads: on',
      undefined,
    ],
    ['north.a', `store db is etcd { ${group} }`, 'access: read; deadline: 1ms; serializable: yes', undefined],
    ['north.a', `store db is etcd { ${group} }`, 'access: update; attempt: 30ms; deadline: 200ms', '80ms'],
    ['west.a', `store db is spanner { ${group} }`, 'access: update; deadline: 20ms', '40ms'],
    // A primary, with and without a standby to wait for.
    ['west.a', `store db is postgres { ${pair} }`, 'access: update; deadline: 0.5ms', undefined],
    [
      'west.a',
      `store db is postgres { ${pair}; commit: any 1 standby, else block }`,
      'access: update; deadline: 0.5ms',
      '1ms',
    ],
    ['west.a', `store db is mongodb { ${pair} }`, 'access: write; deadline: 0.5ms', '1ms'],
    ['west.a', `store db is mongodb { ${pair} }`, 'access: write; deadline: 0.5ms; w: 1', undefined],
    ['west.a', `store db is mongodb { ${pair} }`, 'access: write; deadline: 20ms; w: 3', '40ms'],
    ['north.b', `store db is mongodb { ${pair} }`, 'access: read; deadline: 20ms', '40ms'],
    ['north.b', `store db is mongodb { ${pair} }`, 'access: read; deadline: 20ms; readPreference: nearest', undefined],
    // Replicas of a leaderless store, one in each region.
    [
      'west.a',
      'store db is cassandra { replicas: 3 across west.a, north.a, south.a }',
      'access: read; deadline: 20ms; consistency: QUORUM',
      '40ms',
    ],
    [
      'west.a',
      'store db is cassandra { replicas: 3 across west.a, north.a, south.a }',
      'access: read; deadline: 90ms; consistency: ALL',
      '100ms',
    ],
    [
      'west.a',
      'store db is cassandra { replicas: 3 across west.a, north.a, south.a }',
      'access: read; deadline: 20ms; consistency: ONE',
      undefined,
    ],
    [
      'west.a',
      'store db is cassandra { replicas: 3 across west.* }',
      'access: write; deadline: 20ms; consistency: QUORUM',
      undefined,
    ],
    // Objectives of the store itself hold wherever it is asked from.
    ['north.a', `store db is etcd { ${group}; slo: latency p99 30ms }`, 'access: update', '40ms'],
    ['north.a', `store db is etcd { ${group}; slo: latency p99 50ms }`, 'access: update', undefined],
    // Where the leader stands is not said: the best place is taken.
    [
      'north.a',
      'store db is etcd { replicas: 3 across west.a, north.a, south.a }',
      'access: update; deadline: 30ms',
      '40ms',
    ],
    ['west', `store db is etcd { ${group} }`, 'access: update; deadline: 30ms', '40ms'],
  ])('from %s, %s, %s', (place, store, flow, least) => {
    const found = check(model(place, store, flow));
    expect(found).toHaveLength(least === undefined ? 0 : 1);
    if (least !== undefined) expect(found[0]).toContain(`at least ${least}`);
  });

  const shop = (more: string): string => `${topology}
service web { replicas: 4 across west.a, west.b, west.c, north.a }
service api { replicas: 2 across west.a, west.b }
store db is postgres { ${pair}; commit: any 1 standby, else block }
web -> api call
api -> db put { access: write }
${more}`;

  it.each([
    [
      'p99 of an operation, a quarter of whose copies are far away',
      'operation o at web { steps: call, put; slo: latency p99 30ms }',
      1,
    ],
    ['p50 of it', 'operation o at web { steps: call, put; slo: latency p50 30ms }', 0],
    ['its deadline', 'operation o at web { steps: call, put; deadline: 30ms }', 1],
    ['what it promises is kept', 'operation o at web { steps: call, put; slo: latency p99 60ms }', 0],
    ['a step that few requests take', 'operation o at web { steps: call, put 1%; slo: latency p99 30ms }', 0],
    ['calls alone are no price of consistency', 'operation o at web { steps: call; slo: latency p99 30ms }', 0],
    [
      'a call that another operation handles',
      'operation call at api { steps: put }\nextend call { deadline: 30ms }',
      1,
    ],
    ['a call within an operation', 'extend call { attempt: 30ms }\noperation o at web { steps: call, put }', 1],
    [
      'told where it is nearest to its cause',
      'extend put { deadline: 0.5ms }\noperation o at web { steps: call, put; deadline: 0.1ms }',
      1,
    ],
  ])('an operation: %s', (_, more, count) => {
    expect(check(shop(more))).toHaveLength(count);
  });
});

describe('consistency/stronger-than-needed', () => {
  const check = (text: string): readonly string[] => messages('stronger-than-needed', partitions + text);

  it.each([
    [
      'store db is dynamodb { replicas: 3 across west.a, north.a, south.a; primary: west.a }',
      'ConsistentRead: true; needs: eventual',
      '`ConsistentRead: false`',
    ],
    [
      'store db is dynamodb { replicas: 3 across west.a, north.a, south.a; primary: west.a }',
      'ConsistentRead: true; needs: read-your-writes',
      undefined,
    ],
    [
      'store db is dynamodb { replicas: 3 across west.a, north.a, south.a; primary: west.a }',
      'needs: eventual',
      undefined,
    ],
    [`store db is consul { ${group} }`, 'consistency: consistent; needs: monotonic-writes', '`consistency: stale`'],
    [`store db is spanner { ${group} }`, 'session: token; needs: sequential', '`READ_ONLY_STALENESS: '],
    [`store db is cockroachdb { ${group} }`, 'needs: linearizable', undefined],
    // Words, where no technology limits them.
    [
      `store db { replication: consensus; ${group}; reads: primary, confirmed by quorum }`,
      'needs: eventual',
      '`reads: nearest replica`',
    ],
    [
      `store db { ${pair}; commit: local; reads: primary; failover: none }`,
      'needs: eventual',
      '`reads: nearest replica`',
    ],
    [
      `store db { ${pair}; commit: local; reads: primary; failover: automatic; fencing: none }`,
      'needs: eventual',
      undefined,
    ],
    // No price: the client is beside all copies; nobody needs anything.
    [
      `store db { replication: consensus; voters: north.a, north.a, north.a; reads: primary, confirmed by quorum }`,
      'needs: eventual',
      undefined,
    ],
    [`store db is etcd { ${group} }`, 'session: token', undefined],
  ])('%s, %s', (store, flow, setting) => {
    const found = check(model('north.a', store, `access: read; ${flow}`));
    expect(found).toHaveLength(setting === undefined ? 0 : 1);
    if (setting !== undefined) expect(found[0]).toContain(`With ${setting}`);
  });

  it('proposes settings of the store only where this is its only read', () => {
    const store = `store db { replication: consensus; ${group}; reads: primary, confirmed by quorum }`;
    const text = model('north.a', store, 'access: read; needs: eventual');
    expect(check(text)).toHaveLength(1);
    expect(check(`${text}web -> db other { access: read; needs: linearizable }`)).toEqual([]);
  });

  it('is gone, and nothing else comes, when the proposal is taken', () => {
    const text =
      partitions + model('north.a', `store db is etcd { ${group} }`, 'access: read; session: token; needs: sequential');
    const { files } = annotated(text);
    const [finding] = findingsOf(text).filter(({ rule }) => rule === 'consistency/stronger-than-needed');
    const fix = finding?.fixes[0];
    if (!fix) throw new Error('it offers to set what it proposes');
    const after = [...applyFix(files, fix).values()].join('\n');
    expect(after).toContain('serializable: yes');
    expect(findingsOf(after).filter(({ rule }) => rule.startsWith('consistency/'))).toEqual([]);
  });
});
