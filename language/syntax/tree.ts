/**
 * The syntax tree as plain data. It is what the rest of Faultline reads: the parser's own nodes do not leave this
 * folder, so a file's concrete syntax tree can be dropped as soon as it was read.
 */

/** A half-open range of UTF-16 offsets. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** One word of a path; `*` stands for every member. */
export interface Segment extends Span {
  readonly name: string;
}

export interface PathTerm extends Span {
  readonly type: 'path';
  readonly segments: readonly Segment[];
}

export interface NumberTerm extends Span {
  readonly type: 'number';
  readonly value: number;
  /** What is written directly behind the digits, as in `90ms` or `99.9%`; empty when nothing is. */
  readonly unit: string;
}

export interface StringTerm extends Span {
  readonly type: 'string';
  readonly value: string;
}

/** A calendar date `2026-10-02` or a time of day `08:00`, as written. */
export interface DateTerm extends Span {
  readonly type: 'date' | 'time';
  readonly value: string;
}

export interface PunctuationTerm extends Span {
  readonly type: 'punctuation';
  readonly value: string;
}

export type Term = PathTerm | NumberTerm | StringTerm | DateTerm | PunctuationTerm;

interface StatementBase extends Span {
  /** The braces and what stands between them. */
  readonly block?: Block;
  /** Offset of the end of the statement's head, before its block. */
  readonly headEnd: number;
}

export interface Block extends Span {
  readonly statements: readonly Statement[];
}

export interface Property extends StatementBase {
  readonly form: 'property';
  /** The key's words, joined by dots as written: `min.insync.replicas`. */
  readonly key: Segment;
  readonly terms: readonly Term[];
}

/** `is postgres`, `in internet`, `on payments.consume`: a word of the head and what it points at. */
export interface Clause extends Span {
  readonly word: Segment;
  readonly target?: PathTerm;
}

export interface Edge {
  readonly source: PathTerm;
  readonly arrow: Segment;
  readonly target?: PathTerm;
}

interface Headed extends StatementBase {
  readonly name?: PathTerm;
  readonly title?: StringTerm;
  readonly clauses: readonly Clause[];
  /** Terms of the head that fit nowhere. */
  readonly rest: readonly Term[];
  /** The text of the `/** … *\/` comment directly before, without its stars. */
  readonly documentation?: string;
}

export interface Declaration extends Headed {
  readonly form: 'declaration';
  readonly kind: Segment;
  /** Of a connector such as `link a <-> b`. */
  readonly edge?: Edge;
}

export interface Flow extends Headed {
  readonly form: 'flow';
  readonly edge: Edge;
}

/** Text that begins no statement. */
export interface Junk extends StatementBase {
  readonly form: 'junk';
}

export type Statement = Property | Declaration | Flow | Junk;

export interface Comment extends Span {
  readonly text: string;
}

export type SyntaxProblemCode =
  | 'unclosed-brace'
  | 'stray-brace'
  | 'unclosed-string'
  | 'unclosed-comment'
  | 'unclosed-bracket'
  | 'not-a-statement'
  | 'missing-target'
  | 'nested-too-deep'
  | 'too-large';

export interface SyntaxProblem extends Span {
  readonly code: SyntaxProblemCode;
  readonly message: string;
  /** What to write, and where, to mend it. */
  readonly repair?: Span & { readonly text: string; readonly title: string };
}

export interface Tree {
  readonly statements: readonly Statement[];
  readonly comments: readonly Comment[];
  readonly problems: readonly SyntaxProblem[];
  /** Offsets at which the lines start; the first is 0. */
  readonly lineStarts: readonly number[];
  readonly length: number;
}

export function pathText(path: PathTerm): string {
  return path.segments.map((segment) => segment.name).join('.');
}
