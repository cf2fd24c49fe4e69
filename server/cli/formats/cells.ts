/**
 * Text as a terminal shows it. Invariant: nothing that a model contains can control the terminal: escape sequences,
 * control characters and direction overrides come out as visible signs.
 */

const tabWidth = 4;

/** One character and the columns it takes. */
export interface Cell {
  readonly text: string;
  readonly width: number;
  /** UTF-16 offset in the source line. */
  readonly offset: number;
}

/** Takes no column of its own: combining marks, joiners, variation selectors. */
const zeroWidth = /^(?:\p{Mn}|\p{Me}|\u200B|\u200C|\u200D|\u2060|[\uFE00-\uFE0F])$/u;
/** Takes two columns: East Asian wide and full-width forms (Unicode Annex 11) and pictures. */
const doubleWidth =
  /^(?:[\u1100-\u115F\u2E80-\u303E\u3041-\uA4CF\uAC00-\uD7A3\uF900-\uFAFF\uFE30-\uFE6F\uFF00-\uFF60\uFFE0-\uFFE6\u{20000}-\u{3FFFD}]|\p{Emoji_Presentation})$/u;
/** Bidirectional overrides and isolates: they make a line read as what it is not (CVE-2021-42574). */
const direction = /^[\u200E\u200F\u202A-\u202E\u2066-\u2069\u061C]$/;
const control = /^[\p{Cc}\u2028\u2029]$/u;
const printableAscii = /^[ -~]*$/;

export function cellsOf(line: string): Cell[] {
  const cells: Cell[] = [];
  let column = 0;
  let offset = 0;
  for (const character of line) {
    const cell = cellOf(character, column, offset);
    cells.push(cell);
    column += cell.width;
    offset += character.length;
  }
  return cells;
}

function cellOf(character: string, column: number, offset: number): Cell {
  if (character === '\t') {
    const width = tabWidth - (column % tabWidth);
    return { text: ' '.repeat(width), width, offset };
  }
  if (printableAscii.test(character)) return { text: character, width: 1, offset };
  if (control.test(character)) return { text: controlPicture(character), width: 1, offset };
  if (direction.test(character)) return { text: '\uFFFD', width: 1, offset };
  if (zeroWidth.test(character)) return { text: character, width: 0, offset };
  return { text: character, width: doubleWidth.test(character) ? 2 : 1, offset };
}

/** The block "Control Pictures" has a sign for each ASCII control. */
function controlPicture(character: string): string {
  const code = character.charCodeAt(0);
  if (code < 0x20) return String.fromCharCode(0x2400 + code);
  return code === 0x7f ? '\u2421' : '\uFFFD';
}

export function widthOf(cells: readonly Cell[]): number {
  return cells.reduce((sum, { width }) => sum + width, 0);
}

export function textOf(cells: readonly Cell[]): string {
  return cells.map(({ text }) => text).join('');
}

/** One line of text, made safe to print. */
export function printable(text: string): string {
  return printableAscii.test(text) ? text : textOf(cellsOf(text));
}

/** Breaks a paragraph at spaces into lines of at most `width` columns; a longer word keeps a line of its own. */
export function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = '';
  let columns = 0;
  for (const word of text.split(/ +/)) {
    const wordWidth = widthOf(cellsOf(word));
    if (line !== '' && columns + 1 + wordWidth > width) {
      lines.push(line);
      [line, columns] = [word, wordWidth];
    } else {
      [line, columns] = line === '' ? [word, wordWidth] : [`${line} ${word}`, columns + 1 + wordWidth];
    }
  }
  return [...lines, line].map(printable);
}
