/** What is refuted has an execution that shows it, in the names of the model; what is granted has none. */
import { describe, expect, it } from 'vitest';
import { guaranteesOf } from '../../language/analyses/consistency/derive.ts';
import { isOfTransactions } from '../../language/analyses/consistency/models.ts';
import type { ConsistencyModel } from '../../language/analyses/consistency/models.ts';
import { witnessFor, witnessOf } from '../../language/executions/witness/witness.ts';
import type { Witness } from '../../language/executions/witness/witness.ts';
import { projectOf } from '../support/project.ts';

interface Shown {
  readonly model: ConsistencyModel;
  readonly cause: string;
  readonly witness: Witness;
}

/** Each refutation of an access, with what exploration shows of it. */
function shown(store: string, flow: string): readonly Shown[] {
  const text = `topology { region west { zone a; zone b; zone c } }
faults { timing: partially-synchronous; tolerate: crash of 1 node }
service web
store db {\n${store}\n}\nweb -> db use { ${flow} }`;
  const project = projectOf([['file:///main.arch', text]]);
  expect(project.findings().filter(({ rule }) => rule.startsWith('language/'))).toEqual([]);
  return project.ask(text, (facts) => {
    const [use, db] = [facts.entity('flow:use'), facts.entity('element:db')];
    if (!use || !db) throw new Error('the fixture declares both');
    // Models of transactions are shown by what single accesses see: one of them is enough.
    const told = guaranteesOf(facts, use, db).refutations.filter(
      ({ model }) => !isOfTransactions(model) || model === 'strong-session-snapshot-isolation',
    );
    return told.map((refutation) => ({
      model: refutation.model,
      cause: refutation.cause,
      witness: witnessOf(facts, use, db, refutation),
    }));
  });
}

const pair = 'replication: primary-backup; replicas: 2 across west.a, west.b';
const trio = 'replication: primary-backup; replicas: 3 across west.a, west.b, west.c';
const group = 'replication: consensus; replicas: 3 across west.a, west.b, west.c';
const many = 'replication: quorum; replicas: 3 across west.a, west.b, west.c';
const links = 'replication: chain; replicas: 3 across west.a, west.b, west.c';
const apart = 'replication: multi-primary; replicas: 2 across west.a, west.b';

describe('every refutation has its execution', () => {
  it.each<[string, string, readonly string[]]>([
    [`${pair}; commit: local; reads: any replica; failover: none`, 'access: read', ['stale-standby']],
    [
      `${pair}; commit: all standbys applied, else block; reads: any replica; failover: none`,
      'access: read',
      ['replicas-disagree'],
    ],
    [`${pair}; commit: local; reads: primary; failover: manual`, 'access: read', ['lost-on-failover']],
    [`${pair}; commit: local; failover: manual`, 'access: write', ['lost-on-failover']],
    [
      `${pair}; commit: any 1 standby, else continue; failover: automatic; fencing: epoch`,
      'access: update',
      ['lost-on-failover'],
    ],
    [
      `${trio}; commit: any 1 standby, else block; failover: automatic; fencing: epoch; promotes: any standby`,
      'access: update',
      ['incomplete-promotion'],
    ],
    [
      `${trio}; commit: any 1 standby, else block; failover: automatic; fencing: none; promotes: complete standby`,
      'access: update',
      ['split-brain'],
    ],
    [
      `${trio}; commit: first 1 standby, else block; failover: automatic; fencing: none; promotes: complete standby`,
      'access: update',
      ['split-brain'],
    ],
    [
      `${pair}; commit: any 1 standby, else block; reads: primary; failover: automatic; fencing: none; promotes: complete standby`,
      'access: read',
      ['deposed-primary'],
    ],
    [
      `${pair}; commit: any 1 standby, else continue; failover: automatic; fencing: none; promotes: complete standby`,
      'access: update',
      ['split-brain'],
    ],
    [
      `${trio}; commit: any 1 standby, else block; reads: primary; failover: automatic; fencing: epoch; promotes: elected standby`,
      'access: read',
      ['deposed-primary'],
    ],
    [
      `${trio}; commit: majority; reads: primary; shows: applied; failover: automatic; fencing: stonith; promotes: elected standby`,
      'access: read; session: token',
      ['shown-early'],
    ],
    [`${pair}; commit: local; reads: primary; failover: manual`, 'access: read; session: token', ['lost-on-failover']],
    ['replicas: 1 across west.a; flush: every 2min', 'access: read', ['lost-power']],
    [`${group}; commit: majority; reads: primary`, 'access: read', ['deposed-primary']],
    [`${group}; commit: majority; reads: any replica`, 'access: read', ['stale-member']],
    [`${group}; commit: majority; reads: nearest replica`, 'access: read; session: sticky', ['stale-member']],
    [`${many}; commit: 1 replica; reads: 1 replica; conflicts: versions`, 'access: read', ['quorums-miss']],
    [`${many}; commit: 2 replicas sloppy; reads: 2 replicas; conflicts: versions`, 'access: read', ['quorums-miss']],
    [
      `${many}; commit: 2 replicas; reads: 2 replicas; conflicts: ordered; read-repair: none`,
      'access: read',
      ['read-inversion'],
    ],
    [
      `${many}; commit: 2 replicas; reads: 2 replicas; conflicts: last-write-wins; read-repair: before-answer`,
      'access: read',
      ['clock-order'],
    ],
    [`${many}; commit: 1 replica; reads: 3 replicas; conflicts: versions`, 'access: write', ['writes-apart']],
    [`${many}; commit: 2 replicas; reads: 2 replicas; conflicts: ordered`, 'access: update', ['lost-update']],
    [`${links}; reads: any replica`, 'access: read', ['replicas-disagree']],
    [`${links}; reads: tail; fencing: epoch`, 'access: read', ['deposed-primary']],
    [`${apart}; commit: local; conflicts: versions; reads: any replica`, 'access: read', ['primaries-apart']],
    [
      `${apart}; commit: local; conflicts: last-write-wins; reads: nearest replica`,
      'access: write',
      ['primaries-apart', 'clock-order'],
    ],
    [`${apart}; commit: local; conflicts: versions`, 'access: update', ['primaries-apart', 'lost-update']],
    [`${apart}; conflicts: certification; reads: any replica`, 'access: read', ['stale-member']],
  ])('%s for %s', (store, flow, causes) => {
    const all = shown(store.replaceAll('; ', '\n'), flow);
    expect([...new Set(all.map(({ cause }) => cause))]).toEqual(causes);
    for (const { model, cause, witness } of all) expect(witness, `${model} (${cause})`).toMatchObject({ found: true });
  });

  it('says why there is none', () => {
    const project = projectOf([['file:///main.arch', 'service web\nstore db\nweb -> db use { access: read }']]);
    const witness = project.ask('none', (facts) => {
      const use = facts.entity('flow:use');
      return use && witnessFor(facts, use, 'linearizable');
    });
    expect(witness).toMatchObject({ found: false, why: 'nothing says that `db` breaks linearizable for this access' });
  });

  it('tells it step by step, in the names of the model', () => {
    const [first] = shown(
      `${pair}\ncommit: local\nreads: any replica\nfailover: none`.replaceAll('; ', '\n'),
      'access: read',
    );
    expect(first?.witness.found).toBe(true);
    if (first?.witness.found !== true) return;
    const { trace } = first.witness;
    expect(trace.processes.map(({ name }) => name)).toEqual(['db in west.a', 'db in west.b', 'web']);
    expect(trace.steps.map(({ sentence }) => sentence)).toMatchInlineSnapshot(`
      [
        "web asks to write x to 1.",
        "web sends db in west.a: write.",
        "db in west.a receives from web: write.",
        "db in west.a sends db in west.b: its log (x = 1).",
        "db in west.a sends web: answer.",
        "web receives from db in west.a: answer.",
        "web has its write of x = 1 acknowledged.",
        "web asks to read x.",
        "web sends db in west.b: read.",
        "db in west.b receives from web: read.",
        "db in west.b sends web: answer.",
        "web receives from db in west.b: answer.",
        "web reads x: nothing.",
      ]
    `);
  });
});
