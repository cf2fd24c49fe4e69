/** What an access may rely on along its path: through caches, at followers, behind load balancers, over several stores. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dualWrites } from '../../language/analyses/consistency/dual-writes.ts';
import { judge } from '../../language/analyses/consistency/guarantees.ts';
import { implies } from '../../language/analyses/consistency/models.ts';
import type { ConsistencyModel } from '../../language/analyses/consistency/models.ts';
import { guaranteesAlong } from '../../language/analyses/consistency/path.ts';
import { ageAt } from '../../language/analyses/consistency/age.ts';
import type { Facts } from '../../language/analyses/facts.ts';
import { findingsOf, projectOf } from '../support/project.ts';
import { runs } from '../support/properties.ts';

function ask<T>(text: string, question: string, answer: (facts: Facts) => T): T {
  const project = projectOf([['file:///main.arch', text]]);
  expect(project.findings().filter(({ rule }) => rule.startsWith('language/'))).toEqual([]);
  return project.ask(question, answer);
}

/** What the flow `use` gets where it goes to. */
const guarantees = (text: string) =>
  ask(text, 'guarantees', (facts) => {
    const use = facts.entity('flow:use');
    const target = use?.target === undefined ? undefined : facts.entity(use.target);
    if (!use || !target) throw new Error('the fixture declares both');
    return guaranteesAlong(facts, use, target);
  });

function judged(text: string, model: ConsistencyModel): string {
  const judgement = judge(guarantees(text), model);
  return judgement.verdict === 'violated' ? judgement.refutation.cause : judgement.verdict;
}

const db = 'service web\nservice job\nstore db { replicas: 1 }\nweb -> db put { access: write }\n';
const aside = (rest = '') => `${db}cache c { replicas: 1; caches: db aside; ${rest} }\n`;
const around = (rest = '') => `${db}cache c { replicas: 1; caches: db around; ${rest} }\n`;
const read = (more = '') => `web -> c use { access: read; ${more} }`;

describe('through a cache', () => {
  it.each<[string, ConsistencyModel, string]>([
    // Only time takes an entry out.
    [aside('ttl: 5min') + read(), 'read-your-writes', 'stale-cache'],
    [aside('ttl: 5min') + read(), 'linearizable', 'stale-cache'],
    [aside('ttl: 5min') + read(), 'causal', 'stale-cache'],
    [aside('ttl: 5min') + read(), 'monotonic-reads', 'stale-fill'],
    [aside('ttl: 5min') + read(), 'eventual', 'holds'],
    [aside('ttl: 5min') + read(), 'bounded-staleness', 'unknown'],
    [around('ttl: 5min') + read(), 'bounded-staleness', 'holds'],
    [aside() + read(), 'eventual', 'unknown'],
    [around('ttl: 5min') + read(), 'monotonic-reads', 'unknown'],
    [aside('ttl: 5min') + read('session: token'), 'read-your-writes', 'unknown'],
    [aside('ttl: 5min') + read('session: token'), 'linearizable', 'stale-cache'],
    // Whoever writes removes the entry: said, or drawn.
    [aside('invalidated: on write') + read(), 'read-your-writes', 'stale-fill'],
    [aside('invalidated: on write, leased') + read(), 'read-your-writes', 'unknown'],
    [aside('invalidated: on write, leased') + read(), 'linearizable', 'unknown'],
    [around('invalidated: on write') + read(), 'read-your-writes', 'unknown'],
    [`${aside()}web -> c drop { access: write }\n${read()}`, 'read-your-writes', 'stale-fill'],
    [`${aside()}web -> c drop { access: write }\njob -> db fix { access: write }\n${read()}`, 'causal', 'stale-cache'],
    // It is told later.
    [aside('invalidated: by change capture within 1s') + read(), 'read-your-writes', 'stale-cache'],
    [around('invalidated: by events') + read(), 'monotonic-writes', 'unknown'],
    // Writes pass through it, or past it.
    [`${db}cache c { caches: db through }\n${read()}`, 'read-your-writes', 'cache-bypassed'],
    [`${db}cache c { caches: db through }\nweb -> c set { access: write }\n${read()}`, 'read-your-writes', 'unknown'],
    [`${db}cache c { caches: db through; invalidated: on write }\n${read()}`, 'read-your-writes', 'unknown'],
    // It acknowledges first.
    [`${db}cache c { caches: db behind }\nweb -> c use { access: write }`, 'read-your-writes', 'lost-with-cache'],
    [
      `${db}cache c { caches: db behind; replication: primary-backup; replicas: 2; commit: all standbys, else block; failover: automatic; fencing: stonith }\nweb -> c use { access: write }`,
      'read-your-writes',
      'unknown',
    ],
    [
      'service web\nstore db { replicas: 1 }\ncache c { caches: db behind }\nweb -> c put { access: write }\nc ~> db later { access: write }\nweb -> db use { access: read }',
      'read-your-writes',
      'written-behind',
    ],
    // What it has not is read from a source that lags.
    [
      `service web\nstore db is postgres { replicas: 2; reads: any replica }\ncache c { caches: db aside; invalidated: on write, leased }\nweb -> db load { access: read }\n${read()}`,
      'read-your-writes',
      'stale-source',
    ],
    // A cache that lags by itself.
    [
      `${db}cache c is redis { replicas: 2; reads: any replica; caches: db aside; invalidated: on write, leased }\n${read()}`,
      'read-your-writes',
      'stale-standby',
    ],
    // Nothing is said of how it caches, or of what.
    [`${db}cache c { caches: db; ttl: 5min }\n${read()}`, 'read-your-writes', 'unknown'],
    [`${db}cache c { replicas: 1; ttl: 5min }\n${read()}`, 'read-your-writes', 'holds'],
  ])('%s: %s is %s', (text, model, expected) => {
    expect(judged(text, model)).toBe(expected);
  });
});

const follower = (how: string, more = 'replicas: 1') => `${db}store c { ${more}; follows: db ${how} }\n`;

describe('at a follower', () => {
  it.each<[string, ConsistencyModel, string]>([
    [follower('by change capture, within 5s') + read(), 'read-your-writes', 'projection-lag'],
    [follower('by change capture, within 5s') + read(), 'linearizable', 'projection-lag'],
    [follower('by change capture, within 5s') + read(), 'bounded-staleness', 'holds'],
    [follower('by change capture') + read(), 'bounded-staleness', 'unknown'],
    [follower('by change capture') + read(), 'eventual', 'holds'],
    [follower('by events') + read(), 'eventual', 'unknown'],
    [follower('by dual write') + read(), 'eventual', 'written-twice'],
    [follower('by change capture') + read('session: token'), 'read-your-writes', 'unknown'],
    [follower('by change capture') + read('session: sticky'), 'read-your-writes', 'projection-lag'],
    [follower('by replication') + read(), 'monotonic-reads', 'holds'],
    [follower('by change capture') + read(), 'monotonic-reads', 'unknown'],
    [
      follower('by replication', 'replication: primary-backup; replicas: 2; commit: local; reads: any replica') +
        read(),
      'monotonic-reads',
      'stale-standby',
    ],
  ])('%s: %s is %s', (text, model, expected) => {
    expect(judged(text, model)).toBe(expected);
  });

  it('says how old what is read may be, along the whole chain', () => {
    const chain = `${db}store a { follows: db by change capture, within 10s }
      store b { follows: a by events, within 20s }
      cache c { caches: b around; ttl: 1min }
      store d { follows: c by polling }
      cache e { caches: b aside; invalidated: by events within 2s, leased }
      cache f { caches: db aside }
      store g { follows: h by replication, within 1s }
      store h { follows: g by replication, within 1s }`;
    const ages = ask(chain, 'ages', (facts) =>
      ['db', 'a', 'b', 'c', 'd', 'e', 'f', 'g'].map((name) => {
        const entity = facts.entity(`element:${name}`);
        return entity && ageAt(facts, entity).most;
      }),
    );
    expect(ages).toEqual([0, 10_000, 30_000, 90_000, Infinity, 32_000, undefined, 2_000]);
  });
});

describe('behind a load balancer', () => {
  const pair =
    'store db is postgres { replicas: 2; reads: any replica }\nservice web { replicas: 3; state: none }\nactor user\n';
  const use = (session: string) => `web -> db use { access: read; session: ${session} }\n`;
  it.each<[string, string]>([
    [`${pair}user -> web open\n${use('sticky')}`, 'session-split'],
    [`${pair}user -> web open\n${use('token')}`, 'session-split'],
    [`${pair}user -> web open\n${use('none')}`, 'stale-standby'],
    [`${pair}user -> web open { session: sticky }\n${use('sticky')}`, 'unknown'],
    [`${pair}gateway lb\nuser -> lb open\nlb -> web on\n${use('sticky')}`, 'session-split'],
    [`${pair}gateway lb\nuser -> lb open\nlb -> web on { session: sticky }\n${use('sticky')}`, 'unknown'],
    [`${pair}gateway lb\nuser -> lb open { session: token }\nlb -> web on\n${use('token')}`, 'unknown'],
    // Where the token may be kept for all replicas.
    [`${pair}cache sessions\nweb -> sessions keep\nuser -> web open\n${use('token')}`, 'unknown'],
    [
      `${pair}cache sessions\nweb -> sessions keep\nuser -> web open { session: none }\n${use('token')}`,
      'session-split',
    ],
    // Nobody is described who comes, or how many there are.
    [`${pair}${use('sticky')}`, 'unknown'],
    [`${pair.replace('replicas: 3; ', '')}user -> web open\n${use('sticky')}`, 'unknown'],
  ])('%s: read-your-writes is %s', (text, expected) => {
    expect(judged(text, 'read-your-writes')).toBe(expected);
  });

  it.each<[string, string]>([
    // What a product's client keeps, it keeps by itself in each replica of a service.
    ['service web', 'holds'],
    ['service web { replicas: 3; state: none }\nactor user\nuser -> web open', 'session-split'],
    ['service web { replicas: 3; state: none }\nactor user\nuser -> web open { session: sticky }', 'holds'],
    ['service web { replicas: 3 }\nactor user\nuser -> web open', 'unknown'],
  ])('%s: read-your-writes by the token of a product is %s', (service, expected) => {
    const text = `${service}\nstore db is cosmosdb\nweb -> db use { access: read }`;
    expect(judged(text, 'read-your-writes')).toBe(expected);
  });

  it('is asked for by whoever reads through a gateway', () => {
    const text = `service web
      gateway pool
      store db is postgres { replicas: 2; reads: any replica }
      web -> pool show { access: read; needs: read-your-writes }
      pool -> db forward { access: read }`;
    const rules = (more: string): string[] =>
      findingsOf(text.replace('needs:', `${more}needs:`)).map(({ rule }) => rule);
    expect(rules('')).toEqual(['consistency/weaker-than-needed']);
    expect(rules('session: token; ')).toEqual([]);
  });
});

describe('a need of somebody further away', () => {
  const shop = `actor user
    gateway lb
    service web
    store db is postgres { replicas: 2; reads: any replica }
    web -> db put { access: write }
    web -> db get { access: read }
    lb -> web forward { access: read }
    user -> lb show { access: read; needs: read-your-writes }
  `;
  const found = (text: string): string[] => findingsOf(text).map(({ rule }) => rule);
  it('is met or missed where the answer comes from', () => {
    expect(found(shop)).toEqual(['consistency/weaker-than-needed']);
    expect(found(shop.replace('any replica', 'primary'))).toEqual([]);
  });

  it('is not taken to be about one of several stores, or about what is only sent on', () => {
    expect(found(`${shop}store other { replicas: 1 }\nweb -> other look { access: read }`)).toEqual([]);
    expect(found(`${shop}service more\nweb -> more ask`)).toEqual([]);
    expect(found(shop.replace('forward { access: read }', 'forward { access: write }'))).toEqual([]);
  });
});

describe('dual writes', () => {
  const shop =
    'service web\nworker job\nstore a\nstore b\ntopic t\nqueue q\nweb -> a one { access: write }\nweb -> b two { access: write }\nweb ~> t tell\n';
  const order = (steps: string, more = '') => `${shop}${more}\noperation order at web { steps: ${steps} }`;
  it.each<[string, readonly string[]]>([
    [order('one, two'), ['one', 'two']],
    [order('[one, two]'), ['one', 'two']],
    [order('one, tell'), ['one', 'tell']],
    [order('one, two 5%'), ['one', 'two']],
    [order('one 50%, two 50%'), []],
    [order('one'), []],
    [order('one, again', 'web -> a again { access: update }'), []],
    [order('one, two', '').replace('steps:', 'atomic: no; steps:'), []],
    // In another service, asked for in the same request.
    [
      order(
        'one, ask',
        'service other\nweb -> other ask\nother -> b keep { access: write }\noperation ask at other { steps: keep }',
      ),
      ['one', 'keep'],
    ],
    // By whoever takes the message: a unit of work of its own.
    [
      order(
        'tell, take, keep, more',
        't ~> job take\njob -> a keep { access: write }\njob -> b more { access: write }',
      ),
      [],
    ],
    [
      order(
        'tell, take, keep, more',
        't ~> job take { delivery: at-most-once }\njob -> a keep { access: write }\njob -> b more { access: write }',
      ),
      ['keep', 'more'],
    ],
    [order('one, two', 'q ~> job').replace('order at web', 'order at job').replaceAll('web -> ', 'job -> '), []],
    // A lock is no data.
    [
      order(
        'lock, one',
        'consensus locks is etcd\nweb -> locks lock { access: update; locks: a, fenced by "revision" }',
      ),
      [],
    ],
  ])('%s: %j', (text, expected) => {
    const found = ask(text, 'dual writes', (facts) =>
      facts.of(dualWrites, 'operation:order').map(({ flow }) => flow.name),
    );
    expect(found).toEqual(expected);
  });
});

describe('what keeps several stores together', () => {
  const services = `service shop
    service stock
    service pay
    store orders
    store shelves
    store books
    shop -> orders create { access: write }
    shop -> stock reserve { compensated: by release }
    shop -> stock release
    shop -> pay charge
    stock -> shelves take { access: update }
    pay -> books book { access: append }
    operation reserve at stock { steps: take }
    operation charge at pay { steps: book }
  `;
  const region = 'topology { region a { zone x }; region b { zone x } }\n';
  const rules = (text: string): string[] =>
    findingsOf(text)
      .filter(({ rule }) => rule.startsWith('consistency/') || rule.startsWith('language/'))
      .map(({ rule }) => rule.replace('consistency/', ''));
  it.each<[string, readonly string[]]>([
    // What a call changes inside is undone with it; what nothing undoes stands last.
    [`${services}operation order at shop { atomic: by saga; steps: reserve, charge }`, []],
    [`${services}operation order at shop { atomic: by saga; steps: charge, reserve }`, ['saga-without-compensation']],
    [
      `${services}operation order at shop { atomic: by saga; steps: reserve, create, charge }`,
      ['saga-without-compensation'],
    ],
    [`${services}operation order at shop { atomic: by saga; steps: reserve, take, create }`, []],
    [`${services}operation order at shop { steps: reserve, charge }`, ['dual-write']],
    [`${services}operation order at shop { atomic: by two-phase-commit; steps: reserve, charge }`, []],
    [
      `${services}operation order at shop { atomic: by saga; needs: serializable; steps: reserve, charge }`,
      ['across-stores'],
    ],
    // A transaction over both has one order, as far as is known.
    [
      `${services}operation order at shop { atomic: by two-phase-commit; needs: serializable; steps: reserve, charge }`,
      [],
    ],
    [`${services}operation order at shop { needs: read-atomic; steps: reserve, charge }`, ['across-stores']],
    // A partition that separates nobody who takes part, or is not to be survived.
    [
      `${services}operation order at shop { atomic: by two-phase-commit; available: despite partition; steps: reserve, charge }`,
      [],
    ],
    [
      `${region}faults { tolerate: partition between regions }
      ${services.replace('store shelves', 'store shelves { replicas: 1 across a.x }').replace('store books', 'store books { replicas: 1 across b.x }')}
      operation order at shop { atomic: by two-phase-commit; available: despite partition; steps: reserve, charge }`,
      ['two-phase-commit-blocks'],
    ],
    // Copies of one thing.
    [
      `service web\nstore db { replicas: 1 }\nstore one { replicas: 1; follows: db by replication }\nstore two { replicas: 1; follows: db by replication }
      web -> one a { access: read }\nweb -> two b { access: read }
      operation look at web { needs: monotonic-reads; steps: a, b }`,
      ['across-stores'],
    ],
    [
      `service web\nstore db { replicas: 1 }\nstore one { replicas: 1; follows: db by replication }\nstore other { replicas: 1 }
      web -> one a { access: read }\nweb -> other b { access: read }
      operation look at web { needs: monotonic-reads; steps: a, b }`,
      [],
    ],
  ])('%s: %j', (text, expected) => {
    expect(rules(text)).toEqual(expected);
  });
});

describe('a path', () => {
  const copies = ['replicas: 1', 'replicas: 2; reads: any replica', 'replicas: 2; reads: primary; failover: manual'];
  const kinds = [
    'cache c { caches: db aside; $ }',
    'cache c { caches: db around; $ }',
    'cache c { caches: db through; $ }',
    'cache c { caches: db behind; $ }',
    'cache c { caches: db; $ }',
    'store c { follows: db by change capture; $ }',
    'store c { follows: db by replication, within 1s; $ }',
    'store c { follows: db by dual write; $ }',
  ];
  const outs = ['', 'invalidated: on write', 'invalidated: on write, leased', 'invalidated: by events', 'ttl: 1min'];
  const drawn = fc.record({
    source: fc.constantFrom(...copies),
    kind: fc.constantFrom(...kinds),
    own: fc.constantFrom(...copies),
    out: fc.constantFrom(...outs),
    access: fc.constantFrom('read', 'write', 'update'),
    session: fc.constantFrom('none', 'sticky', 'token'),
    drop: fc.boolean(),
  });
  const textOf = ({
    source,
    kind,
    own,
    out,
    access,
    session,
    drop,
  }: typeof drawn extends fc.Arbitrary<infer T> ? T : never) => {
    const isCache = kind.startsWith('cache');
    const front = kind.replace('$', `replication: primary-backup; commit: local; ${own}; ${isCache ? out : ''}`);
    return `service web
      store db { replication: primary-backup; commit: local; ${source} }
      ${front}
      web -> db put { access: write }
      ${drop ? 'web -> c drop { access: write }' : ''}
      web -> c use { access: ${access}; session: ${session} }`;
  };

  it('gives nothing that reading at its end does not give', () => {
    fc.assert(
      fc.property(drawn, (one) => {
        const text = textOf({ ...one, access: 'read' });
        const direct = guarantees(text.replace('web -> c use', 'web -> db use'));
        for (const { model } of guarantees(text).grants)
          expect(
            direct.grants.some((grant) => implies(grant.model, model)),
            `${text}: ${model}`,
          ).toBe(true);
      }),
      { numRuns: runs(200) },
    );
  });

  it('never grants what it refutes', () => {
    fc.assert(
      fc.property(drawn, (one) => {
        const text = textOf(one);
        const { grants, refutations } = guarantees(text);
        for (const { model: granted } of grants)
          for (const { model: refuted } of refutations)
            expect(implies(granted, refuted), `${text}: ${granted} and not ${refuted}`).toBe(false);
      }),
      { numRuns: runs(200) },
    );
  });

  it('is the same whatever things are called, and in whatever order they are written', () => {
    fc.assert(
      fc.property(drawn, fc.integer(), (one, seed) => {
        const text = textOf(one);
        const lines = text.split('\n');
        const at = Math.abs(seed % lines.length);
        const moved = [...lines.slice(at), ...lines.slice(0, at)].join('\n').replace(/\bdb\b/g, 'zebra');
        const verdicts = (of: string): string[] =>
          guarantees(of).refutations.map(({ model, cause }) => `${model} ${cause}`);
        expect(verdicts(moved).sort()).toEqual(verdicts(text).sort());
      }),
      { numRuns: runs(100) },
    );
  });
});

/**
 * What happened: five members of etcd kept a lock with a lease; its holder was paused beyond the end of the lease, and
 * wrote to what was locked as if it still had it. Jepsen, etcd 3.4.3, 2020.
 */
describe('a lock of etcd that guards something else', () => {
  const incident = (lock: string) => `faults { timing: partially-synchronous; tolerate: crash of 2 nodes }
    consensus etcd is etcd { replicas: 5 }
    service client
    external storage
    client -> etcd acquire { access: update; ${lock} }
    client -> storage save { access: write }`;
  const found = (text: string): string[] => findingsOf(text).map(({ rule, severity }) => `${rule} ${severity}`);

  it.each(['locks: storage; lease: 2s', 'locks: storage'])('has two holders: %s', (lock) => {
    expect(found(incident(lock))).toEqual(['consistency/lock-without-fencing error']);
  });

  it('is safe with a token that what is locked looks at', () => {
    expect(found(incident('locks: storage, fenced by "revision"; lease: 2s'))).toEqual([]);
  });
});
