import { describe, expect, it } from 'vitest';
import type { SelectionRange } from 'vscode-languageserver';
import { formatText } from '../../language/format/format.ts';
import { documentLinks } from '../../server/lsp/document-links.ts';
import { linkedEditing } from '../../server/lsp/linked-editing.ts';
import { onTypeFormatting } from '../../server/lsp/on-type-formatting.ts';
import { rangeFormatting } from '../../server/lsp/range-formatting.ts';
import { selectionRanges } from '../../server/lsp/selection-ranges.ts';
import { applied, fixture } from './fixtures.ts';

describe('selection ranges', () => {
  const selected = (text: string): string[] => {
    const { view, uri, position, at } = fixture(text);
    const found: string[] = [];
    for (let each: SelectionRange | undefined = selectionRanges(view, uri, [position])[0]; each; each = each.parent)
      found.push(at(each.range));
    return found;
  };

  it('grow from the word to the whole text', () => {
    expect(selected('system s {\n  store a {\n    replicas: 3 across eu.we$0st, b\n  }\n}\n')).toEqual([
      'west',
      'eu.west',
      '3 across eu.west, b',
      'replicas: 3 across eu.west, b',
      '{\n    replicas: 3 across eu.west, b\n  }',
      'store a {\n    replicas: 3 across eu.west, b\n  }',
      '{\n  store a {\n    replicas: 3 across eu.west, b\n  }\n}',
      'system s {\n  store a {\n    replicas: 3 across eu.west, b\n  }\n}',
      'system s {\n  store a {\n    replicas: 3 across eu.west, b\n  }\n}\n',
    ]);
  });

  it('know numbers, texts, heads and comments', () => {
    expect(selected('service a { x: 3$05ms }'.replace('3$0', '3$0')).slice(0, 3)).toEqual(['35', '35ms', 'x: 35ms']);
    expect(selected('service a "A $0b" in c {}').slice(0, 3)).toEqual(['A b', '"A b"', 'service a "A b" in c']);
    expect(selected('ser$0vice a\nservice b').slice(0, 2)).toEqual(['service', 'service a']);
    expect(selected('// hel$0lo\nservice a')[0]).toBe('// hello');
  });

  it('are there in every place of every text, each inside the next', () => {
    const text = 'system s {\n  service a "x" is postgres { owner: "x"; \n  a -> b c { deadline: 3ms, ; }\n';
    for (let offset = 0; offset <= text.length; offset++) {
      const found = selected(`${text.slice(0, offset)}$0${text.slice(offset)}`);
      expect(found.at(-1)).toBe(text);
      for (let i = 1; i < found.length; i++) expect(found[i]).toContain(found[i - 1]);
    }
  });
});

describe('linked editing', () => {
  const linked = (text: string): number[] | undefined => {
    const { view, uri, position } = fixture(text);
    return linkedEditing(view, uri, position)?.ranges.map(({ start }) => start.line);
  };

  it('joins the places of a name that only one text uses', () => {
    expect(linked('service a$0\nservice b\na -> b')).toEqual([0, 2]);
    expect(linked('service a\nservice b\n$0a -> b')).toEqual([0, 2]);
  });

  it.each([
    ['nothing else uses', 'service a$0'],
    ['another text uses', '// file: x.arch\nservice a$0\na -> a\n// file: y.arch\nextend a {}'],
    ['the library declares', 'store s is postgres$0\nstore t is postgres'],
    ['two things have', 'service a$0\nservice a\nservice b\na -> b'],
    ['nothing has', 'service s { owner: "x$0" }'],
  ])('leaves alone what %s', (_, text) => {
    expect(linked(text)).toBeUndefined();
  });
});

describe('document links', () => {
  it('lead to the addresses in texts and comments, and to the library', () => {
    const { view, uri, at } = fixture(`// See https://example.org/a?b=1#c, and (http://x.test/y).
store s "at https://example.org" is postgres
technology mine { source: "https://example.org/mine" }
store t is mine
https://not-a-text.example
`);
    expect(documentLinks(view, uri).map(({ range, target }) => [at(range), target?.replace(/#L.*/, '#')])).toEqual([
      ['https://example.org/a?b=1#c', 'https://example.org/a?b=1#c'],
      ['http://x.test/y', 'http://x.test/y'],
      ['https://example.org', 'https://example.org'],
      ['https://example.org/mine', 'https://example.org/mine'],
      ['postgres', 'faultline-library:/postgresql.arch#'],
    ]);
  });
});

describe('formatting while typing', () => {
  /** @param typed the sign before the cursor. */
  const after = (text: string, typed: string): string => {
    const { view, uri, position, textOf } = fixture(text);
    return applied(textOf(uri), onTypeFormatting(view, uri, position, typed));
  };

  it.each([
    ['service a {\n$0\n}\n', 'service a {\n  \n}\n'],
    ['system s {\n  service a {\n$0\n  }\n}\n', 'system s {\n  service a {\n    \n  }\n}\n'],
    ['service a {\n    $0}\n', 'service a {\n}\n'],
    ['service a {\n  owner: "x"\n      $0replicas: 2\n}\n', 'service a {\n  owner: "x"\n  replicas: 2\n}\n'],
    ['service a\n    $0', 'service a\n'],
    ['store s {\n  standbys: a,\n$0\n}\n', 'store s {\n  standbys: a,\n    \n}\n'],
  ])('indents a new line: %j', (text, expected) => {
    expect(after(text, '\n')).toBe(expected);
  });

  it.each([
    ['service a {\n  owner: "x"\n      }$0\n', 'service a {\n  owner: "x"\n}\n'],
    ['system s {\n  service a {\n}$0\n}\n', 'system s {\n  service a {\n  }\n}\n'],
    ['service a { owner: "x" }$0\n', 'service a { owner: "x" }\n'],
  ])('puts a brace under the head that it closes: %j', (text, expected) => {
    expect(after(text, '}')).toBe(expected);
  });

  it('leaves comments alone', () => {
    expect(after('/* a\n      $0b */\nservice a', '\n')).toBe('/* a\n      b */\nservice a');
  });
});

describe('formatting of a range', () => {
  const formatted = (text: string): string => {
    const [from = '', selected = '', to = ''] = text.split('$');
    const { view, uri, textOf } = fixture(from + selected + to);
    const position = (before: string) => ({
      line: before.split('\n').length - 1,
      character: before.length - before.lastIndexOf('\n') - 1,
    });
    const range = { start: position(from), end: position(from + selected) };
    return applied(textOf(uri), rangeFormatting(view, uri, range));
  };

  it('changes the statements that it touches and no other', () => {
    expect(formatted('service   a\nser$vice   $b\nservice   c\n')).toBe('service   a\nservice b\nservice   c\n');
    expect(formatted('system s {\n   a:   1\n   $b:   2$\n   c:   3\n}\n')).toBe(
      'system s {\n   a:   1\n  b: 2\n   c:   3\n}\n',
    );
    expect(formatted('service   a\n$\n\n$service   b\n')).toBe('service   a\n\n\nservice   b\n');
  });

  it('takes in what stands on the same lines', () => {
    expect(formatted('service a {\n  $x:   1$; y:    2\n}\nservice   b\n')).toBe(
      'service a {\n  x: 1\n  y: 2\n}\nservice   b\n',
    );
  });

  it('is a step towards the whole text formatted, whatever lines are chosen', () => {
    const text = `system   s {\n\n\n service a   {owner:  "x";replicas: 2} // c
   store b "${'long '.repeat(12)}" { replicas: 3; owner: "somebody else" }
   a   ->b\n}\n\n\n\nservice   z   \n/* d\n e */  service y\n`;
    const lines = text.split('\n');
    for (let first = 0; first < lines.length; first++)
      for (let last = first; last < lines.length; last++) {
        const marked = lines.map((line, i) => `${i === first ? '$' : ''}${line}${i === last ? '$' : ''}`);
        const result = formatted(marked.join('\n'));
        expect(formatText(result)).toBe(formatText(text));
      }
  });

  it('of everything is that of the whole text', () => {
    const text = 'system   s {\n\n\n service a   {owner:  "x";replicas: 2} // c\n   a   ->b\n}\n\n\n\nservice   z   \n';
    expect(formatted(`$${text}$`)).toBe(formatText(text));
  });
});
