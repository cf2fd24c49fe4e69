import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { fromRoot } from '../../scripts/paths.ts';
import { findingsOf } from '../support/project.ts';

interface Snippet {
  readonly prefix: string | readonly string[];
  readonly body: readonly string[];
  readonly description: string;
}

/** The text that a snippet inserts when nothing is typed over it: first choices and defaults. */
const inserted = ({ body }: Snippet): string =>
  body
    .join('\n')
    .replaceAll('$CURRENT_YEAR', '2030')
    .replaceAll(/\$\{\d+\|([^,|]*)[^|]*\|\}/g, '$1')
    .replaceAll(/\$\{\d+:([^}]*)\}/g, '$1')
    .replaceAll(/\$\d+/g, '');

/** The names in a snippet stand for ones that its user has. */
const aboutPlaceholders = new Set(['language/unresolved-name', 'language/unknown-rule', 'language/unanswered']);

const snippets = Object.entries(
  JSON.parse(await readFile(fromRoot('client', 'snippets', 'arch.json'), 'utf8')) as Record<string, Snippet>,
);

describe('snippets', () => {
  it('have a prefix each of their own', () => {
    const prefixes = snippets.flatMap(([, { prefix }]) => prefix);
    expect(new Set(prefixes).size).toBe(prefixes.length);
  });

  it.each(snippets)('%s: leaves no placeholder and closes its braces', (_name, snippet) => {
    const text = inserted(snippet);
    expect(text).not.toMatch(/\$/);
    expect(text.split('{').length).toBe(text.split('}').length);
  });

  it.each(snippets)('%s: is correct where its names are known', (_name, snippet) => {
    const written = findingsOf({ 'snippet.arch': inserted(snippet) })
      .filter(({ rule }) => rule.startsWith('language/') && !aboutPlaceholders.has(rule))
      .map(({ rule, message }) => `${rule}: ${message}`);
    expect(written).toEqual([]);
  });
});
