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

/** What nobody writes, and generators do. Each is read within a few seconds, and what cannot be read is said once. */
describe('a text that is out of all proportion', () => {
  const many = 100_000;
  const cases: readonly (readonly [what: string, text: () => string, said: readonly string[]])[] = [
    ['blocks in blocks', () => 'system a {\n'.repeat(many) + '}\n'.repeat(many), ['nested more than']],
    ['blocks that are never closed', () => 'system a {'.repeat(many), ['nested more than']],
    [
      'brackets in brackets',
      () => `service a\noperation o at a { steps: ${'['.repeat(many)}a${']'.repeat(many)} }`,
      ['too deep'],
    ],
    ['a line of 10 MiB', () => `service a { owner: "${'x'.repeat(10 * MIB)}" }`, []],
    ['a text that is never closed', () => `service a "${'x\\"'.repeat(3 * MIB)}`, ['never closed']],
    ['a comment that is never closed', () => `service a /*${'*x'.repeat(4 * MIB)}`, ['comment is never closed']],
    ['a comment of stars', () => `service a /*${'**x'.repeat(3 * MIB)}*/`, []],
    ['words without end', () => `service a { owner: ${'word '.repeat(2 * MIB)} }`, ['words and signs']],
    ['a path without end', () => `service a\na -> ${'x.'.repeat(MIB / 2)}b`, ['Nothing is called']],
    ['a million flows', () => `service a\nservice b\n${'a->b f\n'.repeat(1_000_000)}`, ['words and signs']],
    ['braces that close nothing', () => '}'.repeat(many), ['closes nothing']],
    ['one name over and over', () => 'service a\n'.repeat(20_000), ['declared already']],
    ['thousands of findings in one line', () => `service a { ${'foo: 1; '.repeat(20_000)}}`, ['no key `foo`']],
    ['more than a file may hold', () => ' '.repeat(17 * MIB), ['are not read']],
  ];

  it.each(cases)('is read: %s', (_, text, said) => {
    const project = projectOf([[main, text()]], { config: strict });
    const messages = new Set(project.findings().map(({ message }) => message));
    for (const part of said)
      expect(
        [...messages].some((message) => message.includes(part)),
        part,
      ).toBe(true);
    if (said.length === 0) expect([...messages]).toEqual([]);
    expect(Math.max(0, ...[...messages].map(({ length }) => length))).toBeLessThan(1000);
  });

  it.each([
    [`a -> b { deadline: 1${'0'.repeat(400)}ms }`, 'larger than can be computed with'],
    [`a -> b { rate: 1${'0'.repeat(400)}/s }`, 'larger than can be computed with'],
    [`a -> b { deadline: 1${'0'.repeat(300)} years }`, 'is that long'],
    [`service c { replicas: ${'9'.repeat(30)} }`, 'at most 9007199254740991'],
    ['service c { replicas: 1e400 }', 'A count has no unit'],
    ['a -> b { deadline: 0.1e-400 }', 'no unit of duration'],
    [`a -> b { deadline: 0.${'0'.repeat(400)}1ms }`, undefined],
    [`a -> b { rate: ${'9'.repeat(30)}/s }`, undefined],
  ])('has numbers that are refused, or computed with: %s', (text, said) => {
    const project = projectOf([[main, `service a\nservice b\n${text}\n`]], { config: strict });
    const messages = project
      .findings()
      .flatMap(({ rule, message }) => (rule === 'language/invalid-value' ? [message] : []));
    if (said === undefined) expect(messages).toEqual([]);
    else expect(messages.join('\n')).toContain(said);
    for (const entity of project.model.entities.values())
      expect(JSON.stringify([...entity.values])).not.toMatch(/null|Infinity/);
  });
});

const MIB = 1024 * 1024;

/** Rounds for each file here; `npm run fuzz` goes on for as long as it is told. */
const ROUNDS = 6;
