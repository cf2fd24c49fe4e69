import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { arithmetic, ownCost, totalCost } from '../../language/analyses/cost/monthly.ts';
import type { Total } from '../../language/analyses/cost/monthly.ts';
import { ownerOf } from '../../language/analyses/ownership/owner.ts';
import { findingsOf, projectOf } from '../support/project.ts';
import { runs } from '../support/properties.ts';

function totalOf(text: string, element = 'element:shop'): Total {
  const project = projectOf([['file:///a.arch', text]]);
  expect(project.findings().filter((finding) => finding.rule.startsWith('language/'))).toEqual([]);
  return project.ask('total', (facts) => facts.of(totalCost, element));
}

const overBudget = (text: string): string[] =>
  findingsOf({ 'a.arch': text })
    .filter((finding) => finding.rule === 'cost/over-budget')
    .map((finding) => finding.message);

describe('what it costs a month', () => {
  it.each([
    ['service s { cost: 60 USD/month }', 60],
    ['service s { replicas: 6; cost: 60 USD/month per replica }', 360],
    ['service s { replicas: 2; cost: 60 USD/month per replica; cost: 100 USD/month for licence }', 220],
    ['service s { cost: 1_200 USD/year }', 100],
    [
      'topology { zone a; zone b; zone c }\nstore s { primary: a; standbys: b, c; cost: 420 USD/month per replica }',
      1260,
    ],
    ['topology { zone a; zone b; zone c }\nconsensus s { voters: a, b, c; cost: 10 USD/month per replica }', 30],
    ['technology pg { cost: 50 USD/month per replica }\nstore s is pg { replicas: 2 }', 100],
    ['technology pg { cost: 50 USD/month per replica }\nstore s is pg { replicas: 2; cost: 1 USD/month }', 1],
    ['technology base { cost: 5 USD/month }\ntechnology pg is base\nstore s is pg', 5],
  ])('%s: %s USD', (text, expected) => {
    expect(totalOf(text, 'element:s').amounts.get('USD')).toBeCloseTo(expected, 9);
  });

  it('is unknown where a price has no number of copies', () => {
    const total = totalOf('system shop { service s { cost: 60 USD/month per replica } }');
    expect(total.amounts.size).toBe(0);
    expect(total.unknown).toEqual([{ entity: 'element:shop.s', key: 'replicas' }]);
  });

  it('shows its arithmetic', () => {
    const project = projectOf([
      [
        'file:///a.arch',
        'service s { replicas: 3; cost: 420 USD/month per replica; cost: 1_000 USD/month for support }',
      ],
    ]);
    const { lines } = project.ask('own', (facts) => facts.of(ownCost, 'element:s'));
    expect(arithmetic(lines)).toBe('3 × 420 + 1,000 for support');
  });

  it('sums all that stands inside, by nesting and by `in`, each once, by owner and by currency', () => {
    const total = totalOf(`team red
system shop {
  owner: red
  cost: 5 USD/month
  boundary cage { cost: 7 EUR/month; store inner { cost: 10 USD/month; owner: "Ada" } }
  service both in cage { cost: 20 USD/month }
}
service outside in cage { cost: 40 USD/month }
service elsewhere { cost: 80 USD/month }
`);
    expect(Object.fromEntries(total.amounts)).toEqual({ USD: 75, EUR: 7 });
    expect(total.byOwner).toEqual([
      { owner: 'red', amount: 65, currency: 'USD' },
      { owner: 'Ada', amount: 10, currency: 'USD' },
      { owner: 'red', amount: 7, currency: 'EUR' },
    ]);
  });

  it('equals the sum of the lines of any tree', () => {
    const leaf = fc.record({ price: fc.integer({ min: 0, max: 500 }), copies: fc.integer({ min: 0, max: 9 }) });
    fc.assert(
      fc.property(fc.array(fc.array(leaf, { maxLength: 4 }), { maxLength: 4 }), (systems) => {
        const text = systems
          .map((leaves, i) => {
            const inside = leaves.map(
              ({ price, copies }, j) =>
                `service s${String(j)} { replicas: ${String(copies)}; cost: ${String(price)} USD/month per replica }`,
            );
            return `system t${String(i)} {\n${inside.join('\n')}\n}`;
          })
          .join('\n');
        const expected = systems.flat().reduce((sum, { price, copies }) => sum + price * copies, 0);
        expect(totalOf(`system shop {\n${text}\n}`).amounts.get('USD') ?? 0).toBe(expected);
      }),
      { numRuns: runs(50) },
    );
  });
});

describe('cost/over-budget', () => {
  it.each([
    ['exactly spent', 'budget: 100 USD/month; service s { cost: 100 USD/month }', 0],
    [
      'by rounding only',
      'budget: 0.3 USD/month; service s { cost: 0.1 USD/month }; service t { cost: 0.2 USD/month }',
      0,
    ],
    ['known parts alone are too much', 'budget: 100 USD/month; service s { cost: 101 USD/month }; service t', 1],
    ['unknown parts may be too much', 'budget: 100 USD/month; service s { cost: 99 USD/month }; service t', 0],
    ['another currency is not converted', 'budget: 100 USD/month; service s { cost: 900 EUR/month }', 0],
    [
      'its own currency alone is too much',
      'budget: 10 EUR/month; service s { cost: 11 EUR/month; cost: 1 USD/month }',
      1,
    ],
  ])('%s', (_, body, count) => {
    expect(overBudget(`system shop { ${body} }`)).toHaveLength(count);
  });

  it('judges an outer and an inner budget each for itself', () => {
    const text = (outer: number, inner: number): string =>
      `system shop { budget: ${String(outer)} USD/month; boundary b { budget: ${String(inner)} USD/month; service s { cost: 50 USD/month } }; service t { cost: 50 USD/month } }`;
    expect(overBudget(text(100, 50))).toHaveLength(0);
    expect(overBudget(text(99, 50))).toHaveLength(1);
    expect(overBudget(text(99, 49))).toHaveLength(2);
  });
});

describe('who owns it', () => {
  const owner = (element: string): unknown =>
    projectOf([
      [
        'file:///a.arch',
        `team red "Red team"
system shop { owner: red; service own { owner: "Ada" }; boundary b { service inherited } }
boundary guarded { owner: red }
service placed in guarded
service nobody
`,
      ],
    ]).ask('owner', (facts) => facts.of(ownerOf, `element:${element}`));

  it.each([
    ['shop.own', { name: 'Ada', by: 'element:shop.own' }],
    ['shop.b.inherited', { name: 'Red team', by: 'element:shop' }],
    ['placed', { name: 'Red team', by: 'element:guarded' }],
  ])('%s', (element, expected) => {
    expect(owner(element)).toMatchObject(expected);
  });

  it('is nobody where nobody is named', () => {
    expect(owner('nobody')).toBeUndefined();
  });

  it('is asked for only where the model speaks of owners', () => {
    const hints = (text: string): number =>
      findingsOf({ 'a.arch': text }).filter((finding) => finding.rule === 'operations/no-owner').length;
    expect(hints('service a\nstore b')).toBe(0);
    expect(hints('team red\nservice a\nstore b\nactor c\nexternal d')).toBe(2);
    expect(hints('system s { complete: ownership; service a; store b { owner: "Ada" } }\nservice c')).toBe(1);
  });
});
