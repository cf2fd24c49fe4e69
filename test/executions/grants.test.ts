/** No explored execution contradicts what is granted, or is no longer refuted for a reason: of accesses to stores of each family, under the faults allowed. */
import { describe, expect, it } from 'vitest';
import { guaranteesOf } from '../../language/analyses/consistency/derive.ts';
import type { Guarantees } from '../../language/analyses/consistency/guarantees.ts';
import type { ConsistencyModel } from '../../language/analyses/consistency/models.ts';
import { accessOf, protocolOf } from '../../language/executions/witness/witness.ts';
import { run } from '../../language/executions/witness/experiment.ts';
import { programsFor, updatePrograms } from '../../language/executions/witness/programs.ts';
import { projectOf } from '../support/project.ts';

const trio = 'replication: primary-backup; replicas: 3; commit: any 1 standby, else block; failover: automatic';
const group = 'replication: consensus; replicas: 3; commit: majority';
const votes = 'replication: quorum; replicas: 3; commit: majority; reads: majority';
const faults = { crashes: 1, pauses: 0, cuts: 1, oneWayCuts: 0, duplicates: 0 };
const items = { x: 'x', y: 'y' };

describe('what is granted', () => {
  it.each<[string, string]>([
    ['replicas: 1', 'access: read'],
    ['replicas: 1', 'access: update'],
    ['replication: primary-backup; replicas: 2; commit: local; reads: primary; failover: none', 'access: read'],
    [
      'replication: primary-backup; replicas: 3; commit: all standbys applied, else block; reads: any replica; failover: none',
      'access: read',
    ],
    [`${trio}; fencing: epoch; promotes: elected standby`, 'access: update'],
    [`${trio}; fencing: epoch; promotes: complete standby`, 'access: update'],
    [`${trio}; fencing: stonith; promotes: complete standby; reads: primary`, 'access: read'],
    [`${trio}; fencing: lease; promotes: elected standby; reads: primary`, 'access: read'],
    [`${trio}; fencing: epoch; promotes: elected standby; reads: primary, confirmed by quorum`, 'access: read'],
    [`${group}; reads: primary, confirmed by quorum`, 'access: read'],
    [`${group}; reads: primary, confirmed by lease`, 'access: read'],
    [`${group}; reads: any replica`, 'access: read; session: sticky'],
    [`${group}; reads: any replica`, 'access: read; session: token'],
    [group, 'access: update'],
    [`${votes}; conflicts: ordered; read-repair: before-answer`, 'access: read'],
    [`${votes}; conflicts: versions; read-repair: none`, 'access: read'],
    ['replication: chain; replicas: 3; reads: tail; fencing: stonith', 'access: read'],
    [
      'replication: multi-primary; replicas: 2; commit: local; conflicts: merge; reads: any replica',
      'access: read; session: sticky',
    ],
  ])('%s for %s', (store, flow) => {
    explored(store, flow, ({ grants }) => {
      expect(grants).not.toEqual([]);
      return grants.map(({ model }) => model);
    });
  });
});

describe('what a deposed primary cannot acknowledge without the promoted standby', () => {
  it.each([
    'replicas: 2; commit: any 1 standby, else block; promotes: any standby',
    'replicas: 2; commit: all standbys applied, else block; promotes: complete standby',
    'replicas: 3; commit: any 2 standbys, else block; promotes: complete standby',
  ])('breaks no update: %s', (store) => {
    const unfenced = `replication: primary-backup; ${store}; failover: automatic; fencing: none`;
    explored(unfenced, 'access: update', ({ refutations }) => {
      expect(refutations).toEqual([]);
      return ['linearizable'];
    });
  });
});

/** Explores what an access is thought to keep to, and expects that nothing breaks it. */
function explored(store: string, flow: string, kept: (guarantees: Guarantees) => readonly ConsistencyModel[]): void {
  const text = `faults { timing: partially-synchronous }\nservice web\nstore db { ${store} }\nweb -> db use { ${flow} }`;
  const project = projectOf([['file:///main.arch', text]]);
  expect(project.findings().filter(({ rule }) => rule.startsWith('language/'))).toEqual([]);
  project.ask(text, (facts) => {
    const [use, db] = [facts.entity('flow:use'), facts.entity('element:db')];
    if (!use || !db) throw new Error('the fixture declares both');
    const models = kept(guaranteesOf(facts, use, db));
    const access = accessOf(facts, use, db);
    const protocol = protocolOf(access);
    if (!protocol.isModelled) throw new Error(protocol.why);
    for (const model of models) {
      const programs = access.isRead ? programsFor(model, items) : updatePrograms(model, items);
      const result = protocol.runnable.with((machine): string | undefined => {
        const { violation } = run({ protocol: machine, model, programs, faults }, { states: 8_000 });
        return violation && `${violation.why} ${JSON.stringify(violation.path.map(({ label }) => label))}`;
      });
      expect(result, model).toBeUndefined();
    }
  });
}
