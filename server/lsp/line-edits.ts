/** The difference of two texts as edits of whole lines. */
import type { TextEdit } from 'vscode-languageserver';

/** Lines with the sign that ends them. */
const linesOf = (text: string): string[] => text.match(/[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+$/g) ?? [];

/** Larger differences (in pairs of lines to compare) are replaced in one piece. */
const MOST_PAIRS = 1_000_000;

/**
 * Longest common subsequence of the lines between the first and the last that differ.
 * Complexity: O(a × b) in the lines between, bounded; linear where only single lines changed.
 */
export function lineEdits(before: string, after: string): TextEdit[] {
  if (before === after) return [];
  const a = linesOf(before);
  const b = linesOf(after);
  let start = 0;
  while (start < a.length && start < b.length && a[start] === b[start]) start++;
  let tail = 0;
  while (tail < a.length - start && tail < b.length - start && a[a.length - 1 - tail] === b[b.length - 1 - tail])
    tail++;
  const oldLines = a.slice(start, a.length - tail);
  const newLines = b.slice(start, b.length - tail);
  return changes(oldLines, newLines).map(([from, to, insertFrom, insertTo]) => ({
    range: { start: lineStart(a, start + from), end: lineStart(a, start + to) },
    newText: newLines.slice(insertFrom, insertTo).join(''),
  }));
}

/** The start of a line; behind the last one, the end of the text. */
function lineStart(lines: readonly string[], line: number): { line: number; character: number } {
  const last = lines[lines.length - 1] ?? '';
  if (line < lines.length || /[\r\n]$/.test(last) || lines.length === 0) return { line, character: 0 };
  return { line: lines.length - 1, character: last.length };
}

type Change = readonly [from: number, to: number, insertFrom: number, insertTo: number];

function changes(a: readonly string[], b: readonly string[]): Change[] {
  if (a.length * b.length > MOST_PAIRS) return a.length === b.length ? lineByLine(a, b) : [[0, a.length, 0, b.length]];
  const width = b.length + 1;
  const common = new Uint32Array((a.length + 1) * width);
  for (let i = a.length - 1; i >= 0; i--)
    for (let j = b.length - 1; j >= 0; j--)
      common[i * width + j] =
        a[i] === b[j]
          ? (common[(i + 1) * width + j + 1] ?? 0) + 1
          : Math.max(common[(i + 1) * width + j] ?? 0, common[i * width + j + 1] ?? 0);
  const found: Change[] = [];
  let [i, j] = [0, 0];
  let [from, insertFrom] = [0, 0];
  const close = (): void => {
    if (i > from || j > insertFrom) found.push([from, i, insertFrom, j]);
  };
  while (i < a.length || j < b.length) {
    if (i < a.length && j < b.length && a[i] === b[j]) {
      close();
      [from, insertFrom] = [++i, ++j];
    } else if (
      j >= b.length ||
      (i < a.length && (common[(i + 1) * width + j] ?? 0) >= (common[i * width + j + 1] ?? 0))
    )
      i++;
    else j++;
  }
  close();
  return found;
}

function lineByLine(a: readonly string[], b: readonly string[]): Change[] {
  const found: Change[] = [];
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) found.push([i, i + 1, i, i + 1]);
  return found;
}
