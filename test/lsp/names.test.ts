import { describe, expect, it } from 'vitest';
import { definition } from '../../server/lsp/definition.ts';
import { documentHighlights, references } from '../../server/lsp/references.ts';
import { prepareRename, rename } from '../../server/lsp/rename.ts';
import { applied, fixture, inOnePiece } from './fixtures.ts';

const project = (main: string): string => `// file: main.arch
${main}
// file: other.arch
system shop {
  service api
  store ledger is postgres
  api -> ledger
}
extend shop.ledger { owner: "Ada" }
`;

describe('definition', () => {
  it('goes to the declaration in another file, one segment at a time', () => {
    for (const [main, word] of [
      ['service web\nweb -> shop.led$0ger', 'ledger'],
      ['service web\nweb -> sh$0op.ledger', 'shop'],
    ] as const) {
      const { view, uri, position, at } = fixture(project(main));
      const found = definition(view, uri, position);
      expect(found.map((location) => [location.uri, at(location.range, location.uri)])).toEqual([
        ['file:///project/other.arch', word],
      ]);
    }
  });

  it('goes into the library', () => {
    const { view, uri, position, at } = fixture('store s is post$0gres');
    const [found] = definition(view, uri, position);
    expect(found?.uri).toMatch(/^faultline-library:\/.*\.arch$/);
    expect(found && at(found.range, found.uri)).toBe('postgres');
  });

  it('goes to the setting of a technology', () => {
    const { view, uri, position, at } = fixture('log l is kafka { min.insync$0.replicas: 2 }');
    const [found] = definition(view, uri, position);
    expect(found && at(found.range, found.uri)).toBe('min.insync.replicas');
  });

  it('goes nowhere from words that are no names', () => {
    const { view, uri, position } = fixture('store s { reads: prim$0ary }');
    expect(definition(view, uri, position)).toEqual([]);
  });
});

describe('references', () => {
  it('finds every use, with and without the declaration', async () => {
    const { view, uri, position, at } = fixture(project('service web\nweb -> shop.ledger\nweb -> led$0ger'));
    const all = await references(view, uri, position, true, inOnePiece);
    expect(all.map((location) => at(location.range, location.uri))).toEqual(Array(5).fill('ledger'));
    expect(await references(view, uri, position, false, inOnePiece)).toHaveLength(4);
  });

  it('marks them in the document', () => {
    const { view, uri, position, at } = fixture('service a$0\nservice b\na -> b\nb -> a');
    expect(documentHighlights(view, uri, position).map(({ range, kind }) => [at(range), kind])).toEqual([
      ['a', 3],
      ['a', 2],
      ['a', 2],
    ]);
  });
});

/** The files after renaming at the cursor, or why that is refused. */
function renamed(text: string, newName: string): string | Record<string, string> {
  const { view, uri, position, project: model, textOf } = fixture(text);
  const edits = rename(view, uri, position, newName);
  if ('refused' in edits) return edits.refused;
  const before = model.findings().length;
  const files: Record<string, string> = {};
  for (const document of model.documents()) {
    const own = edits.filter((edit) => edit.uri === document);
    files[document.slice(document.lastIndexOf('/') + 1)] = applied(textOf(document), own);
  }
  for (const [name, after] of Object.entries(files)) model.setDocument(`file:///project/${name}`, after);
  expect(model.findings()).toHaveLength(before);
  return files;
}

describe('rename', () => {
  it('changes every use in every file, one segment at a time', () => {
    expect(renamed(project('service web\nweb -> shop.led$0ger'), 'book')).toEqual({
      'main.arch': 'service web\nweb -> shop.book\n',
      'other.arch':
        'system shop {\n  service api\n  store book is postgres\n  api -> book\n}\nextend shop.book { owner: "Ada" }\n',
    });
    expect(renamed(project('service web\nweb -> sh$0op.ledger'), 'store')).toMatchObject({
      'main.arch': 'service web\nweb -> store.ledger\n',
    });
  });

  it('renames flows, places, data and settings of own technologies', () => {
    const text = `technology db { knob some.sett$0ing { value: one of on, off; default: on } }
store s is db { some.setting: off }
`;
    expect(renamed(text, 'another.setting')).toMatchObject({
      'main.arch': expect.stringContaining('s is db { another.setting: off }') as string,
    });
    const flows = 'service a\nservice b\na -> b cal$0l\noperation op at a { steps: call, 2 call }';
    expect(renamed(flows, 'ask')).toMatchObject({
      'main.arch': 'service a\nservice b\na -> b ask\noperation op at a { steps: ask, 2 ask }',
    });
    const places = 'topology { region eu { zone a$0; zone b } }\nservice s { replicas: 2 across eu.a, eu.b }';
    expect(renamed(places, 'c')).toMatchObject({
      'main.arch': 'topology { region eu { zone c; zone b } }\nservice s { replicas: 2 across eu.c, eu.b }',
    });
  });

  it('takes words of the vocabulary and other scripts as names', () => {
    expect(renamed('service a$0\nservice b\na -> b', 'service')).toMatchObject({
      'main.arch': 'service service\nservice b\nservice -> b',
    });
    expect(renamed('service a$0\nservice b\na -> b', 'größe')).toMatchObject({
      'main.arch': 'service größe\nservice b\ngröße -> b',
    });
  });

  it('refuses what is no name', () => {
    for (const name of ['two words', '', '1st', 'a.b', 'a/b', '"a"'])
      expect(renamed('service a$0', name)).toContain('cannot be a name');
  });

  it('refuses a name that is taken', () => {
    expect(renamed('service a$0\nservice b\na -> b', 'b')).toBe('`b` is there already: a `service` has that name.');
  });

  it('refuses a name that another one would hide, or that would hide another', () => {
    // From inside `inner`, `ledger` would mean `inner.ledger`.
    const hidden = `store bo$0ok
system inner {
  service ledger
  service a
  a -> book
}
`;
    expect(renamed(hidden, 'ledger')).toContain('`book` in line 5 of main.arch is meant now');
    const hiding = `store ledger
system inner {
  service bo$0ok
  service a
  a -> ledger
}
`;
    expect(renamed(hiding, 'ledger')).toContain('`ledger` in line 5 of main.arch is meant now');
  });

  it('refuses a name that would become ambiguous', () => {
    const text = `system one { service a$0 }
system two { service b }
service c
c -> b
`;
    expect(renamed(text, 'b')).toContain('it would mean nothing, or several things');
  });

  it('refuses a place named like any place of a kind', () => {
    const text =
      'topology {\n  region eu { zone a; zone b }\n  region u$0s { zone a }\n  link us <-> eu { rtt: 80ms }\n}';
    expect(renamed(text, 'region')).toContain('it would mean nothing');
  });

  it('refuses the library, and the words of settings', () => {
    expect(renamed('store s is post$0gres', 'pg')).toContain('Faultline’s library');
    const own = 'technology db { knob k { value: one of on, off; case o$0n { commit: local } } }';
    expect(renamed(own, 'yes')).toContain('product’s own word');
    expect(renamed('store s { re$0ads: primary }', 'x')).toContain('Only the name of something declared');
  });

  it('says beforehand what would be renamed', () => {
    const { view, uri, position, at } = fixture(project('service web\nweb -> shop.led$0ger'));
    const found = prepareRename(view, uri, position);
    expect('refused' in found ? found : [found.placeholder, at(found.range)]).toEqual(['ledger', 'ledger']);
  });
});
