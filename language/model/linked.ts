/** What linking a document yields, as plain data: what it says about which entities, which names it uses, what is wrong. */
import type { Property, Span } from '../syntax/tree.ts';
import type { Declared, Outline } from './outline.ts';
import { lookupOf } from './symbols.ts';
import type { Id, Lookup } from './symbols.ts';

export type ProblemCode =
  | 'syntax'
  | 'unknown-kind'
  | 'unknown-key'
  | 'unknown-word'
  | 'invalid-value'
  | 'unresolved-name'
  | 'ambiguous-name'
  | 'misplaced'
  | 'missing-name';

export interface Repair extends Span {
  readonly title: string;
  /** Whether it keeps what the description meant, apart from the problem. */
  readonly safe?: boolean;
  readonly text: string;
}

/** Something wrong in one document, by offsets. */
export interface Problem extends Span {
  readonly code: ProblemCode;
  readonly message: string;
  readonly repairs: readonly Repair[];
  /** The text has no effect. */
  readonly unnecessary?: boolean;
  /** Declarations to point at. */
  readonly related?: readonly { readonly id: Id; readonly message: string }[];
  /** What the problem is about: the qualified name of the declaration that it stands in, and the word. */
  readonly about: string;
}

/** A name written somewhere, and what it stands for. */
export interface NameUse extends Span {
  readonly id: Id;
  readonly declares: boolean;
}

export interface LinkedProperty {
  readonly key: string;
  readonly value: unknown;
  readonly property: Property;
  /** The knob that it sets, where it is no key of the vocabulary. */
  readonly knob?: Id;
  /** Each line counts; otherwise a second line is a mistake. */
  readonly repeatable?: boolean;
}

/** What one statement says about one entity. */
export interface Contribution {
  readonly id: Id;
  readonly declares: boolean;
  readonly declared: Declared;
  readonly kind: string;
  readonly parent: Id | undefined;
  readonly source: Id | undefined;
  readonly target: Id | undefined;
  /** Ids that the words of the head point at: `is`, `in`, `at`, `of`, `on`. */
  readonly clauses: Readonly<Record<string, Id>>;
  readonly properties: readonly LinkedProperty[];
}

export interface LinkedDocument {
  readonly uri: string;
  readonly outline: Outline;
  readonly contributions: ReadonlyMap<Id, readonly Contribution[]>;
  readonly uses: readonly NameUse[];
  readonly problems: readonly Problem[];
  /** What was looked up; where any of it may find something else, the document is linked again. */
  readonly lookups: ReadonlySet<Lookup>;
}

/** In `lookups`: a name could not be found, so any new name may change what is said about it. */
export const ANY_NAME: Lookup = '*';

/** Whether what the document says may depend on a simple name, wherever that is declared. */
export function dependsOnName({ lookups }: LinkedDocument, name: string): boolean {
  if (lookups.has(ANY_NAME)) return true;
  for (const lookup of lookups) if (lookup.startsWith(lookupOf(name, ''))) return true;
  return false;
}
