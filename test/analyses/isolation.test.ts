import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { excludes, weakestExcluding } from '../../language/analyses/consistency/anomalies.ts';
import type { Anomaly } from '../../language/analyses/consistency/anomalies.ts';
import { guaranteesOf } from '../../language/analyses/consistency/derive.ts';
import { judge } from '../../language/analyses/consistency/guarantees.ts';
import type { Guarantees } from '../../language/analyses/consistency/guarantees.ts';
import { allModels, implies, isOfTransactions } from '../../language/analyses/consistency/models.ts';
import type { ConsistencyModel } from '../../language/analyses/consistency/models.ts';
import { projectOf } from '../support/project.ts';
import { runs } from '../support/properties.ts';
import { sharedJson } from '../support/shared.ts';

function guarantees(text: string): Guarantees {
  const project = projectOf([['file:///main.arch', text]]);
  expect(project.findings().filter(({ rule }) => rule.startsWith('language/'))).toEqual([]);
  return project.ask(`test ${text}`, (facts) => {
    const [use, db] = [facts.entity('flow:use'), facts.entity('element:db')];
    if (!use || !db) throw new Error('the fixture declares both');
    return guaranteesOf(facts, use, db);
  });
}

function verdict(text: string, model: ConsistencyModel): string {
  const judgement = judge(guarantees(text), model);
  return judgement.verdict === 'violated' ? judgement.refutation.cause : judgement.verdict;
}

/** Published names of phenomena, and the words for them. */
const phenomena: Readonly<Record<string, Anomaly>> = {
  G0: 'dirty-write',
  G1a: 'aborted-read',
  G1b: 'intermediate-read',
  G1c: 'circular-information-flow',
  OTV: 'observed-transaction-vanishes',
  PMP: 'predicate-many-preceders',
  P4: 'lost-update',
  'G-single': 'read-skew',
  'G2-item': 'write-skew',
  G2: 'phantom',
};

interface Level {
  readonly dbms: string;
  readonly label: string;
  readonly prevents: Readonly<Record<string, string>>;
}

const stores: Readonly<Record<string, (label: string) => string>> = {
  PostgreSQL: (label) => `postgres { replicas: 1; default_transaction_isolation: ${label} }`,
  'MySQL/InnoDB': (label) => `mysql { replicas: 1; transaction_isolation: ${label.toUpperCase()} }`,
  'Oracle DB': (label) => `oracle { replicas: 1; isolation_level: ${label} }`,
  'MS SQL Server': (label) => `sqlserver { replicas: 1; TRANSACTION_ISOLATION_LEVEL: ${label.toUpperCase()} }`,
  'FDB SQL Layer': () => 'foundationdb { redundancy_mode: triple }',
  CockroachDB: (label) => `cockroachdb { replicas: 3; default_transaction_isolation: ${label} }`,
  YugabyteDB: (label) => `yugabytedb { replicas: 3; default_transaction_isolation: ${label} }`,
  Memgraph: (label) => `memgraph { replicas: 1; isolation-level: ${label.toUpperCase().replaceAll('-', '_')} }`,
};

/** Where a later test found more than the published table knows. */
const foundLater: Readonly<Record<string, readonly string[]>> = {
  'MySQL/InnoDB repeatable read': ['OTV'],
};

/** What a level excludes besides what its models do. */
const besides: Readonly<Record<string, readonly Anomaly[]>> = {
  'Memgraph read uncommitted': ['lost-update', 'observed-transaction-vanishes'],
};

/** Whether an anomaly is excluded, as far as it follows: by a model that is granted, or by none that is refuted. */
function prevented(what: Guarantees, anomaly: Anomaly): 'yes' | 'no' | 'unknown' {
  if (what.grants.some(({ model }) => excludes(model, anomaly))) return 'yes';
  const isRefuted = weakestExcluding(anomaly).every((model) => judge(what, model).verdict === 'violated');
  return isRefuted ? 'no' : 'unknown';
}

describe('isolation levels as products mean them', () => {
  const published = sharedJson<{ readonly rows: readonly Level[] }>(
    'data/hermitage.json',
    'what isolation levels exclude',
  );

  it.runIf(published !== undefined).each(published?.rows ?? [])('$dbms: $label', ({ dbms, label, prevents }) => {
    const store = stores[dbms]?.(label.replace(/".*$/, '').replaceAll(' ', '-'));
    const what = guarantees(`service web\nstore db is ${store ?? ''}\nweb -> db use { access: update }`);
    const without = besides[`${dbms} ${label}`] ?? [];
    const later = foundLater[`${dbms} ${label}`] ?? [];
    for (const [name, anomaly] of Object.entries(phenomena)) {
      const expected = later.includes(name) || prevents[name] !== 'yes' ? 'no' : 'yes';
      const follows = prevented(what, anomaly);
      // What is excluded besides has no model that could be granted.
      if (without.includes(anomaly)) expect(prevents[name], name).toBe('yes');
      else expect(follows, name).toBe(expected);
    }
  });

  interface PublishedModel {
    readonly id: string;
    readonly forbids_all: readonly string[];
  }
  const order = sharedJson<{ readonly models: readonly PublishedModel[] }>(
    'data/consistency.json',
    'the anomalies that models forbid',
  );

  it.runIf(order !== undefined)('exclude the anomalies that are published of their models', () => {
    const words: Readonly<Record<string, Anomaly>> = {
      'dirty-write(G0)': 'dirty-write',
      'aborted-read(G1a)': 'aborted-read',
      'intermediate-read(G1b)': 'intermediate-read',
      'circular-information-flow(G1c)': 'circular-information-flow',
      'observed-transaction-vanishes(OTV)': 'observed-transaction-vanishes',
      'predicate-many-preceders(PMP)': 'predicate-many-preceders',
      'predicate-phantom-read(P3-read-only)': 'predicate-many-preceders',
      'lost-update(P4)': 'lost-update',
      'read-skew(G-single)': 'read-skew',
      'write-skew-item(G2-item)': 'write-skew',
      'write-skew(G2)': 'phantom',
      'phantom(P3)': 'phantom',
      'long-fork(G-nonadjacent)': 'long-fork',
      'fractured-read': 'fractured-read',
      'item-fuzzy-read(P2)': 'item-fuzzy-read',
      'causality-violation': 'causality-violation',
    };
    for (const { id, forbids_all } of order?.models ?? []) {
      const model = (id === 'causal-consistency-txn' ? 'transactional-causal' : id) as ConsistencyModel;
      for (const name of forbids_all) {
        const anomaly = words[name];
        if (anomaly) expect(excludes(model, anomaly), `${model} excludes ${anomaly}`).toBe(true);
      }
    }
  });
});

describe('what is left of a level where copies follow', () => {
  const base = 'faults { timing: partially-synchronous }\nservice web\n';
  const store = (text: string, flow: string): string => `${base}store db { ${text} }\nweb -> db use { ${flow} }`;
  const pair = 'replication: primary-backup; replicas: 2; isolation: serializable';
  const group = 'replication: consensus; replicas: 3; isolation: strict-serializable';

  it.each<[text: string, flow: string, model: ConsistencyModel, follows: string]>([
    // One order of all writes, or not.
    ['replicas: 1; isolation: serializable', 'access: update', 'serializable', 'holds'],
    ['replicas: 1; isolation: serializable', 'access: update', 'strict-serializable', 'unknown'],
    ['replicas: 1; isolation: strict-serializable', 'access: read', 'strict-serializable', 'holds'],
    [`${pair}; failover: none`, 'access: update', 'serializable', 'holds'],
    [`${pair}; commit: local; failover: manual`, 'access: update', 'serializable', 'lost-on-failover'],
    [`${pair}; commit: local; failover: manual`, 'access: update', 'read-atomic', 'holds'],
    [
      `${pair}; commit: any 1 standby, else continue; failover: automatic; fencing: none; promotes: complete standby`,
      'access: update',
      'serializable',
      'split-brain',
    ],
    [
      `${pair}; commit: all standbys, else block; failover: automatic; fencing: epoch`,
      'access: update',
      'serializable',
      'holds',
    ],
    [pair, 'access: update', 'serializable', 'unknown'],
    // A replica that answers.
    [`${pair}; commit: local; reads: any replica; failover: none`, 'access: read', 'serializable', 'unknown'],
    [`${pair}; commit: local; reads: any replica; failover: none`, 'access: read', 'read-committed', 'holds'],
    [
      `${pair}; commit: local; reads: any replica; failover: none; replay: commit-order`,
      'access: read',
      'snapshot-isolation',
      'holds',
    ],
    [
      `${pair}; commit: local; reads: any replica; failover: none; replay: own-order`,
      'access: read',
      'snapshot-isolation',
      'replica-order',
    ],
    [
      `${pair}; commit: local; reads: any replica; failover: none; replay: own-order`,
      'access: read',
      'parallel-snapshot-isolation',
      'holds',
    ],
    [
      `${pair}; commit: local; reads: any replica; failover: none; replay: commit-order`,
      'access: read',
      'strong-session-snapshot-isolation',
      'stale-standby',
    ],
    [
      `${pair}; commit: local; reads: any replica, confirmed by leader; failover: none`,
      'access: read',
      'serializable',
      'holds',
    ],
    // A group that agrees.
    [`${group}; reads: primary, confirmed by quorum`, 'access: read', 'strict-serializable', 'holds'],
    [`${group}; reads: any replica, confirmed by leader`, 'access: read', 'strict-serializable', 'holds'],
    [`${group}; reads: any replica`, 'access: read', 'strict-serializable', 'stale-member'],
    [`${group}; reads: any replica; replay: serial-order`, 'access: read', 'serializable', 'holds'],
    [`${group}; reads: any replica, at most 5s behind`, 'access: read', 'bounded-staleness', 'holds'],
    [`${group}; reads: any replica`, 'access: read', 'bounded-staleness', 'unknown'],
    // Primaries apart, and primaries that test each other's transactions.
    [
      'replication: multi-primary; commit: local; replicas: 2; isolation: serializable',
      'access: update',
      'serializable',
      'primaries-apart',
    ],
    [
      'replication: multi-primary; commit: local; replicas: 2; isolation: serializable',
      'access: update',
      'read-committed',
      'holds',
    ],
    [
      'replication: multi-primary; conflicts: certification; replicas: 3; isolation: snapshot-isolation; replay: commit-order',
      'access: update',
      'snapshot-isolation',
      'holds',
    ],
    // What the level lets through, and what tests found.
    ['replicas: 1; isolation: snapshot-isolation', 'access: update', 'repeatable-read', 'isolation-level'],
    ['replicas: 1; isolation: repeatable-read', 'access: update', 'snapshot-isolation', 'isolation-level'],
    ['replicas: 1; isolation: repeatable-read', 'access: update', 'read-atomic', 'unknown'],
    [
      'replicas: 1; isolation: serializable; anomalies: write-skew',
      'access: update',
      'serializable',
      'found-by-testing',
    ],
    ['replicas: 1; isolation: serializable; anomalies: write-skew', 'access: update', 'snapshot-isolation', 'holds'],
    [
      'replicas: 1; isolation: read-uncommitted without lost-update',
      'access: update',
      'cursor-stability',
      'isolation-level',
    ],
  ])('%s, %s: %s %s', (text, flow, model, follows) => {
    expect(verdict(store(text, flow), model)).toBe(follows);
  });
});

describe('laws of what follows', () => {
  const level = fc.constantFrom<ConsistencyModel>(...allModels.filter(isOfTransactions));
  const maybe = (key: string, ...values: string[]): fc.Arbitrary<string> =>
    fc.option(fc.constantFrom(...values)).map((value) => (value === null ? '' : `${key}: ${value}\n`));
  const family = fc.constantFrom('single-copy', 'primary-backup', 'quorum', 'consensus', 'chain', 'multi-primary');
  const rest = fc
    .tuple(
      maybe(
        'commit',
        'local',
        'majority',
        '2 replicas',
        'any 1 standby, else block',
        'all standbys applied, else block',
      ),
      maybe(
        'reads',
        'primary',
        'primary, confirmed by quorum',
        'any replica',
        'nearest replica',
        'majority',
        'quorum',
        'tail',
        'any replica, confirmed by leader',
        'any replica, at most 5s behind',
      ),
      maybe('failover', 'none', 'manual', 'automatic'),
      maybe('fencing', 'none', 'epoch', 'stonith', 'lease'),
      maybe('conflicts', 'last-write-wins', 'ordered', 'versions', 'merge', 'certification'),
      maybe('read-repair', 'before-answer', 'background', 'none'),
      maybe('replay', 'own-order', 'commit-order', 'serial-order'),
    )
    .map((lines) => lines.join(''));
  const found = maybe('anomalies', 'lost-update', 'read-skew', 'long-fork', 'write-skew, phantom');
  const access = fc.constantFrom('read', 'write', 'update');
  const session = maybe('session', 'sticky', 'token', 'none');

  const text = (
    replication: string,
    isolation: string,
    others: string,
    flow: string,
    faults = 'timing: partially-synchronous',
  ): string =>
    `faults { ${faults} }\nservice web\nstore db {\nreplication: ${replication}\nreplicas: 3\n${isolation}${others}}\nweb -> db use {\n${flow}}`;

  it('never grants what it refutes', () => {
    fc.assert(
      fc.property(
        family,
        level,
        rest,
        found,
        access,
        session,
        (replication, isolation, others, anomalies, how, tied) => {
          const what = guarantees(
            text(replication, `isolation: ${isolation}\n${anomalies}`, others, `access: ${how}\n${tied}`),
          );
          for (const grant of what.grants)
            for (const refutation of what.refutations)
              expect(
                implies(grant.model, refutation.model),
                `${grant.model} over ${refutation.model} (${refutation.cause})`,
              ).toBe(false);
        },
      ),
      { numRuns: runs(150) },
    );
  });

  const rank = { violated: 0, unknown: 1, holds: 2 } as const;
  const ranks = (what: Guarantees): number[] => allModels.map((model) => rank[judge(what, model).verdict]);

  it('gives no less at a stronger isolation level', () => {
    fc.assert(
      fc.property(family, level, level, rest, access, session, (replication, a, b, others, how, tied) => {
        const strong = implies(a, b) ? a : implies(b, a) ? b : undefined;
        if (strong === undefined) return;
        const weak = strong === a ? b : a;
        const at = (isolation: ConsistencyModel): number[] =>
          ranks(guarantees(text(replication, `isolation: ${isolation}\n`, others, `access: ${how}\n${tied}`)));
        const [more, less] = [at(strong), at(weak)];
        allModels.forEach((model, i) => {
          expect(more[i], `${model} at ${strong} against ${weak}`).toBeGreaterThanOrEqual(less[i] ?? 0);
        });
      }),
      { numRuns: runs(100) },
    );
  });

  it('gives no less with a stronger setting of one part of the mechanism', () => {
    const stronger = fc.constantFrom<readonly [key: string, weak: string, strong: string]>(
      ['reads', 'any replica', 'any replica, at most 5s behind'],
      ['reads', 'any replica', 'any replica, confirmed by leader'],
      ['reads', 'any replica, at most 5s behind', 'any replica, confirmed by leader'],
      ['reads', 'any replica', 'nearest replica'],
      ['reads', 'primary', 'primary, confirmed by quorum'],
      ['reads', 'any replica', 'primary, confirmed by quorum'],
      ['replay', 'own-order', 'commit-order'],
      ['replay', 'commit-order', 'serial-order'],
      ['failover', 'manual', 'none'],
      ['fencing', 'none', 'epoch'],
      ['fencing', 'epoch', 'stonith'],
      ['commit', 'local', 'any 1 standby, else block'],
      ['commit', 'any 1 standby, else block', 'all standbys applied, else block'],
      ['read-repair', 'background', 'before-answer'],
      ['conflicts', 'last-write-wins', 'ordered'],
    );
    fc.assert(
      fc.property(
        fc.constantFrom('single-copy', 'primary-backup', 'consensus', 'quorum'),
        level,
        rest,
        stronger,
        access,
        session,
        (replication, isolation, others, [key, weak, strong], how, tied) => {
          // Where none leads, there is no primary to read at.
          if (replication === 'quorum' && strong.startsWith('primary')) return;
          const without = others
            .split('\n')
            .filter((line) => !line.startsWith(`${key}:`))
            .join('\n');
          const at = (value: string): number[] =>
            ranks(
              guarantees(
                text(
                  replication,
                  `isolation: ${isolation}\n`,
                  `${without}\n${key}: ${value}\n`,
                  `access: ${how}\n${tied}`,
                ),
              ),
            );
          const [more, less] = [at(strong), at(weak)];
          allModels.forEach((model, i) => {
            expect(more[i], `${model}: ${key} ${strong} against ${weak}`).toBeGreaterThanOrEqual(less[i] ?? 0);
          });
        },
      ),
      { numRuns: runs(200) },
    );
  });

  it('gives no more where more faults are to be survived', () => {
    const lines = ['tolerate: crash of 1 node', 'tolerate: loss of 1 zone', 'tolerate: partition between nodes'];
    fc.assert(
      fc.property(
        family,
        level,
        rest,
        access,
        fc.subarray(lines),
        fc.constantFrom(...lines),
        (replication, isolation, others, how, some, another) => {
          const under = (faults: readonly string[]): number[] =>
            ranks(
              guarantees(text(replication, `isolation: ${isolation}\n`, others, `access: ${how}\n`, faults.join('; '))),
            );
          const [fewer, more] = [under(some), under([...some, another])];
          allModels.forEach((model, i) => {
            expect(more[i], `${model} with ${another}`).toBeLessThanOrEqual(fewer[i] ?? 0);
          });
        },
      ),
      { numRuns: runs(100) },
    );
  });
});
