/** Names in the notation for things that are called otherwise in a file. Invariant: each is used once. O(length). */

/** Longer ones are cut: they are written wherever they are referred to. */
const MAX_LENGTH = 48;

/** What a tool gave out: a UUID, or a number. */
const MADE_UP = /^(?:[0-9a-f]{8}-[0-9a-f-]{20,}|[0-9a-f]{16,}|\d+)$/i;

const WORD = /[\p{L}\p{N}_]+/gu;

export class Names {
  private readonly taken = new Set<string>();

  /**
   * A name for a thing: its id where a person chose it, else from its title; `fallback` where neither has a letter.
   * @returns words joined by hyphens, or in `CamelCase`, with a number where another has the name already.
   */
  nameOf(
    id: string | undefined,
    title: string | undefined,
    fallback: string,
    style: 'hyphens' | 'camel' = 'hyphens',
  ): string {
    const candidates = [id === undefined || MADE_UP.test(id) ? undefined : id, title, fallback];
    const words = candidates.map((text) => wordsOf(text ?? '')).find((found) => found.length > 0) ?? [fallback];
    const joined =
      style === 'camel' ? words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join('') : words.join('-');
    return this.unused(
      startingWithLetter(joined.slice(0, MAX_LENGTH).replace(/-+$/, '')),
      style === 'camel' ? '' : '-',
    );
  }

  private unused(name: string, joint: string): string {
    let free = name;
    for (let i = 2; this.taken.has(free); i++) free = `${name}${joint}${String(i)}`;
    this.taken.add(free);
    return free;
  }
}

/** Signs that a name in the notation can hold, as its grammar says; letters beyond are left out. */
const OUTSIDE = /[^\w\u00aa-\u1fff\u2c00-\u2fff\u3005-\ud7ff]/gu;

function wordsOf(text: string): string[] {
  return [...text.normalize('NFKC').matchAll(WORD)]
    .map(([word]) => word.replace(OUTSIDE, ''))
    .filter((word) => word !== '')
    .map((word) => (/^[^a-z]+$/.test(word) ? word.toLowerCase() : word.charAt(0).toLowerCase() + word.slice(1)));
}

const startingWithLetter = (name: string): string =>
  /^[A-Za-z_\u00aa-\u1fff\u2c00-\u2fff\u3005-\ud7ff]/u.test(name) ? name : `_${name}`;
