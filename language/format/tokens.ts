/** The tokens of a text with what stands between them: the formatter decides about every gap, so it needs them all. */
import { ArchTerminals } from '../generated/parser/ast.ts';

export interface Token {
  readonly type: 'code' | 'line-comment' | 'block-comment';
  readonly text: string;
  readonly start: number;
  readonly end: number;
  /** Line ends between the previous token and this one. */
  readonly breaks: number;
  /** Whether white space stands before it. */
  readonly spaced: boolean;
}

/** The grammar's own terminals in their order; those that only the statement-aware lexer makes match no text. */
const MADE_BY_LEXER = new Set(['END', 'KEY', 'KIND', 'NODE', 'JUNK']);
const TERMINALS = Object.entries(ArchTerminals)
  .filter(([name]) => !MADE_BY_LEXER.has(name))
  .map(([name, { source }]) => `(?<${name}>${source})`)
  .join('|');

const LINE_END = /\r\n?|\n/g;
export const lineEndsIn = (text: string): number => text.match(LINE_END)?.length ?? 0;

/** Tokens and comments in the order of the text. O(length). */
export function tokensOf(text: string): Token[] {
  const pattern = new RegExp(`[{}]|${TERMINALS}`, 'y');
  const tokens: Token[] = [];
  let breaks = 0;
  let spaced = false;
  for (let at = 0; at < text.length; at = pattern.lastIndex) {
    pattern.lastIndex = at;
    const match = pattern.exec(text);
    if (!match) throw new Error(`No token starts at offset ${String(at)}.`);
    const [image] = match;
    const groups = match.groups ?? {};
    if (groups['WHITESPACE'] !== undefined) {
      breaks += lineEndsIn(image);
      spaced = true;
      continue;
    }
    const type =
      groups['LINE_COMMENT'] !== undefined
        ? 'line-comment'
        : groups['BLOCK_COMMENT'] !== undefined
          ? 'block-comment'
          : 'code';
    tokens.push({ type, text: image, start: at, end: at + image.length, breaks, spaced });
    breaks = 0;
    spaced = false;
  }
  return tokens;
}
