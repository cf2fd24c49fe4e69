/** What holds of every answer about failures, whatever the store and whatever fails. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { answers } from '../../language/analyses/failures/expectations.ts';
import { projectOf } from '../support/project.ts';
import { runs } from '../support/properties.ts';

const zones = ['west.a', 'west.b', 'north.a', 'north.b', 'south.a'] as const;
const regions = ['west', 'north', 'south'] as const;
const topology = `topology {
  region west { zone a; zone b }
  region north { zone a; zone b }
  region south { zone a }
}`;

const commits = ['local', 'any 1 standby, else block', 'any 1 standby, else continue', 'all standbys, else block'];
const failovers = ['none', 'automatic within 30s', 'automatic within 30s, decided by arbiter'];

/** Stores that say all that matters, so that most answers are certain. */
const stores = fc.oneof(
  fc
    .tuple(
      fc.uniqueArray(fc.constantFrom(...zones), { minLength: 2, maxLength: 4 }),
      fc.constantFrom(...commits),
      fc.constantFrom(...failovers),
      fc.constantFrom('epoch', 'lease', 'stonith', 'none'),
      fc.constantFrom('primary', 'any replica'),
    )
    .map(
      ([[primary, ...standbys], commit, failover, fencing, reads]) =>
        `store db is postgres { primary: ${String(primary)}; standbys: ${standbys.join(', ')}; commit: ${commit}; failover: ${failover}; fencing: ${fencing}; reads: ${reads} }`,
    ),
  fc
    .uniqueArray(fc.constantFrom(...zones), { minLength: 1, maxLength: 5 })
    .map((places) => `store db is etcd { voters: ${places.join(', ')} }`),
  fc
    .tuple(
      fc.uniqueArray(fc.constantFrom(...zones), { minLength: 3, maxLength: 5 }),
      fc.constantFrom('majority', '1 replica', '2 replicas'),
    )
    .map(
      ([places, quorum]) =>
        `store db is cassandra { replicas: ${String(places.length)} across ${places.join(', ')}; commit: ${quorum}; reads: ${quorum} }`,
    ),
);

const arbiter = 'consensus arbiter is etcd { voters: west.a, north.a, south.a }';
const failures = fc.uniqueArray(fc.constantFrom<string>(...zones, ...regions), { maxLength: 3 });
const subjects = fc.constantFrom('db readable', 'db writable', 'db writable in north', 'db readable in west');

function verdicts(text: string): string[] {
  const project = projectOf([['file:///main.arch', text]]);
  return project.ask(`test ${text}`, (facts) => facts.of(answers, 'scenario:s').map(({ verdict }) => verdict));
}

const scenario = (happens: readonly string[], ...expects: readonly string[]): string =>
  `scenario s { ${[...happens, ...expects.map((each) => `expect: ${each}`)].join('; ')} }`;
const fail = (places: readonly string[]): string[] => (places.length > 0 ? [`fail: ${places.join(', ')}`] : []);

const rank = { fails: 0, unknown: 1, holds: 2 } as const;
const rankOf = (text: string): number => {
  const [verdict] = verdicts(text);
  return rank[verdict as keyof typeof rank];
};

describe('laws of failures', () => {
  // Beside a partition it is otherwise: a primary that is down is replaced, one that its decider still sees is not.
  it('with more failures nothing is more available', () => {
    fc.assert(
      fc.property(stores, failures, failures, subjects, (store, some, more, expected) => {
        const all = [...new Set([...some, ...more])];
        const fewer = rankOf(`${topology}\n${store}\n${arbiter}\n${scenario(fail(some), expected)}`);
        const worse = rankOf(`${topology}\n${store}\n${arbiter}\n${scenario(fail(all), expected)}`);
        expect(worse === 2 && fewer === 0).toBe(false);
      }),
      { numRuns: runs(300) },
    );
  });

  it('a side that works alone goes on working when the other side fails', () => {
    fc.assert(
      fc.property(stores, fc.constantFrom('db readable in west', 'db writable in west'), (store, expected) => {
        const text = `${topology}\n${store}\n${arbiter}\n`;
        const cut = rankOf(text + scenario(['partition: west | north, south'], expected));
        const gone = rankOf(text + scenario(['partition: west | north, south', 'fail: north, south'], expected));
        expect(cut === 2 && gone === 0).toBe(false);
      }),
      { numRuns: runs(200) },
    );
  });

  it('names and order change nothing', () => {
    fc.assert(
      fc.property(stores, failures, subjects, (store, places, expected) => {
        const here = [topology, store, arbiter, scenario(fail(places), expected, 'db loses no acknowledged write')];
        const renamed = here.map((text) => text.replaceAll(/\bdb\b/g, 'zz').replaceAll(/\barbiter\b/g, 'aa'));
        expect(verdicts(renamed.toReversed().join('\n'))).toEqual(verdicts(here.join('\n')));
      }),
      { numRuns: runs(200) },
    );
  });

  it('what nothing fails for works, and loses nothing', () => {
    fc.assert(
      fc.property(stores, (store) => {
        const expected = ['db readable', 'db writable', 'db loses no acknowledged write'];
        expect(verdicts(`${topology}\n${store}\n${arbiter}\n${scenario([], ...expected)}`)).toEqual(
          expected.map(() => 'holds'),
        );
      }),
      { numRuns: runs(100) },
    );
  });
});
