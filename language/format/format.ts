/**
 * One way to lay out a text. Invariant: only white space, line ends and the `;` between statements change. The result
 * has the same statements, the same comments in the same order, and hides the same findings; formatting it again
 * changes nothing. A text with syntax problems is returned as it is, because what its author meant is not known.
 */
import { commentSuppressions } from '../project/suppressions.ts';
import { positionAt } from '../syntax/lines.ts';
import { createParser } from '../syntax/parser.ts';
import type { Parser } from '../syntax/parser.ts';
import type { Statement, Tree } from '../syntax/tree.ts';
import { layOut } from './layout.ts';

let parser: Parser | undefined;

/**
 * @param text of one `.arch` file, with any line ends.
 * @returns the text laid out; with `\r\n` where most line ends were, and with the byte order mark if there was one.
 */
export function formatText(text: string): string {
  parser ??= createParser();
  const mark = text.startsWith(BYTE_ORDER_MARK) ? BYTE_ORDER_MARK : '';
  const body = text.slice(mark.length);
  const tree = parser.parse(body);
  if (tree.problems.length > 0) return text;
  const formatted = layOut(body, tree);
  if (formatted === body) return text;
  // Losing a word of somebody's text would be worse than leaving it badly laid out.
  return sameMeaning(tree, parser.parse(formatted)) ? mark + formatted : text;
}

const BYTE_ORDER_MARK = '\uFEFF';

function sameMeaning(before: Tree, after: Tree): boolean {
  return (
    after.problems.length === 0 &&
    same(before.statements, after.statements) &&
    same(wordsOfComments(before), wordsOfComments(after)) &&
    same(hiddenBy(before), hiddenBy(after))
  );
}

const wordsOfComments = (tree: Tree): string[] => tree.comments.map(({ text }) => text.replace(/\s+/g, ' ').trim());

/** What each suppression hides: the statements that start on its line, by their number. */
function hiddenBy(tree: Tree): unknown[] {
  const suppressions = commentSuppressions(tree);
  if (suppressions.length === 0) return [];
  const byLine = new Map<number, number[]>();
  let number = 0;
  const visit = (statements: readonly Statement[]): void => {
    for (const statement of statements) {
      const { line } = positionAt(tree.lineStarts, statement.start);
      byLine.set(line, [...(byLine.get(line) ?? []), number++]);
      if (statement.block) visit(statement.block.statements);
    }
  };
  visit(tree.statements);
  return suppressions.map(({ rule, line }) => [rule, byLine.get(line) ?? []]);
}

const POSITIONS = new Set(['start', 'end', 'headEnd']);

/** Equality of plain data, positions left out. */
function same(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (Array.isArray(a)) return Array.isArray(b) && a.length === b.length && a.every((item, i) => same(item, b[i]));
  const keys = Object.keys(a).filter((key) => !POSITIONS.has(key));
  if (keys.length !== Object.keys(b).filter((key) => !POSITIONS.has(key)).length) return false;
  return keys.every((key) => same((a as Record<string, unknown>)[key], (b as Record<string, unknown>)[key]));
}
