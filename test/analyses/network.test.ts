import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { networkOf } from '../../language/analyses/network/round-trips.ts';
import { projectOf } from '../support/project.ts';
import { runs } from '../support/properties.ts';

const places = `
  region west { zone a { rack r; rack s }; zone b; zone c }
  region north { zone a; zone b }
  region far
  edge kiosk
`;

/** `38ms`, `at least 0.8ms`. */
function between(links: string, from: string, to: string): string {
  const project = projectOf([['file:///a.arch', `topology {\n${places}\n${links}\n}`]]);
  expect(project.findings().filter(({ rule }) => rule.startsWith('language/'))).toEqual([]);
  return project.ask(`${from} ${to}`, (facts) => {
    const { time, known } = networkOf(facts).between(`place:${from}`, `place:${to}`);
    return `${known ? '' : 'at least '}${String(time)}ms`;
  });
}

const zones = 'link zone <-> zone { rtt: 0.8ms }';
const regions = 'link west <-> north { rtt: 38ms }';

describe('the round trip between two places', () => {
  it.each([
    ['nothing is said', '', 'west.a', 'north.a', 'at least 0ms'],
    ['one place', '', 'west.a.r', 'west.a.r', '0ms'],
    ['somewhere in a region', zones, 'west', 'west', 'at least 0ms'],
    ['somewhere in a region, and in a zone of it', zones, 'west', 'west.a', 'at least 0ms'],
    ['a region that is not divided', '', 'far', 'far', '0ms'],
    ['zones of one region', zones, 'west.a', 'west.b', '0.8ms'],
    ['zones of two regions: what zones have at least', zones, 'west.a', 'north.a', 'at least 0.8ms'],
    [
      'zones of two regions: the regions’ link replaces the zones’',
      `${zones}\n${regions}`,
      'west.a',
      'north.b',
      '38ms',
    ],
    ['from the other end', `${zones}\n${regions}`, 'north.b', 'west.a', '38ms'],
    ['any two regions', `${zones}\nlink region <-> region { rtt: 90ms }`, 'west.a', 'far', '90ms'],
    ['a link that names the regions', `${regions}\nlink region <-> region { rtt: 90ms }`, 'west.a', 'north.a', '38ms'],
    [
      'a link that names one',
      `link west <-> region { rtt: 50ms }\nlink region <-> region { rtt: 90ms }`,
      'far',
      'west.c',
      '50ms',
    ],
    ['a link that names the zones', `${regions}\nlink west.a <-> north.a { rtt: 30ms }`, 'west.a', 'north.a', '30ms'],
    ['other zones of those regions', `${regions}\nlink west.a <-> north.a { rtt: 30ms }`, 'west.b', 'north.a', '38ms'],
    ['racks of two zones', zones, 'west.a.r', 'west.b', '0.8ms'],
    ['racks of one zone', `${zones}\nlink rack <-> rack { rtt: 0.1ms }`, 'west.a.r', 'west.a.s', '0.1ms'],
    ['a region’s own link', `${zones}\nlink west <-> west { rtt: 2ms }`, 'west.a', 'west.b', '2ms'],
    [
      'a region’s own link, and a zone’s',
      `link west <-> west { rtt: 2ms }\nlink west.a <-> west.b { rtt: 1ms }`,
      'west.b',
      'west.a',
      '1ms',
    ],
    ['a region’s own link is not within a zone', `link west <-> west { rtt: 2ms }`, 'west.b', 'west.b', '0ms'],
    ['an edge to any zone', 'link edge <-> zone { rtt: 12ms }', 'kiosk', 'west.a', '12ms'],
    ['no sum over a third place', `${regions}\nlink north <-> far { rtt: 60ms }`, 'west.a', 'far', 'at least 0ms'],
    [
      'the median among percentiles',
      'link west <-> north { rtt: p95 60ms, p50 38ms, p10 30ms }',
      'west.a',
      'north.a',
      '38ms',
    ],
    ['a percentile below the median', 'link west <-> north { rtt: p10 30ms, p95 60ms }', 'west.a', 'north.a', '30ms'],
    ['a tail percentile is no floor', 'link west <-> north { rtt: p95 60ms }', 'west.a', 'north.a', 'at least 0ms'],
    [
      'a link with a price only',
      `${regions}\nlink west.a <-> north.a { price: 0.01 EUR/GB }`,
      'west.a',
      'north.a',
      '38ms',
    ],
  ])('%s', (_, links, from, to, expected) => {
    expect(between(links, from, to)).toBe(expected);
  });

  it('never falls when a link gets slower, whatever the order of the links', () => {
    const ends = ['west <-> north', 'west.a <-> north.a', 'zone <-> zone', 'region <-> region', 'west.a <-> west.b'];
    const place = fc.constantFrom('west.a', 'west.b', 'north.a', 'north.b', 'far', 'kiosk');
    const links = fc.uniqueArray(fc.tuple(fc.constantFrom(...ends), fc.integer({ min: 1, max: 100 })), {
      selector: ([end]) => end,
    });
    const text = (list: readonly (readonly [string, number])[], factor: number): string =>
      list.map(([end, time]) => `link ${end} { rtt: ${String(time * factor)}ms }`).join('\n');
    const time = (answer: string): number => Number(/[\d.]+/.exec(answer)?.[0]);
    fc.assert(
      fc.property(links, place, place, fc.integer({ min: 1, max: 5 }), (list, from, to, factor) => {
        const plain = between(text(list, 1), from, to);
        expect(between(text([...list].reverse(), 1), from, to)).toBe(plain);
        expect(between(text(list, 1), to, from)).toBe(plain);
        expect(time(between(text(list, factor), from, to))).toBeGreaterThanOrEqual(time(plain));
      }),
      { numRuns: runs(60) },
    );
  });
});
