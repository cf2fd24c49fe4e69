/**
 * The indentation of a line just begun, and of a `}` just typed: one step deeper than the line of the block's head, and
 * as deep as it. In a text that the formatter laid out this is what the formatter does. Nothing but blanks at the start
 * of that one line changes.
 */
import type { Position, TextEdit } from 'vscode-languageserver';
import { INDENT } from '../../language/format/layout.ts';
import type { Block, Statement } from '../../language/syntax/tree.ts';
import { commentAt, isInString, lineStart, placeAt } from './place.ts';
import { offsetIn, pageOf, rangeIn } from './view.ts';
import type { Page, View } from './view.ts';

export const formattingTriggers = ['}', '\n'] as const;

export function onTypeFormatting(view: View, uri: string, position: Position, typed: string): TextEdit[] {
  const page = pageOf(view, uri);
  if (!page) return [];
  const offset = offsetIn(page, position);
  const start = lineStart(page.text, offset);
  const before = /^[ \t]*/.exec(page.text.slice(start))?.[0] ?? '';
  const wanted = typed === '}' ? closing(page, offset, start + before.length) : opening(page, start);
  if (wanted === undefined || wanted === before) return [];
  return [{ range: rangeIn(page.document, { start, end: start + before.length }), newText: wanted }];
}

/** Of a `}` that is the first on its line. */
function closing({ document, text }: Page, offset: number, first: number): string | undefined {
  if (first !== offset - 1) return undefined;
  const head = closedAt(document.outline.tree.statements, offset);
  return head && indentOf(text, head);
}

/** The statement whose block ends at an offset. */
function closedAt(statements: readonly Statement[], end: number): Statement | undefined {
  for (const statement of statements) {
    const { block } = statement;
    if (!block || block.start >= end || block.end < end) continue;
    return block.end === end ? statement : closedAt(block.statements, end);
  }
  return undefined;
}

/** Of what is written, or will be, on a line. */
function opening({ document, text }: Page, start: number): string | undefined {
  const { tree } = document.outline;
  if (commentAt(tree, start)) return undefined;
  const first = start + (/^[ \t]*/.exec(text.slice(start))?.[0].length ?? 0);
  const { owners, statement } = placeAt(tree, text, start);
  if (statement && isInString(statement, text, start)) return undefined;
  const owner = owners.at(-1);
  if (statement && statement.start < start && !statement.block) return indentOf(text, statement) + INDENT;
  if (!owner) return '';
  return endsAt(owner.block, first) ? indentOf(text, owner) : indentOf(text, owner) + INDENT;
}

const endsAt = (block: Block | undefined, offset: number): boolean => block?.end === offset + 1;

function indentOf(text: string, { start }: Statement): string {
  return /^[ \t]*/.exec(text.slice(lineStart(text, start), start))?.[0] ?? '';
}
