/** What can be folded away: blocks, and comments of several lines. */
import { FoldingRangeKind } from 'vscode-languageserver';
import type { FoldingRange } from 'vscode-languageserver';
import { positionAt } from '../../language/syntax/lines.ts';
import type { Comment, Statement, Tree } from '../../language/syntax/tree.ts';
import { pageOf } from './view.ts';
import type { View } from './view.ts';

export function foldingRanges(view: View, uri: string): FoldingRange[] {
  const page = pageOf(view, uri);
  if (!page) return [];
  const { tree } = page.document.outline;
  return [...blocks(tree, tree.statements, page.text), ...comments(tree)];
}

function* blocks(tree: Tree, statements: readonly Statement[], text: string): Iterable<FoldingRange> {
  for (const { block } of statements) {
    if (!block) continue;
    const startLine = lineAt(tree, block.start);
    const isClosed = text[block.end - 1] === '}';
    const endLine = lineAt(tree, block.end) - (isClosed ? 1 : 0);
    if (endLine > startLine) yield { startLine, endLine };
    yield* blocks(tree, block.statements, text);
  }
}

/** Comments of several lines, and runs of comments of one line each. */
function* comments(tree: Tree): Iterable<FoldingRange> {
  let first: Comment | undefined;
  let last: Comment | undefined;
  const fold = function* (): Iterable<FoldingRange> {
    if (!first || !last) return;
    const startLine = lineAt(tree, first.start);
    const endLine = lineAt(tree, last.end);
    if (endLine > startLine) yield { startLine, endLine, kind: FoldingRangeKind.Comment };
  };
  for (const comment of tree.comments) {
    const isLine = comment.text.startsWith('//');
    const continues =
      isLine && last?.text.startsWith('//') === true && lineAt(tree, comment.start) === lineAt(tree, last.start) + 1;
    if (!continues) {
      yield* fold();
      first = comment;
    }
    last = comment;
  }
  yield* fold();
}

const lineAt = (tree: Tree, offset: number): number => positionAt(tree.lineStarts, offset).line;
