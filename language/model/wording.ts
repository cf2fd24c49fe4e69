/** How messages name things: lists, kinds, terms and what was expected. */
import { pathText } from '../syntax/tree.ts';
import type { Term } from '../syntax/tree.ts';
import { placeKinds } from '../vocabulary/kinds.ts';
import type { Expectation } from '../vocabulary/pattern.ts';

/** More alternatives than this are not listed in a message; completion shows all. */
const MOST_EXPECTED = 8;

/** What a pattern would have taken, at most so many of it. */
export function expectedText(expected: readonly Expectation[]): string {
  const texts = new Set<string>();
  for (const e of expected) {
    if (e.type === 'word') texts.add(`\`${e.word}\``);
    else if (e.type === 'slot') texts.add(`a ${e.slot} such as \`${e.example}\``);
    else if (e.type === 'reference') texts.add(`the name of ${anyOf(e.kinds)}`);
    else texts.add('the end of the value');
  }
  const shown = [...texts];
  return shown.length > MOST_EXPECTED
    ? `${shown.slice(0, MOST_EXPECTED).join(', ')} or another of ${String(shown.length)}`
    : listed(shown, 'or');
}

export function textOf(term: Term): string {
  switch (term.type) {
    case 'path':
      return pathText(term);
    case 'number':
      return `${String(term.value)}${term.unit}`;
    case 'string':
      return `"${term.value}"`;
    default:
      return term.value;
  }
}

/** A value as it is written, with one space where there is any. */
export const textOfTerms = (terms: readonly Term[]): string =>
  terms.map((term, i) => `${i > 0 && terms[i - 1]?.end !== term.start ? ' ' : ''}${textOf(term)}`).join('');

export function listed(items: readonly string[], conjunction: 'or' | 'and'): string {
  if (items.length <= 1) return items.join('');
  return `${items.slice(0, -1).join(', ')} ${conjunction} ${items[items.length - 1] ?? ''}`;
}

export const article = (word: string): string => (/^[aeiou]/.test(word) ? 'an' : 'a');

export function anyOf(kinds: readonly string[]): string {
  if (kinds.length > 5) return kinds.includes('store') ? 'an element' : 'something declared';
  const set =
    kinds.every((kind) => (placeKinds as readonly string[]).includes(kind)) && kinds.length > 2 ? ['place'] : kinds;
  return listed(
    set.map((kind) => `${article(kind)} ${kind}`),
    'or',
  );
}
