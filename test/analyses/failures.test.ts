import { describe, expect, it } from 'vitest';
import { answers } from '../../language/analyses/failures/expectations.ts';
import { partitionBehaviour } from '../../language/analyses/failures/cap.ts';
import { projectOf } from '../support/project.ts';

const where = `topology {
  region west { zone a; zone b; zone c }
  region north { zone a; zone b }
  region south { zone a }
}
`;

/** The answer to each expectation of the one scenario `s`, and why. */
function answersTo(text: string): [verdict: string, because: string][] {
  const project = projectOf([['file:///main.arch', `${where}${text}`]]);
  expect(project.findings().filter(({ rule }) => rule.startsWith('language/'))).toEqual([]);
  return project.ask(`test ${text}`, (facts) =>
    facts.of(answers, 'scenario:s').map(({ verdict, because }) => [verdict, because]),
  );
}

const ledger = `store db is postgres {
  primary: west.a
  standbys: west.b, north.a
  commit: any 1 standby, else block
  reads: primary
  failover: automatic within 30s, decided by arbiter
  fencing: epoch
  backup: every 10min to south
}
consensus arbiter is etcd { voters: west.a, west.b, west.c }
`;
const pair = (more: string): string =>
  `store db is postgres { primary: west.a; standbys: north.a; reads: primary; ${more} }\n`;
const leaderless = (more: string): string =>
  `store db is cassandra { replicas: 3 across west.a, west.b, north.a; ${more} }\n`;
const group = `store db is etcd { voters: west.a, west.b, north.a }\n`;
const apart = 'partition: west | north';

describe('what works when something fails', () => {
  it.each<[what: string, text: string, happens: string, expects: string, verdict: string, because: string]>([
    // A primary with standbys, and who decides on its failover.
    ['the primary fails', ledger, 'fail: west.a', 'db writable within 30s', 'holds', 'has its quorum (2 of 3'],
    ['the primary fails', ledger, 'fail: west.a', 'db writable within 10s', 'fails', 'takes up to 30s, more than 10s'],
    ['the primary fails', ledger, 'fail: west.a', 'db loses no acknowledged write', 'holds', 'has every acknowledged'],
    ['a standby fails', ledger, 'fail: west.b', 'db writable within 0s', 'holds', '1 of 2 others'],
    ['both standbys fail', ledger, 'fail: west.b, north', 'db writable', 'fails', '0 of 2 others'],
    ['the decider lacks its quorum', ledger, 'fail: west.a, west.b', 'db writable', 'fails', '1 of 3 members'],
    ['the decider is down', ledger, 'fail: arbiter, west.a', 'db writable', 'fails', '`arbiter`, which decides'],
    ['the primary’s side', ledger, apart, 'db writable in west', 'holds', '1 of 2 others'],
    ['the other side', ledger, apart, 'db not writable in north', 'holds', 'cannot be reached from `north`'],
    ['the other side', ledger, apart, 'db readable in north', 'fails', 'still sees the primary'],
    ['nobody is promoted', ledger, apart, 'db loses no acknowledged write', 'holds', 'nobody is promoted'],
    ['what nothing concerns', ledger, 'fail: south', 'db available', 'holds', 'nothing that fails concerns'],
    ['from somewhere', ledger, apart, 'db writable', 'holds', 'in `west`'],
    // What an acknowledgement is worth.
    [
      'asynchronous',
      pair('commit: local; failover: automatic within 9s'),
      'fail: west.a',
      'db loses no acknowledged write',
      'fails',
      'before any standby has it',
    ],
    [
      'no failover, disk kept',
      pair('commit: local; failover: none'),
      'crash: west.a',
      'db loses no acknowledged write',
      'holds',
      'gone with its disk',
    ],
    [
      'no failover, disk gone',
      pair('commit: local; failover: none'),
      'lose: west.a',
      'db loses no acknowledged write',
      'fails',
      'alone',
    ],
    [
      'no failover, disk open',
      pair('commit: local; failover: none'),
      'fail: west.a',
      'db loses no acknowledged write',
      'unknown',
      'leaves open',
    ],
    ['a person decides', pair('commit: local; failover: manual'), 'fail: west.a', 'db writable', 'unknown', 'a person'],
    [
      'never promoted',
      pair('commit: local; failover: none'),
      'fail: west.a',
      'db writable',
      'fails',
      'never promoted'.replace('never', 'ever'),
    ],
    ['nobody says', pair('commit: local'), 'fail: west.a', 'db writable', 'unknown', 'nobody says whether a standby'],
    [
      'alone if it must',
      pair('commit: any 1 standby, else continue'),
      apart,
      'db writable in west',
      'holds',
      'alone if it must',
    ],
    [
      'waits',
      pair('commit: any 1 standby, else block; failover: none'),
      apart,
      'db writable in west',
      'fails',
      '0 of 1 others',
    ],
    [
      'not said what then',
      pair('commit: any 1 standby; failover: none'),
      apart,
      'db writable in west',
      'unknown',
      'too few standbys',
    ],
    ['after all disks are gone', ledger, 'lose: west, north', 'db loses at most 10min', 'holds', 'is left'],
    [
      'after all disks are gone',
      ledger,
      'lose: west, north',
      'db loses at most 1min',
      'fails',
      'as old as its interval',
    ],
    // Quorums
    [
      'a quorum on one side',
      leaderless('commit: majority; reads: majority'),
      apart,
      'db writable in west',
      'holds',
      '2 of 3',
    ],
    [
      'a quorum on one side',
      leaderless('commit: majority; reads: majority'),
      apart,
      'db readable in north',
      'fails',
      '1 of 3',
    ],
    [
      'one is enough',
      leaderless('commit: 1 replica; reads: 1 replica'),
      apart,
      'db writable in north',
      'holds',
      'answers',
    ],
    [
      'both sides write',
      leaderless('commit: 1 replica; reads: 1 replica'),
      apart,
      'db loses no acknowledged write',
      'fails',
      'one is dropped',
    ],
    [
      'others stand in',
      leaderless('commit: 2 replicas sloppy; reads: majority'),
      apart,
      'db writable in north',
      'holds',
      'stand in',
    ],
    [
      'both zones down',
      leaderless('commit: majority; reads: majority'),
      'fail: west.a, west.b',
      'db writable',
      'fails',
      '1 of 3',
    ],
    // Consensus
    ['the majority', group, apart, 'db writable in west', 'holds', 'a quorum of `db`'],
    ['the minority', group, apart, 'db writable in north', 'fails', '1 of 3 copies'],
    ['how long an election takes', group, apart, 'db writable in west within 5s', 'unknown', 'nobody says how fast'],
    ['the majority fails', group, 'fail: west', 'db readable', 'fails', 'needed'],
    ['a group by itself', ledger, 'fail: west.a', 'arbiter available', 'holds', 'a quorum of `arbiter`'],
    // Several primaries
    [
      'both sides write',
      'store db { replication: multi-primary; replicas: 2 across west.a, north.a; commit: local; reads: nearest replica; conflicts: merge }',
      apart,
      'db writable in north',
      'holds',
      'answers',
    ],
    [
      'and agree later',
      'store db { replication: multi-primary; replicas: 2 across west.a, north.a; commit: local; reads: nearest replica; conflicts: merge }',
      apart,
      'db loses no acknowledged write',
      'holds',
      'no copy',
    ],
    [
      'and the later clock wins',
      'store db is dynamodb-global-tables { replicas: 2 across west.a, north.a }',
      apart,
      'db loses no acknowledged write',
      'fails',
      'one is dropped',
    ],
    // Copies that keep up, and who of them is promoted
    [
      'two of three in sync',
      'log db is kafka { replicas: 3 across west.a, west.b, north.a; min.insync.replicas: 2 }',
      'fail: north',
      'db writable',
      'holds',
      'is promoted',
    ],
    [
      'one of three in sync',
      'log db is kafka { replicas: 3 across west.a, west.b, north.a; min.insync.replicas: 2 }',
      'fail: west',
      'db writable',
      'fails',
      '1 needed',
    ],
    [
      'only who is in sync',
      'log db is kafka { replicas: 3 across west.a, west.b, north.a; min.insync.replicas: 2 }',
      'crash: west',
      'db loses no acknowledged write',
      'holds',
      'complete standby',
    ],
    [
      'a majority elects',
      'store db is mongodb { primary: west.a; standbys: west.b, north.a }',
      'partition: west | north',
      'db not writable in north',
      'holds',
      'needed to elect',
    ],
    [
      'a majority elects',
      'store db is mongodb { primary: north.a; standbys: west.a, west.b }',
      'partition: west | north',
      'db writable in west',
      'holds',
      'needed to elect',
    ],
    [
      'no majority is left',
      'store db is mongodb { primary: west.a; standbys: west.b, north.a }',
      'fail: west',
      'db writable',
      'fails',
      'needed to elect',
    ],
    [
      'whoever is there',
      'store db is mongodb { primary: west.a; standbys: west.b, north.a; w: 1 }',
      'fail: west.a',
      'db loses no acknowledged write',
      'fails',
      'may lack it',
    ],
    [
      'a volume below all',
      'store db is aurora { primary: west.a; standbys: west.b }',
      'fail: west.a',
      'db loses no acknowledged write',
      'holds',
      'one volume',
    ],
    [
      'a bounded lag',
      pair('commit: local; failover: automatic within 9s; lag: 5s'),
      'fail: west.a',
      'db loses at most 5s',
      'holds',
      'at most 5s behind',
    ],
    [
      'a bounded lag',
      pair('commit: local; failover: automatic within 9s; lag: 5s'),
      'fail: west.a',
      'db loses at most 1s',
      'fails',
      'at most 5s behind',
    ],
    // What is not said
    ['no copies', 'store db', 'fail: west.a', 'db available', 'unknown', 'how many copies'],
    ['one copy', 'store db { replicas: 1 across west.a }', 'fail: west.a', 'db available', 'fails', 'the one copy'],
    [
      'which place has it',
      'store db { replicas: 1 across west.a, west.b }',
      'fail: west.a',
      'db available',
      'unknown',
      'it depends',
    ],
    [
      'a region, not a zone',
      'store db { replicas: 1 across west }',
      'fail: west.a',
      'db available',
      'unknown',
      'it is open',
    ],
    // Links
    [
      'a cut link',
      pair('commit: all standbys, else block; failover: none'),
      'cut: west <-> north',
      'db writable in west',
      'fails',
      '0 of 1 others',
    ],
    [
      'cut in one direction',
      pair('commit: all standbys, else block; failover: none'),
      'cut: west -> north',
      'db writable in west',
      'fails',
      '0 of 1 others',
    ],
    ['who leads is not heard', group, 'cut: north -> west', 'db writable in west', 'holds', 'a quorum of `db`'],
    [
      'who leads is still heard',
      `store db is etcd { voters: west.a, north.a, north.b }`,
      'cut: north -> west',
      'db writable in north',
      'unknown',
      'still heard',
    ],
    // Consistency
    [
      'stale reads',
      `${pair('commit: local; failover: none')}service w\nw -> db r { access: read; }`,
      apart,
      'db linearizable',
      'holds',
      'one primary',
    ],
    [
      'stale reads',
      `store db is postgres { primary: west.a; standbys: north.a; commit: local; reads: any replica }\nservice w\nw -> db r { access: read }`,
      apart,
      'db linearizable',
      'fails',
      'may lag',
    ],
    // Objectives
    [
      'within the objective',
      ledger.replace('fencing', 'rto: 1min; rpo: 0s; fencing'),
      'fail: west.a',
      'db meets rto',
      'holds',
      'at most 30s',
    ],
    [
      'within the objective',
      ledger.replace('fencing', 'rto: 1min; rpo: 0s; fencing'),
      'fail: west.a',
      'db meets rpo',
      'holds',
      'every acknowledged',
    ],
    ['no objective', ledger, 'fail: west.a', 'db meets rto', 'unknown', 'has no `rto`'],
  ])('%s', (_what, text, happens, expects, verdict, because) => {
    const [answer] = answersTo(`${text}\nscenario s { ${happens}; expect: ${expects} }`);
    expect(answer).toEqual([verdict, expect.stringContaining(because)]);
  });
});

/** The class of the store `db`, and what the sides of the first split can do. */
function inPartition(text: string): string {
  const faults = 'faults { timing: partially-synchronous; tolerate: partition between regions }';
  const project = projectOf([['file:///main.arch', `${where}${faults}\n${text}`]]);
  expect(project.findings().filter(({ rule }) => rule.startsWith('language/'))).toEqual([]);
  const found = project.ask(`test ${text}`, (facts) => facts.of(partitionBehaviour, 'element:db'));
  const signs = { yes: '+', no: '-', unknown: '?' } as const;
  const sides = found?.splits[0]?.sides.map(
    ({ places, reads, writes }) =>
      `${places.map((id) => id.slice('place:'.length)).join()} ${signs[reads.certainty]}r${signs[writes.certainty]}w`,
  );
  return found ? `${found.class}: ${sides?.join(', ') ?? ''}` : 'nothing to tell';
}

const both = 'replicas: 3 across west.a, west.b, north.a';

describe('what the sides of a partition can do', () => {
  it.each([
    // The minority stops, and what the majority says is right.
    [`store db is etcd { voters: west.a, west.b, north.a }`, 'CP: north -r-w, west +r+w'],
    [
      `store db is spanner { ${both} }\nservice s\ns -> db f { access: update }\ns -> db g { access: read }`,
      'CP: north -r-w, west +r+w',
    ],
    // Both sides go on.
    [`store db is cassandra { ${both}; commit: 1 replica; reads: 1 replica }`, 'AP: north +r+w, west +r+w'],
    [
      `store db { replication: multi-primary; replicas: 2 across west.a, north.a; commit: local; reads: nearest replica; conflicts: merge }`,
      'AP: north +r+w, west +r+w',
    ],
    // The minority stops, and reads are not linearizable all the same.
    [`store db is cassandra { ${both}; commit: majority; reads: majority }`, 'neither: north -r-w, west +r+w'],
    [
      'store db is postgres { primary: west.a; standbys: north.a; commit: local; reads: any replica; failover: none }',
      'neither: north +r-w, west +r+w',
    ],
    // The primary's side goes on; the other waits for it.
    [
      'store db is postgres { primary: west.a; standbys: north.a; commit: local; reads: primary; failover: none }',
      'CP: north -r-w, west +r+w',
    ],
    // Both sides may have a primary.
    [
      `store db is postgres { primary: west.a; standbys: north.a, north.b; commit: local; reads: primary; failover: automatic, decided by arbiter; fencing: none }
consensus arbiter is etcd { voters: west.a, north.a, north.b }`,
      'AP: north +r+w, west +r+w',
    ],
    // Nobody separates it, or nobody says where it stands.
    ['store db is etcd { voters: west.a, west.b, west.c }', 'nothing to tell'],
    ['store db is etcd { replicas: 3 }', 'nothing to tell'],
    [
      'store db is postgres { primary: west.a; standbys: north.a; commit: local; reads: primary; failover: automatic }',
      'unknown: north ?r?w, west +r+w',
    ],
  ])('%s', (text, expected) => {
    expect(inPartition(text)).toBe(expected);
  });
});
