/** What a removal takes along, and what it leaves. */
import { describe, expect, it } from 'vitest';
import { createParser } from '../../language/syntax/parser.ts';
import { removalOf } from '../../language/project/locate.ts';

/** Removes the text between the guillemets. */
function without(marked: string): string {
  const start = marked.indexOf('«');
  const end = marked.indexOf('»') - 1;
  const text = marked.replace(/[«»]/g, '');
  const span = removalOf(createParser().parse(text), { start, end });
  return text.slice(0, span.start) + text.slice(span.end);
}

describe('what is taken out', () => {
  it.each([
    ['a line of its own', 'cache c {\n  «ttl: 1s»\n  replicas: 2\n}\n', 'cache c {\n  replicas: 2\n}\n'],
    ['the last line', 'service a\n«service b»', 'service a\n'],
    ['several lines', 'service a\n«service b {\n  replicas: 2\n}»\nservice c\n', 'service a\nservice c\n'],
    ['the first of several', 'cache c { «ttl: 1s»; replicas: 2 }', 'cache c { replicas: 2 }'],
    ['the last of several', 'cache c { ttl: 1s; «replicas: 2» }', 'cache c { ttl: 1s }'],
    ['the only one', 'cache c { «ttl: 1s» }', 'cache c {  }'],
    ['one before a comment', 'cache c {\n  «ttl: 1s» // why\n}', 'cache c {\n   // why\n}'],
    ['one of a line', 'cache c {\n  «ttl: 1s»; replicas: 2\n}', 'cache c {\n  replicas: 2\n}'],
    ['one behind a brace', 'cache c { «ttl: 1s»\n  replicas: 2\n}', 'cache c { \n  replicas: 2\n}'],
    ['one before a brace', 'cache c {\n  ttl: 1s\n  «replicas: 2» }', 'cache c {\n  ttl: 1s\n   }'],
    ['a comment', 'cache c\n«// why»\ncache d', 'cache c\ncache d'],
    ['a comment behind a statement', 'cache c «// why»\ncache d', 'cache c\ncache d'],
  ])('is %s', (_, marked, expected) => {
    expect(without(marked)).toBe(expected);
  });
});
