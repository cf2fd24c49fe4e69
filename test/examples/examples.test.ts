import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { formatText } from '../../language/format/format.ts';
import { ownExamples } from '../support/shared.ts';
import { exampleNames, projectOf, recordOf, recordText, recordedRows, rowsOf } from './record.ts';
import type { Row } from './record.ts';

const HOW = 'Look at each change, run `npm run examples:update`, and judge what is new in the last column.';

const withoutJudgement = ({ id, severity, says }: Row): Omit<Row, 'judged'> => ({ id, severity, says });

describe.each(exampleNames)('the example %s', (name) => {
  it('is read without a mistake of the language', () => {
    const problems = [...projectOf(name).allDocuments()].flatMap((document) => document.problems);
    expect(problems).toEqual([]);
  });

  it('has the findings that were recorded', () => {
    expect(rowsOf(name).map(withoutJudgement), HOW).toEqual(recordedRows(name).map(withoutJudgement));
    expect(recordText(name, rowsOf(name)), HOW).toBe(readFileSync(recordOf(name), 'utf8'));
  });

  it('has no finding that nobody has judged to be true', () => {
    const unjudged = recordedRows(name).filter(({ judged }) => !/^true: \S/.test(judged));
    expect(
      unjudged,
      `${recordOf(name)}: write "true: why" behind a finding that is, mend the rule behind one that is not.`,
    ).toEqual([]);
  });
});

it('finds something in hello and payments, and hides something accepted in payments', () => {
  expect(recordedRows('hello').length).toBeGreaterThan(0);
  expect(recordedRows('payments').length).toBeGreaterThan(1);
  expect(recordedRows('payments').filter(({ id }) => id.startsWith('language/unused-suppression'))).toEqual([]);
});

it('names no place outside the repository', () => {
  for (const { name, text } of ownExamples) expect(text, name).not.toMatch(/shared\/|\/work\//);
});

it.each(ownExamples)('$name is formatted', ({ text }) => {
  expect(formatText(text)).toBe(text);
});
