/** Lines and columns of a text, counted as the language server protocol counts them. */
import type { Position } from '../../language/model/finding.ts';

export function linesOf(text: string): string[] {
  return text.split(/\r\n|\r|\n/);
}

export function positionAt(text: string, offset: number): Position {
  const before = linesOf(text.slice(0, offset));
  return { line: before.length - 1, character: before.at(-1)?.length ?? 0 };
}
