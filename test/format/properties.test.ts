import { existsSync, readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatText } from '../../language/format/format.ts';
import { tokensOf } from '../../language/format/tokens.ts';
import { createParser } from '../../language/syntax/parser.ts';
import { standardVocabulary } from '../../language/vocabulary/vocabulary.ts';
import { uriOf } from '../support/annotated.ts';
import { projectOf } from '../support/project.ts';
import { runs } from '../support/properties.ts';

const root = path.resolve(import.meta.dirname, '../..');
const parser = createParser();

/** What a text declares, by itself. */
const modelOf = (text: string): unknown => [...projectOf([[uriOf('main.arch'), text]]).model.entities];

/** What a tree says, without where. */
function contentOf(text: string): unknown {
  const { statements } = parser.parse(text);
  return JSON.parse(
    JSON.stringify(statements, (key, value: unknown) =>
      ['start', 'end', 'headEnd'].includes(key) ? undefined : value,
    ),
  );
}

const normalised = (comment: { readonly text: string }): string => comment.text.replace(/\s+/g, ' ').trim();
const commentsOf = (text: string): string[] => parser.parse(text).comments.map(normalised);
const isComment = ({ type }: { readonly type: string }): boolean => type !== 'code';

function holdsFor(text: string): void {
  const formatted = formatText(text);
  expect(formatText(formatted)).toBe(formatted);
  expect(contentOf(formatted)).toEqual(contentOf(text));
  expect(commentsOf(formatted)).toEqual(commentsOf(text));
  // Counted apart from the parser: a comment that it lost would be lost on both sides above.
  if (formatted !== text)
    expect(tokensOf(formatted).filter(isComment).map(normalised)).toEqual(
      tokensOf(text).filter(isComment).map(normalised),
    );
}

const gap = fc.constantFrom('', ' ', '   ', '\t');
const lineEnd = fc.constantFrom('\n', '\n\n\n', '\r\n');
const comment = fc.constantFrom('/* c */', '/** d */', '/*\n * e\n */', '/* f\n g */');
const lineComment = fc.constantFrom('// l\n', '//\n', '// faultline-ignore security/plaintext-across-boundary -- r\n');
const oftenEmpty = <T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | ''> =>
  fc.oneof({ weight: 8, arbitrary: fc.constant('' as const) }, { weight: 1, arbitrary });
/** White space with a comment now and then. */
const trivia = fc.tuple(gap, oftenEmpty(comment), gap).map((parts) => parts.join(''));
const between = fc
  .tuple(trivia, fc.oneof(lineEnd, fc.constant(';'), lineComment, fc.constant('; \n')), trivia)
  .map((parts) => parts.join(''));
const name = fc.constantFrom('a', 'web', 'store', 'eu-west', 'größe');
const term = fc.constantFrom(
  '1',
  '20ms',
  '"t;{"',
  'b.c',
  'eu.*',
  '[a, b]',
  '(a,\n   b)',
  '5 %',
  '2026-10-02',
  '08:00',
  '1/s',
  'x | y',
  'a . b',
);
const value = fc.array(fc.tuple(term, fc.constantFrom(' ', ',', ',\n     ', ', // v\n    ')), {
  minLength: 1,
  maxLength: 4,
});
const property = fc
  .tuple(name, trivia, gap, value)
  .map(
    ([key, before, after, terms]) =>
      `${key}${before.replaceAll('\n', ' ')}:${after}${terms.flat().slice(0, -1).join('')}`,
  );
const flow = fc.tuple(name, gap, fc.constantFrom('->', '~>'), trivia, name).map((parts) => parts.join(''));
const declaration = fc
  .tuple(
    fc.constantFrom('service', 'store', 'region', 'odd'),
    name,
    fc.constantFrom('', ' "T"', ' is x', ' /* h */ in y'),
  )
  .map(([kind, called, rest]) => `${kind} ${called}${rest}`);

const { statements } = fc.letrec<{ statement: string; block: string; statements: string }>((tie) => ({
  statement: fc.oneof(
    { maxDepth: 4, depthIdentifier: 'block' },
    property,
    flow,
    declaration,
    fc
      .tuple(fc.oneof(declaration, flow), oftenEmpty(between.map((text) => text.replaceAll(';', ''))), tie('block'))
      .map((p) => p.join('')),
  ),
  block: fc.tuple(trivia, oftenEmpty(lineEnd), tie('statements'), trivia).map((parts) => `{${parts.join('')}}`),
  statements: fc
    .array(fc.tuple(tie('statement'), between), { maxLength: 5, depthIdentifier: 'block' })
    .map((list) => list.flat().join('')),
}));

describe('formatting', () => {
  it('is idempotent, and keeps statements and comments, of any well-formed text', () => {
    let unproblematic = 0;
    fc.assert(
      fc.property(statements, (text) => {
        if (parser.parse(text).problems.length === 0) unproblematic++;
        holdsFor(text);
      }),
      { numRuns: runs(800) },
    );
    expect(unproblematic).toBeGreaterThan(300);
  });

  it('never fails to lay out a well-formed text: what is left as it was is laid out already', () => {
    fc.assert(
      fc.property(statements, fc.constantFrom('zone   z\n'), (text, unformatted) => {
        const whole = `${unformatted}${text}\n`;
        if (parser.parse(whole).problems.length > 0 || whole.includes('faultline-ignore')) return;
        expect(formatText(whole)).not.toBe(whole);
      }),
      { numRuns: runs(800) },
    );
  });

  it('is idempotent, and keeps statements and comments, of any soup of tokens', () => {
    const piece = fc.constantFrom(
      'service',
      'a',
      '"T"',
      '{',
      '}',
      ';',
      '->',
      ':',
      ',',
      '[',
      ']',
      '1',
      '.',
      '|',
      '// c\n',
      '/* c */',
      '/** d */',
      '\n',
      '\r\n',
      '"',
      '?',
      '\uFEFF',
      'é',
      '\\',
    );
    fc.assert(
      fc.property(fc.array(fc.tuple(piece, gap), { maxLength: 40 }), (pieces) => {
        holdsFor(pieces.flat().join(''));
      }),
      { numRuns: runs(800) },
    );
  });

  it('keeps the model of any description that the vocabulary allows', () => {
    const { kinds, keys } = standardVocabulary;
    const declarations = [...kinds.values()]
      .filter(({ naming, connects, continues }) => naming !== 'none' && !connects && !continues)
      .filter(({ within }) => within.includes(''));
    const described = fc.constantFrom(...declarations).chain((kind) => {
      const lines = standardVocabulary
        .keysOf(kind.name)
        .flatMap((key) => (keys.get(key)?.examples ?? []).map((example) => `${key}: ${example}`));
      return fc
        .tuple(
          name,
          lines.length === 0
            ? fc.constant([])
            : fc.array(fc.tuple(fc.constantFrom(...lines), between), { maxLength: 5 }),
          trivia,
          trivia,
          between,
        )
        .map(
          ([called, body, before, inside, after]) =>
            `${kind.name} ${called}${before}{${inside}${body.flat().join('')}}${after}`,
        );
    });
    let changed = 0;
    fc.assert(
      fc.property(fc.array(described, { minLength: 1, maxLength: 4 }), (parts) => {
        const text = parts.join('');
        const formatted = formatText(text);
        if (formatted !== text) changed++;
        expect(modelOf(formatted)).toEqual(modelOf(text));
      }),
      { numRuns: runs(200) },
    );
    expect(changed).toBeGreaterThan(100);
  });

  const files = ['examples', 'language/library', '../shared/examples']
    .map((folder) => path.join(root, folder))
    .filter((folder) => existsSync(folder))
    .flatMap((folder) =>
      readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((file) => path.join(folder, file)),
    )
    .filter((file) => file.endsWith('.arch'));

  it.each(files.map((file) => [path.relative(root, file), file]))(
    'is idempotent and keeps everything of %s',
    (_, file) => {
      const text = readFileSync(file, 'utf8');
      holdsFor(text);
      // What somebody laid out as badly as it can be.
      const ragged = text.replaceAll(/^ +/gm, '').replaceAll(/ \{$/gm, '{');
      expect(modelOf(formatText(ragged))).toEqual(modelOf(ragged));
    },
  );
});
