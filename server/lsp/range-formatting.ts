/**
 * What the formatter does to some lines: the statements that they touch, and whatever else stands on the same lines
 * before or after. The formatter moves white space and `;` only, so a place in the one text is found in the other by
 * the number of other characters before it.
 */
import type { Range, TextEdit } from 'vscode-languageserver';
import { formatText } from '../../language/format/format.ts';
import { lineAt, lineStartsOf, offsetAt } from '../../language/syntax/lines.ts';
import type { Statement } from '../../language/syntax/tree.ts';
import { lineEdits } from './line-edits.ts';
import { pageOf } from './view.ts';
import type { Page, View } from './view.ts';

export function rangeFormatting(view: View, uri: string, range: Range): TextEdit[] {
  const page = pageOf(view, uri);
  if (!page) return [];
  const formatted = formatText(page.text);
  if (formatted === page.text) return [];
  const before = new Lines(page.text);
  const after = new Lines(formatted);
  const touched = touchedLines(page, range);
  const matching = touched && matchingLines(before, after, touched);
  if (!matching) return [];
  const [old, laidOut] = matching;
  return lineEdits(before.slice(old), after.slice(laidOut)).map((edit) => moved(edit, old.first));
}

interface LineSpan {
  readonly first: number;
  readonly last: number;
}

/** The lines of a range, and of the heads of statements that it touches. */
function touchedLines({ document, text }: Page, range: Range): LineSpan | undefined {
  const { tree } = document.outline;
  let [start, end] = [offsetAt(tree, range.start), offsetAt(tree, range.end)];
  const isWhite = /^\s*$/.test(text.slice(start, end));
  if (isWhite && start < end) return undefined;
  const visit = (statements: readonly Statement[]): void => {
    for (const statement of statements) {
      if (statement.start <= end && start <= statement.headEnd) {
        start = Math.min(start, statement.start);
        end = Math.max(end, statement.headEnd);
      }
      if (statement.block) visit(statement.block.statements);
    }
  };
  visit(tree.statements);
  return { first: lineAt(tree.lineStarts, start), last: lineAt(tree.lineStarts, end) };
}

/** More lines on both sides until the same words stand on the lines of both texts. */
function matchingLines(before: Lines, after: Lines, touched: LineSpan): [LineSpan, LineSpan] | undefined {
  let { first, last } = touched;
  for (;;) {
    const [from, to] = [before.wordsUpTo(first), before.wordsUpTo(last + 1)];
    if (from === to) return undefined;
    const start = after.lineOfWord(from);
    const end = after.lineOfWord(to - 1);
    const startsLine = after.wordsUpTo(start) === from;
    const endsLine = after.wordsUpTo(end + 1) === to;
    if (startsLine && endsLine)
      return [
        { first: before.lineOfWord(from), last: before.lineOfWord(to - 1) },
        { first: start, last: end },
      ];
    if (!startsLine) first--;
    if (!endsLine) last++;
    if (first < 0 || last >= before.count) return undefined;
  }
}

/** A text by lines, with the number of characters that formatting keeps before each. */
class Lines {
  readonly count: number;
  private readonly text: string;
  private readonly starts: readonly number[];
  private readonly words: readonly number[];

  constructor(text: string) {
    this.text = text;
    this.starts = lineStartsOf(text);
    this.count = this.starts.length;
    const words = [0];
    for (let line = 0; line < this.count; line++)
      words.push((words[line] ?? 0) + this.slice({ first: line, last: line }).replace(/[\s;]/g, '').length);
    this.words = words;
  }

  /** Characters before a line. */
  wordsUpTo(line: number): number {
    return this.words[line] ?? this.words[this.count] ?? 0;
  }

  /** The line on which the character with that number stands. */
  lineOfWord(number: number): number {
    let line = 0;
    while (line < this.count - 1 && (this.words[line + 1] ?? 0) <= number) line++;
    return line;
  }

  slice({ first, last }: LineSpan): string {
    return this.text.slice(this.starts[first], this.starts[last + 1] ?? this.text.length);
  }
}

function moved({ range: { start, end }, newText }: TextEdit, lines: number): TextEdit {
  return {
    range: { start: { ...start, line: start.line + lines }, end: { ...end, line: end.line + lines } },
    newText,
  };
}
