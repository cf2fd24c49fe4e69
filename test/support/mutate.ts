/**
 * Texts that go wrong as texts do: words lost, doubled, swapped, cut off, taken from elsewhere. Deterministic for a seed.
 */
const TOKEN = /[\w-]+|\s+|[^\w\s]/g;

export const tokensOf = (text: string): string[] => text.match(TOKEN) ?? [];

/** Uniform in [0, 1): mulberry32 (Ettinger, public domain). */
export function random(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

const SIGNS = [
  '{',
  '}',
  '[',
  ']',
  '(',
  ')',
  '"',
  '/*',
  '*/',
  '//',
  ',',
  ';',
  ':',
  '.',
  '->',
  '~>',
  '\n',
  '\r\n',
  '\ufeff',
  '\\',
  '*',
  'é',
  '🙂',
  '\u2028',
  '\0',
];

type Mutation = (tokens: string[], at: number, next: () => number) => void;

const mutations: readonly Mutation[] = [
  (tokens, at) => void tokens.splice(at, 1),
  (tokens, at) => void tokens.splice(at, 0, tokens[at] ?? ''),
  (tokens, at, next) => {
    const other = Math.floor(next() * tokens.length);
    [tokens[at], tokens[other]] = [tokens[other] ?? '', tokens[at] ?? ''];
  },
  (tokens, at, next) => void tokens.splice(at, 0, SIGNS[Math.floor(next() * SIGNS.length)] ?? ''),
  (tokens, at, next) => void tokens.splice(at, Math.ceil(next() * 12)),
  (tokens, at, next) => void tokens.splice(at, 0, ...tokens.slice(Math.floor(next() * tokens.length)).slice(0, 20)),
  // One slip of a key.
  (tokens, at, next) => {
    const word = tokens[at] ?? '';
    const letter = Math.floor(next() * word.length);
    tokens[at] = word.slice(0, letter) + word.slice(letter + 1);
  },
];

/** Changes a text in `times` places. */
export function mutate(text: string, times: number, next: () => number): string {
  const tokens = tokensOf(text);
  for (let i = 0; i < times && tokens.length > 0; i++) {
    const mutation = mutations[Math.floor(next() * mutations.length)];
    mutation?.(tokens, Math.floor(next() * tokens.length), next);
  }
  return tokens.join('');
}
