import { describe, expect, it } from 'vitest';
import { standardVocabulary, createVocabulary } from '../../language/vocabulary/vocabulary.ts';
import type { Key } from '../../language/vocabulary/vocabulary.ts';
import { kinds } from '../../language/vocabulary/kinds.ts';
import { duration } from '../../language/vocabulary/units.ts';
import { completion } from '../../server/lsp/completion.ts';
import { applied, fixture } from './fixtures.ts';

const world = `
// file: world.arch
topology {
  region eu-west { zone a; zone b }
  region eu-north { zone a }
}
team core "Core team"
data Payment
boundary cde
technology ownqueue { for: queue }
system shop {
  service api
  store ledger is postgres
  log events is kafka
  client web
  web -> api
}
`;

function complete(text: string, options: { trigger?: string; snippets?: boolean } = {}) {
  const { view, uri, position, textOf } = fixture(`// file: main.arch\n${text}${world}`);
  const list = completion(view, uri, position, { snippets: options.snippets ?? false, trigger: options.trigger });
  const items = new Map(list.items.map((item) => [item.label, item]));
  return {
    labels: list.items.map(({ label }) => label),
    item: (label: string) => items.get(label),
    /** The text once an item is taken. */
    taking: (label: string): string => {
      const edit = items.get(label)?.textEdit;
      if (!edit || !('range' in edit)) throw new Error(`no ${label} in ${[...items.keys()].join(', ')}`);
      return applied(textOf(uri), [edit]);
    },
  };
}

describe('at the start of a statement', () => {
  it('offers the kinds and keys of where it stands', () => {
    const { labels } = complete('service pay {\n  $0\n}');
    expect(labels).toEqual(expect.arrayContaining(['replicas', 'owner', 'state', 'cost', 'service', 'boundary']));
    expect(labels).not.toContain('commit');
    expect(labels).not.toContain('region');
    expect(labels).not.toContain('technology');
  });

  it('offers what can stand at the top of a file', () => {
    const { labels } = complete('$0');
    expect(labels).toEqual(expect.arrayContaining(['system', 'topology', 'data', 'team', 'decision', 'technology']));
    expect(labels).not.toContain('zone');
    expect(labels).not.toContain('owner');
    expect(labels).not.toContain('flow');
  });

  it('leaves out keys that are written, unless they may be repeated', () => {
    const { labels } = complete('service pay {\n  owner: core\n  cost: 1 USD/month\n  $0\n}');
    expect(labels).not.toContain('owner');
    expect(labels).toContain('cost');
  });

  it('offers the settings of the technology', () => {
    const { labels, item } = complete('log bus is kafka {\n  min$0\n}');
    expect(labels).toContain('min.insync.replicas');
    expect(item('min.insync.replicas')?.detail).toBe('setting of kafka');
  });

  it('offers settings that are written on flows to the technology', () => {
    const { labels } = complete('shop.api -> events send {\n  $0\n}');
    expect(labels).toEqual(expect.arrayContaining(['acks', 'deadline', 'retries']));
    expect(labels).not.toContain('min.insync.replicas');
  });

  it('replaces a dotted setting that is half written', () => {
    expect(complete('log bus is kafka {\n  min.insync.re$0\n}').taking('min.insync.replicas')).toContain(
      '\n  min.insync.replicas: \n',
    );
  });

  it('says what a key means, what its absence means and where that comes from', () => {
    const documentation = JSON.stringify(complete('store s {\n  $0\n}').item('replication')?.documentation);
    expect(documentation).toContain('How copies are kept the same.');
    expect(documentation).toContain('*Not written:* derived');
    expect(documentation).toContain('*Source:* Kleppmann');
    expect(documentation).toContain('`replication: primary-backup`');
  });

  it('writes the colon, but not twice', () => {
    expect(complete('service pay {\n  own$0\n}').taking('owner')).toContain('\n  owner: \n');
    expect(complete('service pay {\n  own$0: core\n}').taking('owner')).toContain('\n  owner: core\n');
  });

  it('writes a kind with its block where the line is free', () => {
    const edit = complete('serv$0', { snippets: true }).item('service')?.textEdit;
    expect(edit?.newText).toBe('service ${1:name} {\n\t$0\n}');
    expect(complete('serv$0 pay {}', { snippets: true }).item('service')?.textEdit?.newText).toBe('service');
  });

  it('continues what `extend` continues', () => {
    const { labels } = complete('extend shop.ledger {\n  $0\n}');
    expect(labels).toEqual(expect.arrayContaining(['commit', 'primary', 'reads']));
  });

  it('offers names as the start of a flow once a letter is there', () => {
    expect(complete('ap$0').taking('api')).toContain('api -> ');
    expect(complete('$0').labels).not.toContain('api');
  });

  it('stays quiet where a blank only indents', () => {
    expect(complete('service pay {\n $0\n}', { trigger: ' ' }).labels).toEqual([]);
  });
});

describe('in a value', () => {
  it('offers the words with their meanings', () => {
    const { labels, item } = complete('service pay {\n  state: $0\n}');
    expect(labels).toEqual(expect.arrayContaining(['none', 'session', 'durable']));
    expect(item('durable')?.detail).toBe('keeps data that must not be lost');
  });

  it('offers what may follow', () => {
    expect(complete('service pay {\n  replicas: 3 $0\n}').labels).toEqual(['across']);
    expect(complete('store s {\n  commit: any 1 standby, $0\n}').labels).toEqual(['else']);
    expect(complete('store s {\n  commit: any 1 standby, else b$0\n}').labels).toEqual(['block', 'continue']);
  });

  it('offers names of the kinds that fit, in their shortest clear form', () => {
    const { labels } = complete('store s {\n  primary: $0\n}');
    expect(labels).toEqual(expect.arrayContaining(['eu-west', 'eu-north', 'b', 'eu-west.a', 'eu-north.a'].slice(0, 2)));
    expect(labels).toContain('eu-west.a');
    expect(labels).not.toContain('api');
    expect(labels).not.toContain('core');
  });

  it('offers every member at once where that may be written', () => {
    const { labels } = complete('service pay {\n  replicas: 2 across $0\n}');
    expect(labels).toContain('eu-west.*');
    expect(labels).not.toContain('eu-north.*');
    expect(complete('store s {\n  primary: $0\n}').labels).not.toContain('eu-west.*');
  });

  it('offers members behind a dot', () => {
    const { labels, taking } = complete('store s {\n  standbys: eu-north.a, eu-west.$0\n}');
    expect(labels).toEqual(['eu-west.a', 'eu-west.b', 'eu-west.*']);
    expect(taking('eu-west.b')).toContain('standbys: eu-north.a, eu-west.b\n');
  });

  it('goes on after a comma in the next line', () => {
    expect(complete('store s {\n  standbys: eu-west.a,\n    $0\n}').labels).toContain('eu-west.b');
  });

  it('offers teams for an owner and data for what is held', () => {
    expect(complete('service pay {\n  owner: $0\n}').labels).toContain('core');
    expect(complete('store s {\n  holds: $0\n}').labels).toContain('Payment');
  });

  it('offers units for a number that needs one', () => {
    const { labels } = complete('a -> b {\n  deadline: 35$0\n}');
    expect(labels).toEqual(expect.arrayContaining(['35ms', '35s', '35min']));
  });

  it.each([
    ['service pay {\n  cost: 60$0\n}', ['60 USD/month', '60 EUR/h']],
    ['service pay {\n  cost: 60 $0\n}', ['60 USD/month', '60 EUR/h']],
    ['service pay {\n  cost: 60 EUR/$0\n}', ['60 EUR/month', '60 EUR/h']],
    ['a -> b {\n  rate: 5$0\n}', ['5/s', '5/min']],
    ['a -> b {\n  deadline: 30 d$0\n}', ['30 days']],
  ])('offers units of several words: %j', (text, units) => {
    expect(complete(text).labels).toEqual(expect.arrayContaining(units));
  });

  it('offers no second unit', () => {
    expect(complete('a -> b {\n  retries: 2 exponential 20ms $0\n}').labels).toEqual(['jitter']);
  });

  it('writes what a word needs behind it, as far as that is certain', () => {
    const written = (text: string, word: string): string | undefined => {
      const { view, uri, position } = fixture(text);
      const { items } = completion(view, uri, position, { snippets: true });
      return items.find(({ label }) => label === word)?.textEdit?.newText;
    };
    expect(written('store s {\n  commit: $0\n}', 'any')).toBe('any ${1:3} ${2|standby,standbys|}');
    expect(written('a -> b {\n  idempotent: $0\n}', 'by')).toBe('by ${1:"payment id"}');
    expect(written('faults {\n  tolerate: $0\n}', 'crash')).toBe('crash of');
    expect(written('store s {\n  commit: $0\n}', 'local')).toBe('local');
    expect(written('store s {\n  commit: $0 1 standby\n}', 'any')).toBe('any');
  });

  it('offers the sign that a link needs', () => {
    expect(complete('topology {\n  link eu $0\n}').labels).toEqual(['<->']);
  });

  it('shows an example where a value is free', () => {
    expect(complete('a -> b {\n  deadline: $0\n}').labels).toContain('30s');
  });

  it('offers the words of a setting', () => {
    expect(complete('shop.api -> events send {\n  acks: $0\n}').labels).toEqual(expect.arrayContaining(['all']));
  });

  it('offers nothing in texts and comments', () => {
    expect(complete('service pay {\n  owner: "$0"\n}').labels).toEqual([]);
    expect(complete('service pay {\n  owner: "Ada$0\n}').labels).toEqual([]);
    expect(complete('// hello $0').labels).toEqual([]);
    expect(complete('/* hello $0 */').labels).toEqual([]);
  });

  it('offers nothing after a value that is wrong', () => {
    expect(complete('service pay {\n  state: nonsense $0\n}').labels).toEqual([]);
  });
});

describe('in a head', () => {
  it('leaves the name to its writer', () => {
    expect(complete('service $0').labels).toEqual([]);
  });

  it('offers the words that may follow the name', () => {
    expect(complete('service pay $0').labels).toEqual(['is', 'in']);
    expect(complete('service pay "Payments" i$0').labels).toEqual(['is', 'in']);
    expect(complete('service pay in cde $0').labels).toEqual(['is']);
  });

  it('offers technologies that fit the kind', () => {
    const { labels } = complete('queue jobs is $0');
    expect(labels).toContain('ownqueue');
    expect(labels).not.toContain('postgres');
    expect(complete('store s is $0 {\n}').labels).toContain('postgres');
  });

  it('offers boundaries behind `in`', () => {
    expect(complete('service pay in $0').labels).toEqual(['cde']);
  });

  it('offers names behind an arrow', () => {
    const { labels } = complete('shop.web -> $0');
    expect(labels).toEqual(expect.arrayContaining(['api', 'ledger', 'shop']));
    expect(labels).not.toContain('core');
    expect(complete('shop.web -> shop.$0').labels).toEqual(['shop.api', 'shop.events', 'shop.ledger', 'shop.web']);
  });

  it('offers places, and any place of a kind, for a link', () => {
    const { labels } = complete('topology {\n  link eu-west <-> $0\n}');
    expect(labels).toEqual(expect.arrayContaining(['eu-north', 'zone']));
  });

  it('offers what can be continued', () => {
    expect(complete('extend $0').labels).toEqual(expect.arrayContaining(['ledger', 'shop', 'Payment']));
  });

  it('offers rules for an acceptance and a suppression', () => {
    expect(complete('accept lang$0').labels).toContain('language/unknown-key');
    const { labels, taking } = complete('// faultline-ignore language/unk$0');
    expect(labels).toContain('language/unknown-key');
    expect(taking('language/unknown-key')).toContain('// faultline-ignore language/unknown-key\n');
  });
});

describe('in broken text', () => {
  it('knows the block that is not closed', () => {
    expect(complete('service pay {\n  $0').labels).toContain('replicas');
    expect(complete('service pay {\n  re$0\n\nservice other {\n}').labels).toContain('replicas');
    expect(complete('store s {\n  commit: \n  reads: $0\n\nservice other {\n}').labels).toContain('primary');
  });

  it('leaves an open block where the indentation goes back', () => {
    expect(complete('store s {\n  reads: primary\n\n$0').labels).not.toContain('commit');
  });

  it('works behind an unfinished text and an unfinished flow', () => {
    expect(complete('service pay {\n  owner: "Ada\n  $0\n}').labels).toContain('replicas');
    expect(complete('system s {\n  web ->\n}\nservice pay {\n  $0\n}').labels).toContain('replicas');
  });

  it('knows no key inside a kind that does not exist', () => {
    expect(complete('gibberish pay {\n  $0\n}').labels).toEqual([]);
  });
});

it('offers a key that was added to the vocabulary', () => {
  const patience: Key = {
    pattern: duration,
    on: ['service'],
    meaning: 'How long it waits before it gives up.',
    absence: 'unknown',
    examples: ['5s'],
  };
  const keys = Object.fromEntries(standardVocabulary.keys);
  const { view, uri, position } = fixture('service a {\n  pat$0\n}', createVocabulary(kinds, { ...keys, patience }));
  const found = completion(view, uri, position, { snippets: false }).items.find(({ label }) => label === 'patience');
  expect(JSON.stringify(found?.documentation)).toContain('How long it waits before it gives up.');
});
