import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { accessFloors, comparedFloors } from '../../language/analyses/latency/access.ts';
import type { OtherFloors } from '../../language/analyses/latency/access.ts';
import contributor from '../../language/analyses/latency/contribution.ts';
import { operationFloors } from '../../language/analyses/latency/operation.ts';
import { classText, pacelcOf } from '../../language/analyses/latency/pacelc.ts';
import { findingsOf, projectOf } from '../support/project.ts';
import { runs } from '../support/properties.ts';
import { sharedJson } from '../support/shared.ts';

const topology = `topology {
  region west { zone a; zone b; zone c }
  region north { zone a; zone b; zone c }
  region south { zone a }
  link west <-> north { rtt: 40ms }
  link region <-> region { rtt: 100ms }
  link zone <-> zone { rtt: 1ms }
}`;

function floorsOf(client: string, store: string, flow: string, network = topology): readonly OtherFloors[] {
  const text = `${network}\nservice web { ${client} }\nstore db { ${store} }\nweb -> db use { ${flow} }`;
  const project = projectOf([['file:///a.arch', text]]);
  expect(project.findings().filter(({ rule }) => rule.startsWith('language/'))).toEqual([]);
  return project.ask('floors', (facts) => {
    const access = facts.of(accessFloors, 'flow:use');
    return access ? comparedFloors(access) : [];
  });
}

const at = (place: string): string => `replicas: 1 across ${place}`;

/** `40ms`, `1ms to 40ms`, `at least 1ms`. */
const floorText = ({ floor: { least, most } }: OtherFloors): string =>
  most === undefined ? `>= ${String(least)}` : most > least ? `${String(least)} to ${String(most)}` : String(least);

const pair = 'primary: west.a; standbys: west.b, north.a';
const group = 'replication: consensus; voters: west.a, west.b, north.a, north.b, south.a';
const ring = 'replication: quorum; replicas: 5 across west.a, west.b, north.a, north.b, south.a';
const links = 'replication: chain; replicas: 3 across west.a, west.b, north.a';

describe('the least that an access takes', () => {
  it.each([
    // One copy, and one primary.
    ['replicas: 1 across west.a', 'north.a', 'access: read', '40'],
    ['replicas: 1; primary: west.a', 'north.a', 'access: read', '40'],
    [`${pair}; commit: local`, 'north.a', 'access: write', '40'],
    [`${pair}; commit: any 1 standby, else block`, 'north.a', 'access: write', '41'],
    [`${pair}; commit: any 1 standby, else continue`, 'west.b', 'access: write', '2'],
    [`${pair}; commit: first 1 standby, else block`, 'west.a', 'access: write', '1'],
    [
      `primary: west.a; standbys: north.a, west.b; commit: first 1 standby, else block`,
      'west.a',
      'access: write',
      '40',
    ],
    [`primary: west.a; standbys: north.a, west.b; commit: any 1 standby, else block`, 'west.a', 'access: write', '1'],
    [`${pair}; commit: all standbys, else block`, 'west.a', 'access: update', '40'],
    [`${pair}; commit: majority`, 'west.a', 'access: update', '1'],
    [`${pair}; reads: primary`, 'north.a', 'access: read', '40'],
    [`${pair}; reads: nearest replica`, 'north.a', 'access: read', '0'],
    [`${pair}; reads: any replica`, 'north.b', 'access: read', '1'],
    [`${pair}; reads: primary, confirmed by quorum`, 'north.a', 'access: read', '41'],
    [`${pair}; reads: primary, confirmed by lease`, 'north.a', 'access: read', '40'],
    // Where the primary stands is not said, nor where the copies are.
    [
      'replication: primary-backup; replicas: 2 across west.a, north.a; commit: local',
      'north.a',
      'access: write',
      '0 to 40',
    ],
    [
      'replication: primary-backup; replicas: 2 across west.a, west.b, north.a; commit: local',
      'west.a',
      'access: write',
      '0 to 40',
    ],
    // A majority of five: from the leader to the third nearest, itself included.
    [`${group}; primary: west.a`, 'west.a', 'access: write', '40'],
    [`${group}; primary: west.a`, 'north.c', 'access: write', '80'],
    [`${group}; primary: west.a; quorum: 2`, 'west.a', 'access: write', '1'],
    [`${group}; primary: west.a; reads: primary, confirmed by quorum`, 'north.a', 'access: read', '80'],
    [`${group}; primary: west.a; reads: primary, confirmed by lease`, 'north.a', 'access: read', '40'],
    [`${group}; primary: west.a; reads: nearest replica`, 'north.a', 'access: read', '0'],
    [group, 'north.a', 'access: write', '40 to 200'],
    // From a coordinator, wherever that is best placed.
    [`${ring}; commit: 1 replica`, 'west.c', 'access: write', '1'],
    [`${ring}; commit: 2 replicas`, 'west.c', 'access: write', '1'],
    [`${ring}; commit: majority`, 'west.a', 'access: write', '40'],
    [`${ring}; reads: all replicas`, 'west.a', 'access: read', '100'],
    [`${ring}; commit: majority; reads: quorum`, 'north.b', 'access: read', '40'],
    [`${ring}; commit: majority; reads: majority`, 'west.a', 'access: update', '80'],
    // Along a chain, one way each.
    [links, 'west.a', 'access: write', '40.5 to 41'],
    [`replication: chain; primary: west.a; standbys: west.b, north.a; reads: tail`, 'west.a', 'access: write', '40.5'],
    [`replication: chain; primary: west.a; standbys: west.b, north.a; reads: tail`, 'west.a', 'access: read', '40'],
    // Each takes what comes.
    ['replication: multi-primary; replicas: 2 across west.a, north.a; commit: local', 'north.b', 'access: write', '1'],
    [
      'replication: multi-primary; replicas: 2 across west.a, north.a; commit: majority',
      'north.b',
      'access: write',
      '41',
    ],
    // What is not said counts as nothing.
    ['replicas: 1 across west', 'west.a', 'access: read', '>= 0'],
    ['replication: consensus; replicas: 3', 'west.a', 'access: write', 'none'],
    [pair, 'north.a', 'access: write', '>= 40'],
  ])('%s, from %s, %s', (store, from, flow, expected) => {
    const [found] = floorsOf(at(from), store, flow);
    expect(found ? floorText(found) : 'none').toBe(expected);
  });

  it('is told for each place where the client runs', () => {
    const floors = floorsOf('replicas: 4 across west.a, north.*', `${pair}; commit: local`, 'access: write');
    expect(floors.map(({ place, floor }) => [place, floor.least])).toEqual([
      ['place:west.a', 0],
      ['place:north.a', 40],
      ['place:north.b', 40],
      ['place:north.c', 40],
    ]);
  });

  it.each([
    // An update that the whole world agrees on waits for the other region; one that each region orders by itself for a zone.
    [`${group}; primary: west.a; quorum: 2`, 'north.a', 'access: update', { now: 41, causal: 1, linearizable: 80 }],
    [`${group}; primary: west.a`, 'west.a', 'access: update', { now: 40, causal: 40, linearizable: 40 }],
    [
      `${pair}; commit: any 1 standby, else block`,
      'north.a',
      'access: update',
      { now: 41, causal: 40, linearizable: 41 },
    ],
    [`${pair}; reads: nearest replica`, 'north.a', 'access: read', { now: 0, causal: 0, linearizable: 41 }],
    [`${ring}; commit: 1 replica`, 'south.a', 'access: write', { now: 0, causal: 0, linearizable: 100 }],
  ])('compares with other guarantees, as durable: %s, from %s', (store, from, flow, expected) => {
    const [found] = floorsOf(at(from), store, flow);
    expect(
      found && { now: found.floor.least, causal: found.causal.least, linearizable: found.linearizable.least },
    ).toEqual(expected);
  });
});

/** Places of a made-up world: two regions of two zones, and one of one. */
const world = ['west.a', 'west.b', 'north.a', 'north.b', 'south.a'];
const network = ([zone, near, far]: readonly [number, number, number]): string => `topology {
  region west { zone a; zone b }
  region north { zone a; zone b }
  region south { zone a }
  link zone <-> zone { rtt: ${String(zone)}ms }
  link west <-> north { rtt: ${String(near)}ms }
  link region <-> region { rtt: ${String(far)}ms }
}`;
const anyNetwork = fc.tuple(
  fc.integer({ min: 1, max: 5 }),
  fc.integer({ min: 1, max: 300 }),
  fc.integer({ min: 1, max: 300 }),
);
const anyPlaces = fc.shuffledSubarray(world, { minLength: 1 });
const leastOf = (from: readonly OtherFloors[]): number[] => from.map(({ floor }) => floor.least);

describe('laws of the least', () => {
  const client = `replicas: ${String(world.length)} across ${world.join(', ')}`;

  it('never falls when more copies must answer', () => {
    fc.assert(
      fc.property(anyNetwork, anyPlaces, fc.boolean(), (times, places, isWrite) => {
        const copies = `replication: quorum; replicas: ${String(places.length)} across ${places.join(', ')}`;
        let before = leastOf([]);
        for (let number = 1; number <= places.length; number++) {
          const how = `${isWrite ? 'commit' : 'reads'}: ${String(number)} ${number === 1 ? 'replica' : 'replicas'}`;
          const now = leastOf(
            floorsOf(client, `${copies}; ${how}`, `access: ${isWrite ? 'write' : 'read'}`, network(times)),
          );
          for (const [i, least] of before.entries()) expect(now[i]).toBeGreaterThanOrEqual(least);
          before = now;
        }
      }),
      { numRuns: runs(25) },
    );
  });

  const mechanisms = fc.constantFrom(
    ['replication: consensus; reads: primary, confirmed by quorum', 'read'],
    ['replication: consensus; reads: nearest replica', 'read'],
    ['replication: consensus', 'update'],
    ['replication: quorum; commit: majority; reads: majority', 'update'],
    ['replication: chain; reads: tail', 'write'],
    ['replication: chain; reads: tail', 'read'],
    ['replication: multi-primary; commit: local', 'write'],
    ['replication: primary-backup; commit: all standbys, else block', 'write'],
  );

  it('never falls when a link gets slower, nor with a stronger model, and does not depend on order and names', () => {
    fc.assert(
      fc.property(
        anyNetwork,
        fc.tuple(fc.nat(9), fc.nat(90), fc.nat(90)),
        anyPlaces,
        mechanisms,
        (times, more, places, [how, access]) => {
          const floors = (
            list: readonly string[],
            rtt: readonly [number, number, number],
            name = (text: string): string => text,
          ): readonly OtherFloors[] =>
            floorsOf(
              name(client),
              name(`${how}; replicas: ${String(list.length)} across ${list.join(', ')}`),
              `access: ${access}`,
              name(network(rtt)),
            );
          const plain = floors(places, times);
          const slower = floors(places, [times[0] + more[0], times[1] + more[1], times[2] + more[2]]);
          expect(floors([...places].reverse(), times).map(({ floor }) => [floor.least, floor.most])).toEqual(
            plain.map(({ floor }) => [floor.least, floor.most]),
          );
          const renamed = floors(places, times, (text) => text.replaceAll('west', 'zulu').replaceAll('south', 'alfa'));
          expect(renamed.map(({ floor }) => [floor.least, floor.most])).toEqual(
            plain.map(({ floor }) => [floor.least, floor.most]),
          );
          for (const [i, { floor, causal, linearizable }] of plain.entries()) {
            expect(slower[i]?.floor.least).toBeGreaterThanOrEqual(floor.least);
            expect(floor.most).toBeGreaterThanOrEqual(floor.least);
            expect(linearizable.least).toBeGreaterThanOrEqual(causal.least);
            if (how.includes('consensus') || how.includes('primary-backup'))
              expect(floor.least).toBeGreaterThanOrEqual(causal.least);
          }
        },
      ),
      { numRuns: runs(60) },
    );
  });
});

function operation(text: string): readonly (readonly [string | undefined, number])[] {
  const project = projectOf([['file:///a.arch', `${topology}\n${text}`]]);
  expect(project.findings().filter(({ rule }) => rule.startsWith('language/'))).toEqual([]);
  return project.ask('operation', (facts) =>
    facts.of(operationFloors, 'operation:o').map(({ place, time }) => [place?.slice('place:'.length), time] as const),
  );
}

const shop = `
service web { replicas: 2 across west.a, north.a }
service api { replicas: 2 across west.b, west.c }
store db { ${pair}; commit: any 1 standby, else block; reads: primary }
web -> api call
api -> db put { access: write }
api -> db get { access: read }
`;

describe('the least that an operation takes', () => {
  it.each([
    [
      'steps: call, put',
      [
        ['west.a', 3],
        ['north.a', 42],
      ],
    ],
    [
      'steps: call, put, get',
      [
        ['west.a', 4],
        ['north.a', 43],
      ],
    ],
    [
      'steps: call, [put, get]',
      [
        ['west.a', 3],
        ['north.a', 42],
      ],
    ],
    [
      'steps: call, 3 get',
      [
        ['west.a', 4],
        ['north.a', 43],
      ],
    ],
    [
      'steps: call, put 5%',
      [
        ['west.a', 1],
        ['north.a', 40],
      ],
    ],
    [
      'steps: call, put 100%',
      [
        ['west.a', 3],
        ['north.a', 42],
      ],
    ],
  ])('adds up what every request does: %s', (steps, expected) => {
    expect(operation(`${shop}operation o at web { ${steps} }`)).toEqual(expected);
  });

  it('follows the operation that handles a call', () => {
    expect(operation(`${shop}operation call at api { steps: put }\noperation o at web { steps: call }`)).toEqual([
      ['west.a', 3],
      ['north.a', 42],
    ]);
  });

  it('counts no way from where something is not placed, and what is agreed on behind it', () => {
    const text = `service web\nstore db { ${pair}; commit: all standbys, else block }\nweb -> db put { access: write }`;
    expect(operation(`${text}\noperation o at web { steps: put }`)).toEqual([[undefined, 40]]);
  });

  it('does not count what is not waited for', () => {
    const text = `service web { ${at('north.a')} }\nlog db { ${pair}; commit: local }\nweb ~> db put { access: append }`;
    expect(operation(`${text}\noperation o at web { steps: put }`)).toEqual([['north.a', 0]]);
  });
});

describe('what is given up', () => {
  it.each([
    ['replicas: 1', 'access: read', 'none'],
    ['replication: consensus; replicas: 3', 'access: update', 'PC/EC'],
    ['replication: consensus; replicas: 3; reads: nearest replica', 'access: read', 'PC/EL'],
    ['replication: consensus; replicas: 3; reads: primary, confirmed by lease', 'access: read', 'PC/EC'],
    ['replication: consensus; replicas: 3; reads: primary; failover: automatic', 'access: read', 'PA/EC'],
    [`${pair}; commit: local; failover: automatic`, 'access: write', 'PA/EC'],
    [`${pair}; commit: local; failover: none`, 'access: write', 'PC/EC'],
    [`${pair}; commit: local`, 'access: write', 'P?/EC'],
    [`${pair}; commit: any 1 standby, else block; failover: automatic; fencing: epoch`, 'access: write', 'PC/EC'],
    [`${pair}; commit: any 1 standby, else continue; failover: automatic; fencing: epoch`, 'access: write', 'PA/EC'],
    [`${pair}; commit: any 1 standby, else block; failover: automatic; fencing: none`, 'access: write', 'PA/EC'],
    [`${pair}; commit: local; failover: automatic; reads: any replica`, 'access: read', 'PA/EL'],
    ['replication: quorum; replicas: 3; commit: 1 replica; reads: 1 replica', 'access: read', 'PA/EL'],
    ['replication: quorum; replicas: 3; commit: majority; reads: majority', 'access: read', 'PC/EC'],
    ['replication: quorum; replicas: 3; commit: majority; reads: majority', 'access: write', 'PC/EC'],
    ['replication: quorum; replicas: 3; commit: 2 replicas sloppy; reads: 2 replicas', 'access: read', 'PA/EL'],
    ['replication: quorum; replicas: 3; commit: all standbys, else block; reads: 1 replica', 'access: read', 'PC/EL'],
    ['replication: multi-primary; replicas: 3; commit: local; reads: nearest replica', 'access: read', 'PA/EL'],
    ['replication: chain; replicas: 3; reads: tail', 'access: read', 'PC/EC'],
    ['replication: quorum; replicas: 3', 'access: read', 'none'],
  ])('%s, %s', (store, flow, expected) => {
    const text = `${topology}\nservice web\nstore db { ${store} }\nweb -> db use { ${flow} }`;
    const project = projectOf([['file:///a.arch', text]]);
    expect(project.findings().filter(({ rule }) => rule.startsWith('language/'))).toEqual([]);
    const found = project.ask('pacelc', (facts) => {
      const [use, db] = [facts.entity('flow:use'), facts.entity('element:db')];
      return use && db && pacelcOf(facts, use, db);
    });
    expect(found ? classText(found) : 'none').toBe(expected);
  });
});

const azure = sharedJson<{ rtt: Readonly<Record<string, Readonly<Record<string, number>>>> }>(
  'data/rtt-azure-p95.json',
  'floors over measured round trips',
);

describe('measured round trips', () => {
  const name = (region: string): string => region.toLowerCase().replaceAll(' ', '-');
  const text = (percentile: string): string => {
    const entries = Object.entries(azure?.rtt ?? {});
    const regions = [...new Set(entries.flatMap(([from, to]) => [from, ...Object.keys(to)]))];
    const lines = entries.flatMap(([from, to]) =>
      Object.entries(to).map(
        ([other, time]) => `link ${name(from)} -> ${name(other)} { rtt: ${percentile}${String(time)}ms }`,
      ),
    );
    return `topology {\n${[...regions.map((region) => `region ${name(region)}`), ...lines].join('\n')}\n}
service web { replicas: 2 across west-europe, australia-east }
store db is spanner { voters: east-us, east-us-2, central-us, west-us-2, brazil-south; primary: east-us }
web -> db take { access: update; attempt: 100ms }`;
  };

  it.runIf(azure !== undefined)('give floors as if they were medians', () => {
    const project = projectOf([['file:///a.arch', text('')]]);
    const floors = project.ask('floors', (facts) => facts.of(accessFloors, 'flow:take')?.from ?? []);
    const times = azure?.rtt ?? {};
    const quorum = times['East US']?.['Central US'] ?? NaN;
    expect(floors.map(({ floor }) => floor.least)).toEqual([
      (times['West Europe']?.['East US'] ?? NaN) + quorum,
      (times['Australia East']?.['East US'] ?? NaN) + quorum,
    ]);
    expect(findingsOf({ 'a.arch': text('') }).map(({ rule }) => rule)).toContain('consistency/slower-than-promised');
  });

  it.runIf(azure !== undefined)('are no floors as the percentiles that they are', () => {
    expect(findingsOf({ 'a.arch': text('p95 ') }).map(({ rule }) => rule)).not.toContain(
      'consistency/slower-than-promised',
    );
  });
});

describe('what is told', () => {
  const text = `${topology}
service web { replicas: 2 across west.a, north.a }
store db is etcd { voters: west.a, west.b, west.c, north.a, south.a; primary: west.a }
web -> db put { access: update }
web -> db get { access: read; serializable: yes }
operation o at web { steps: put, get }`;
  const told = (id: string): readonly (readonly [string, string])[] =>
    projectOf([['file:///a.arch', text]]).ask(`told ${id}`, (facts) => {
      const entity = facts.entity(id);
      return entity ? contributor.facts(facts, entity).map(({ label, value }) => [label, value] as const) : [];
    });

  it('of an access: the floor from each place, the class, and what less and more would take', () => {
    expect(told('flow:put')).toEqual([
      ['Round trips', '41ms from north, 1ms from west'],
      ['PACELC', 'PC/EC'],
      ['Causal instead, as durable', '40ms (1ms less) from north, 1ms (the same) from west'],
    ]);
    expect(told('flow:get')).toEqual([
      ['PACELC', 'PC/EL'],
      ['Linearizable instead', '41ms (41ms more) from north, 1ms (1ms more) from west'],
    ]);
  });

  it('of an operation: the sum, and the class of the whole', () => {
    expect(told('operation:o')).toEqual([
      ['Round trips', 'at least 41ms from north, 1ms from west'],
      ['Causal instead, as durable', '40ms (1ms less) from north, 1ms (the same) from west'],
      ['PACELC', 'PC/EC'],
    ]);
  });

  it('where options are compared: the floor from each place', () => {
    const found = projectOf([['file:///a.arch', text]]).ask('consequences', (facts) => {
      const put = facts.entity('flow:put');
      return put && contributor.consequences?.(facts, put);
    });
    expect(found).toEqual([
      {
        entity: 'flow:put',
        measure: 'Round trips from west.a, at least',
        value: '1ms',
        amount: 1,
        unit: 'ms',
        better: 'less',
      },
      {
        entity: 'flow:put',
        measure: 'Round trips from north.a, at least',
        value: '41ms',
        amount: 41,
        unit: 'ms',
        better: 'less',
      },
      { entity: 'flow:put', measure: 'PACELC', value: 'PC/EC' },
    ]);
  });
});
