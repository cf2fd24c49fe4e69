/** The bundled technologies say only what the vocabulary allows, and agree with the reference facts. */
import { describe, expect, it } from 'vitest';
import { implies } from '../../language/analyses/consistency/models.ts';
import type { ConsistencyModel } from '../../language/analyses/consistency/models.ts';
import { formatText } from '../../language/format/format.ts';
import { isLibrary } from '../../language/model/origin.ts';
import { knobPattern } from '../../language/model/knobs.ts';
import { given, written, writtenValues } from '../../language/model/model.ts';
import type { Entity } from '../../language/model/model.ts';
import { matchAll } from '../../language/vocabulary/pattern.ts';
import { standardVocabulary } from '../../language/vocabulary/vocabulary.ts';
import { library, sharedJson } from '../support/shared.ts';
import { projectOf } from '../support/project.ts';

const project = projectOf([]);
const { model } = project;
const documents = [...project.allDocuments()].filter((document) => isLibrary(document.uri));
const entities = (kind: string): Entity[] => model.ofKind(kind).flatMap((id) => model.entity(id) ?? []);
const text = (entity: Entity, key: 'caveat' | 'source'): string => writtenValues(entity, key).flat().join('\n');

/** An address, or a citation with its year. */
const SOURCE = /^https:\/\/\S+$|\b(19|20)\d\d\b/;

describe('the library', () => {
  it('is read without a problem', () => {
    expect(documents.length).toBe(library.length);
    expect(documents.flatMap((document) => document.problems)).toEqual([]);
  });

  it('declares everything once', () => {
    const ids = documents.flatMap((document) =>
      [...document.contributions.values()].flat().flatMap(({ id, declares }) => (declares ? [id] : [])),
    );
    expect(ids.toSorted()).toEqual([...new Set(ids)].sort());
  });

  it.each(library)('$name is formatted', (file) => {
    expect(formatText(file.text)).toBe(file.text);
  });

  it('describes each technology: what it is, of which version, for what, from where', () => {
    for (const technology of entities('technology')) {
      expect(technology.documentation, technology.name).toBeTruthy();
      for (const key of ['version', 'for', 'source', 'caveat'])
        expect(technology.values.has(key), `${technology.name}: ${key}`).toBe(true);
    }
  });

  it('describes each knob, with its source', () => {
    for (const knob of entities('knob')) {
      expect(knob.documentation, knob.qualified).toBeTruthy();
      expect(knob.values.has('source'), knob.qualified).toBe(true);
      expect(knob.values.has('value'), knob.qualified).toBe(true);
    }
  });

  it('gives each knob a default and cases that it can be set to', () => {
    for (const document of documents)
      for (const declared of document.outline.declared) {
        if (declared.kind.name !== 'knob') continue;
        const pattern = knobPattern(declared, standardVocabulary);
        const fallback = declared.properties.find((property) => property.key.name === 'default');
        if (fallback) expect(matchAll(pattern, fallback.terms, () => []).ok, `${declared.name}: default`).toBe(true);
        for (const child of document.outline.declared) {
          if (child.owner !== declared) continue;
          const term = { start: 0, end: 0 };
          const terms = /^\d+$/.test(child.name)
            ? [{ ...term, type: 'number' as const, value: Number(child.name), unit: '' }]
            : [{ ...term, type: 'path' as const, segments: [{ ...term, name: child.name }] }];
          expect(matchAll(pattern, terms, () => []).ok, `${declared.name}: case ${child.name}`).toBe(true);
        }
      }
  });

  it('lets one knob alone say a thing, in elements and in flows', () => {
    // Where two are set at once, the one whose name sorts first holds; these have been looked at.
    const known = [
      'ceph: in-sync',
      'galera: reads',
      'ignite: flush',
      'kafka: promotes',
      'mongodb: flush',
      'mongodb: reads',
      'mysql: commit',
      'patroni: commit',
      'postgres: flush',
      'redis: flush',
      'riak: conflicts',
      'sqlserver: commit',
    ];
    const aboutKnobs = ['value', 'default', 'on', 'source', 'caveat'];
    const twice = new Set<string>();
    for (const technology of entities('technology'))
      for (const place of ['element', 'flow'] as const) {
        const said = model.childrenOf(technology.id).flatMap((id) => {
          const knob = model.entity(id);
          if (knob?.kind !== 'knob' || !(written(knob, 'on') ?? ['element']).includes(place)) return [];
          const cases = model.childrenOf(id).flatMap((child) => [...(model.entity(child)?.values.keys() ?? [])]);
          return [...new Set([...knob.values.keys(), ...cases])].filter((key) => !aboutKnobs.includes(key));
        });
        for (const key of said.filter((one, at) => said.indexOf(one) !== at)) twice.add(`${technology.name}: ${key}`);
      }
    expect([...twice].sort()).toEqual(known);
  });

  it('cites addresses or works with their year', () => {
    for (const kind of ['technology', 'knob', 'case'])
      for (const entity of entities(kind))
        for (const source of writtenValues(entity, 'source').flat()) expect(source, entity.qualified).toMatch(SOURCE);
  });
});

interface Datastore {
  readonly system: string;
  readonly config: string;
  readonly consistency_found: string | null;
}

interface Hermitage {
  readonly rows: readonly {
    readonly dbms: string;
    readonly label: string;
    readonly default: boolean;
    readonly actual: string;
  }[];
}

describe('what a store is given', () => {
  const model = projectOf([
    [
      'file:///stores.arch',
      `service app
      store pg is postgres; store my is mysql; store r is redis; store s is redis-sentinel; store e is etcd
      store m is mongodb; store m1 is mongodb { w: 1; readPreference: secondary }
      store m0 is mongodb { w: 0; readPreference: primaryPreferred }; store c is cockroachdb
      store ca is cassandra; log k is kafka
      app ~> k one { acks: 1 }; app ~> k all
      app -> e stale { serializable: yes }; app -> e fresh
      app -> ca q { consistency: QUORUM }; app -> ca o { consistency: ONE }; app -> ca lwt { consistency: SERIAL }
      app -> r wait { WAIT: 1 }; app -> m linear { readConcern: linearizable }
      app ~> m unheard { w: 0 }`,
    ],
  ]).model;
  const value = (id: string, key: 'commit' | 'reads' | 'failover' | 'fencing' | 'replication'): unknown => {
    const entity = model.entity(id);
    return entity && given(model, entity, key)?.value;
  };

  it.each([
    ['element:pg', { replication: 'primary-backup', commit: { mode: 'local' }, reads: { from: 'primary' } }],
    ['element:pg', { failover: undefined, fencing: undefined }],
    ['element:my', { replication: 'primary-backup', commit: { mode: 'local' }, failover: undefined }],
    ['element:r', { replication: 'primary-backup', commit: { mode: 'local' }, failover: undefined }],
    ['element:s', { commit: { mode: 'local' }, failover: { mode: 'automatic' }, fencing: 'none' }],
    ['element:e', { replication: 'consensus', commit: { mode: 'majority' } }],
    ['element:e', { reads: { from: 'primary', confirmed: 'quorum' }, fencing: 'epoch' }],
    ['element:m', { commit: { mode: 'majority' }, reads: { from: 'primary' }, failover: { mode: 'automatic' } }],
    ['element:m1', { commit: { mode: 'local' }, reads: { from: 'any' } }],
    // What a knob is set to may have no word; its default does not hold then.
    ['element:m0', { commit: undefined, reads: undefined, failover: { mode: 'automatic' } }],
    ['flow:unheard', { commit: undefined }],
    ['element:c', { replication: 'consensus', reads: { from: 'primary', confirmed: 'lease' } }],
    ['element:ca', { replication: 'quorum', commit: undefined, reads: undefined }],
    ['element:k', { replication: 'primary-backup', commit: undefined, fencing: 'epoch' }],
    ['flow:one', { commit: { mode: 'local' } }],
    ['flow:all', { commit: { mode: 'in-sync' } }],
    ['flow:stale', { reads: { from: 'any' } }],
    ['flow:fresh', { reads: { from: 'primary', confirmed: 'quorum' } }],
    ['flow:q', { commit: { mode: 'majority' }, reads: { from: 'majority' } }],
    ['flow:o', { commit: { mode: 'replicas', number: 1, sloppy: false }, reads: { from: 'some', number: 1 } }],
    ['flow:lwt', { replication: 'consensus', reads: { from: 'primary', confirmed: 'quorum' } }],
    ['flow:wait', { commit: { mode: 'any', number: 1, otherwise: 'continue' } }],
    ['flow:linear', { reads: { from: 'primary', confirmed: 'quorum' } }],
  ] as const)('%s: %j', (id, expected) => {
    for (const [key, wanted] of Object.entries(expected))
      expect(value(id, key as keyof typeof expected), key).toEqual(wanted);
  });
});

describe('reference facts', () => {
  it('agree on what isolation levels really give', () => {
    const hermitage = sharedJson<Hermitage>('data/hermitage.json', 'isolation levels against Hermitage');
    if (!hermitage) return;
    const levels = [
      ['PostgreSQL', 'postgres.default_transaction_isolation'],
      ['MySQL/InnoDB', 'mysql.transaction_isolation'],
      ['Oracle DB', 'oracle.isolation_level'],
      ['MS SQL Server', 'sqlserver.TRANSACTION_ISOLATION_LEVEL'],
      ['CockroachDB', 'cockroachdb.default_transaction_isolation'],
      ['YugabyteDB', 'yugabytedb.default_transaction_isolation'],
      ['Memgraph', 'memgraph.isolation-level'],
    ] as const;
    let compared = 0;
    for (const [dbms, knob] of levels)
      for (const row of hermitage.rows.filter((candidate) => candidate.dbms === dbms)) {
        // SQL Server's read committed has a row for each of its two forms: `read committed" (locking)`.
        const word = row.label.replace(/".*$/, '').replaceAll(' ', '-');
        const spellings = [word, word.toUpperCase(), word.toUpperCase().replaceAll('-', '_')];
        const level = spellings
          .map((spelling) => model.entity(`setting:${knob}.${spelling}`))
          .find((setting) => setting !== undefined);
        if (!level) continue;
        compared++;
        const actual = row.actual.replaceAll(' ', '-') as ConsistencyModel;
        const models = writtenValues(level, 'isolation')[0]?.models ?? [];
        expect(
          models.some((strong) => implies(strong, actual)),
          `${dbms} ${row.label}`,
        ).toBe(true);
        const fallback = model.entity(`knob:${knob}`);
        if (row.default && fallback)
          expect(String(Object.values(writtenValues(fallback, 'default')[0] ?? {})[0]), dbms).toBe(level.name);
      }
    expect(compared).toBeGreaterThanOrEqual(20);
  });

  it('agree on what testing has found', () => {
    const rows = sharedJson<readonly Datastore[]>('data/datastores.json', 'caveats against reference facts');
    if (!rows) return;
    const found = (system: string, config: string): string =>
      rows.find((row) => row.system === system && row.config.startsWith(config))?.consistency_found ?? 'no such row';
    const caveats = (technology: string): string =>
      [...model.entities.values()]
        .filter((entity) => entity.qualified === technology || entity.qualified.startsWith(`${technology}.`))
        .map((entity) => text(entity, 'caveat'))
        .join('\n');
    const pairs = [
      ['etcd', 'etcd', 'v3 default', /LOCKS UNSAFE/, /lock of etcd does not exclude/],
      ['redis-sentinel', 'Redis Sentinel', 'default', /split brain, lost writes/, /split brain and lost writes/],
      ['redis-cluster', 'Redis Cluster', 'default', /acked writes lost/, /acknowledged can be lost/],
      ['kafka', 'Kafka', 'acks=1', /loss at leader failover/, /leader fails before a follower has the record/],
      ['kafka', 'Kafka', 'unclean.leader.election.enable=true', /truncates/, /replica that lacks them is elected/],
      ['mongodb', 'MongoDB', 'causal session', /NOT preserved by default/, /Causal sessions keep their promise only/],
      ['mongodb', 'MongoDB', 'w:1', /loses acknowledged writes/, /acknowledged is rolled back/],
      ['cassandra', 'Cassandra', 'CL=QUORUM', /not linearizable/, /not linearizable/],
      ['cockroachdb', 'CockroachDB', 'SERIALIZABLE', /NOT strict serializable/, /Serializable, not strictly/],
      ['postgres', 'PostgreSQL', 'async', /loses un-replicated commits/, /loses what the standby had not received/],
      ['postgres', 'PostgreSQL', '12.3', /G2-item/, /G2-item/],
      [
        'scylladb',
        'ScyllaDB',
        '4.2-rc3 LWT',
        /split-brain in healthy clusters/,
        /split brain in lightweight transactions/,
      ],
      ['tidb', 'TiDB', '2.1.7', /read skew, lost updates/, /read skew and lost updates/],
      [
        'voltdb',
        'VoltDB/H-Store',
        'k-safety',
        /stale reads, dirty reads, lost updates/,
        /stale reads, dirty reads and lost updates/,
      ],
      ['mysql', 'MySQL', '8.0.34', /lost update/, /8\.0\.34 Jepsen found less than that, lost updates/],
    ] as const;
    for (const [technology, system, config, fact, caveat] of pairs) {
      expect(found(system, config), `${system} ${config}`).toMatch(fact);
      expect(caveats(technology), technology).toMatch(caveat);
    }
  });
});
