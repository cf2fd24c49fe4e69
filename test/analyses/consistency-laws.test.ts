/** A stronger mechanism never gives less, and one more fault that is to be survived never gives more. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { guaranteesOf } from '../../language/analyses/consistency/derive.ts';
import { judge } from '../../language/analyses/consistency/guarantees.ts';
import { allModels } from '../../language/analyses/consistency/models.ts';
import { projectOf } from '../support/project.ts';
import { runs } from '../support/properties.ts';

const RANK = { violated: 0, unknown: 1, holds: 2 } as const;

/** How far each model holds. */
function ranks(store: Settings, access: string, tolerate: readonly string[]): Map<string, number> {
  const keys = Object.entries(store).map(([key, value]) => `${key}: ${value}`);
  const text = `topology { region a { zone x; zone y; zone z } }
faults { timing: partially-synchronous\n${tolerate.map((line) => `tolerate: ${line}`).join('\n')}\n}
service web
web -> db use { ${access} }
store db {\n${keys.join('\n')}\n}`;
  const project = projectOf([['file:///a.arch', text]]);
  expect(project.findings().filter(({ rule }) => rule.startsWith('language/'))).toEqual([]);
  return project.ask('ranks', (facts) => {
    const [flow, db] = [facts.entity('flow:use'), facts.entity('element:db')];
    if (!flow || !db) throw new Error('the fixture declares both');
    const guarantees = guaranteesOf(facts, flow, db);
    return new Map(allModels.map((model) => [model, RANK[judge(guarantees, model).verdict]]));
  });
}

type Settings = Readonly<Record<string, string>>;

/** Of each key its values, each stronger than the one before. */
type Scales = Readonly<Record<string, readonly string[]>>;

const led: Scales = {
  commit: ['local', 'any 1 standby, else block', 'all standbys, else block'],
  reads: ['any replica', 'primary', 'primary, confirmed by quorum'],
  fencing: ['none', 'epoch', 'stonith'],
  promotes: ['any standby', 'elected standby', 'complete standby'],
  failover: ['automatic', 'none'],
  shows: ['applied', 'durable'],
  session: ['none', 'token'],
  flush: ['later', 'before acknowledging'],
};
const leaderless: Scales = {
  commit: ['1 replica', '2 replicas', '3 replicas'],
  reads: ['1 replica', '2 replicas', '3 replicas'],
  'read-repair': ['none', 'before-answer'],
  conflicts: ['last-write-wins', 'ordered'],
  session: ['none', 'token'],
};
const voting: Scales = {
  reads: ['any replica', 'primary', 'primary, confirmed by quorum'],
  session: ['none', 'token'],
  flush: ['later', 'before acknowledging'],
};
const families: readonly (readonly [string, Scales])[] = [
  ['primary-backup', led],
  ['quorum', leaderless],
  ['consensus', voting],
];

/** A mechanism, and one that is stronger in one respect. */
const pair = fc.constantFrom(...families).chain(([replication, scales]) =>
  fc
    .record({
      chosen: fc.record(Object.fromEntries(Object.entries(scales).map(([key, all]) => [key, fc.nat(all.length - 1)]))),
      raised: fc.constantFrom(...Object.keys(scales)),
    })
    .map(({ chosen, raised }) => {
      const at = (levels: Readonly<Record<string, number>>): Settings => ({
        replication,
        replicas: '3 across a.x, a.y, a.z',
        ...Object.fromEntries(Object.entries(scales).map(([key, all]) => [key, all[levels[key] ?? 0] ?? ''])),
      });
      const top = (scales[raised]?.length ?? 1) - 1;
      return {
        weak: at(chosen),
        strong: at({ ...chosen, [raised]: Math.min(top, (chosen[raised] ?? 0) + 1) }),
        raised,
      };
    }),
);
const access = fc.constantFrom('access: read', 'access: write', 'access: update');
const faults = ['crash of 1 node', 'crash of 3 zones', 'partition between zones'] as const;

describe('what an access may rely on', () => {
  it('is no less with a stronger mechanism', () => {
    fc.assert(
      fc.property(pair, access, fc.subarray([...faults]), ({ weak, strong, raised }, how, tolerate) => {
        const [less, more] = [ranks(weak, how, tolerate), ranks(strong, how, tolerate)];
        for (const [model, rank] of less)
          expect(more.get(model), `${model}: ${raised} raised to ${String(strong[raised])}`).toBeGreaterThanOrEqual(
            rank,
          );
      }),
      { numRuns: runs(60) },
    );
  });

  it('is no more where one more fault is to be survived', () => {
    fc.assert(
      fc.property(pair, access, fc.subarray([...faults]), fc.constantFrom(...faults), ({ weak }, how, some, one) => {
        const [before, after] = [ranks(weak, how, some), ranks(weak, how, [...some, one])];
        for (const [model, rank] of before) expect(after.get(model), model).toBeLessThanOrEqual(rank);
      }),
      { numRuns: runs(40) },
    );
  });
});
