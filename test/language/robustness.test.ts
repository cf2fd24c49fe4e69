/** Nothing that is typed brings the parser or the project down, and everything that is said about it is well-formed. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createParser } from '../../language/syntax/parser.ts';
import { uriOf } from '../support/annotated.ts';
import { mutate, random } from '../support/mutate.ts';
import { projectOf, strict } from '../support/project.ts';
import { haveSharedExamples, library, ownExamples, sharedExamples } from '../support/shared.ts';
import { unsound } from '../support/soundness.ts';
import { vocabularyWords } from '../support/words.ts';
import { runs } from '../support/properties.ts';

const main = uriOf('main.arch');
const parser = createParser();

function problemsOf(text: string): string[] {
  return unsound(projectOf([[main, text]], { config: strict }), new Map([[main, text]]));
}

/** Words and signs of the language, in no order. */
const soup = fc
  .array(
    fc.oneof(
      { weight: 4, arbitrary: fc.constantFrom(...vocabularyWords()) },
      {
        weight: 2,
        arbitrary: fc.constantFrom(
          '{',
          '}',
          '{',
          '}',
          ':',
          '->',
          '~>',
          '<->',
          ',',
          ';',
          '[',
          ']',
          '"',
          '.',
          '*',
          '|',
          '/',
          '=',
        ),
      },
      { weight: 2, arbitrary: fc.constantFrom('\n', '\n', ' ', '\n  ', '\r\n', '\t') },
      {
        weight: 1,
        arbitrary: fc.constantFrom(
          '1',
          '2.5',
          '90ms',
          '5%',
          '"text"',
          '2026-10-02',
          '08:00',
          '//',
          '/*',
          '*/',
          '1_0',
          '\\',
        ),
      },
    ),
    { maxLength: 120 },
  )
  .map((parts) => parts.map((part) => (/\w$/.test(part) ? `${part} ` : part)).join(''));

describe('any text', () => {
  it('is read as a tree that lies in it', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.string({ unit: 'binary', maxLength: 200 }), fc.string({ unit: 'grapheme', maxLength: 200 }), soup),
        (text) => {
          expect(() => parser.parse(text)).not.toThrow();
        },
      ),
      { numRuns: runs(500) },
    );
  });

  it('makes a project whose findings lie in it', () => {
    fc.assert(
      fc.property(fc.oneof(soup, fc.string({ unit: 'binary', maxLength: 100 })), (text) => {
        expect(problemsOf(text)).toEqual([]);
      }),
      { numRuns: runs(120) },
    );
  });
});

describe('a real file that was damaged', () => {
  haveSharedExamples('damaging the shared examples');
  const files = [...ownExamples, ...library, ...sharedExamples];

  it.each(files.map(({ name, text }) => [name, text] as const))('%s', (_, text) => {
    const next = random(20_261_124);
    for (let round = 0; round < ROUNDS; round++) {
      const damaged = mutate(text, 1 + Math.floor(next() * 4), next);
      expect(problemsOf(damaged), damaged).toEqual([]);
    }
  });

  it.each(files.map(({ name, text }) => [name, text] as const))('%s, cut off while it is typed', (_, text) => {
    const next = random(7);
    for (let round = 0; round < ROUNDS; round++) {
      const cut = text.slice(0, Math.floor(next() * text.length));
      expect(problemsOf(cut), cut).toEqual([]);
    }
  });
});

describe('line ends and marks', () => {
  const texts = ownExamples.map(({ name, text }) => [name, text] as const);

  it.each(texts)('mean nothing in %s', (_, text) => {
    const read = (variant: string): unknown => {
      const { model } = projectOf([[main, variant]]);
      return [...model.entities.values()].map((entity) => ({
        ...entity,
        documentation: entity.documentation?.replace(/\r/g, ''),
      }));
    };
    const expected = read(text);
    expect(read(text.replace(/\n/g, '\r\n'))).toEqual(expected);
    expect(read(`\ufeff${text}`)).toEqual(expected);
    expect(read(text.replace(/\n$/, ''))).toEqual(expected);
  });

  it('count the same lines whatever ends them', () => {
    for (const end of ['\n', '\r\n', '\r']) {
      const [finding] = projectOf([[main, ['service web', 'web -> nowhere', ''].join(end)]]).findings();
      expect(finding?.range, JSON.stringify(end)).toEqual({
        start: { line: 1, character: 7 },
        end: { line: 1, character: 14 },
      });
    }
  });
});

/** Rounds for each file here; `npm run fuzz` goes on for as long as it is told. */
const ROUNDS = 6;
