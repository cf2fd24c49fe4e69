/** The examples read as they should. */
import { describe, expect, it } from 'vitest';
import { uriOf } from '../support/annotated.ts';
import { projectOf } from '../support/project.ts';
import { haveSharedExamples, ownExamples, sharedExamples } from '../support/shared.ts';

const languageFindings = (name: string, text: string): string[] =>
  projectOf([[uriOf(name), text]])
    .findings()
    .filter((finding) => finding.rule.startsWith('language/'))
    .map(({ rule }) => rule);

describe('the shared examples', () => {
  const present = haveSharedExamples('reading the shared examples');
  const expected: Readonly<Record<string, RegExp | undefined>> = {
    'hello.arch': undefined,
    // It accepts a finding whose rule may not be there yet.
    'payments.arch': /^language\/(unknown-rule|unused-suppression)$/,
    'later/beyond.arch': /^language\/unknown-(kind|key|word)$/,
  };

  it.runIf(present).each(sharedExamples.map(({ name, text }) => [name, text] as const))('%s', (name, text) => {
    const found = languageFindings(name, text);
    const allowed = expected[name];
    expect(found.filter((rule) => !allowed?.test(rule))).toEqual([]);
  });

  it.runIf(present)('describe a platform whole', () => {
    const text = sharedExamples.find(({ name }) => name === 'payments.arch')?.text ?? '';
    const { model } = projectOf([[uriOf('payments.arch'), text]]);
    expect(model.entity('element:payments.cde.ledger')?.values.get('failover')).toMatchObject([
      { mode: 'automatic', within: 30_000, decider: { ids: ['element:payments.cde.patroni'] } },
    ]);
    expect(model.entity('operation:payments.pay')?.values.get('steps')).toMatchObject([
      [
        { call: { ids: ['flow:payments.session'] } },
        { call: { ids: ['flow:payments.reserve'] } },
        { call: { ids: ['flow:payments.settle'] } },
      ],
    ]);
    expect(model.ofKind('flow')).toHaveLength(6);
    expect(model.ofKind('option')).toHaveLength(3);
  });
});

describe('the examples of the project', () => {
  const projects = new Map<string, [string, string][]>();
  for (const { name, text } of ownExamples) {
    const folder = name.slice(0, name.lastIndexOf('/') + 1);
    projects.set(folder, [...(projects.get(folder) ?? []), [uriOf(name), text]]);
  }

  it('are free of mistakes in the language', () => {
    for (const [folder, files] of projects)
      expect(
        projectOf(files)
          .findings()
          .filter((f) => f.rule.startsWith('language/') && f.severity === 'error')
          .map((f) => `${folder}: ${f.message}`),
      ).toEqual([]);
  });
});
