/**
 * Adding a key is one entry: a key added in memory is found wherever the vocabulary is used, with no other change.
 */
import { describe, expect, it } from 'vitest';
import { formatText } from '../../language/format/format.ts';
import { defaultConfig } from '../../language/project/config.ts';
import { Project } from '../../language/project/project.ts';
import { exportModel } from '../../language/reports/export.ts';
import { referenceDocumentation } from '../../language/reports/reference.ts';
import { keys } from '../../language/vocabulary/keys.ts';
import type { Key } from '../../language/vocabulary/keys.ts';
import { kinds } from '../../language/vocabulary/kinds.ts';
import { field, optional, sequence, words } from '../../language/vocabulary/pattern.ts';
import { duration } from '../../language/vocabulary/units.ts';
import { createVocabulary, standardVocabulary } from '../../language/vocabulary/vocabulary.ts';
import type { Vocabulary } from '../../language/vocabulary/vocabulary.ts';
import { completion } from '../../server/lsp/completion.ts';
import { hover } from '../../server/lsp/hover.ts';
import type { View } from '../../server/lsp/view.ts';

const warmUp = {
  pattern: sequence(
    field('first', duration),
    optional(field('mode', words({ gentle: 'with rising load', cold: 'with all load at once' }))),
  ),
  on: ['service'],
  meaning: 'How long it takes until it answers at full speed.',
  absence: { means: 'no time at all' },
  source: 'measured in production',
  examples: ['30s gentle', '2min'],
} satisfies Key;

const extended = createVocabulary(kinds, { ...keys, 'warm-up': warmUp });

const uri = 'file:///project/model.arch';

function projectOf(text: string, vocabulary: Vocabulary): Project {
  const project = new Project({ config: defaultConfig, today: '2026-11-24', vocabulary });
  project.setDocument(uri, text);
  return project;
}

/** A project and the position that `|` marks in its text. */
function viewAt(marked: string): { view: View; position: { line: number; character: number } } {
  const offset = marked.indexOf('|');
  const text = marked.slice(0, offset) + marked.slice(offset + 1);
  const project = projectOf(text, extended);
  const before = marked.slice(0, offset).split('\n');
  return {
    view: { project, textOf: (of) => (of === uri ? text : undefined), findings: () => project.findings() },
    position: { line: before.length - 1, character: before[before.length - 1]?.length ?? 0 },
  };
}

const languageFindings = (text: string, vocabulary: Vocabulary): string[] =>
  projectOf(text, vocabulary)
    .findings()
    .filter(({ rule, severity }) => rule.startsWith('language/') && severity === 'error')
    .map(({ rule, message }) => `${rule}: ${message}`);

const text = 'service web {\n  warm-up: 30s gentle\n}\n';

describe('a key added to the vocabulary', () => {
  it('is unknown before', () => {
    expect(languageFindings(text, standardVocabulary)).toEqual([
      expect.stringMatching(/^language\/unknown-key: `service` has no key `warm-up`/),
    ]);
  });

  it('is checked: where it may stand, and what its value may be', () => {
    expect(languageFindings(text, extended)).toEqual([]);
    expect(languageFindings('store s { warm-up: 30s }\n', extended)).toEqual([
      expect.stringMatching(/^language\/unknown-key: `store` has no key `warm-up`.* belongs to `service`/),
    ]);
    expect(languageFindings('service web { warm-up: 30s gently }\n', extended)).toEqual([
      expect.stringMatching(/^language\/unknown-word: .*Did you mean `gentle`/),
    ]);
    expect(languageFindings('service web { warm-up: 30 }\n', extended)).toEqual([
      expect.stringMatching(/^language\/invalid-value: .*duration needs a unit/),
    ]);
  });

  it('is the nearest match of a word mistyped', () => {
    expect(languageFindings('service web { warmup: 30s }\n', extended)).toEqual([
      expect.stringMatching(/Did you mean `warm-up`/),
    ]);
  });

  it('has a typed value in the model', () => {
    const web = projectOf(text, extended).model.entity('element:web');
    expect(web?.values.get('warm-up')).toEqual([{ first: 30_000, mode: 'gentle' }]);
  });

  it('is offered while typing, and so are its words', () => {
    const key = viewAt('service web {\n  war|\n}\n');
    const labels = completion(key.view, uri, key.position, { snippets: false }).items.map(({ label }) => label);
    expect(labels).toContain('warm-up');
    const word = viewAt('service web {\n  warm-up: 30s |\n}\n');
    const words = completion(word.view, uri, word.position, { snippets: false }).items.map(({ label }) => label);
    expect(words).toEqual(expect.arrayContaining(['gentle', 'cold']));
  });

  it('is explained where the pointer rests', () => {
    const { view, position } = viewAt('service web {\n  war|m-up: 30s gentle\n}\n');
    expect(JSON.stringify(hover(view, uri, position))).toContain(warmUp.meaning);
  });

  it('is formatted', () => {
    expect(formatText('service web {\nwarm-up :30s   gentle}')).toBe('service web {\n  warm-up: 30s gentle\n}\n');
  });

  it('is in the reference', () => {
    const pages = new Map(referenceDocumentation(extended).map((page) => [page.path, page.text]));
    const section = (file: string, heading: string): string =>
      pages
        .get(file)
        ?.split(/^## /m)
        .find((part) => part.startsWith(`${heading}\n`)) ?? '';
    for (const part of [
      warmUp.meaning,
      'warm-up: <duration> [gentle | cold]',
      'in milliseconds',
      'no time at all',
      'with rising load',
      'warm-up: 2min',
      'measured in production',
    ])
      expect(section('keys.md', 'warm-up')).toContain(part);
    expect(section('kinds.md', 'service')).toContain('keys.md#warm-up');
    expect(pages.get('README.md')).toContain('keys.md#warm-up');
  });

  it('is in the export, with where it was written', () => {
    const web = exportModel(projectOf(text, extended)).entities.find(({ id }) => id === 'element:web');
    expect(web?.values['warm-up']).toEqual({
      value: { first: 30_000, mode: 'gentle' },
      from: {
        source: 'written',
        at: [{ file: 'model.arch', range: { start: { line: 1, character: 2 }, end: { line: 1, character: 21 } } }],
      },
    });
  });
});
