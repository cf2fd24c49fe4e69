import { describe, expect, it } from 'vitest';
import { hover } from '../../server/lsp/hover.ts';
import { fixture } from './fixtures.ts';

function hovered(text: string): { markdown: string; word: string } | undefined {
  const { view, uri, position, at } = fixture(text);
  const found = hover(view, uri, position);
  if (!found?.range) return undefined;
  const { contents } = found;
  if (typeof contents !== 'object' || !('value' in contents)) throw new Error('Markdown was expected');
  return { markdown: contents.value, word: at(found.range) };
}

const topology = 'topology { region eu { zone a; zone b } }\n';

describe('hover', () => {
  it('says of a key what it means, how it is written, and what its absence means', () => {
    const found = hovered('store s {\n  repli$0cation: quorum\n}');
    expect(found?.word).toBe('replication');
    expect(found?.markdown).toContain('How copies are kept the same.');
    expect(found?.markdown).toContain('single-copy | primary-backup');
    expect(found?.markdown).toContain('*Not written:* derived');
    expect(found?.markdown).toContain('Kleppmann');
  });

  it('says what a word of a value means', () => {
    expect(hovered('store s {\n  replication: quo$0rum\n}')).toEqual({
      markdown: '**quorum**: reads and writes ask enough replicas to overlap',
      word: 'quorum',
    });
    expect(hovered('store s { commit: any 1 standby, else $0block }')?.markdown).toContain('no write is acknowledged');
  });

  it('tells the story of a scenario, and what a store does in a partition', () => {
    const store =
      'topology { region west { zone a; zone b }; region north { zone a } }\nfaults { tolerate: partition between regions }\n';
    const scenario =
      'scenario s { partition: west | north; expect: db writable in north; expect: db readable in west }';
    const found = hovered(
      `${store}store db is etcd { voters: west.a, west.b, north.a }\n${scenario.replace('s {', '$0s {')}`,
    );
    expect(found?.markdown).toContain('`west` and `north` cannot reach each other');
    expect(found?.markdown).toMatch(/Fails.*db writable in north/);
    expect(found?.markdown).toMatch(/Holds.*db readable in west/);
    const behaviour = hovered(`${store}store $0db is etcd { voters: west.a, west.b, north.a }`);
    expect(behaviour?.markdown).toContain('CP: consistent, not available on every side');
    expect(behaviour?.markdown).toMatch(/`north` alone.*does not read, does not write/);
  });

  it('says what a measured value is', () => {
    const found = hovered('service a\nservice b\na -> b { deadline: 35$00ms }'.replace('35$00ms', '3$050ms'));
    expect(found?.word).toBe('350ms');
    expect(found?.markdown).toContain('*duration*: A time span with its unit');
  });

  it('says what a kind and the words of a head mean', () => {
    expect(hovered('sto$0re s')?.markdown).toContain('Keeps data that others read and write');
    expect(hovered('store s i$0s postgres')?.markdown).toContain('is <technology>');
    expect(hovered('service a\nservice b\na ~$0> b')?.markdown).toContain('does not wait');
  });

  it('says what a name stands for', () => {
    const text = '/** Who pays whom. */\nstore ledger "Ledger" is postgres\nservice a\na -> led$0ger';
    const found = hovered(text);
    expect(found?.word).toBe('ledger');
    expect(found?.markdown).toContain('**store** `ledger`: Ledger');
    expect(found?.markdown).toContain('Who pays whom.');
    expect(found?.markdown).toContain('*Technology:* PostgreSQL (`postgres`)');
  });

  it('shows what the technology brings along, and from which setting', () => {
    const text = `technology fastdb "FastDB" {
  for: store
  replication: primary-backup
  caveat: "It forgets."
  source: "https://example.org/fastdb"
  knob sync {
    value: one of off, on
    default: off
    case off { commit: local }
    case on { commit: majority }
  }
}
`;
    const given = hovered(`${text}store s$0 is fastdb`);
    expect(given?.markdown).toContain('`replication: primary-backup`, by default');
    expect(given?.markdown).toContain('`commit: local`, from `sync: off` (the default)');
    const set = hovered(`${text}store s$0 is fastdb { sync: on }`);
    expect(set?.markdown).toContain('`commit: majority`, from `sync: on`');
    expect(set?.markdown).not.toContain('(the default)');
    const technology = hovered(`${text}store s is fast$0db`);
    expect(technology?.markdown).toContain('It forgets.');
    expect(technology?.markdown).toContain('<https://example.org/fastdb>');
    expect(technology?.markdown).toContain('*Can be:* store');
    expect(technology?.markdown).toContain('*Settings:* `sync`');
  });

  it('says of a setting whose it is', () => {
    const found = hovered('log l is kafka {\n  min.insync$0.replicas: 2\n}');
    expect(found?.word).toBe('min.insync.replicas');
    expect(found?.markdown).toContain('Kafka');
    expect(found?.markdown).toContain('min.insync.replicas: <count>');
  });

  it('says what a wildcard stands for', () => {
    expect(hovered(`${topology}service s { replicas: 2 across eu.$0* }`)?.markdown).toBe('Stands for `eu.a`, `eu.b`.');
  });

  it('says nothing in comments, on blanks and on unknown words', () => {
    expect(hovered('// sto$0re s')).toBeUndefined();
    expect(hovered('store s {\n  $0\n}')).toBeUndefined();
    expect(hovered('store s {\n  nons$0ense: 1\n}')).toBeUndefined();
  });

  it('works beside broken text', () => {
    expect(hovered('store s {\n  commit: any 1\n  repli$0cation: \n')?.word).toBe('replication');
  });
});
