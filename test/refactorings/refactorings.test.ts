/** What is offered where, and the texts that each refactoring leaves. */
import { describe, expect, it } from 'vitest';
import { missingKeys } from '../../language/refactorings/missing-key.ts';
import { refactorings } from '../../language/refactorings/refactorings.ts';
import type { Offer, Source } from '../../language/refactorings/refactoring.ts';
import { withSafeFixes } from '../../language/refactorings/safe-fixes.ts';
import { edited } from '../../language/refactorings/texts.ts';
import { uriOf } from '../support/annotated.ts';
import { filesIn } from '../lsp/fixtures.ts';
import { afterOffer, sourceOf, offersIn } from './harness.ts';

interface Place {
  readonly texts: ReadonlyMap<string, string>;
  readonly source: Source;
  readonly uri: string;
  readonly selection: { readonly uri: string; readonly start: number; readonly end: number };
  readonly offers: readonly Offer[];
}

/** The cursor is `$0`; a selection stands between guillemets. */
function placeIn(marked: string): Place {
  const texts = new Map<string, string>();
  let selection = { uri: '', start: 0, end: 0 };
  for (const [name, text] of filesIn(marked)) {
    const [cursor, from, to] = ['$0', '«', '»'].map((mark) => text.indexOf(mark)) as [number, number, number];
    const uri = uriOf(name);
    if (cursor >= 0) selection = { uri, start: cursor, end: cursor };
    if (from >= 0) selection = { uri, start: from, end: to - 1 };
    texts.set(uri, text.replace(/\$0|«|»/g, ''));
  }
  const source = sourceOf(texts);
  return { texts, source, uri: selection.uri, selection, offers: refactorings(source, selection) };
}

const titles = (marked: string, part: string): string[] =>
  placeIn(marked)
    .offers.map(({ title }) => title)
    .filter((title) => title.includes(part));

/** The files after the offer with this title, by name; or why it was refused. */
function after(marked: string, title: string): string | Record<string, string> {
  const { texts, source, offers } = placeIn(marked);
  const offer = offers.find((each) => each.title.includes(title));
  if (!offer) throw new Error(`Nothing is called “${title}” among: ${offers.map((each) => each.title).join('; ')}`);
  const result = afterOffer(texts, source, offer);
  if (typeof result === 'string') return result;
  return Object.fromEntries([...result].map(([uri, text]) => [uri.slice(uri.lastIndexOf('/') + 1), text]));
}

describe('another unit', () => {
  it.each([
    ['a -> b { deadline: $01500ms }', ['1500000us', '1.5s', '0.025min']],
    ['a -> b { deadline: 2$0h }', ['7200000ms', '7200s', '120min']],
    ['a -> b { attempt: 90ms; deadline: 100m$0s }', ['100000us', '0.1s']],
    ['a -> b { rate: 60$0/min }', ['1/s', '3600/h', '86400/day']],
    ['a -> b { retention: 30$0 days }', []],
    ['service c { cost: 45$0 EUR/month per replica }', []],
    ['a -> b { retries: 2$0 exponential 20ms }', []],
    ['a -> b { retries: 2 exponential 20$0ms }', ['20000us', '0.02s']],
  ])('of %s is one of %j', (marked, expected) => {
    const found = titles(`service a\nservice b\n${marked}\n`, 'Write in').map((title) => title.split('`')[1]);
    expect(found.map((text) => text?.replace(/ .*/, ''))).toEqual(expected);
  });

  it('says the same time', () => {
    expect(after('service a\nservice b\na -> b { deadline: $01500ms }\n', '1.5s')).toEqual({
      'main.arch': 'service a\nservice b\na -> b { deadline: 1.5s }\n',
    });
  });

  it('is not offered where digits would be lost, or for what is no measure', () => {
    expect(titles('service a\nservice b\na -> b { deadline: 1$0ms }', 'Write in')).toEqual([
      'Write in us: `1000us`',
      'Write in s: `0.001s`',
    ]);
    expect(titles('service a { replicas: 3$0 }', 'Write in')).toEqual([]);
  });
});

describe('a name for a flow', () => {
  it('stands behind its target', () => {
    expect(after('service a\nservice b\n$0a -> b "Asks" { deadline: 1s }\n', 'Name this flow')).toEqual({
      'main.arch': 'service a\nservice b\na -> b a-to-b "Asks" { deadline: 1s }\n',
    });
  });

  it('is none that is taken', () => {
    expect(titles('service a\nservice b\na -> b a-to-b\na ->$0 b', 'Name')).toEqual(['Name this flow `a-to-b-2`']);
  });

  it('is not offered where there is one, nor inside its block', () => {
    expect(titles('service a\nservice b\n$0a -> b call', 'Name')).toEqual([]);
    expect(titles('service a\nservice b\na -> b { $0deadline: 1s }', 'Name')).toEqual([]);
  });
});

describe('a default of the technology', () => {
  const technology = `technology db {
  reads: primary
  knob sync.writes { value: one of on, off; default: on }
  knob ask { value: one of on, off; default: on; on: flow }
}
`;

  it('is written out', () => {
    expect(after(`${technology}store s is d$0b\n`, '`reads: primary`')).toEqual({
      'main.arch': `${technology}store s is db { reads: primary }\n`,
    });
    expect(after(`${technology}store s is d$0b {\n  replicas: 2\n}\n`, 'sync.writes')).toEqual({
      'main.arch': `${technology}store s is db {\n  sync.writes: on\n  replicas: 2\n}\n`,
    });
  });

  it('is offered on the word that gives it, where nothing else is said', () => {
    expect(titles(`${technology}store s is d$0b { reads: any replica; sync.writes: off }\n`, 'Write out')).toEqual([]);
    expect(titles(`${technology}store s$0 is db\n`, 'Write out')).toEqual([]);
    expect(titles(`${technology}store s is d$0b\n`, 'ask')).toEqual([]);
  });
});

describe('an extraction', () => {
  it('wraps what is selected, with its comments', () => {
    expect(
      after('service web\n\n// Books.\n«service a\nstore b»\nweb -> a\na -> b call\n', 'into a new system'),
    ).toEqual({
      'main.arch':
        'service web\n\nsystem new-system {\n  // Books.\n  service a\n  store b\n}\nweb -> a\na -> b call\n',
    });
  });

  it('writes names in full where they would mean something else', () => {
    const text = `// file: main.arch
system shop {
  $0service api
  service web
  web -> api
}
// file: other.arch
system bank {
  service api
}
service probe
probe -> shop.api
extend shop.api { replicas: 2 }
`;
    expect(after(text, 'into a new system')).toMatchObject({
      'main.arch': 'system shop {\n  system new-system {\n    service api\n  }\n  service web\n  web -> api\n}\n',
      'other.arch':
        'system bank {\n  service api\n}\nservice probe\nprobe -> shop.api\nextend shop.api { replicas: 2 }\n',
    });
    const shadowed =
      'system s {\n  $0service a\n  service b {\n    service c\n  }\n  system t {\n    service a\n  }\n}\nservice x\nx -> s.a\n';
    expect(after(shadowed, 'into a new system')).toMatchObject({
      'main.arch': expect.stringContaining('x -> s.new-system.a') as string,
    });
  });

  it('makes a boundary, and takes a name that is free', () => {
    expect(after('system new-boundary\n$0service a\n', 'into a new boundary')).toEqual({
      'main.arch': 'system new-boundary\nboundary new-boundary-2 {\n  service a\n}\n',
    });
  });

  it('is not offered for what cannot stand in one, or is about what it stands in', () => {
    for (const text of [
      '$0team a',
      '«service a\nteam b»',
      'system s {\n  service a\n  $0faults { timing: asynchronous }\n}',
      'service a { «replicas: 2» }',
      'system s { $0service a }',
    ])
      expect(titles(text, 'into a new'), text).toEqual([]);
  });

  it('keeps line ends', () => {
    expect(after('service x\r\n$0service a\r\n', 'into a new system')).toEqual({
      'main.arch': 'service x\r\nsystem new-system {\r\n  service a\r\n}\r\n',
    });
  });
});

describe('a move', () => {
  const two =
    '// file: main.arch\nservice web\n\n/** Owes. */\n$0store ledger { replicas: 2 } // all of it\nweb -> ledger\n// file: other.arch\nservice other\n';

  it('takes comments and documentation along, to a file that is there or to a new one', () => {
    expect(after(two, 'to `other.arch`')).toEqual({
      'main.arch': 'service web\n\nweb -> ledger\n',
      'other.arch': 'service other\n\n/** Owes. */\nstore ledger { replicas: 2 } // all of it\n',
    });
    expect(after(two, 'to a new file `ledger.arch`')).toEqual({
      'main.arch': 'service web\n\nweb -> ledger\n',
      'other.arch': 'service other\n',
      'ledger.arch': '/** Owes. */\nstore ledger { replicas: 2 } // all of it\n',
    });
  });

  it('continues what the declaration stood in', () => {
    expect(after('system shop {\n  system back {\n    $0service a\n    service b\n  }\n}\n', 'new file')).toEqual({
      'main.arch': 'system shop {\n  system back {\n    service b\n  }\n}\n',
      'a.arch': 'extend shop.back {\n  service a\n}\n',
    });
  });

  it('leaves the comment that opens the file', () => {
    expect(after('// About this file.\n// Really.\n$0service a\nservice b\n', 'new file')).toMatchObject({
      'main.arch': '// About this file.\n// Really.\nservice b\n',
    });
  });

  it('writes the line ends of the file that it goes to', () => {
    expect(
      after('// file: main.arch\n$0service a\nservice b\n// file: other.arch\nservice c\r\n', 'other.arch'),
    ).toMatchObject({
      'other.arch': 'service c\r\n\r\nservice a\r\n',
    });
  });

  it('is refused where the order of files decides', () => {
    const text =
      '// file: a.arch\nservice a { replicas: 2 }\nservice x\n// file: b.arch\nservice b\n$0service a { replicas: 3 }\n// file: 0.arch\nservice c\n';
    expect(after(text, 'to `0.arch`')).toContain('would no longer mean the same');
  });

  it('is not offered for everything in a file, or for part of a line', () => {
    expect(titles('$0service a', 'Move')).toEqual([]);
    expect(titles('service a; $0service b', 'Move')).toEqual([]);
  });
});

describe('a split', () => {
  const padding = '// …\n'.repeat(100);

  it('makes a file for each system and boundary', () => {
    expect(after(`service a$0\nsystem b {\n  service c\n}\nboundary d\n${padding}`, 'by system')).toEqual({
      'main.arch': `service a\n${padding}`,
      'b.arch': 'system b {\n  service c\n}\n',
      'd.arch': 'boundary d\n',
    });
  });

  it('makes a file for each kind', () => {
    expect(
      after(`service a$0\nteam t\ntopology {\n  zone z\n}\nscenario s {\n  fail: z\n}\nteam u\n${padding}`, 'by kind'),
    ).toEqual({
      'main.arch': `service a\n${padding}`,
      'teams.arch': 'team t\n\nteam u\n',
      'topology.arch': 'topology {\n  zone z\n}\n',
      'scenarios.arch': 'scenario s {\n  fail: z\n}\n',
    });
  });

  it('is offered for long files with several parts', () => {
    expect(titles('system a$0\nsystem b\n', 'Split')).toEqual([]);
    expect(titles(`service a$0\n${padding}`, 'Split')).toEqual([]);
  });
});

describe('a missing key', () => {
  it('is added with an example that fits, and asks no more', () => {
    const { source, selection, texts } = placeIn('service a\nservice b { replicas: 2 }\n$0a -> b { retries: 2 }\n');
    const missing = missingKeys(source, selection);
    expect(missing.map(({ key }) => key).length).toBeGreaterThan(0);
    for (const { key, entity, change } of missing) {
      const [edit] = change.edits;
      const text = edited(texts.get(selection.uri) ?? '', change.edits);
      const fresh = sourceOf(new Map([[selection.uri, text]]));
      expect(edit?.newText).toContain(`${key}: `);
      expect((fresh.project.unanswered().get(entity) ?? []).map((each) => each.key)).not.toContain(key);
      expect(fresh.project.findings().filter(({ rule }) => rule.startsWith('language/'))).toEqual([]);
    }
  });

  it('is asked for in the head of what lacks it alone', () => {
    const { source, selection } = placeIn('service a\nservice b\na -> b { $0retries: 2 }\n');
    expect(missingKeys(source, selection)).toEqual([]);
  });
});

describe('putting declarations in order', () => {
  const organised = (text: string): string | undefined => {
    const uri = uriOf('main.arch');
    const texts = new Map([[uri, text]]);
    const source = sourceOf(texts);
    const offer = offersIn(source, uri).get('Put declarations in order');
    if (!offer) return undefined;
    const after = afterOffer(texts, source, offer);
    return typeof after === 'string' ? after : after.get(uri);
  };

  it('sorts by section, keeps the order inside one, and takes comments along', () => {
    expect(
      organised(`// The shop.

view all {}

// Pays.
a -> b pay
a -> b ask  // twice
/** Front. */
service a
service b

// Places of its own.

topology { region r }
`),
    ).toBe(`// The shop.

// Places of its own.

topology { region r }

/** Front. */
service a
service b

// Pays.
a -> b pay
a -> b ask  // twice

view all {}
`);
  });

  it('is not offered where all is in order, and refused where statements share a line', () => {
    expect(organised('topology { region r }\nservice a\nextend a { owner: "x" }\nservice b\na -> b\n')).toBeUndefined();
    expect(organised('service a\nservice b\na -> b; service c\n')).toMatch(/share a line/);
  });

  it('keeps Windows line ends and a last line without one', () => {
    expect(organised('service a\r\nservice b\r\na -> b\r\nteam t')).toBe(
      'team t\r\n\r\nservice a\r\nservice b\r\na -> b',
    );
  });
});

describe('all safe fixes', () => {
  it('are made, also where one stands beside another', () => {
    const text = 'service a {\n  replicas: 2\n  replicas: 3\n  replicas: 4; owner: "x"\n}\n';
    const uri = uriOf('main.arch');
    const source = sourceOf(new Map([[uri, text]]));
    const mended = withSafeFixes(source, uri, source.project.findings());
    expect(mended).toBe('service a {\n  replicas: 2\n  owner: "x"\n}\n');
    const fresh = sourceOf(new Map([[uri, mended ?? '']]));
    expect(withSafeFixes(fresh, uri, fresh.project.findings())).toBeUndefined();
  });

  it('leave a text whose braces or quotes are out of order', () => {
    const uri = uriOf('main.arch');
    for (const text of [
      'service a {\n  replicas: 2\n  replicas: 3\n',
      'service a "x {\n  replicas: 2\n  replicas: 3\n}\n',
    ]) {
      const source = sourceOf(new Map([[uri, text]]));
      expect(source.project.findings().flatMap(({ fixes }) => fixes.filter(({ safe }) => safe))).toEqual([]);
      expect(withSafeFixes(source, uri, source.project.findings())).toBeUndefined();
    }
  });

  it('leave what people have to decide', () => {
    const uri = uriOf('main.arch');
    const source = sourceOf(new Map([[uri, 'service a { onwer: "x" }\n']]));
    expect(withSafeFixes(source, uri, source.project.findings())).toBeUndefined();
  });
});
