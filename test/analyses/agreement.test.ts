/** Quorums, what groups withstand, and the rules about them: tables of small texts, and laws against brute force. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Facts } from '../../language/analyses/facts.ts';
import { votersOf } from '../../language/analyses/placement/copies.ts';
import {
  byzantineQuorum,
  majorityOf,
  mostCrashes,
  mostLiars,
  neededOf,
  quorumsOf,
  shared,
} from '../../language/analyses/placement/quorums.ts';
import { sizesIn } from '../../language/analyses/placement/sizes.ts';
import { stretchOf } from '../../language/analyses/placement/stretch.ts';
import { survival } from '../../language/analyses/placement/survival.ts';
import { toleranceOf } from '../../language/analyses/placement/tolerance.ts';
import type { Tolerance } from '../../language/analyses/placement/tolerance.ts';
import { findingsOf, projectOf } from '../support/project.ts';
import { runs } from '../support/properties.ts';

const TOPOLOGY = `topology {
  region north { zone a; zone b; zone c; zone d }
  region south { zone a; zone b }
  link zone <-> zone { rtt: 1ms }
  link north <-> south { rtt: 40ms }
}
external bank-a; external bank-b; external bank-c; external bank-d
service web
`;
const PLACES = ['north.a', 'north.b', 'north.c', 'north.d', 'south.a', 'south.b'];

/** Rules about agreement and growth; what belongs to others is left out. */
const RULES = [
  'capacity/all-to-all',
  'consistency/weaker-than-needed',
  'faults/crash-only-among-strangers',
  'faults/even-voters',
  'faults/failover-on-disturbance',
  'faults/quorum-in-one-domain',
  'faults/quorums-miss',
  'faults/scaled-out-of-quorum',
  'faults/termination-without-timing',
  'faults/too-few-against-lies',
  'faults/two-sites',
  'faults/unstable-leader',
];

function found(text: string): string[] {
  const findings = findingsOf({ 'a.arch': TOPOLOGY + text });
  expect(findings.filter(({ rule }) => rule.startsWith('language/')).map(({ message }) => message)).toEqual([]);
  return findings
    .map(({ rule }) => rule)
    .filter((rule) => RULES.includes(rule))
    .sort();
}

function ask<T>(text: string, question: (facts: Facts) => T): T {
  const project = projectOf([['file:///a.arch', TOPOLOGY + text]]);
  expect(project.findings().filter(({ rule }) => rule.startsWith('language/'))).toEqual([]);
  return project.ask('agreement', question);
}

function tolerance(body: string): Tolerance {
  return ask(`consensus group { ${body} }\n`, (facts) => {
    const group = facts.entity('element:group');
    const voters = group && votersOf(facts, group);
    if (!group || !voters) throw new Error('the group has no voters');
    return toleranceOf(facts, group, voters);
  });
}

const size = fc.integer({ min: 1, max: 9 });
const subsets = (n: number): number[] => Array.from({ length: 2 ** n }, (_, bits) => bits);
const ones = (bits: number): number => bits.toString(2).replaceAll('0', '').length;

describe('quorums, against every choice of members', () => {
  it('share as many members as is said', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 6 }), fc.nat({ max: 6 }), fc.nat({ max: 6 }), (n, q1, q2) => {
        fc.pre(q1 <= n && q2 <= n);
        const least = Math.min(
          ...subsets(n).flatMap((a) =>
            ones(a) === q1 ? subsets(n).flatMap((b) => (ones(b) === q2 ? [ones(a & b)] : [])) : [],
          ),
        );
        expect(Math.max(0, shared({ replicate: q1, elect: q2 }, n))).toBe(least);
      }),
      { numRuns: runs(60) },
    );
  });

  it('are majorities that outlive ⌊(n - 1) / 2⌋ crashes, and against lies ones that outlive ⌊(n - 1) / 3⌋', () => {
    for (let n = 1; n <= 40; n++) {
      const majority = majorityOf(n);
      expect(n - majority).toBe(mostCrashes(n));
      expect(shared({ replicate: majority, elect: majority }, n)).toBeGreaterThanOrEqual(1);
      const f = mostLiars(n);
      const q = byzantineQuorum(n, f);
      // Safe: two quorums share an honest member. Live: those that lie need not answer.
      expect(shared({ replicate: q, elect: q }, n)).toBeGreaterThanOrEqual(f + 1);
      expect(n - f).toBeGreaterThanOrEqual(q);
      // One more is more than any quorum can do.
      const more = f + 1;
      const both = Array.from({ length: n }, (_, i) => i + 1).some((any) => 2 * any - n >= more + 1 && n - more >= any);
      expect(both, `${String(n)} members against ${String(more)} that lie`).toBe(false);
    }
  });
});

describe('what a group withstands', () => {
  const places = fc.array(fc.constantFrom(...PLACES), { minLength: 1, maxLength: 7 });

  it('agrees with the formulas where each member stands alone', () => {
    fc.assert(
      fc.property(size, (n) => {
        const crash = tolerance(`replicas: ${String(n)}; agreement: crash-tolerant`);
        expect(crash.liveness.crashes).toBe(mostCrashes(n));
        expect(crash.safety).toEqual({ meets: true, liars: 0 });
        const lies = tolerance(`replicas: ${String(n)}; agreement: byzantine-tolerant`);
        expect(lies.safety.liars).toBe(mostLiars(n));
        const saved = tolerance(`replicas: ${String(n)}; agreement: byzantine-tolerant with trusted-components`);
        expect(saved.safety.liars).toBe(mostCrashes(n));
      }),
      { numRuns: runs(9) },
    );
  });

  it('counts zones as trying every set of them does', () => {
    fc.assert(
      fc.property(places, (voters) => {
        const { liveness, quorums } = tolerance(`voters: ${voters.join(', ')}`);
        const zones = [...new Set(voters)];
        const left = (gone: number): number => voters.filter((at) => !((gone >> zones.indexOf(at)) & 1)).length;
        const survived = Array.from({ length: zones.length + 1 }, (_, k) => k).filter((k) =>
          subsets(zones.length).every((gone) => ones(gone) !== k || left(gone) >= neededOf(quorums)),
        );
        expect(liveness.domains.find(({ kind }) => kind === 'zone')?.survived).toBe(Math.max(...survived));
      }),
      { numRuns: runs(60) },
    );
  });

  it('never grows with the quorum, and a member in a new domain never takes from it', () => {
    fc.assert(
      fc.property(places, fc.integer({ min: 1, max: 7 }), (voters, votes) => {
        fc.pre(votes < voters.length);
        const with_ = (quorum: number): Tolerance =>
          tolerance(`voters: ${voters.join(', ')}; quorum: ${String(quorum)}`);
        expect(with_(votes + 1).liveness.crashes).toBeLessThanOrEqual(with_(votes).liveness.crashes);
        const unused = PLACES.find((at) => !voters.includes(at));
        if (unused === undefined) return;
        const before = tolerance(`voters: ${voters.join(', ')}; agreement: crash-tolerant`);
        const after = tolerance(`voters: ${[...voters, unused].join(', ')}; agreement: crash-tolerant`);
        expect(after.safety).toEqual(before.safety);
        expect(after.liveness.crashes).toBeGreaterThanOrEqual(before.liveness.crashes);
      }),
      { numRuns: runs(40) },
    );
  });

  it('is never judged better where one more fault is to be survived', () => {
    const kinds = ['node', 'zone', 'region'] as const;
    const fault = fc.record({
      type: fc.constant('any' as const),
      kind: fc.constantFrom(...kinds),
      number: fc.integer({ min: 1, max: 2 }),
    });
    fc.assert(
      fc.property(places, fc.array(fault, { maxLength: 2 }), fault, (voters, faults, more) => {
        const [before, after] = ask(`consensus group { voters: ${voters.join(', ')} }\n`, (facts) => {
          const group = facts.entity('element:group');
          const copies = group && votersOf(facts, group);
          if (!group || !copies) throw new Error('the group has no voters');
          const needed = neededOf(quorumsOf(facts, group, copies.total));
          return [faults, [...faults, more]].map((all) => survival(facts, copies, needed, all).verdict);
        });
        if (before === 'fails') expect(after).toBe('fails');
        if (after === 'survives') expect(before).toBe('survives');
      }),
      { numRuns: runs(60) },
    );
  });

  it('depends on no name and no order', () => {
    fc.assert(
      fc.property(places, (voters) => {
        expect(tolerance(`voters: ${voters.toSorted().join(', ')}`)).toEqual(tolerance(`voters: ${voters.join(', ')}`));
      }),
      { numRuns: runs(20) },
    );
  });

  it.each([
    ['voters: north.a, north.b, north.c', { replicate: 2, elect: 2 }],
    ['replicas: 5; quorum: 2 to replicate, 4 to elect', { replicate: 2, elect: 4 }],
    ['replicas: 4; agreement: byzantine-tolerant', { replicate: 3, elect: 3 }],
    // PBFT: ⌈(6 + 1 + 1) / 2⌉; more than two thirds is one more.
    ['replicas: 6; agreement: byzantine-tolerant', { replicate: 4, elect: 4 }],
    ['replicas: 6; quorum: two-thirds', { replicate: 5, elect: 5 }],
    ['replicas: 3; agreement: byzantine-tolerant with signatures', { replicate: 2, elect: 2 }],
  ] as const)('%s: quorums of %o', (body, quorums) => {
    expect(tolerance(body).quorums).toEqual(quorums);
  });

  it('waits for the nearest quorum, and is as wide as its farthest members are apart', () => {
    const wide = (body: string): ReturnType<typeof stretchOf> =>
      ask(`consensus group { ${body} }\n`, (facts) => {
        const group = facts.entity('element:group');
        const voters = group && votersOf(facts, group);
        if (!group || !voters) throw new Error('the group has no voters');
        return stretchOf(facts, voters, quorumsOf(facts, group, voters.total).replicate);
      });
    expect(wide('voters: north.a, north.b, south.a')).toMatchObject({
      farthest: { time: 40 },
      decision: { time: 1 },
    });
    expect(wide('voters: north.a, south.a, south.b; quorum: 3').decision?.time).toBe(40);
    expect(wide('voters: north.a, north.a, north.a')).toMatchObject({ farthest: undefined, decision: { time: 0 } });
    expect(wide('replicas: 3')).toEqual({ farthest: undefined, decision: undefined });
  });
});

describe('findings about agreement', () => {
  it.each([
    // Crash faults: n ≥ 2f + 1, told once.
    ['faults { tolerate: crash of 2 nodes }\nconsensus g { replicas: 3 }', ['faults/quorum-in-one-domain']],
    ['faults { tolerate: crash of 2 nodes }\nconsensus g { replicas: 5 }', []],
    // Two sites, with even numbers too: the broader finding says it.
    [
      'faults { tolerate: loss of 1 region }\nconsensus g { voters: north.a, north.b, south.a, south.b }',
      ['faults/quorum-in-one-domain'],
    ],
    // Two sites where nobody says what is to be survived; a smaller domain that may be lost instead.
    ['consensus g { voters: north.a, north.b, north.b }', ['faults/two-sites']],
    ['consensus g { voters: north.a, north.a, south.a, south.a }', ['faults/two-sites']],
    ['consensus g { voters: north.a, north.b, south.a }', []],
    ['consensus g { replicas: 3 across north, south }', []],
    // Flexible quorums.
    ['store g { replication: consensus; replicas: 5; commit: 2 replicas }', ['faults/quorums-miss']],
    ['store g { replication: consensus; replicas: 5; commit: 3 replicas }', []],
    ['consensus g { replicas: 5; quorum: 2 to replicate, 4 to elect }', []],
    ['consensus g { replicas: 5; quorum: 2 to replicate, 3 to elect }', ['faults/quorums-miss']],
    ['consensus g { replicas: 5; quorum: 2 }', ['faults/quorums-miss']],
    ['consensus g { replicas: 3; quorum: 4 }', ['faults/quorums-miss']],
    [
      'faults { tolerate: crash of 2 nodes }\nconsensus g { replicas: 5; quorum: 2 to replicate, 4 to elect }',
      ['faults/quorum-in-one-domain'],
    ],
    // Lies: n ≥ 3f + 1, told by one rule.
    [
      'faults { tolerate: byzantine of 1 node }\nconsensus g { replicas: 3; agreement: byzantine-tolerant }',
      ['faults/too-few-against-lies'],
    ],
    ['faults { tolerate: byzantine of 1 node }\nconsensus g { replicas: 4; agreement: byzantine-tolerant }', []],
    ['faults { tolerate: byzantine of 2 nodes }\nconsensus g { replicas: 4 }', ['faults/too-few-against-lies']],
    [
      'faults { tolerate: byzantine of 1 zone }\nconsensus g { voters: north.a, north.a, north.b, north.c; agreement: byzantine-tolerant }',
      ['faults/too-few-against-lies'],
    ],
    // A quorum that two liars can stand between; one that cannot be had without them.
    [
      'faults { tolerate: byzantine of 1 node }\nconsensus g { replicas: 5; quorum: majority; agreement: byzantine-tolerant }',
      ['faults/too-few-against-lies'],
    ],
    [
      'faults { tolerate: byzantine of 1 node and crash of 1 node }\nconsensus g { replicas: 4; agreement: byzantine-tolerant }',
      ['faults/too-few-against-lies'],
    ],
    [
      'faults { timing: partially-synchronous; tolerate: byzantine of 1 node }\nconsensus g { replicas: 3; agreement: byzantine-tolerant with signatures }',
      ['faults/too-few-against-lies'],
    ],
    [
      'faults { tolerate: byzantine of 1 node }\nconsensus g { replicas: 3; agreement: byzantine-tolerant with signatures }',
      [],
    ],
    // Operators that distrust each other; with a fault model that says so too, it is one finding.
    [
      'store g is cockroachdb { replicas: 3; operators: bank-a, bank-b, bank-c }',
      ['faults/crash-only-among-strangers'],
    ],
    [
      'faults { tolerate: byzantine of 1 node }\nconsensus g is etcd { replicas: 3; operators: bank-a, bank-b, bank-c }',
      ['faults/crash-only-among-strangers'],
    ],
    ['store g is postgres { replicas: 2; operators: bank-a, bank-b }', ['faults/crash-only-among-strangers']],
    [
      'consensus g is hyperledger-fabric { replicas: 4; operators: bank-a, bank-b, bank-c, bank-d }',
      ['faults/crash-only-among-strangers'],
    ],
    [
      'consensus g is hyperledger-fabric { replicas: 4; OrdererType: BFT; operators: bank-a, bank-b, bank-c, bank-d }',
      [],
    ],
    ['consensus g is etcd { replicas: 3; operators: bank-a }', []],
    ['consensus g { replicas: 3; operators: bank-a, bank-b, bank-c }', []],
    // Termination.
    [
      'faults { timing: asynchronous; tolerate: crash of 1 node }\nconsensus g { replicas: 3; liveness: guaranteed }',
      ['faults/termination-without-timing'],
    ],
    ['faults { timing: asynchronous }\nconsensus g { replicas: 3; liveness: guaranteed }', []],
    ['faults { tolerate: crash of 1 node }\nconsensus g { replicas: 3; liveness: guaranteed }', []],
    [
      'faults { timing: asynchronous; tolerate: crash of 1 node }\nstore g is tidb { replicas: 3; slo: availability 100% }',
      ['faults/termination-without-timing'],
    ],
    // Detection of stores that fail over, by the product's own knob.
    [
      'faults { transient: 45s }\nstore g is mongodb { replicas: 3; electionTimeoutMillis: 30s }',
      ['faults/failover-on-disturbance'],
    ],
    ['faults { transient: 45s }\nstore g is mongodb { replicas: 3; electionTimeoutMillis: 60s }', []],
    ['faults { pauses: 20s }\nstore g is redis-sentinel { replicas: 3 }', []],
    ['faults { pauses: 40s }\nstore g is redis-sentinel { replicas: 3 }', ['faults/failover-on-disturbance']],
    ['faults { pauses: 10s }\nlog g is kafka { replicas: 3 }', ['faults/failover-on-disturbance']],
    ['faults { transient: 45s }\nsystem s { faults { transient: 5s }\nstore g is mongodb { replicas: 3 } }', []],
    // Elections.
    ['consensus g is etcd { voters: north.a, north.b, south.a }', []],
    ['consensus g is etcd { voters: north.a, north.b, south.a; election-timeout: 300ms }', ['faults/unstable-leader']],
    ['consensus g is consul { voters: north.a, north.b, south.a; raft_multiplier: 1 }', []],
    ['faults { pauses: 3s }\nconsensus g is consul { replicas: 3; raft_multiplier: 1 }', ['faults/unstable-leader']],
    ['faults { pauses: 3s }\nconsensus g is consul { replicas: 3 }', []],
    ['faults { pauses: 3s }\nconsensus g is kafka-kraft { replicas: 3 }', ['faults/unstable-leader']],
    // Growth.
    ['store g { replication: consensus; replicas: 3; scales: 3 to 4 }', ['faults/scaled-out-of-quorum']],
    ['store g { replication: consensus; replicas: 3; scales: 3 to 7 by 2 }', []],
    ['store g { replication: consensus; replicas: 3; quorum: 2; scales: 3 to 5 }', ['faults/quorums-miss']],
    ['service s { replicas: 10; peers: 100 threads, at most 800 }', ['capacity/all-to-all']],
    ['service s { replicas: 9; peers: 100 threads, at most 800 }', []],
    ['service s { replicas: 9; scales: 3 to 10; peers: 100 threads, at most 800 }', ['capacity/all-to-all']],
  ] as const)('%s: %o', (text, rules) => {
    expect(found(text)).toEqual(rules);
  });

  it('gives the advice of a witness where there are two sites', () => {
    const [finding] = findingsOf({
      'a.arch': `${TOPOLOGY}faults { tolerate: loss of 1 region }\nconsensus g { voters: north.a, north.b, south.a }\n`,
    }).filter(({ rule }) => rule === 'faults/quorum-in-one-domain');
    expect(finding?.message).toContain('in the third a witness that only votes is enough');
  });
});

describe('reads and writes that must overlap', () => {
  const store = (body: string, needs: string): string =>
    `store s { replication: quorum; conflicts: versions; ${body} }
    web -> s put { access: write${needs === 'write' ? '; needs: sequential' : ''} }
    web -> s get { access: read${needs === 'read' ? '; needs: regular' : ''} }`;

  it.each([
    ['replicas: 3; commit: 2 replicas; reads: 2 replicas', 'read', []],
    ['replicas: 3; commit: 2 replicas; reads: 1 replica', 'read', ['consistency/weaker-than-needed']],
    // Nobody needs the latest: a choice.
    ['replicas: 3; commit: 1 replica; reads: 1 replica', 'nothing', []],
    ['replicas: 3; commit: 2 replicas sloppy; reads: 2 replicas', 'read', ['consistency/weaker-than-needed']],
    // Two of three overlap, two of five do not.
    ['replicas: 3; scales: 3 to 5; commit: 2 replicas; reads: 2 replicas', 'read', ['consistency/weaker-than-needed']],
    // One order of writes: W > N / 2.
    ['replicas: 3; commit: 1 replica; reads: 3 replicas', 'write', ['consistency/weaker-than-needed']],
    ['replicas: 3; commit: 2 replicas; reads: 2 replicas', 'write', []],
    ['replicas: 3; commit: 2 replicas sloppy; reads: 2 replicas', 'write', ['consistency/weaker-than-needed']],
  ] as const)('%s, needed by %s: %o', (body, needs, rules) => {
    expect(found(store(body, needs))).toEqual(rules);
  });
});

describe('the sizes in a range', () => {
  it('stand in it, start with its start and are bounded', () => {
    fc.assert(
      fc.property(fc.nat({ max: 50 }), fc.nat({ max: 100_000 }), fc.integer({ min: 1, max: 9 }), (from, more, step) => {
        const sizes = sizesIn({ from, to: from + more, step });
        expect(sizes[0]).toBe(from);
        expect(sizes.length).toBeLessThanOrEqual(100);
        expect(sizes.every((one) => one >= from && one <= from + more && (one - from) % step === 0)).toBe(true);
        expect(from + more - (sizes.at(-1) ?? 0)).toBeLessThan(step);
      }),
      { numRuns: runs(100) },
    );
  });

  it('are none where the range is empty', () => {
    expect(sizesIn({ from: 5, to: 3 })).toEqual([]);
  });
});
