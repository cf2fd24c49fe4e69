/** What a fault costs a store, as a table and as laws. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isWorse, lossText } from '../../language/analyses/recovery/figures.ts';
import type { Loss } from '../../language/analyses/recovery/figures.ts';
import { setbacks } from '../../language/analyses/recovery/recovery.ts';
import type { Setback } from '../../language/analyses/recovery/recovery.ts';
import { projectOf } from '../support/project.ts';
import { runs } from '../support/properties.ts';

const PLACES = `topology {
  region west { zone a { rack r }; zone b; zone c }
  region north { zone a }
}`;

function setbacksOf(faults: string, store: string, flow = ''): readonly Setback[] {
  const text = `${PLACES}\n${faults === '' ? '' : `faults { ${faults} }`}\nservice web\nstore db ${store}\n${flow === '' ? '' : `web -> db use { ${flow} }`}`;
  const project = projectOf([['file:///main.arch', text]]);
  expect(project.findings().filter(({ rule }) => rule.startsWith('language/'))).toEqual([]);
  return project.ask(`recovery of ${text}`, (facts) => facts.of(setbacks, 'element:db'));
}

/** What is lost, what is open, and the milliseconds until it works again. */
const told = ({ loss, open, downtime }: Setback): string =>
  [
    loss.kind === 'latest' ? `latest ${String(loss.time)}` : loss.kind,
    ...(open.loss.length > 0 ? [`open: ${open.loss.map(({ key }) => key).join(' ')}`] : []),
    ...(downtime === undefined ? [] : [`back in ${String(downtime)}`]),
  ].join(', ');

const pair = 'replication: primary-backup; replicas: 2 across west.a, west.b';
const kept = 'flush: before acknowledging';

describe('what a fault costs', () => {
  it.each([
    // Promotions.
    ['tolerate: crash of 1 node', `{ ${pair}; commit: local; failover: manual; ${kept} }`, ['some']],
    ['tolerate: crash of 1 node', `{ ${pair}; commit: local; failover: manual; lag: 5s; ${kept} }`, ['latest 5000']],
    [
      'tolerate: crash of 1 node',
      `{ ${pair}; commit: all standbys, else block; failover: automatic within 30s; ${kept} }`,
      ['nothing, back in 30000'],
    ],
    ['tolerate: crash of 1 node', `{ ${pair}; commit: local; failover: none; ${kept} }`, ['nothing']],
    ['tolerate: crash of 1 node', `{ ${pair}; commit: local; ${kept} }`, ['nothing, open: failover']],
    ['tolerate: crash of 1 node', `{ ${pair}; failover: manual; ${kept} }`, ['nothing, open: commit']],
    ['tolerate: crash of 1 node', `{ ${pair}; commit: local; storage: shared; failover: manual }`, ['nothing']],
    // The primary stands where it is said to stand.
    [
      'tolerate: crash of west.b',
      `is postgres { primary: west.a; standbys: west.b; failover: automatic within 30s }`,
      ['nothing'],
    ],
    // Copies that are gone with their disks.
    ['tolerate: loss of 1 zone', `{ ${pair}; commit: local; failover: none; ${kept} }`, ['some']],
    [
      'tolerate: loss of 1 region',
      `{ ${pair}; commit: all standbys, else block; failover: none; ${kept}; backup: every 1h to north }`,
      ['latest 3600000'],
    ],
    [
      'tolerate: loss of 1 region',
      `{ ${pair}; commit: all standbys, else block; failover: none; ${kept}; backup: every 1h to west }`,
      ['everything'],
    ],
    [
      'tolerate: loss of 1 region',
      `{ ${pair}; commit: local; failover: none; backup: every 24h to north; backup: every 1h to north; restore: tested on 2026-10-01 within 2h }`,
      ['latest 3600000, back in 7200000'],
    ],
    ['tolerate: loss of 1 region', `{ ${pair}; commit: local; failover: none; backup: none }`, ['everything']],
    ['tolerate: loss of 1 region', `{ ${pair}; commit: local; failover: none }`, ['nothing, open: backup']],
    [
      'tolerate: loss of 1 region',
      `{ ${pair}; commit: local; failover: none; backup: every 1h }`,
      ['latest 3600000, open: backup'],
    ],
    // Writes in memory.
    ['tolerate: crash of 1 zone', `is etcd { replicas: 3 across west.a }`, ['nothing']],
    ['tolerate: crash of 1 zone', `is nats-jetstream { replicas: 3 across west.a }`, ['latest 120000']],
    [
      'tolerate: crash of 1 zone',
      `is nats-jetstream { replicas: 3 across west.a; sync_interval: 10s }`,
      ['latest 10000'],
    ],
    [
      'tolerate: crash of 1 zone',
      `is nats-jetstream { replicas: 3 across west.a; sync_interval: always }`,
      ['nothing'],
    ],
    ['tolerate: crash of 1 zone', `is nats-jetstream { replicas: 3 across west.* }`, ['nothing']],
    ['tolerate: crash of 1 zone', `{ replicas: 1 across west.a; flush: never }`, ['everything']],
    // Quorums.
    [
      'tolerate: loss of 1 zone',
      `{ replication: quorum; replicas: 3 across west.*; commit: 2 replicas; ${kept} }`,
      ['nothing'],
    ],
    [
      'tolerate: loss of 1 zone',
      `{ replication: quorum; replicas: 3 across west.*; commit: 1 replica; ${kept} }`,
      ['some'],
    ],
    // Without a fault model: the primary, and all copies.
    [
      '',
      `{ ${pair}; commit: local; failover: manual; lag: 1s; backup: every 1h to north }`,
      ['latest 1000', 'latest 3600000'],
    ],
    ['', `{ replicas: 1; backup: continuous to north }`, ['some']],
    ['', `{ replicas: 1 }`, ['nothing, open: backup']],
  ] as const)('%s: %s', (faults, store, expected) => {
    expect(setbacksOf(faults, store).map(told)).toEqual(expected);
  });

  it('is that of the writer whose writes are worth least', () => {
    const [both] = setbacksOf(
      'tolerate: loss of 1 zone',
      'is mongodb { replicas: 3 across west.* }',
      'access: write; w: 1 }\nweb -> db sure { access: write; w: majority',
    );
    expect(both?.loss.kind).toBe('some');
    expect(both?.flows.map(({ name }) => name)).toEqual(['use']);
  });

  const worst = (faults: string, store: string): Loss =>
    setbacksOf(faults, store)
      .map(({ loss }) => loss)
      .reduce((a, b) => (isWorse(b, a) ? b : a));
  const fault = fc.constantFrom(
    'crash of 1 node',
    'crash of 2 nodes',
    'crash of 1 zone',
    'loss of 1 node',
    'loss of 1 zone',
    'loss of 1 region',
    'loss of 1 zone and crash of 1 node',
  );
  const mechanism = fc.record({
    commit: fc.constantFrom('local', 'any 1 standby, else block', 'any 1 standby, else continue', 'in-sync replicas'),
    promotes: fc.constantFrom('', 'promotes: complete standby', 'promotes: elected standby', 'promotes: any standby'),
    failover: fc.constantFrom('none', 'manual', 'automatic within 30s'),
    more: fc.constantFrom('', 'lag: 5s', 'backup: every 1h to north', 'storage: shared', 'in-sync: at least 2'),
  });
  const storeOf = ({ commit, promotes, failover, more }: Record<string, string>, flush: string): string =>
    `{ replication: primary-backup; replicas: 3 across west.a, west.b\ncommit: ${commit ?? ''}\n${promotes ?? ''}\nfailover: ${failover ?? ''}\n${more ?? ''}\nflush: ${flush} }`;

  it('is never less where one more fault is to be survived', () => {
    fc.assert(
      fc.property(mechanism, fault, fault, (how, one, other) => {
        const store = storeOf(how, 'every 1s');
        const few = worst(`tolerate: ${one}`, store);
        expect(isWorse(few, worst(`tolerate: ${one}; tolerate: ${other}`, store)), store).toBe(false);
      }),
      { numRuns: runs(60) },
    );
  });

  it('is never more where writes are flushed earlier', () => {
    const order = ['before acknowledging', 'every 1s', 'every 1min', 'later', 'never'];
    fc.assert(
      fc.property(mechanism, fault, fc.nat(order.length - 2), (how, one, at) => {
        const [earlier, later] = [order[at] ?? '', order[at + 1] ?? ''];
        const less = worst(`tolerate: ${one}`, storeOf(how, earlier));
        const more = worst(`tolerate: ${one}`, storeOf(how, later));
        expect(isWorse(less, more), `${lossText(less)} with ${earlier}, ${lossText(more)} with ${later}`).toBe(false);
      }),
      { numRuns: runs(60) },
    );
  });

  it('is never more where only complete standbys are promoted, or more of them have a write', () => {
    fc.assert(
      fc.property(mechanism, fault, (how, one) => {
        const faults = `tolerate: ${one}`;
        const before = worst(faults, storeOf(how, 'before acknowledging'));
        const complete = worst(
          faults,
          storeOf({ ...how, promotes: 'promotes: complete standby' }, 'before acknowledging'),
        );
        expect(isWorse(complete, before)).toBe(false);
        const everywhere = worst(
          faults,
          storeOf({ ...how, commit: 'all standbys, else block' }, 'before acknowledging'),
        );
        expect(isWorse(everywhere, before)).toBe(false);
      }),
      { numRuns: runs(60) },
    );
  });
});

describe('a knob that is named where a number is meant', () => {
  const given = (store: string, flow: string): string[] =>
    setbacksOf('tolerate: loss of 1 zone', store, flow).map(told);

  it.each([
    ['is kafka { replicas: 3 across west.*; min.insync.replicas: 2 }', 'access: append; acks: all', ['nothing']],
    ['is kafka { replicas: 3 across west.*; min.insync.replicas: 3 }', 'access: append; acks: all', ['nothing']],
    ['is kafka { replicas: 3 across west.* }', 'access: append; acks: all', ['some']],
    [
      'is redis { replicas: 3 across west.*; failover: none; appendonly: yes; appendfsync: always }',
      'access: write',
      ['some'],
    ],
  ] as const)('%s, %s', (store, flow, expected) => {
    expect(given(store, flow)).toEqual(expected);
  });
});
