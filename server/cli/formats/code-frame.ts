/** The source line of a finding with a mark under what it is about. */
import type { Range } from '../../../language/model/finding.ts';
import { cellsOf, textOf, widthOf, type Cell } from './cells.ts';

export interface Frame {
  readonly source: string;
  /** Spaces up to the marked part. */
  readonly indent: string;
  /** Columns of the marked part, at least one. */
  readonly markWidth: number;
}

const ellipsis: Cell = { text: '…', width: 1, offset: -1 };
/** How far from the left a mark may stand in a line that had to be cut. */
const leftShare = 1 / 3;

/**
 * @param line the line on which the range starts.
 * @param width columns there are; a longer line is cut around the marked part.
 */
export function codeFrame(line: string, range: Range, width: number): Frame {
  const end = range.end.line === range.start.line ? range.end.character : line.length;
  const cells = cellsOf(line.trimEnd());
  const isMarked = ({ offset }: Cell) => offset >= range.start.character && offset < end;
  const shown = cut(cells, cells.findIndex(isMarked), width);
  const from = shown.findIndex(isMarked);
  // An empty range, or one behind the last character, is marked where the line ends.
  const before = from < 0 ? shown.filter(({ offset }) => offset < range.start.character) : shown.slice(0, from);
  return {
    source: textOf(shown),
    indent: ' '.repeat(widthOf(before)),
    markWidth: Math.max(1, widthOf(shown.filter(isMarked))),
  };
}

function cut(cells: Cell[], markedFrom: number, width: number): Cell[] {
  if (widthOf(cells) <= width) return cells;
  const isInView = widthOf(cells.slice(0, markedFrom + 1)) <= width * (1 - leftShare);
  const first = isInView ? 0 : Math.max(0, markedFrom - Math.floor(width * leftShare));
  const shown: Cell[] = first > 0 ? [ellipsis] : [];
  let columns = widthOf(shown);
  for (const cell of cells.slice(first)) {
    if (columns + cell.width > width - 1) return [...shown, ellipsis];
    shown.push(cell);
    columns += cell.width;
  }
  return shown;
}
