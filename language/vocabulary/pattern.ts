/**
 * Value patterns. A pattern matches a list of terms, and the same match serves diagnostics (the furthest failure and
 * what was expected there), completion (what may follow), hover (what a term means), and the model (a typed value).
 *
 * Matching is greedy and never goes back over an alternative that matched, so it is linear in the terms for a given
 * pattern.
 */
import { kept } from '../syntax/lists.ts';
import type { PathTerm, Term } from '../syntax/tree.ts';

/** What may stand at a place of a value. */
export type Expectation =
  | { readonly type: 'word'; readonly word: string; readonly meaning: string }
  | {
      readonly type: 'slot';
      readonly slot: string;
      readonly example: string;
      readonly units: readonly string[];
    }
  | { readonly type: 'reference'; readonly kinds: readonly string[]; readonly wildcard: boolean }
  | { readonly type: 'end' };

/** What a matched term is, for hover and highlighting. */
export type Meaning = Exclude<Expectation, { type: 'end' }>;

/** A name written in a value. The linker fills in what it stands for. */
export interface Reference {
  /** The words as written, joined by dots; `eu-west.*` stands for every zone of it. */
  readonly path: string;
  /** Ids of what is meant: one, several for a wildcard, none where it could not be resolved. */
  readonly ids: readonly string[];
}

export type Resolve = (path: PathTerm, kinds: readonly string[], wildcard: boolean) => readonly string[];

/** In a value, where a number or a time stands: the setting of this knob, filled in where it is known. */
export interface StandIn {
  readonly knob: string;
}

/** The knob that a name stands for at a place of a value, if it may stand there. */
export type StandInFor = (path: PathTerm, slot: string) => StandIn | undefined;

export interface Match<T> {
  readonly value: T;
  readonly next: number;
}

type Mark = readonly [meanings: number, references: number, standIns: number];

/** The state of one match: what was read, and where it failed at the furthest. */
export class Matching {
  readonly terms: readonly Term[];
  /** What each matched term means, by index. */
  readonly meanings: { term: number; meaning: Meaning }[] = [];
  readonly references: { term: number; kinds: readonly string[]; wildcard: boolean }[] = [];
  /** Knobs whose settings are to be filled in, by the term that names them. */
  readonly standIns: { term: number; knob: string }[] = [];
  furthest = 0;
  /** How often a pattern stands inside itself at this moment. */
  nesting = 0;
  expected: Expectation[] = [];
  /** A more telling message than "expected …", for the term at `furthest`. */
  complaint: string | undefined;
  private readonly resolver: Resolve;
  private readonly standInFor: StandInFor | undefined;

  constructor(terms: readonly Term[], resolver: Resolve, standInFor?: StandInFor) {
    this.terms = terms;
    this.resolver = resolver;
    this.standInFor = standInFor;
  }

  fail(at: number, expected: Expectation, complaint?: string): void {
    if (at > this.furthest) {
      this.furthest = at;
      this.expected = [];
      this.complaint = undefined;
    }
    if (at === this.furthest) {
      this.expected.push(expected);
      this.complaint ??= complaint;
    }
  }

  mean(term: number, meaning: Meaning): void {
    this.meanings.push({ term, meaning });
  }

  resolve(term: number, path: PathTerm, kinds: readonly string[], wildcard: boolean): readonly string[] {
    this.references.push({ term, kinds, wildcard });
    return this.resolver(path, kinds, wildcard);
  }

  standIn(at: number, slot: string): StandIn | undefined {
    const term = this.terms[at];
    const found = term?.type === 'path' ? this.standInFor?.(term, slot) : undefined;
    if (found) this.standIns.push({ term: at, knob: found.knob });
    return found;
  }

  /** What was noted since `mark` is taken back: the alternative it belonged to did not match. */
  mark(): Mark {
    return [this.meanings.length, this.references.length, this.standIns.length];
  }

  reset(mark: Mark): void {
    this.meanings.length = mark[0];
    this.references.length = mark[1];
    this.standIns.length = mark[2];
  }
}

/** The written form of a pattern, for documentation. */
export type Shape =
  | { readonly type: 'words'; readonly words: Readonly<Record<string, string>> }
  | ({ readonly type: 'slot' } & SlotDescription)
  | { readonly type: 'reference'; readonly kinds: readonly string[] }
  | { readonly type: 'punctuation'; readonly text: string }
  | { readonly type: 'sequence' | 'choice'; readonly parts: readonly Shape[] }
  | { readonly type: 'optional'; readonly part: Shape }
  | { readonly type: 'list'; readonly part: Shape; readonly separator: string };

export interface Pattern<T> {
  readonly shape: Shape;
  match(matching: Matching, at: number): Match<T> | undefined;
}

export type ValueOf<P> = P extends Pattern<infer T> ? T : never;

/** One of some words; `words` gives each its meaning. */
export function words<const W extends Readonly<Record<string, string>>>(table: W): Pattern<keyof W & string> {
  return {
    shape: { type: 'words', words: table },
    match(matching, at) {
      const word = wordAt(matching.terms[at]);
      const meaning = word !== undefined && Object.hasOwn(table, word) ? table[word] : undefined;
      if (word !== undefined && meaning !== undefined) {
        matching.mean(at, { type: 'word', word, meaning });
        return { value: word, next: at + 1 };
      }
      for (const [expected, text] of Object.entries(table))
        matching.fail(at, { type: 'word', word: expected, meaning: text });
      return undefined;
    },
  };
}

/** A fixed word that carries no value of its own. */
export function literal(word: string, meaning = ''): Pattern<object> {
  const inner = words({ [word]: meaning });
  return {
    shape: inner.shape,
    match: (matching, at) => {
      const match = inner.match(matching, at);
      return match && { value: {}, next: match.next };
    },
  };
}

/** Several words for one thing: `standby` and `standbys`. */
export function either(meaning: string, ...alternatives: string[]): Pattern<object> {
  const inner = words(Object.fromEntries(alternatives.map((word) => [word, meaning])));
  return { shape: inner.shape, match: (matching, at) => discard(inner.match(matching, at)) };
}

export function punctuation(text: string): Pattern<object> {
  return {
    shape: { type: 'punctuation', text },
    match(matching, at) {
      const term = matching.terms[at];
      if (term?.type === 'punctuation' && term.value === text) return { value: {}, next: at + 1 };
      matching.fail(at, { type: 'word', word: text, meaning: '' });
      return undefined;
    },
  };
}

export interface SlotDescription {
  readonly name: string;
  readonly meaning: string;
  /** In what its value is kept, whatever unit was written; for numbers. */
  readonly keptIn?: string;
  readonly examples: readonly string[];
  /** What people write behind the digits, the most usual first, with the blank where one is needed. */
  readonly units?: readonly string[];
}

/**
 * A typed place: a duration, a share, an amount of money. `read` gets the terms and where to start; it returns the
 * value and where it ends, a complaint where the terms are almost right, or nothing.
 */
export function slot<T>(
  description: SlotDescription,
  read: (terms: readonly Term[], at: number) => Match<T> | string | undefined,
): Pattern<T> {
  const expectation: Expectation = {
    type: 'slot',
    slot: description.name,
    example: description.examples[0] ?? '',
    units: description.units ?? [],
  };
  return {
    shape: { type: 'slot', ...description },
    match(matching, at) {
      const standIn = matching.standIn(at, description.name);
      if (standIn) {
        matching.mean(at, expectation);
        // What reads the value fills it in first.
        return { value: standIn as T, next: at + 1 };
      }
      const result = read(matching.terms, at);
      if (result === undefined || typeof result === 'string') {
        matching.fail(at, expectation, result);
        return undefined;
      }
      for (let term = at; term < result.next; term++) matching.mean(term, expectation);
      return result;
    },
  };
}

/** A name of something declared, of one of the given kinds (in order of preference). */
export function reference(...kinds: string[]): Pattern<Reference> {
  return referenceTo(kinds, false);
}

/** Like `reference`, and `name.*` for every member. */
export function references(...kinds: string[]): Pattern<Reference> {
  return referenceTo(kinds, true);
}

function referenceTo(kinds: readonly string[], wildcard: boolean): Pattern<Reference> {
  return {
    shape: { type: 'reference', kinds },
    match(matching, at) {
      const term = matching.terms[at];
      if (term?.type !== 'path') {
        matching.fail(at, { type: 'reference', kinds, wildcard });
        return undefined;
      }
      matching.mean(at, { type: 'reference', kinds, wildcard });
      const path = term.segments.map((segment) => segment.name).join('.');
      return { value: { path, ids: matching.resolve(at, term, kinds, wildcard) }, next: at + 1 };
    },
  };
}

/** Gives a part of a sequence its name in the value. */
export function field<const N extends string, T>(name: N, pattern: Pattern<T>): Pattern<Readonly<Record<N, T>>> {
  return {
    shape: pattern.shape,
    match(matching, at) {
      const match = pattern.match(matching, at);
      return match && { value: { [name]: match.value } as Record<N, T>, next: match.next };
    },
  };
}

type Merged<T extends readonly unknown[]> = T extends readonly [infer Head, ...infer Tail]
  ? (Head extends Pattern<infer V> ? V : never) & Merged<Tail>
  : unknown;

/** Parts one after the other; the value has the fields of all. */
export function sequence<const P extends readonly Pattern<object>[]>(...parts: P): Pattern<Merged<P>> {
  return {
    shape: { type: 'sequence', parts: parts.map((part) => part.shape) },
    match(matching, at) {
      const value = {};
      let next = at;
      for (const part of parts) {
        const match = part.match(matching, next);
        if (!match) return undefined;
        Object.assign(value, match.value);
        next = match.next;
      }
      return { value: value as Merged<P>, next };
    },
  };
}

export function optional<T extends object>(part: Pattern<T>): Pattern<Partial<T>> {
  return {
    shape: { type: 'optional', part: part.shape },
    match(matching, at) {
      const mark = matching.mark();
      const match = part.match(matching, at);
      if (match) return match;
      matching.reset(mark);
      return { value: {}, next: at };
    },
  };
}

export function choice<const P extends readonly Pattern<unknown>[]>(...parts: P): Pattern<ValueOf<P[number]>> {
  return {
    shape: { type: 'choice', parts: parts.map((part) => part.shape) },
    match(matching, at) {
      for (const part of parts) {
        const mark = matching.mark();
        const match = part.match(matching, at) as Match<ValueOf<P[number]>> | undefined;
        if (match) return match;
        matching.reset(mark);
      }
      return undefined;
    },
  };
}

/** One or more, separated by commas (or another sign or word). */
export function list<T>(part: Pattern<T>, separator = ','): Pattern<readonly T[]> {
  return {
    shape: { type: 'list', part: part.shape, separator },
    match(matching, at) {
      const values: T[] = [];
      let next = at;
      for (;;) {
        const match = part.match(matching, next);
        if (!match) return undefined;
        values.push(match.value);
        const term = matching.terms[match.next];
        if (wordAt(term) !== separator && (term?.type !== 'punctuation' || term.value !== separator)) {
          matching.fail(match.next, { type: 'word', word: separator, meaning: 'another one' });
          return { value: kept(values), next: match.next };
        }
        next = match.next + 1;
      }
    },
  };
}

/** Changes the value of a pattern, not what it matches. */
export function map<T, U>(pattern: Pattern<T>, change: (value: T) => U): Pattern<U> {
  return {
    shape: pattern.shape,
    match(matching, at) {
      const match = pattern.match(matching, at);
      return match && { value: change(match.value), next: match.next };
    },
  };
}

/** A pattern that refers to itself, as deep as `MAX_NESTING`. */
export function lazy<T>(shape: Shape, pattern: () => Pattern<T>): Pattern<T> {
  return {
    shape,
    match(matching, at) {
      if (matching.nesting >= MAX_NESTING) {
        matching.fail(at, { type: 'end' }, 'brackets are nested too deep here.');
        return undefined;
      }
      matching.nesting++;
      const match = pattern().match(matching, at);
      matching.nesting--;
      return match;
    },
  };
}

/** Deeper values are not read: matching recurses, and nobody writes them. */
const MAX_NESTING = 64;

export type Outcome<T> =
  | { readonly ok: true; readonly value: T; readonly matching: Matching }
  | { readonly ok: false; readonly matching: Matching };

/** Matches all terms, or says how far it came. */
export function matchAll<T>(
  pattern: Pattern<T>,
  terms: readonly Term[],
  resolve: Resolve,
  standInFor?: StandInFor,
): Outcome<T> {
  const matching = new Matching(terms, resolve, standInFor);
  const match = pattern.match(matching, 0);
  if (match?.next === terms.length) return { ok: true, value: match.value, matching };
  if (match) matching.fail(match.next, { type: 'end' });
  return { ok: false, matching };
}

/** What may stand behind the given terms: the completions of a value. */
export function expectedAfter(pattern: Pattern<unknown>, terms: readonly Term[]): Expectation[] {
  const matching = new Matching(terms, () => []);
  const match = pattern.match(matching, 0);
  if (match?.next === terms.length) matching.fail(terms.length, { type: 'end' });
  return matching.furthest === terms.length || terms.length === 0 ? matching.expected : [];
}

/** Is told where in the written pattern a part stands that is one word, sign or typed value. */
export type NotePart = (part: Shape, start: number, end: number) => void;

/** The pattern as people write it: `<duration> [jitter]`. */
export function describe(shape: Shape, note?: NotePart, at = 0): string {
  const inParentheses = (part: Shape, from: number): string =>
    needsParentheses(part) ? `(${describe(part, note, from + 1)})` : describe(part, note, from);
  const joined = (separator: string, write: (part: Shape, from: number) => string, parts: readonly Shape[]): string =>
    parts.reduce((text, part, i) => {
      const before = i === 0 ? '' : `${text}${separator}`;
      return `${before}${write(part, at + before.length)}`;
    }, '');
  switch (shape.type) {
    case 'sequence':
      return joined(' ', inParentheses, shape.parts);
    case 'choice':
      return joined(' | ', (part, from) => describe(part, note, from), shape.parts);
    case 'optional':
      return `[${describe(shape.part, note, at + 1)}]`;
    case 'list':
      return `${inParentheses(shape.part, at)}${shape.separator === ',' ? ',' : ` ${shape.separator}`} …`;
    default: {
      const text = describePart(shape);
      note?.(shape, at, at + text.length);
      return text;
    }
  }
}

function describePart(shape: Shape & { readonly type: 'words' | 'slot' | 'reference' | 'punctuation' }): string {
  switch (shape.type) {
    case 'words':
      return Object.keys(shape.words).join(' | ');
    case 'slot':
      return `<${shape.name}>`;
    case 'reference':
      return `<${shape.kinds.length > MOST_NAMED ? 'name' : shape.kinds.join(' or ')}>`;
    case 'punctuation':
      return shape.text;
  }
}

/** More kinds than this would hide the pattern. */
const MOST_NAMED = 5;

const needsParentheses = (shape: Shape): boolean =>
  shape.type === 'choice' || (shape.type === 'words' && Object.keys(shape.words).length > 1);

export function wordAt(term: Term | undefined): string | undefined {
  return term?.type === 'path' ? term.segments.map((segment) => segment.name).join('.') : undefined;
}

const discard = (match: Match<unknown> | undefined): Match<object> | undefined =>
  match && { value: {}, next: match.next };
