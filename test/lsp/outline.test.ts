import { describe, expect, it } from 'vitest';
import { findingItems } from '../../server/lsp/finding-items.ts';
import { outline } from '../../server/lsp/outline.ts';
import type { OutlineGrouping, OutlineItem } from '../../server/protocol.ts';
import { fixture } from './fixtures.ts';

const root = 'file:///project';
const all = 1000;

const shop = `
team payments "Payments team"
topology {
  region eu-west "Ireland" { zone a; zone b }
}
actor customer
system shop "Shop" {
  owner: payments
  service web { replicas: 3 across eu-west.a, eu-west.b }
  store orders "Orders" is postgres { primary: eu-west.a; standbys: eu-west.b }
  system back { service billing; owner: "Ada" }
}
service web2 { onwer: "x"; web3: 1 }
customer -> shop.web visit
`;

/** A level as lines: label, and what is told beside it. */
function lines(items: readonly OutlineItem[]): string[] {
  return items.map(({ is, label, title, kind, members, copies, hasChildren, findings }) =>
    [
      is === 'entity' ? kind : is,
      label,
      title === undefined ? '' : `"${title}"`,
      members === undefined ? '' : `(${String(members)})`,
      copies === undefined ? '' : `×${String(copies)}`,
      hasChildren ? '+' : '',
      Object.entries(findings)
        .map(([severity, count]) => `${severity}:${String(count)}`)
        .join(' '),
    ]
      .filter((part) => part !== '')
      .join(' '),
  );
}

/** The tree down to the items that are followed, by their labels. */
function walk(text: string, grouping: OutlineGrouping, ...labels: string[]): string[] {
  const views = new Map([[root, fixture(text).view]]);
  let { items } = outline(views, { grouping, path: [], limit: all });
  for (const label of labels) {
    const next = items.find((item) => item.label === label);
    if (!next) throw new Error(`There is no ${label} among ${lines(items).join(', ')}.`);
    ({ items } = outline(views, { grouping, path: next.path, limit: all }));
  }
  return lines(items);
}

describe('the model by kind', () => {
  it('lists the kinds that there are, flows last', () => {
    expect(walk(shop, 'kind').map((line) => line.split(' error')[0]?.split(' hint')[0])).toEqual([
      'kind system (2) +',
      'kind service (3) +',
      'kind actor (1) +',
      'kind store (1) +',
      'kind team (1) +',
      'kind region (1) +',
      'kind zone (2) +',
      'kind flow (1) +',
    ]);
  });

  it('shows a system inside a system below it and not beside it', () => {
    expect(walk(shop, 'kind', 'system').map((line) => line.split(' ').slice(0, 3).join(' '))).toEqual([
      'system shop "Shop"',
    ]);
    expect(walk(shop, 'kind', 'system', 'shop').map((line) => line.split(' ').slice(0, 2).join(' '))).toEqual([
      'system back',
      'store orders',
      'service web',
    ]);
  });

  it('counts the findings of an element at everything around it', () => {
    const text = 'system a { system b { service c { onwer: "x" } } }';
    for (const path of [[], ['system'], ['system', 'a'], ['system', 'a', 'b']])
      expect(walk(text, 'kind', ...path).filter((line) => line.includes('error:1'))).toHaveLength(
        path.length === 0 ? 2 : 1,
      );
  });

  it('shows nothing of the library, and nothing where there is no model', () => {
    expect(walk('service a is postgres', 'kind')).toEqual(['kind service (1) +']);
    expect(walk('', 'kind')).toEqual([]);
  });
});

describe('the model by owner', () => {
  it('puts each element below its innermost owner, and what has none last', () => {
    expect(walk(shop, 'owner').map((line) => line.split(') ')[0])).toEqual([
      'owner Ada (2',
      'owner Payments team (3',
      'unowned (1',
    ]);
  });

  it('lists an element below another of the same owner only', () => {
    expect(walk(shop, 'owner', 'Ada').map((line) => line.split(' ')[1])).toEqual(['shop.back']);
  });
});

describe('the model by placement', () => {
  it('follows the tree of places, with what is placed nowhere last', () => {
    expect(walk(shop, 'placement').map((line) => line.split(' ')[0])).toEqual(['region', 'unplaced']);
  });

  it('says how many copies surely stand in a place', () => {
    expect(
      walk(shop, 'placement', 'eu-west', 'a').map((line) => line.replace(/ (error|warning|info|hint):.*/, '')),
    ).toEqual(['store shop.orders "Orders" ×1', 'service shop.web ×1']);
  });
});

describe('a level', () => {
  it('is cut at its limit and says how much is left', () => {
    const text = Array.from({ length: 30 }, (_, i) => `service s${String(i)}`).join('\n');
    const views = new Map([[root, fixture(text).view]]);
    const { items, more } = outline(views, { grouping: 'kind', path: [root, '#service'], limit: 10 });
    expect(items).toHaveLength(10);
    expect(more).toBe(20);
  });

  it('starts with the projects where there are several', () => {
    const views = new Map([
      ['file:///b', fixture('service a { onwer: "x" }').view],
      ['file:///a', fixture('service a').view],
      ['file:///empty', fixture('').view],
    ]);
    const { items } = outline(views, { grouping: 'kind', path: [], limit: all });
    expect(lines(items.filter(({ label }) => label !== 'empty'))[0]).toMatch(/^project a \+/);
    expect(lines(items.filter(({ label }) => label !== 'empty'))[1]).toMatch(/^project b \+ error:1/);
  });

  it('is empty for what is not there any more', () => {
    const views = new Map([[root, fixture('service a').view]]);
    for (const path of [[root, '#nothing'], [root, 'element:gone'], ['file:///gone']])
      expect(outline(views, { grouping: 'kind', path, limit: all })).toEqual({ items: [], more: 0 });
  });
});

describe('the list of findings', () => {
  it('holds what each document is told of, up to a limit', () => {
    const { view, at } = fixture('service a { onwer: "x" }\nservice b { onwer: "y" }');
    const { items, more } = findingItems([view], { limit: 1 });
    expect(items.map(({ rule, range }) => [rule, at(range)])).toEqual([['language/unknown-key', 'onwer']]);
    expect(more).toBeGreaterThan(0);
  });
});
