import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { fromRoot } from '../../scripts/paths.ts';
import { snippets as generated } from '../../language/vocabulary/snippets.ts';
import type { Snippet } from '../../language/vocabulary/snippets.ts';
import { standardVocabulary } from '../../language/vocabulary/vocabulary.ts';
import { findingsOf } from '../support/project.ts';

/** The text that a snippet inserts when nothing is typed over it: first choices and defaults. */
const inserted = ({ body }: Snippet): string =>
  body
    .join('\n')
    .replaceAll('$CURRENT_YEAR', '2030')
    .replaceAll(/\$\{\d+\|([^,|]*)[^|]*\|\}/g, '$1')
    .replaceAll(/\$\{\d+:([^}]*)\}/g, '$1')
    .replaceAll(/\$\d+/g, '');

/** A place in a project where a kind may stand. */
function around(kind: string | undefined, text: string): string {
  const owner = standardVocabulary.kinds.get(kind ?? '')?.within ?? [''];
  if (owner.includes('') || owner[0] === undefined) return text;
  const head = owner[0] === 'topology' ? 'topology' : `${owner[0]} around`;
  return around(owner[0], `${head} {\n${text}\n}`);
}

/** The names in a snippet stand for ones that its user has. */
const aboutPlaceholders = new Set(['language/unresolved-name', 'language/unknown-rule', 'language/unanswered']);

const snippets = Object.entries(
  JSON.parse(await readFile(fromRoot('client', 'snippets', 'arch.json'), 'utf8')) as Record<string, Snippet>,
);

describe('snippets', () => {
  it('are what the vocabulary gives', () => {
    expect(Object.fromEntries(snippets)).toEqual(generated());
  });

  it('are there for every kind', () => {
    const prefixes = new Set(snippets.flatMap(([, { prefix }]) => prefix));
    expect([...standardVocabulary.kinds.keys()].filter((kind) => !prefixes.has(kind))).toEqual([]);
  });

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
    const written = findingsOf({ 'snippet.arch': around([snippet.prefix].flat()[0], inserted(snippet)) })
      .filter(({ rule }) => rule.startsWith('language/') && !aboutPlaceholders.has(rule))
      .map(({ rule, message }) => `${rule}: ${message}`);
    expect(written).toEqual([]);
  });
});
