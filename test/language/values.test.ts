/** Values: what each unit reads as, what a wrong one is told, and that the vocabulary's own examples hold. */
import { describe, expect, it } from 'vitest';
import { createParser } from '../../language/syntax/parser.ts';
import type { Term } from '../../language/syntax/tree.ts';
import { describe as written, matchAll } from '../../language/vocabulary/pattern.ts';
import type { Pattern } from '../../language/vocabulary/pattern.ts';
import {
  count,
  date,
  duration,
  durationUnits,
  monthlyMoney,
  percentile,
  rate,
  share,
  sizeUnits,
  text,
  transferPrice,
} from '../../language/vocabulary/units.ts';
import { standardVocabulary } from '../../language/vocabulary/vocabulary.ts';
import { uriOf } from '../support/annotated.ts';
import { check, projectOf } from '../support/project.ts';

const parser = createParser();

function termsOf(value: string): readonly Term[] {
  const [statement] = parser.parse(`key: ${value}`).statements;
  return statement?.form === 'property' ? statement.terms : [];
}

function read<T>(pattern: Pattern<T>, value: string): T | string {
  const outcome = matchAll(pattern, termsOf(value), ({ segments }) => [segments.map((s) => s.name).join('.')]);
  return outcome.ok ? outcome.value : (outcome.matching.complaint ?? 'does not fit');
}

describe('a value', () => {
  const minute = 60_000;
  const hour = 60 * minute;
  const day = 24 * hour;
  it.each([
    ['90ms', 90],
    ['0.8ms', 0.8],
    ['1_500ms', 1500],
    ['20us', 0.02],
    ['20µs', 0.02],
    ['500ns', 0.0005],
    ['30s', 30_000],
    ['30 s', 30_000],
    ['5min', 5 * minute],
    ['5 minutes', 5 * minute],
    ['2h', 2 * hour],
    ['3d', 3 * day],
    ['30 days', 30 * day],
    ['2 weeks', 14 * day],
    ['1 year', 365.2425 * day],
    ['12 months', 365.2425 * day],
  ])('%s lasts so long', (value, milliseconds) => {
    expect(read(duration, value)).toBeCloseTo(milliseconds, 6);
  });

  it.each([
    [duration, '90', 'A duration needs a unit'],
    [duration, '90 apples', 'A duration needs a unit'],
    [duration, '90GB', '`GB` is no unit of duration'],
    [duration, 'soon', 'does not fit'],
    [count, '3s', 'A count has no unit: write `3`'],
    [count, '2.5', 'A count is a whole number'],
    [share, '5', 'A share is written as a percentage: `5%`'],
    [share, '101%', 'A share is at most 100%'],
    [percentile, 'p0', 'A percentile is above p0'],
    [percentile, 'q99', 'does not fit'],
    [rate, '800', 'A rate is a number per period'],
    [rate, '800/week', 'A rate is a number per period'],
    [rate, '800ms/s', 'A rate is a number per period'],
    [monthlyMoney, '420', 'Money over time needs a currency and a period'],
    [monthlyMoney, '420 USD', 'Money over time needs a currency and a period'],
    [monthlyMoney, '420 usd/month', 'Money over time needs a currency and a period'],
    [transferPrice, '0.02 USD/month', 'A transfer price is money per size'],
    [date, '2026-02-30', 'There is no 2026-02-30 in the calendar'],
    [text, 'bare', 'does not fit'],
  ] as const)('is told what is wrong (%#)', (pattern, value, message) => {
    expect(read<unknown>(pattern, value)).toContain(message);
  });

  it.each([
    [count, '6_000', 6000],
    [share, '99.95%', 0.9995],
    [percentile, 'p50', 50],
    [percentile, 'p999', 99.9],
    [rate, '800/s', 800],
    [rate, '60/min', 1],
    [rate, '3600 / h', 1],
    [date, '2028-02-29', '2028-02-29'],
    [text, '"a"', 'a'],
  ] as const)('reads as a number, a share, a date … (%#)', (pattern, value, expected) => {
    const result = read<unknown>(pattern, value);
    if (typeof expected === 'number') expect(result).toBeCloseTo(expected, 9);
    else expect(result).toBe(expected);
  });

  it('keeps money for a month, and its currency', () => {
    expect(read(monthlyMoney, '420 USD/month')).toEqual({ amount: 420, currency: 'USD', per: 'month' });
    expect(read(monthlyMoney, '1_200 EUR/year')).toEqual({ amount: 100, currency: 'EUR', per: 'month' });
    expect(read(monthlyMoney, '0.12 EUR/h')).toMatchObject({ amount: expect.closeTo(87.658_2, 3) as number });
  });

  it('keeps sizes in bytes', () => {
    for (const [unit, bytes] of Object.entries(sizeUnits))
      expect(read(transferPrice, `1 USD/${unit}`), unit).toMatchObject({ amount: 1 / bytes });
  });
});

describe('a unit of time', () => {
  it.each(Object.keys(durationUnits))('%s may be written apart or together', (unit) => {
    expect(read(duration, `2${unit}`)).toBe(read(duration, `2 ${unit}`));
  });
});

describe('the examples of', () => {
  for (const [name, key] of standardVocabulary.keys)
    it(name, () => {
      expect(key.examples.length).toBeGreaterThan(0);
      expect(key.meaning).not.toBe('');
      expect(written(key.pattern.shape)).not.toBe('');
      for (const example of key.examples) {
        const outcome = matchAll(key.pattern, termsOf(example), () => []);
        expect(outcome.ok, `${name}: ${example}`).toBe(true);
      }
    });
});

describe('a key', () => {
  it('stands only in kinds that there are', () => {
    for (const [name, { on }] of standardVocabulary.keys)
      for (const kind of on) expect(standardVocabulary.kinds.has(kind), `${name} on ${kind}`).toBe(true);
  });

  it('has a value', () => {
    check(`
      service web {
        replicas:
      //^^^^^^^^ invalid-value: no value
        state: none
      }
    `);
  });

  it('takes no block', () => {
    check(`
      service web {
        replicas: 2 { state: none }
      //            ^^^^^^^^^^^^^^^ syntax: takes a value, not a block
      }
    `);
  });

  it('joins faults with `and`', () => {
    const { model } = projectOf([
      [uriOf('main.arch'), 'faults {\n  tolerate: crash of 1 node and loss of 1 zone\n  tolerate: crash of 2 nodes\n}'],
    ]);
    expect(model.entity('faults:')?.values.get('tolerate')).toEqual([
      [
        { fault: 'crash', number: 1, domain: 'node' },
        { fault: 'loss', number: 1, domain: 'zone' },
      ],
      [{ fault: 'crash', number: 2, domain: 'nodes' }],
    ]);
  });

  it('may be written with spaces around its dots and colon', () => {
    check(`
      log events is kafka { min.insync.replicas : 2 }
    `);
  });
});

describe('a message', () => {
  it('stands on the first term that does not fit, and says what may stand there', () => {
    check(`
      store orders {
        commit: any 1 standby, otherwise block
      //                       ^^^^^^^^^ invalid-value: expected \`else\`
        reads: any replicas
      //           ^^^^^^^^ unknown-word: Did you mean \`replica\`?
        failover: automatic within
      //                    ^^^^^^ invalid-value: a duration
        fencing: epoch twice
      //               ^^^^^ invalid-value: the end of the value
      }
    `);
  });

  it('says which names are known elsewhere', () => {
    check(`
      service web { primary: eu.a }
      //            ^^^^^^^ unknown-key: It belongs to \`store\`
    `);
  });

  it('stays short whatever is expected', () => {
    const findings = projectOf([
      [
        uriOf('main.arch'),
        'service web\nstore s\nweb -> s f { over: 3; authenticates: 3; needs: 3 }\ntechnology t { for: 3 }',
      ],
    ]).findings();
    for (const { message } of findings) expect(message.length).toBeLessThan(400);
  });
});
