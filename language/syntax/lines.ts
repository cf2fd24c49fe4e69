import type { Position, Range } from '../model/finding.ts';
import type { Span } from './tree.ts';

/** The offsets at which the lines of a text start (`\n`, `\r\n` and `\r` end a line). O(length). */
export function lineStartsOf(text: string): number[] {
  const starts = [0];
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code === 10 || (code === 13 && text.charCodeAt(i + 1) !== 10)) starts.push(i + 1);
  }
  return starts;
}

/** The zero-based line that an offset stands in. O(log lines). */
export function lineAt(lineStarts: readonly number[], offset: number): number {
  let low = 0;
  let high = lineStarts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((lineStarts[middle] ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** Zero-based line and UTF-16 character of an offset. O(log lines). */
export function positionAt(lineStarts: readonly number[], offset: number): Position {
  const line = lineAt(lineStarts, offset);
  return { line, character: offset - (lineStarts[line] ?? 0) };
}

export function rangeOf(lineStarts: readonly number[], span: Span): Range {
  return { start: positionAt(lineStarts, span.start), end: positionAt(lineStarts, span.end) };
}

/** The offset of a position, kept inside its line and the text. */
export function offsetAt(tree: { lineStarts: readonly number[]; length: number }, position: Position): number {
  const start = tree.lineStarts[position.line];
  if (start === undefined) return tree.length;
  const next = tree.lineStarts[position.line + 1] ?? tree.length + 1;
  return Math.max(start, Math.min(start + position.character, next - 1));
}
