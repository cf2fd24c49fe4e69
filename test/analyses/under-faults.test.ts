/** The strongest models that hold while nothing fails, and under each fault that is to be survived. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { guaranteesOf } from '../../language/analyses/consistency/derive.ts';
import { implies } from '../../language/analyses/consistency/models.ts';
import { underFaults } from '../../language/analyses/consistency/under-faults.ts';
import { projectOf } from '../support/project.ts';
import { runs } from '../support/properties.ts';

const topology = 'topology { region a { zone y; zone z }; region b { zone z } }\n';
const across = 'replicas: 3 across a.y, a.z, b.z';

/** For each case: what it gives, and what it breaks that holds while nothing fails. */
function cases(store: string, tolerate: readonly string[], access = 'access: read') {
  const faults = `faults { timing: partially-synchronous\n${tolerate.map((line) => `tolerate: ${line}`).join('\n')}\n}`;
  const text = `${topology}${faults}\nservice web\nweb -> db use { ${access} }\n${store}`;
  const project = projectOf([['file:///a.arch', text]]);
  expect(project.findings().filter(({ rule }) => rule.startsWith('language/'))).toEqual([]);
  return project.ask('cases', (facts) => {
    const [flow, db] = [facts.entity('flow:use'), facts.entity('element:db')];
    if (!flow || !db) throw new Error('the fixture declares both');
    const always = guaranteesOf(facts, flow, db).grants.map(({ model }) => model);
    return { always, under: underFaults(facts, flow, db) };
  });
}

const told = (store: string, fault: string, access?: string): string => {
  const [, line] = cases(store, [fault], access).under;
  if (!line || line.open !== undefined) return 'unknown';
  const gives = (['linearizable', 'causal'] as const).filter((weak) =>
    line.gives.some(({ model }) => implies(model, weak)),
  );
  return [...gives.slice(0, 1), ...(line.breaks.length > 0 ? ['breaks'] : [])].join(' ');
};

describe('under a fault that is to be survived', () => {
  it.each([
    // A promotion takes back what one copy alone had; where none happens, nothing is lost.
    [
      `store db is postgres { ${across}; commit: local; failover: automatic; fencing: epoch }`,
      'crash of 1 node',
      'breaks',
    ],
    [`store db is postgres { ${across}; commit: local; failover: none }`, 'crash of 1 node', 'linearizable'],
    [`store db is postgres { ${across}; commit: local; failover: none }`, 'loss of 1 node', 'breaks'],
    [
      `store db is postgres { primary: a.y; standbys: a.z, b.z; failover: automatic; fencing: none }`,
      'crash of b.z',
      'linearizable',
    ],
    [
      `store db is postgres { primary: a.y; standbys: a.z, b.z; failover: automatic; fencing: none }`,
      'crash of a',
      'breaks',
    ],
    // Who crashed answers nothing; who is cut off may.
    [`store db is mongodb { ${across}; readConcern: majority }`, 'crash of 1 zone', 'linearizable'],
    [`store db is mongodb { ${across}; readConcern: majority }`, 'partition between zones', 'breaks'],
    [`store db is mongodb { ${across}; readConcern: majority }`, 'partition between a.y, b.z', 'breaks'],
    [`store db is mongodb { ${across}; readConcern: local }`, 'crash of 1 zone', 'breaks'],
    [
      'store db is mongodb { replicas: 3 across a.y; readConcern: majority }',
      'partition between regions',
      'linearizable',
    ],
    // A majority that is on disk in two places outlives one.
    [`store db is etcd { voters: a.y, a.z, b.z }`, 'loss of 1 zone', 'linearizable'],
    [`store db is etcd { voters: a.y, a.z, b.z }`, 'loss of 1 region', 'breaks'],
    [`store db is etcd { voters: a.y, a.z, b.z }`, 'byzantine of 1 node', 'unknown'],
    [
      `store db is postgres { failover: none; replication: primary-backup; commit: local }`,
      'loss of 1 node',
      'unknown',
    ],
  ])('%s, %s: %s', (store, fault, expected) => {
    expect(told(store, fault)).toBe(expected);
  });

  const store = fc.constantFrom(
    ...['none', 'epoch', 'stonith'].flatMap((fencing) =>
      ['local', 'any 1 standby, else block', 'all standbys, else block'].flatMap((commit) =>
        ['primary', 'any replica', 'primary, confirmed by quorum'].map(
          (reads) =>
            `store db { replication: primary-backup; ${across}; commit: ${commit}; reads: ${reads}; failover: automatic; fencing: ${fencing}; promotes: elected standby }`,
        ),
      ),
    ),
    `store db is etcd { voters: a.y, a.z, b.z }`,
    `store db is zookeeper { voters: a.y, a.z, b.z }`,
    `store db is consul { voters: a.y, a.z, b.z }`,
    `store db is riak { ${across} }`,
    `store db { replication: chain; reads: tail; fencing: epoch; ${across} }`,
  );
  const fault = fc.constantFrom('crash of 1 node', 'loss of 1 zone', 'crash of b.z', 'partition between zones');
  const access = fc.constantFrom('access: read', 'access: update', 'access: read; session: token');

  it('holds what holds whatever happens, and no more than what holds while nothing fails', () => {
    fc.assert(
      fc.property(
        store,
        fc.subarray(['crash of 1 node', 'partition between zones'], { minLength: 1 }),
        access,
        (db, lines, how) => {
          const { always, under } = cases(db, lines, how);
          const [calm, ...faults] = under.map(({ gives }) => gives.map(({ model }) => model));
          const within = (weak: readonly string[], strong: readonly string[]): boolean =>
            weak.every((model) => strong.some((other) => implies(other as never, model as never)));
          for (const gives of faults) {
            expect(within(always, gives), `${db}: always ${always.join()}, under a fault ${gives.join()}`).toBe(true);
            expect(within(gives, calm ?? []), `${db}: calm ${(calm ?? []).join()}, under a fault ${gives.join()}`).toBe(
              true,
            );
          }
        },
      ),
      { numRuns: runs(60) },
    );
  });

  it('is the same for a fault, whatever others are to be survived', () => {
    fc.assert(
      fc.property(store, fault, fault, access, (db, one, other, how) => {
        const alone = cases(db, [one], how).under[1];
        const both = cases(db, [one, other], how).under[1];
        expect(both?.gives.map(({ model }) => model)).toEqual(alone?.gives.map(({ model }) => model));
      }),
      { numRuns: runs(40) },
    );
  });
});
