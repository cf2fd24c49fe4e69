import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { combinations, faultsOfLine, survival } from '../../language/analyses/placement/survival.ts';
import type { Survival } from '../../language/analyses/placement/survival.ts';
import { copiesOf, votersOf } from '../../language/analyses/placement/copies.ts';
import { neededOf, quorumsOf } from '../../language/analyses/placement/quorums.ts';
import { writtenValues } from '../../language/model/model.ts';
import { findingsOf, projectOf } from '../support/project.ts';
import { runs } from '../support/properties.ts';

const TOPOLOGY = `topology {
  region north { zone a { rack r; rack s }; zone b { rack r }; zone c }
  region south { zone a { rack r }; zone b }
  edge kiosk
}
`;

/** Places that can be written, each with the domains around it by kind, as declared above. */
const PLACES: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'north.a.r': { rack: 'north.a.r', zone: 'north.a', region: 'north' },
  'north.a.s': { rack: 'north.a.s', zone: 'north.a', region: 'north' },
  'north.b.r': { rack: 'north.b.r', zone: 'north.b', region: 'north' },
  'south.a.r': { rack: 'south.a.r', zone: 'south.a', region: 'south' },
};

function groupOf(body: string, tolerate: string): { verdict: Survival['verdict']; total: number; needed: number } {
  const project = projectOf([
    ['file:///a.arch', `${TOPOLOGY}consensus group { ${body} }\nfaults { tolerate: ${tolerate} }\n`],
  ]);
  expect(project.findings().filter((finding) => finding.rule.startsWith('language/'))).toEqual([]);
  return project.ask('survival', (facts) => {
    const group = facts.entity('element:group');
    const [faults] = facts.ofKind('faults').flatMap((id) => facts.entity(id) ?? []);
    const voters = group && votersOf(facts, group);
    const line = faults && writtenValues(faults, 'tolerate')[0];
    if (!group || !voters || !line) throw new Error('the model lacks its group or its faults');
    const needed = neededOf(quorumsOf(facts, group, voters.total));
    return {
      verdict: survival(facts, voters, needed, faultsOfLine(line).faults).verdict,
      total: voters.total,
      needed,
    };
  });
}

interface DomainFault {
  readonly kind: 'node' | 'rack' | 'zone' | 'region';
  readonly number: number;
}

/** By definition: whatever domains and nodes go down, are fewer than `needed` of the copies left? */
function losesQuorum(copies: readonly string[], needed: number, faults: readonly DomainFault[]): boolean {
  const [fault, ...rest] = faults;
  if (!fault) return copies.length < needed;
  if (fault.kind === 'node')
    return subsets(copies.length, fault.number).some((gone) =>
      losesQuorum(
        copies.filter((_, i) => !gone.has(i)),
        needed,
        rest,
      ),
    );
  const domains = [...new Set(Object.values(PLACES).flatMap((at) => at[fault.kind] ?? []))];
  return subsets(domains.length, fault.number).some((gone) =>
    losesQuorum(
      copies.filter((place) => !gone.has(domains.indexOf(PLACES[place]?.[fault.kind] ?? ''))),
      needed,
      rest,
    ),
  );
}

function subsets(count: number, most: number): Set<number>[] {
  return Array.from({ length: 2 ** count }, (_, bits) => bits)
    .map((bits) => new Set(Array.from({ length: count }, (_, i) => i).filter((i) => (bits >> i) & 1)))
    .filter((set) => set.size <= most);
}

const place = fc.constantFrom(...Object.keys(PLACES));
const faults = fc.array(
  fc.record({
    kind: fc.constantFrom<DomainFault['kind']>('node', 'rack', 'zone', 'region'),
    number: fc.integer({ min: 1, max: 3 }),
  }),
  { minLength: 1, maxLength: 3 },
);
const written = (all: readonly DomainFault[]): string =>
  all.map(({ kind, number }) => `loss of ${String(number)} ${kind}`).join(' and ');

describe('which losses leave a quorum', () => {
  it('agrees with trying every set of domains and nodes, where every place is certain', () => {
    fc.assert(
      fc.property(
        fc.array(place, { minLength: 1, maxLength: 6 }),
        fc.option(fc.integer({ min: 1, max: 6 })),
        faults,
        (voters, votes, lost) => {
          fc.pre(votes === null || votes <= voters.length);
          const body = `voters: ${voters.join(', ')}${votes === null ? '' : `; quorum: ${String(votes)}`}`;
          const { verdict, needed } = groupOf(body, written(lost));
          expect(verdict).toBe(losesQuorum(voters, needed, lost) ? 'fails' : 'survives');
        },
      ),
      { numRuns: runs(150) },
    );
  });

  it('agrees with trying every even spread too', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(place, { minLength: 1, maxLength: 4 }),
        fc.integer({ min: 1, max: 6 }),
        faults,
        (places, total, lost) => {
          const { verdict, needed } = groupOf(`replicas: ${String(total)} across ${places.join(', ')}`, written(lost));
          const each = places.flatMap((at) => Array.from({ length: Math.floor(total / places.length) }, () => at));
          const outcomes = combinations(places, total % places.length).map((more) =>
            losesQuorum([...each, ...more], needed, lost),
          );
          const all = outcomes.every((fails) => fails)
            ? 'fails'
            : outcomes.some((fails) => fails)
              ? 'open'
              : 'survives';
          // A verdict is the same for all spreads; the bounds may only be more careful where faults are joined.
          if (verdict !== 'open' || lost.length === 1) expect(verdict).toBe(all);
        },
      ),
      { numRuns: runs(150) },
    );
  });

  it.each([
    // Ongaro and Ousterhout 2014: 2f + 1 members outlive f crashes.
    ['voters: north.a, north.b, north.c', 'crash of 1 node', 'survives'],
    ['voters: north.a, north.b, north.c', 'crash of 2 nodes', 'fails'],
    ['voters: north.a, north.b, north.c', 'loss of 1 zone', 'survives'],
    ['voters: north.a, north.b, north.c', 'loss of 1 region', 'fails'],
    // An even number outlives no more than one fewer (etcd documentation, FAQ).
    ['replicas: 4', 'crash of 1 node', 'survives'],
    ['replicas: 4', 'crash of 2 nodes', 'fails'],
    // Two sites: one of them holds a majority, or neither does.
    ['replicas: 3 across north.a, north.b', 'loss of 1 zone', 'fails'],
    ['replicas: 4 across north.a, north.b', 'loss of 1 zone', 'fails'],
    ['replicas: 5 across north, south', 'loss of 1 region', 'fails'],
    ['replicas: 5 across north.*, south.*', 'loss of 1 zone', 'survives'],
    // In which zones of a region copies stand is open.
    ['replicas: 3 across north', 'loss of 1 zone', 'open'],
    ['replicas: 2 across north', 'loss of 1 zone', 'fails'],
    ['replicas: 3', 'loss of 1 zone', 'open'],
    ['replicas: 3 across north.a, north.b, kiosk', 'loss of 1 zone', 'survives'],
    // A flexible quorum: 2 of 5 outlive three.
    ['voters: north.a, north.a, north.b, north.b, north.c; quorum: 2', 'loss of 1 zone', 'survives'],
    ['voters: north.a, north.a, north.b, north.b, north.c; quorum: 4', 'loss of 1 zone', 'fails'],
    ['voters: north.a, north.b, north.c', 'loss of north', 'fails'],
    // Each of the places alone; together only when joined.
    ['voters: north.a, north.b, north.c', 'loss of north.a, north.b', 'survives'],
    ['voters: north.a, north.b, north.c', 'loss of north.a and loss of north.b', 'fails'],
    ['voters: north.a, north.b, north.c', 'loss of 1 zone and crash of 1 node', 'fails'],
  ] as const)('%s under %s: %s', (body, tolerate, expected) => {
    expect(groupOf(body, tolerate).verdict).toBe(expected);
  });

  it('stays quick where copies could stand in very many ways', () => {
    const zones = Array.from({ length: 60 }, (_, i) => `zone z${String(i)}`).join('; ');
    const project = projectOf([
      [
        'file:///a.arch',
        `topology { region wide { ${zones} } }\nconsensus group { replicas: 30 across wide.* }\nfaults { tolerate: loss of 20 zones and loss of 3 zones }\n`,
      ],
    ]);
    const begin = performance.now();
    project.findings();
    expect(performance.now() - begin).toBeLessThan(2000);
  });
});

describe('which stores are voting groups', () => {
  it.each([
    ['store s is etcd { replicas: 2 across north.a, north.b }', 1],
    ['store s { replication: consensus; replicas: 2 across north.a, north.b }', 1],
    ['store s is cassandra { replication: quorum; replicas: 2 across north.a, north.b }', 1],
    ['store s { voters: north.a, north.b }', 1],
    // How many must answer is up to each request.
    ['store s is cassandra { replicas: 6 across north.a, north.b }', 0],
    ['store s is postgres { primary: north.a; standbys: north.b }', 0],
    ['cache s { replicas: 2 across north.a, north.b }', 0],
  ])('%s: %s findings', (store, count) => {
    const found = findingsOf({ 'a.arch': `${TOPOLOGY}${store}\nfaults { tolerate: loss of 1 zone }\n` });
    expect(found.filter((finding) => finding.rule === 'faults/quorum-in-one-domain')).toHaveLength(count);
  });

  it('looks only at the fault models in scope', () => {
    const text = (inside: string): string =>
      `${TOPOLOGY}system one { consensus group { voters: north.a, north.a, north.b }\n${inside} }\nsystem two { faults { tolerate: loss of 1 zone } }\n`;
    const count = (inside: string): number =>
      findingsOf({ 'a.arch': text(inside) }).filter(({ rule }) => rule === 'faults/quorum-in-one-domain').length;
    expect(count('')).toBe(0);
    expect(count('faults { tolerate: partition between zones }')).toBe(0);
    expect(count('faults { tolerate: loss of 1 zone }')).toBe(1);
  });
});

describe('how many copies there are', () => {
  it.each([
    ['primary: north.a; standbys: north.b, south.a', 3],
    ['standbys: north.b, south.a', 3],
    ['standbys: south.*', 3],
    ['replicas: 6 across north.*', 6],
    ['primary: north.a', undefined],
    ['standbys: nowhere, north.a', undefined],
  ])('%s: %s', (body, expected) => {
    const project = projectOf([['file:///a.arch', `${TOPOLOGY}store s { ${body} }\n`]]);
    const copies = project.ask('copies', (facts) => {
      const store = facts.entity('element:s');
      return store && copiesOf(facts, store)?.total;
    });
    expect(copies).toBe(expected);
  });
});
