/** What of a text is selected: neighbouring statements of one block, and the comments that belong to them. */
import type { LinkedDocument } from '../model/linked.ts';
import type { Declared } from '../model/outline.ts';
import { lineAt } from '../syntax/lines.ts';
import type { Comment, Span, Statement, Tree } from '../syntax/tree.ts';

export interface Selected {
  /** Innermost statement in whose block they stand. */
  readonly owner: Statement | undefined;
  /** One or more, in the order of the text. */
  readonly statements: readonly Statement[];
}

/** The statements that a selection touches, as deep inside blocks as it lies in one. */
export function selectedIn(tree: Tree, { start, end }: Span): Selected {
  let owner: Statement | undefined;
  let statements = tree.statements;
  for (;;) {
    const touched = statements.filter((each) => each.start <= end && each.end >= start);
    const [only] = touched;
    const block = touched.length === 1 ? only?.block : undefined;
    if (!only || !block || start <= block.start || end >= block.end) return { owner, statements: touched };
    owner = only;
    statements = block.statements;
  }
}

export const declaredBy = (document: LinkedDocument, statement: Statement | undefined): Declared | undefined =>
  statement && document.outline.declared.find((declared) => declared.statement === statement);

/**
 * Whole lines around statements, with the comments directly above them and those behind them; nothing where other
 * statements share these lines. The comment that opens a file is about the file, unless it is documentation or hides
 * findings.
 * @param siblings everything that stands in the block.
 */
export function linesOf(
  tree: Tree,
  text: string,
  siblings: readonly Statement[],
  { start, end }: Span,
  owner?: Statement,
): Span | undefined {
  const { lineStarts } = tree;
  const startOf = (line: number): number => lineStarts[line] ?? text.length;
  let first = lineAt(lineStarts, start);
  const last = lineAt(lineStarts, end);
  const shares = (offset: number): boolean => {
    const line = lineAt(lineStarts, offset);
    return line === first || line === last;
  };
  for (const { start: from, end: to } of siblings)
    if ((to <= start && shares(to)) || (from >= end && shares(from))) return undefined;
  if (owner?.block && (shares(owner.block.start) || shares(owner.block.end))) return undefined;
  const above = tree.comments.filter((comment) => comment.end <= start);
  let certain = first;
  for (let i = above.length - 1; i >= 0; i--) {
    const comment = above[i] as Comment;
    const line = lineAt(lineStarts, comment.start);
    const isAlone = text.slice(startOf(line), comment.start).trim() === '';
    const belongs = isAlone && lineAt(lineStarts, comment.end) >= first - 1;
    if (!belongs) break;
    first = line;
    if (!mayOpenFile(comment)) certain = line;
  }
  if (first === 0) first = certain;
  // A comment behind the last statement may go on over more lines.
  const trailing = tree.comments.find((comment) => comment.start >= end && lineAt(lineStarts, comment.start) === last);
  const until = trailing ? lineAt(lineStarts, trailing.end) : last;
  return { start: startOf(first), end: startOf(until + 1) };
}

const mayOpenFile = ({ text }: Comment): boolean => !text.startsWith('/**') && !/^\/\/\s*faultline-ignore\b/.test(text);
