/** Text without a DOM: what may be drawn, how wide it is, and where it wraps. */

/**
 * Advance widths in thousandths of an em for U+0020 to U+007E, from the Adobe font metrics of Helvetica and Helvetica Bold.
 * Arial, Liberation Sans and Arimo are drawn to the same widths; the picture's font list names only such fonts first.
 */
const regular = [
  278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278, 556, 556, 556, 556, 556, 556, 556,
  556, 556, 556, 278, 278, 584, 584, 584, 556, 1015, 667, 667, 722, 722, 667, 611, 778, 722, 278, 500, 667, 556, 833,
  722, 778, 667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 278, 278, 278, 469, 556, 333, 556, 556, 500, 556,
  556, 278, 556, 556, 222, 222, 500, 222, 833, 556, 556, 556, 556, 333, 500, 278, 556, 500, 722, 500, 500, 500, 334,
  260, 334, 584,
];
const bold = [
  278, 333, 474, 556, 556, 889, 722, 238, 333, 333, 389, 584, 278, 333, 278, 278, 556, 556, 556, 556, 556, 556, 556,
  556, 556, 556, 333, 333, 584, 584, 584, 611, 975, 722, 722, 722, 722, 667, 611, 778, 722, 278, 556, 722, 611, 833,
  722, 778, 667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 333, 278, 333, 584, 556, 333, 556, 611, 556, 611,
  556, 333, 611, 611, 278, 278, 556, 278, 889, 611, 611, 611, 611, 389, 556, 333, 611, 556, 778, 556, 556, 500, 389,
  280, 389, 584,
];

/** Fonts whose widths the table above describes come first. */
export const fontFamily = `"Helvetica Neue", Helvetica, Arial, "Liberation Sans", Arimo, sans-serif`;

/** A line is drawn to its natural width where the renderer can (`textLength`); where it cannot, this much more has room. */
const generosity = 1.05;

/** Combining marks (variation selectors among them) and the joiner that makes one emoji of several. */
const mark = /^(?:\p{M}|\u200d)$/u;
const wide =
  /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Extended_Pictographic}\uff01-\uff60]$/u;
const upper = /^\p{Lu}$/u;

function advance(character: string, strong: boolean): number {
  const code = character.codePointAt(0) ?? 0;
  const known = (strong ? bold : regular)[code - 0x20];
  if (known !== undefined) return known;
  if (mark.test(character)) return 0;
  if (wide.test(character)) return 1100;
  if (character === '·') return 333;
  if (character === '…' || character === '—') return 1000;
  return upper.test(character) ? 800 : 640;
}

/** Width in pixels, to a tenth, of one line of cleaned text in Helvetica at a font size in pixels. */
export function naturalWidth(text: string, size: number, strong = false): number {
  let sum = 0;
  for (const character of text) sum += advance(character, strong);
  return Math.round((sum / 100) * size) / 10;
}

/** The room in pixels that one line of cleaned text is given at a font size in pixels. */
export function measure(text: string, size: number, strong = false): number {
  return Math.ceil(naturalWidth(text, size, strong) * generosity);
}

/**
 * The text as it may be drawn: white space joined; control characters, lone surrogates and code points that XML forbids dropped,
 * and so are the bidirectional overrides that can make a title read as what it is not.
 */
export function clean(text: string): string {
  return text
    .replace(/\s+/gu, ' ')
    .replace(/[\p{Cc}\p{Cs}\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff]/gu, '')
    .trim();
}

/** Cuts a word that is too wide for a line by itself into pieces of about the same width, never before a combining mark. */
function pieces(word: string, width: number, widthOf: (text: string) => number): string[] {
  const whole = widthOf(word.trim());
  if (whole <= width) return [word];
  const even = whole / Math.ceil(whole / width);
  const cut: string[] = [];
  let piece = '';
  for (const character of word) {
    const joined = mark.test(character) || piece.endsWith('\u200d');
    if (piece !== '' && !joined && (widthOf(piece) >= even || widthOf(piece + character) > width)) {
      cut.push(piece);
      piece = '';
    }
    piece += character;
  }
  return [...cut, piece];
}

/** Where a long name breaks best: after its own separators. */
function words(text: string): string[] {
  return text.split(/(?<=[ \-_./:,·])(?=[^ \-_./:,·])/u);
}

/** Lines of at most `width` pixels and at most `limit` lines; the last line kept ends in an ellipsis where text is left over. */
export function wrap(text: string, width: number, size: number, strong = false, limit = 4): string[] {
  const widthOf = (line: string): number => measure(line.trim(), size, strong);
  const fits = (line: string): boolean => widthOf(line) <= width;
  const lines: string[] = [];
  let line = '';
  for (const piece of words(clean(text)).flatMap((word) => pieces(word, width, widthOf))) {
    if (line !== '' && !fits(line + piece)) {
      lines.push(line.trim());
      line = '';
    }
    line += piece;
  }
  if (line.trim() !== '') lines.push(line.trim());
  if (lines.length <= limit) return lines;
  const kept = lines.slice(0, limit);
  let last = kept[limit - 1] ?? '';
  while (last !== '' && !fits(`${last}…`)) last = last.replace(/.$/su, '');
  kept[limit - 1] = `${last.trimEnd()}…`;
  return kept;
}
