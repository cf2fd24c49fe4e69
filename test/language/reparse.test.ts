import { existsSync, readFileSync, readdirSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createParser } from '../../language/syntax/parser.ts';
import { reparse } from '../../language/syntax/reparse.ts';
import type { Tree } from '../../language/syntax/tree.ts';
import { fromRoot } from '../../scripts/paths.ts';
import { runs } from '../support/properties.ts';

const parser = createParser();

const text = `// A shop.
topology {
  region eu { zone a; zone b }
}

/** Sells. */
system shop "Shop" {
  owner: people // everybody
  /** Shows. */
  service web "Web" {
    replicas: 2 across eu.a,
      eu.b
    /* none */
    state: none
  }
  store orders is postgres { reads: any replica }

  web -> orders place { access: write }
}
team people
system other { service a { state: none } }
`;

interface Attempt {
  readonly text: string;
  /** The tree and how many characters were parsed for it; nothing where the whole text has to be parsed. */
  readonly tree: Tree | undefined;
  readonly parsed: number;
}

function edited(before: string, start: number, end: number, inserted: string): Attempt {
  const after = before.slice(0, start) + inserted + before.slice(end);
  let parsed = 0;
  const tree = reparse({ text: before, tree: parser.parse(before) }, after, (part) => {
    parsed += part.length;
    return parser.parse(part);
  });
  return { text: after, tree, parsed };
}

/** The edit at the `|` of a pattern found in the text: types what is given there. */
function typedAt(place: string, inserted: string): Attempt {
  const [before = '', after = ''] = place.split('|');
  const at = text.indexOf(before + after) + before.length;
  return edited(text, at, at, inserted);
}

describe('parsing again after an edit', () => {
  it.each([
    ['in a title', '"We|b"', 'x'],
    ['in a name', 'service we|b', 'x'],
    ['in a value', 'state: no|ne', 'x'],
    ['of a new line', 'state: none\n|', '    cost: 1 USD/month\n'],
    ['of a new statement at the end of a line', 'access: write }|', '\n  web -> orders show'],
    ['in a comment', '// eve|rybody', 'x'],
    ['in documentation', 'Sho|ws', 'x'],
    ['in the last statement', 'service a|', 'b'],
    ['in the first statement', 'region e|u', 'x'],
    ['before everything', '|// A shop', 'zone z\n'],
    ['after everything', 'state: none } }\n|', 'team late\n'],
    ['of a whole block', 'team people\n|', 'system new {\n  service c\n}\n'],
    ['of white space', 'owner|: people', '  '],
  ])('%s parses only what stands around it', (_, place, inserted) => {
    const attempt = typedAt(place, inserted);
    expect(attempt.tree).toEqual(parser.parse(attempt.text));
    expect(attempt.parsed).toBeLessThan(text.length * 0.75);
  });

  it.each([
    ['opens a comment', 'state: |none', '/*'],
    ['opens a block', 'service web "Web" |{', '{'],
    ['closes a block', 'state: none\n|', '}\n'],
    ['opens a text', 'state: |none', '"'],
    ['opens a bracket', 'state: |none', '['],
  ])('leaves the whole text to be parsed where it %s', (_, place, inserted) => {
    expect(typedAt(place, inserted).tree).toBeUndefined();
  });

  it('does so where the text had a problem before', () => {
    expect(edited('zone a }\nzone b\nzone c\n', 14, 14, 'x').tree).toBeUndefined();
  });

  it('joins and parts statements', () => {
    for (const [place, inserted] of [
      ['owner: people|', ','],
      ['eu.a|,', ''],
      ['zone a|;', ' "A" '],
      ['|web -> orders place', 'a -> '],
      ['zone a; |zone b', '\n\n'],
    ] as const) {
      const attempt = typedAt(place, inserted);
      if (attempt.tree) expect(attempt.tree).toEqual(parser.parse(attempt.text));
    }
  });

  const sources = ['examples', 'language/library', '../shared/examples']
    .map((folder) => fromRoot(folder))
    .filter((folder) => existsSync(folder))
    .flatMap((folder) => readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((file) => `${folder}/${file}`))
    .filter((file) => file.endsWith('.arch'))
    .map((file) => readFileSync(file, 'utf8'));
  const pieces = [
    'x',
    ' ',
    '\n',
    '\r\n',
    '{',
    '}',
    ';',
    ':',
    ',',
    '->',
    '"',
    '//',
    '/*',
    '*/',
    '/** d */',
    '[',
    ']',
    '.',
    '|',
    'service a {}',
    'state: none',
    '\n  web -> b',
    '  ',
  ];

  it('equals parsing the whole text, whatever is typed or taken away where', () => {
    let reused = 0;
    fc.assert(
      fc.property(
        fc.constantFrom(text, ...sources),
        fc.array(
          fc.tuple(fc.nat(), fc.integer({ min: 0, max: 12 }), fc.array(fc.constantFrom(...pieces), { maxLength: 3 })),
          {
            minLength: 1,
            maxLength: 4,
          },
        ),
        (source, edits) => {
          let before = source;
          for (const [place, removed, inserted] of edits) {
            const start = place % (before.length + 1);
            const attempt = edited(before, start, Math.min(before.length, start + removed), inserted.join(''));
            if (attempt.tree) {
              reused++;
              expect(attempt.tree).toEqual(parser.parse(attempt.text));
            }
            before = attempt.text;
          }
        },
      ),
      { numRuns: runs(400) },
    );
    expect(reused).toBeGreaterThan(100);
  });
});
