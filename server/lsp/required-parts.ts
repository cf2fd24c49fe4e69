/** What has to follow a word of a value, as a snippet: `any` is nothing without `1 standby`. */
import type { Term } from '../../language/syntax/tree.ts';
import { expectedAfter } from '../../language/vocabulary/pattern.ts';
import type { Expectation, Pattern } from '../../language/vocabulary/pattern.ts';
import { plain } from './completion-items.ts';

/** Longer values are written better one part after the other. */
const MOST_PARTS = 4;

/**
 * The word with its required parts, or nothing where none is certain: where names may follow, they are better offered
 * than guessed; where several things may, their writer has to choose.
 * @param before the terms before the word.
 */
export function withRequiredParts(
  pattern: Pattern<unknown>,
  before: readonly Term[],
  word: string,
): string | undefined {
  const terms: Term[] = [...before, wordTerm(word)];
  let text = plain(word);
  for (let part = 1; part <= MOST_PARTS; part++) {
    const expected = expectedAfter(pattern, terms);
    const next = partFor(expected, part);
    if (!next) break;
    terms.push(next.term);
    text += next.text === ',' ? ',' : ` ${next.text}`;
  }
  return text === plain(word) ? undefined : text;
}

function partFor(expected: readonly Expectation[], number: number): { text: string; term: Term } | undefined {
  const words = expected.flatMap((each) => (each.type === 'word' ? [each.word] : []));
  const [first] = expected;
  if (!first) return undefined;
  if (words.length === expected.length) {
    const [word = ''] = words;
    const isSign = !/^\w/.test(word);
    if (words.length > 1) return { text: `\${${String(number)}|${words.join(',')}|}`, term: wordTerm(word) };
    return { text: plain(word), term: isSign ? signTerm(word) : wordTerm(word) };
  }
  // A number that may be left out comes before a word that may not.
  if (first.type !== 'slot' || words.length < expected.length - 1) return undefined;
  const term = exampleTerm(first.example);
  return term && { text: `\${${String(number)}:${plain(first.example)}}`, term };
}

const nowhere = { start: 0, end: 0 };
const wordTerm = (name: string): Term => ({ type: 'path', segments: [{ name, ...nowhere }], ...nowhere });
const signTerm = (value: string): Term => ({ type: 'punctuation', value, ...nowhere });

/** An example that is one number or text. */
function exampleTerm(example: string): Term | undefined {
  const number = /^([\d_]+(?:\.\d+)?)([a-z%]*)$/.exec(example);
  if (number)
    return { type: 'number', value: Number(number[1]?.replaceAll('_', '')), unit: number[2] ?? '', ...nowhere };
  return /^"[^"]*"$/.test(example) ? { type: 'string', value: example.slice(1, -1), ...nowhere } : undefined;
}
