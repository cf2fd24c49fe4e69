/** What a refactoring is: something that can be done with a selection, worked out only when it is chosen. */
import type { Project } from '../project/project.ts';
import type { Span } from '../syntax/tree.ts';

/** A project and the texts that it was made of. */
export interface Source {
  readonly project: Project;
  textOf(uri: string): string | undefined;
}

export interface Selection extends Span {
  readonly uri: string;
}

/** An edit by UTF-16 offsets into the text as it is before the change. */
export interface SpanEdit extends Span {
  readonly uri: string;
  readonly newText: string;
}

export interface Change {
  readonly edits: readonly SpanEdit[];
  /** Files that are made. */
  readonly files: readonly { readonly uri: string; readonly text: string }[];
}

/** Why something cannot be done: what, why and what to do. */
export interface Refusal {
  readonly refused: string;
}

export type RefactoringKind = 'extract' | 'inline' | 'move' | 'organise' | 'rewrite';

/** One thing that may be done with a selection. Cheap to offer; the work is done, and may be refused, in `change`. */
export interface Offer {
  readonly title: string;
  readonly kind: RefactoringKind;
  /** Whether it makes files, which not every editor can. */
  readonly makesFiles?: boolean;
  change(): Change | Refusal;
}

export type Refactoring = (source: Source, selection: Selection) => readonly Offer[];
