/** Statements to model: technologies, knobs, provenance, continuations, what counts of several. */
import { describe, expect, it } from 'vitest';
import type { KeyName } from '../../language/vocabulary/vocabulary.ts';
import type { Given } from '../../language/model/model.ts';
import { enclosing, given } from '../../language/model/model.ts';
import { annotated } from '../support/annotated.ts';
import { check, findingsOf, projectOf } from '../support/project.ts';

function givenIn(text: string, id: string, key: KeyName): Given<unknown> | undefined {
  const { model } = projectOf(annotated(text).files);
  const entity = model.entity(id);
  if (!entity) throw new Error(`${id} is not in the model.`);
  return given(model, entity, key);
}

const products = `
      technology base {
        reads: primary
        commit: local
        failover: manual
        knob sync {
          value: one of on, off, 2
          default: off
          case on { commit: all standbys }
          case 2 { commit: any 2 standbys }
        }
      }
      technology product is base {
        failover: none
        knob fast { value: yes-or-no; case yes { reads: any replica } }
        knob level { value: count; on: flow }
      }`;

describe('what holds for an element', () => {
  it.each([
    ['is written there', 'store s is product { reads: any replica }', 'reads', { from: 'any' }, 'written'],
    ['is given by the knob that is set', 'store s is product { fast: yes }', 'reads', { from: 'any' }, 'knob'],
    ['is given by a number, too', 'store s is product { sync: 2 }', 'commit', { mode: 'any', number: 2 }, 'knob'],
    ['is the default of the technology', 'store s is product', 'failover', { mode: 'none' }, 'technology'],
    ['is the default of what that builds on', 'store s is product', 'reads', { from: 'primary' }, 'technology'],
    ['is given by a knob of what that builds on', 'store s is product { sync: on }', 'commit', { mode: 'all' }, 'knob'],
  ] as const)('%s', (_, declaration, key, value, from) => {
    const text = `${products}\n      ${declaration}`;
    check(text);
    const found = givenIn(text, 'element:s', key);
    expect(found?.value).toEqual(value);
    expect(found?.provenance.from).toBe(from);
  });

  it('is unknown where nothing says it', () => {
    expect(givenIn('store s is product', 'element:s', 'fencing')).toBeUndefined();
    expect(givenIn('technology a is b\ntechnology b is a\nstore s is a', 'element:s', 'fencing')).toBeUndefined();
  });

  it('says which knob, and whether it was set', () => {
    expect(givenIn(`${products}\n      store s is product { fast: yes }`, 'element:s', 'reads')?.provenance).toEqual({
      from: 'knob',
      entity: 'element:s',
      knob: 'knob:product.fast',
      value: 'yes',
      isDefault: false,
    });
  });
});

describe('a knob', () => {
  it('is known where its technology says, and nowhere else', () => {
    check(`${products}
      service web
      store s is product { level: 2 }
      //                   ^^^^^ unknown-key
      web -> s { level: 2; fast: yes }
      //                   ^^^^ unknown-key
      store other { fast: yes }
      //            ^^^^ unknown-key
    `);
  });

  it('takes what its technology says', () => {
    check(`${products}
      service web
      store s is product { sync: of; fast: maybe }
      //                         ^^ unknown-word: \`off\`
      //                                   ^^^^^ invalid-value
      web -> s { level: high }
      //                ^^^^ invalid-value
    `);
  });
});

describe('the library', () => {
  it('is overridden by what a project sets', () => {
    const text = `
      technology mine { reads: primary }
      store s is mine
    `;
    expect(givenIn(text, 'element:s', 'reads')?.value).toEqual({ from: 'primary' });
    expect(
      givenIn('extend postgres { replication: single-copy }\nstore s is postgres', 'element:s', 'replication')?.value,
    ).toBe('single-copy');
    expect(
      givenIn('technology postgres { replication: chain }\nstore s is postgres', 'element:s', 'replication')?.value,
    ).toBe('chain');
  });

  it('is no duplicate of what a project declares', () => {
    check(`
      technology postgres "Our own" { replication: chain }
      extend redis { replication: chain }
    `);
  });

  it('has no findings of its own', () => {
    expect(findingsOf('')).toEqual([]);
  });
});

describe('of several statements', () => {
  it('the declaration counts before what continues it', () => {
    const text = `
      // file: a.arch
      extend s { cost: 1 USD/month }
      // file: b.arch
      store s { cost: 2 USD/month }
    `;
    const { model } = projectOf(annotated(text).files);
    expect(model.entity('element:s')?.values.get('cost')).toMatchObject([
      { price: { amount: 2 } },
      { price: { amount: 1 } },
    ]);
  });

  it('only the first declaration counts', () => {
    const text = `
      // file: a.arch
      store s "First" { replicas: 2 }
      // file: b.arch
      store s "Second" { replicas: 3; commit: local }
      //    ^ duplicate-name
    `;
    check(text);
    const entity = projectOf(annotated(text).files).model.entity('element:s');
    expect([entity?.title, entity?.values.get('replicas'), entity?.values.has('commit')]).toEqual([
      'First',
      [{ replicas: 2 }],
      false,
    ]);
  });

  it('a key that holds one value is written once', () => {
    const [finding] = check(`
      // file: a.arch
      extend s { replicas: 4; cost: 1 USD/month }
      //         ^^^^^^^^^^^ duplicate-key
      // file: b.arch
      store s { replicas: 2; cost: 1 USD/month }
    `);
    expect(finding?.related[0]?.uri).toContain('b.arch');
    expect(finding?.fixes[0]?.edits[0]?.newText).toBe('');
  });

  it('a value that cannot be read does not count', () => {
    check(`
      store s { replicas: two; replicas: 2 }
      //                  ^^^ invalid-value
    `);
  });
});

describe('the model', () => {
  it('knows what stands in what, and what flows where', () => {
    const { model } = projectOf(
      annotated(`
      system shop "Shop" {
        /** Where orders are kept. */
        store orders
        boundary inner { service web in outside }
        web ~> orders place
      }
      boundary outside
      `).files,
    );
    const web = model.entity('element:shop.inner.web');
    expect(web && [...enclosing(model, web)].map(({ id }) => id)).toEqual([
      'element:shop.inner.web',
      'element:shop.inner',
      'element:shop',
    ]);
    expect(web?.clauses).toEqual({ in: 'element:outside' });
    expect(model.childrenOf('element:shop')).toEqual(['element:shop.inner', 'element:shop.orders', 'flow:shop.place']);
    expect(model.flowsFrom('element:shop.inner.web')).toEqual(['flow:shop.place']);
    expect(model.flowsTo('element:shop.orders')).toEqual(['flow:shop.place']);
    expect(model.entity('flow:shop.place')?.asynchronous).toBe(true);
    expect(model.entity('element:shop.orders')?.documentation).toBe('Where orders are kept.');
  });
});
