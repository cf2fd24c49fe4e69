import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { guaranteesOf } from '../../language/analyses/consistency/derive.ts';
import { judge } from '../../language/analyses/consistency/guarantees.ts';
import { allModels, implies, maximal, partitionAvailability } from '../../language/analyses/consistency/models.ts';
import type { ConsistencyModel } from '../../language/analyses/consistency/models.ts';
import { projectOf } from '../support/project.ts';
import { sharedJson } from '../support/shared.ts';
import { runs } from '../support/properties.ts';

interface PublishedModel {
  readonly id: string;
  readonly implies_all: readonly string[];
  readonly availability: string;
}

/** Where the vocabulary's word is another than the published one. */
const ourWords: Readonly<Record<string, ConsistencyModel>> = { 'causal-consistency-txn': 'transactional-causal' };
const ours = (id: string): ConsistencyModel => ourWords[id] ?? (id as ConsistencyModel);

describe('the order of consistency models', () => {
  it('is a partial order', () => {
    const model = fc.constantFrom(...allModels);
    fc.assert(
      fc.property(model, model, model, (a, b, c) => {
        expect(implies(a, a)).toBe(true);
        if (implies(a, b) && implies(b, c)) expect(implies(a, c)).toBe(true);
        if (implies(a, b) && implies(b, a)) expect(a).toBe(b);
      }),
      { numRuns: runs(2000) },
    );
  });

  it('makes no model more available than one it implies', () => {
    const rank = { total: 2, sticky: 1, unavailable: 0, unclassified: NaN };
    for (const strong of allModels)
      for (const weak of allModels)
        if (
          implies(strong, weak) &&
          !Number.isNaN(rank[partitionAvailability(strong)] + rank[partitionAvailability(weak)])
        )
          expect(rank[partitionAvailability(strong)], `${strong} over ${weak}`).toBeLessThanOrEqual(
            rank[partitionAvailability(weak)],
          );
  });

  const published = sharedJson<{ models: readonly PublishedModel[] }>(
    'data/consistency.json',
    'the published order of models',
  );
  it.runIf(published !== undefined)('is the published order', () => {
    const models = published?.models ?? [];
    expect(models.map(({ id }) => ours(id)).sort()).toEqual([...allModels].sort());
    for (const { id, implies_all, availability } of models) {
      const model = ours(id);
      const weaker = allModels.filter((weak) => weak !== model && implies(model, weak)).sort();
      expect(weaker, id).toEqual(implies_all.map(ours).sort());
      expect(partitionAvailability(model), id).toBe(availability);
    }
  });

  it('is no lattice: what two models have in common may have several strongest models', () => {
    const common = (a: ConsistencyModel, b: ConsistencyModel): ConsistencyModel[] =>
      maximal(allModels.filter((weak) => implies(a, weak) && implies(b, weak))).sort();
    expect(common('repeatable-read', 'snapshot-isolation')).toEqual(['cursor-stability', 'monotonic-atomic-view']);
    expect(common('linearizable', 'serializable')).toEqual([]);
    expect(maximal(['causal', 'pram', 'read-committed', 'causal'])).toEqual(['causal', 'read-committed']);
  });
});

const faults = 'faults { timing: partially-synchronous }';

function judged(store: string, flow: string, model: ConsistencyModel, tolerate = ''): string {
  const project = projectOf([
    [
      'file:///main.arch',
      `${faults.replace('}', `; ${tolerate} }`)}\nservice web\nstore db {\n${store}\n}\nweb -> db use { ${flow} }`,
    ],
  ]);
  expect(project.findings().filter(({ rule }) => rule.startsWith('language/'))).toEqual([]);
  return project.ask(`test ${store} ${flow} ${model}`, (facts) => {
    const [use, db] = [facts.entity('flow:use'), facts.entity('element:db')];
    if (!use || !db) throw new Error('the fixture declares both');
    const judgement = judge(guaranteesOf(facts, use, db), model);
    return judgement.verdict === 'violated' ? judgement.refutation.cause : judgement.verdict;
  });
}

const apart = 'replication: multi-primary\nreplicas: 3';
const links = 'replication: chain\nreplicas: 3';
const three = 'replication: quorum\nreplicas: 3';
const group = 'replication: consensus\nreplicas: 3';
const pair = 'replication: primary-backup\nreplicas: 2';

describe('what an access may rely on', () => {
  it.each<[string, string, ConsistencyModel, string]>([
    // A single copy orders everything.
    ['replicas: 1', 'access: read', 'linearizable', 'holds'],
    ['replicas: 1', 'access: update', 'read-your-writes', 'holds'],
    ['replicas: 1', 'access: read', 'serializable', 'unknown'],
    // Standbys that lag.
    [`${pair}\ncommit: local\nreads: any replica`, 'access: read', 'read-your-writes', 'stale-standby'],
    [`${pair}\ncommit: local\nreads: any replica`, 'access: read', 'causal', 'stale-standby'],
    [`${pair}\ncommit: local\nreads: any replica`, 'access: read', 'eventual', 'unknown'],
    [`${pair}\ncommit: local\nreads: any replica`, 'access: read; session: token', 'read-your-writes', 'unknown'],
    [`${pair}\ncommit: local\nreads: any replica`, 'access: read; session: token', 'linearizable', 'stale-standby'],
    [`${pair}\ncommit: local\nreads: nearest replica`, 'access: read', 'monotonic-reads', 'unknown'],
    [`${pair}\ncommit: local\nreads: any replica`, 'access: update', 'read-your-writes', 'unknown'],
    [`${pair}\nreads: any replica`, 'access: read', 'read-your-writes', 'unknown'],
    [
      `${pair}\ncommit: all standbys applied, else block\nreads: any replica\nfailover: none`,
      'access: read',
      'read-your-writes',
      'holds',
    ],
    [
      `${pair}\ncommit: all standbys applied, else block\nreads: any replica\nfailover: none`,
      'access: read',
      'linearizable',
      'replicas-disagree',
    ],
    [
      `${pair}\ncommit: all standbys stored, else block\nreads: any replica`,
      'access: read',
      'read-your-writes',
      'stale-standby',
    ],
    // The primary, without and with failover.
    [`${pair}\ncommit: local\nreads: primary\nfailover: none`, 'access: read', 'linearizable', 'holds'],
    [`${pair}\ncommit: local\nreads: primary`, 'access: read', 'linearizable', 'unknown'],
    [`${pair}\ncommit: local\nreads: primary\nfailover: manual`, 'access: write', 'linearizable', 'lost-on-failover'],
    [
      `${pair}\ncommit: any 1 standby, else continue\nfailover: automatic`,
      'access: write',
      'causal',
      'lost-on-failover',
    ],
    [
      `${pair}\ncommit: any 1 standby, else block\nfailover: automatic\nfencing: epoch`,
      'access: update',
      'linearizable',
      'holds',
    ],
    // Who may be promoted, where some standbys may lack what is acknowledged.
    ...(
      [
        ['commit: any 1 standby, else block', 'unknown'],
        ['commit: any 1 standby, else block\npromotes: complete standby', 'holds'],
        ['commit: any 1 standby, else block\npromotes: elected standby', 'holds'],
        ['commit: any 1 standby, else block\npromotes: any standby', 'incomplete-promotion'],
        ['commit: any 2 standbys, else block\npromotes: any standby', 'holds'],
        ['commit: any 1 standby, else continue\npromotes: complete standby', 'holds'],
        ['commit: any 1 standby, else continue', 'lost-on-failover'],
        ['commit: local\npromotes: complete standby', 'lost-on-failover'],
        ['commit: local\nstorage: shared', 'holds'],
        ['commit: majority\npromotes: elected standby', 'holds'],
        ['commit: majority\npromotes: any standby', 'incomplete-promotion'],
        ['commit: in-sync replicas', 'unknown'],
        ['commit: in-sync replicas\npromotes: complete standby', 'holds'],
        ['commit: in-sync replicas\npromotes: any standby\nin-sync: at least 2', 'incomplete-promotion'],
        ['commit: in-sync replicas\npromotes: any standby\nin-sync: at least 2 standbys', 'holds'],
      ] as const
    ).map(([how, expected]): [string, string, ConsistencyModel, string] => [
      `${pair.replace('2', '3')}\n${how}\nfailover: automatic\nfencing: epoch`,
      'access: update',
      'linearizable',
      expected,
    ]),
    [
      `${pair}\ncommit: all standbys, else block\nfailover: automatic\nfencing: epoch`,
      'access: update',
      'linearizable',
      'holds',
    ],
    [
      `${pair}\ncommit: all standbys, else block\nreads: primary\nfailover: automatic\nfencing: epoch`,
      'access: read',
      'linearizable',
      'deposed-primary',
    ],
    [
      `${pair}\ncommit: all standbys, else block\nreads: primary\nfailover: automatic\nfencing: epoch`,
      'access: read',
      'sequential',
      'unknown',
    ],
    [
      `${pair}\ncommit: all standbys, else block\nreads: primary, confirmed by quorum\nfailover: automatic\nfencing: epoch`,
      'access: read',
      'linearizable',
      'holds',
    ],
    [
      `replication: primary-backup\nreplicas: 3\ncommit: any 1 standby, else block\nreads: primary\nfailover: automatic\nfencing: none\npromotes: complete standby`,
      'access: update',
      'linearizable',
      'split-brain',
    ],
    // What a majority has confirmed is not lost where a majority elects; what was acknowledged before may be.
    ...(['read-your-writes', 'monotonic-reads'] as const).map((model): [string, string, ConsistencyModel, string] => [
      'replication: primary-backup\nreplicas: 3\ncommit: local\nreads: primary, confirmed by quorum\nfailover: automatic\nfencing: epoch\npromotes: elected standby',
      'access: read',
      model,
      model === 'monotonic-reads' ? 'unknown' : 'lost-on-failover',
    ]),
    // A deposed primary that needs the promoted standby acknowledges nothing, and goes on answering.
    ...['any 1 standby, else block', 'all standbys, else block', 'majority'].flatMap(
      (commit): [string, string, ConsistencyModel, string][] => [
        [
          `${pair}\ncommit: ${commit}\nfailover: automatic\nfencing: none\npromotes: complete standby`,
          'access: update',
          'linearizable',
          'unknown',
        ],
        [
          `${pair}\ncommit: ${commit}\nreads: primary\nfailover: automatic\nfencing: none\npromotes: complete standby`,
          'access: read',
          'linearizable',
          'deposed-primary',
        ],
      ],
    ),
    [
      `replication: primary-backup\nreplicas: 3\ncommit: any 2 standbys, else block\nfailover: automatic\nfencing: none`,
      'access: update',
      'linearizable',
      'unknown',
    ],
    [`${pair}\nfailover: automatic\nfencing: none`, 'access: update', 'linearizable', 'unknown'],
    // One log that a majority agrees on.
    [group, 'access: write', 'linearizable', 'holds'],
    [`${group}\ncommit: local`, 'access: write', 'linearizable', 'unknown'],
    [group, 'access: read', 'linearizable', 'unknown'],
    [`${group}\nreads: primary, confirmed by quorum`, 'access: read', 'linearizable', 'holds'],
    [`${group}\nreads: primary, confirmed by lease`, 'access: read', 'causal', 'holds'],
    [`${group}\nreads: primary`, 'access: read', 'linearizable', 'deposed-primary'],
    [`${group}\nreads: primary`, 'access: read', 'writes-follow-reads', 'holds'],
    [`${group}\nreads: primary`, 'access: read', 'monotonic-reads', 'unknown'],
    [`${group}\nreads: any replica`, 'access: read', 'linearizable', 'stale-member'],
    [`${group}\nreads: any replica`, 'access: read', 'read-your-writes', 'stale-member'],
    [`${group}\nreads: any replica`, 'access: read', 'monotonic-writes', 'holds'],
    [`${group}\nreads: any replica`, 'access: read', 'monotonic-reads', 'stale-member'],
    [`${group}\nreads: nearest replica`, 'access: read', 'monotonic-reads', 'unknown'],
    [`${group}\nreads: any replica`, 'access: read; session: sticky', 'monotonic-reads', 'holds'],
    [`${group}\nreads: any replica`, 'access: read; session: sticky', 'read-your-writes', 'stale-member'],
    [`${group}\nreads: any replica`, 'access: read; session: token', 'sequential', 'holds'],
    [`${group}\nreads: any replica`, 'access: read; session: token', 'linearizable', 'stale-member'],
    // Overlapping quorums, and what they do not give.
    [three, 'access: read', 'linearizable', 'unknown'],
    [`${three}\ncommit: 1 replica\nreads: 1 replica`, 'access: read', 'read-your-writes', 'quorums-miss'],
    [`${three}\ncommit: 1 replica\nreads: any replica`, 'access: read', 'monotonic-reads', 'quorums-miss'],
    [`${three}\ncommit: 1 replica\nreads: nearest replica`, 'access: read', 'monotonic-reads', 'unknown'],
    [`${three}\ncommit: 1 replica\nreads: 1 replica`, 'access: read; session: sticky', 'read-your-writes', 'unknown'],
    [`${three}\ncommit: 1 replica\nreads: 1 replica`, 'access: read; session: sticky', 'linearizable', 'quorums-miss'],
    [`${three}\ncommit: 1 replica\nreads: majority`, 'access: read', 'regular', 'quorums-miss'],
    [`${three}\ncommit: majority\nreads: 1 replica`, 'access: read', 'read-your-writes', 'quorums-miss'],
    [`${three}\ncommit: majority\nreads: majority\nconflicts: versions`, 'access: read', 'read-your-writes', 'holds'],
    [`${three}\ncommit: majority\nreads: majority\nconflicts: versions`, 'access: read', 'linearizable', 'unknown'],
    [`${three}\ncommit: 3 replicas\nreads: 1 replica\nconflicts: ordered`, 'access: read', 'regular', 'holds'],
    [`${three}\ncommit: 2 replicas sloppy\nreads: 2 replicas`, 'access: read', 'read-your-writes', 'quorums-miss'],
    [`${three}\ncommit: 2 replicas\nreads: 2 replicas`, 'access: read', 'read-your-writes', 'unknown'],
    [
      `${three}\ncommit: majority\nreads: majority\nconflicts: ordered\nread-repair: before-answer`,
      'access: read',
      'linearizable',
      'holds',
    ],
    [
      `${three}\ncommit: 1 replica\nreads: 3 replicas\nconflicts: ordered\nread-repair: before-answer`,
      'access: read',
      'linearizable',
      'unknown',
    ],
    [
      `${three}\ncommit: majority\nreads: majority\nconflicts: ordered\nread-repair: background`,
      'access: read',
      'linearizable',
      'read-inversion',
    ],
    [
      `${three}\ncommit: majority\nreads: majority\nconflicts: versions\nread-repair: none`,
      'access: read; session: sticky',
      'monotonic-reads',
      'unknown',
    ],
    [
      `${three}\ncommit: majority\nreads: majority\nconflicts: last-write-wins\nread-repair: before-answer`,
      'access: read',
      'linearizable',
      'clock-order',
    ],
    [
      `${three}\ncommit: majority\nreads: majority\nconflicts: last-write-wins\nread-repair: before-answer`,
      'access: read',
      'read-your-writes',
      'unknown',
    ],
    [`${three}\ncommit: majority\nconflicts: last-write-wins`, 'access: write', 'linearizable', 'clock-order'],
    [`${three}\ncommit: majority\nconflicts: versions`, 'access: update', 'linearizable', 'lost-update'],
    [`${three}\ncommit: majority\nconflicts: merge`, 'access: update', 'linearizable', 'unknown'],
    [`${three}\nconflicts: versions`, 'access: update', 'linearizable', 'unknown'],
    // Several primaries that tell each other later.
    [apart, 'access: read', 'linearizable', 'unknown'],
    [`${apart}\ncommit: local\nreads: any replica`, 'access: read', 'sequential', 'primaries-apart'],
    [`${apart}\ncommit: local\nreads: any replica`, 'access: read', 'read-your-writes', 'primaries-apart'],
    [`${apart}\ncommit: local\nreads: nearest replica`, 'access: read', 'read-your-writes', 'unknown'],
    [`${apart}\ncommit: local`, 'access: write', 'linearizable', 'primaries-apart'],
    [`${apart}\ncommit: local\nconflicts: merge`, 'access: read; session: sticky', 'read-your-writes', 'holds'],
    [
      `${apart}\ncommit: local\nconflicts: last-write-wins`,
      'access: read; session: sticky',
      'read-your-writes',
      'unknown',
    ],
    [
      `${apart}\ncommit: local\nconflicts: last-write-wins`,
      'access: read; session: sticky',
      'monotonic-reads',
      'holds',
    ],
    [`${apart}\ncommit: all standbys, else block`, 'access: write', 'linearizable', 'unknown'],
    // A chain.
    [links, 'access: write', 'linearizable', 'holds'],
    [`${links}\nreads: tail`, 'access: read', 'linearizable', 'unknown'],
    [`${links}\nreads: tail\nfencing: lease`, 'access: read', 'linearizable', 'holds'],
    [`${links}\nreads: tail\nfencing: epoch`, 'access: read', 'linearizable', 'deposed-primary'],
    [`${links}\nreads: any replica`, 'access: read', 'read-your-writes', 'unknown'],
    [`${links}\nreads: any replica`, 'access: read', 'monotonic-reads', 'replicas-disagree'],
    [`${links}\nreads: nearest replica`, 'access: read', 'monotonic-reads', 'unknown'],
  ])('%s, %s: %s is %s', (store, flow, model, expected) => {
    expect(judged(store, flow, model)).toBe(expected);
  });

  it.each<[string, string, ConsistencyModel, string]>([
    ['replicas: 1\nflush: every 1s', 'crash of 1 node', 'linearizable', 'lost-power'],
    ['replicas: 1\nflush: before acknowledging', 'crash of 1 node', 'linearizable', 'holds'],
    [`${group}\nflush: every 1s`, 'crash of 1 node', 'linearizable', 'holds'],
    [`${group}\nflush: every 1s`, 'crash of 2 nodes', 'read-your-writes', 'lost-power'],
    [`${links}\nflush: later`, 'crash of 2 nodes', 'linearizable', 'holds'],
    [`${links}\nflush: later`, 'crash of 3 nodes', 'linearizable', 'lost-power'],
  ])('%s, %s is to be survived: %s is %s', (store, fault, model, expected) => {
    expect(judged(store, 'access: write', model, `tolerate: ${fault}`)).toBe(expected);
  });

  it('never grants what it refutes', () => {
    const commits = [
      'local',
      'majority',
      '1 replica',
      '2 replicas',
      '2 replicas sloppy',
      'any 1 standby, else block',
      'any 1 standby, else continue',
      'all standbys applied, else block',
      'all standbys stored, else block',
      'in-sync replicas',
    ];
    const reads = [
      'primary',
      'primary, confirmed by quorum',
      'any replica',
      'nearest replica',
      'tail',
      'majority',
      '2 replicas',
    ];
    const failovers = ['none', 'manual', 'automatic within 30s'];
    const fencings = ['epoch', 'lease', 'stonith', 'none'];
    const durabilities = [
      '',
      'promotes: complete standby',
      'promotes: elected standby',
      'promotes: any standby\nin-sync: at least 2',
      'storage: shared',
      'flush: every 1s',
      'flush: never\npromotes: complete standby',
    ];
    fc.assert(
      fc.property(
        fc.constantFrom(pair, group, three, apart, links),
        fc.constantFrom(...commits),
        fc.constantFrom(...reads),
        fc.constantFrom(...failovers),
        fc.constantFrom('last-write-wins', 'ordered', 'versions', 'merge'),
        fc.constantFrom('before-answer', 'background', 'none'),
        fc.constantFrom(...fencings),
        fc.constantFrom('read', 'write', 'update'),
        fc.constantFrom('none', 'sticky', 'token'),
        fc.constantFrom(...durabilities),
        (family, commit, read, failover, conflicts, repair, fencing, access, session, durability) => {
          const store = `${family}\ncommit: ${commit}\nreads: ${read}\nfailover: ${failover}\nfencing: ${fencing}\nconflicts: ${conflicts}\nread-repair: ${repair}\n${durability}`;
          const text = `faults { timing: partially-synchronous; tolerate: crash of 2 nodes }\nservice web\nstore db {\n${store}\n}\nweb -> db use { access: ${access}; session: ${session} }`;
          const project = projectOf([['file:///main.arch', text]]);
          const { grants, refutations } = project.ask('law', (facts) => {
            const [use, db] = [facts.entity('flow:use'), facts.entity('element:db')];
            if (!use || !db) throw new Error('the fixture declares both');
            return guaranteesOf(facts, use, db);
          });
          for (const { model: granted } of grants)
            for (const { model: refuted } of refutations)
              expect(implies(granted, refuted), `${store}: ${granted} and not ${refuted}`).toBe(false);
        },
      ),
      { numRuns: runs(300) },
    );
  });
});
