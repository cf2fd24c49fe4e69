/**
 * The statement-aware lexer. The tokens come from the grammar's terminals; this pass decides where statements begin
 * and end, so that the grammar needs no keyword, no word is taken from its user, and an error stays inside its own
 * statement:
 *
 * - a line's end ends a statement, unless a comma, a bar, an arrow or an open bracket says that it goes on;
 * - the first token of each statement is tagged by what follows it (`word :`, `path ->`, `word …`);
 * - where the braces of a file do not balance, indentation tells which block was left open.
 *
 * What leaves this pass always parses.
 */
import type { CustomPatternMatcherFunc, IToken, TokenType } from 'chevrotain';
import { DefaultLexer, DefaultTokenBuilder } from 'langium';
import type { GrammarAST, LexerResult, LexingReport } from 'langium';
import { Lexer as ChevrotainLexer } from 'chevrotain';
import type { SyntaxProblem } from './tree.ts';

/** Blocks nested deeper than this are skipped with a problem: the parser and all walks after it recurse. */
export const MAX_DEPTH = 64;

/**
 * A file of more words and signs is not read: 1.5 million are about 250,000 flows, and their trees take 2 GiB, which is
 * half of what Node gives a program.
 */
export const MAX_TOKENS = 1_500_000;

const tooManyTokens = (count: number): SyntaxProblem => ({
  code: 'too-large',
  start: 0,
  end: 0,
  message: `This file holds ${String(count)} words and signs; files with more than ${String(MAX_TOKENS)} are not read. Split it: all files of a project form one model.`,
});

/** Tokens that only the pass below makes. */
const TAGS = new Set(['END', 'KEY', 'KIND', 'NODE', 'JUNK']);

export interface ArchLexingReport extends LexingReport {
  readonly problems: SyntaxProblem[];
  /** The comments, which the parser itself does not hand on. */
  readonly comments: readonly IToken[];
}

export class ArchTokenBuilder extends DefaultTokenBuilder {
  protected override buildTerminalToken(terminal: GrammarAST.TerminalRule): TokenType {
    const token = super.buildTerminalToken(terminal);
    if (TAGS.has(terminal.name)) return { ...token, PATTERN: ChevrotainLexer.NA };
    const pattern = LONG_TOKENS.get(terminal.name);
    return pattern ? { ...token, ...pattern } : token;
  }
}

/**
 * Tokens of any length, matched as their terminals say but step by step: a regular expression keeps a place to go back to
 * for each escaped sign, and a few million of them exhaust the stack.
 */
const LONG_TOKENS: ReadonlyMap<string, Pick<TokenType, 'PATTERN' | 'LINE_BREAKS' | 'START_CHARS_HINT'>> = new Map([
  [
    'STRING',
    { PATTERN: matcher((text, at) => stringEnd(text, at, true)), LINE_BREAKS: false, START_CHARS_HINT: ['"'] },
  ],
  [
    'OPEN_STRING',
    { PATTERN: matcher((text, at) => stringEnd(text, at, false)), LINE_BREAKS: false, START_CHARS_HINT: ['"'] },
  ],
  ['BLOCK_COMMENT', { PATTERN: matcher(blockCommentEnd), LINE_BREAKS: true, START_CHARS_HINT: ['/'] }],
]);

/** @param endOf where the token that starts at an offset ends, if one does. */
function matcher(endOf: (text: string, at: number) => number | undefined): CustomPatternMatcherFunc {
  return (text, at) => {
    const end = endOf(text, at);
    return end === undefined ? null : [text.slice(at, end)];
  };
}

/** What no sign before it can escape. */
const LINE_END = /[\r\n\u2028\u2029]/;

/** The end of a text in quotes, or of one that is open: that of its line. */
function stringEnd(text: string, at: number, isClosed: boolean): number | undefined {
  if (text[at] !== '"') return undefined;
  for (let i = at + 1; ; i++) {
    const sign = text[i];
    if (sign === '"') return i + 1;
    if (sign === undefined || sign === '\r' || sign === '\n') return isClosed ? undefined : i;
    if (sign !== '\\') continue;
    const escaped = text[i + 1];
    if (escaped === undefined || LINE_END.test(escaped)) return isClosed ? undefined : i + 1;
    i++;
  }
}

function blockCommentEnd(text: string, at: number): number | undefined {
  if (!text.startsWith('/*', at)) return undefined;
  const end = text.indexOf('*/', at + 2);
  return end < 0 ? undefined : end + 2;
}

export class ArchLexer extends DefaultLexer {
  override tokenize(text: string): LexerResult {
    const raw = super.tokenize(text);
    if (raw.tokens.length > MAX_TOKENS) {
      const report: ArchLexingReport = { diagnostics: [], problems: [tooManyTokens(raw.tokens.length)], comments: [] };
      return { ...raw, tokens: [], hidden: [], report };
    }
    const pass = new StatementPass(withBracesOutOfText(raw.tokens, this.tokenTypes), this.tokenTypes);
    const tokens = pass.run();
    for (const comment of raw.hidden)
      if (comment.tokenType.name === 'OPEN_COMMENT')
        pass.problem('unclosed-comment', comment, 'This comment is never closed: close it with */.', {
          start: text.length,
          end: text.length,
          text: ' */',
          title: 'Close the comment',
        });
    const report: ArchLexingReport = { diagnostics: [], problems: pass.problems, comments: raw.hidden };
    // The parser would put them into its own tree, which nobody reads, and take them out of this list.
    return { ...raw, tokens, hidden: [], report };
  }
}

/**
 * A text that is never closed runs to the end of its line, and may have taken the brace there with it: `"Title {`. Where
 * the braces in it do not balance, those at its end are given back.
 */
function withBracesOutOfText(tokens: readonly IToken[], types: Record<string, TokenType>): readonly IToken[] {
  if (!tokens.some((token) => token.tokenType.name === 'OPEN_STRING')) return tokens;
  return tokens.flatMap((token) => {
    if (token.tokenType.name !== 'OPEN_STRING') return [token];
    const opened = count(token.image, '{') - count(token.image, '}');
    const tail = (opened > 0 ? /\s*\{\s*$/ : opened < 0 ? /\s*(?:\}\s*)+$/ : undefined)?.exec(token.image);
    if (!tail) return [token];
    const braces = [...tail[0].matchAll(/[{}]/g)].slice(-Math.abs(opened));
    const cut = (from: number, to: number, type: TokenType): IToken => ({
      ...token,
      image: token.image.slice(from, to),
      startOffset: token.startOffset + from,
      endOffset: token.startOffset + to - 1,
      startColumn: (token.startColumn ?? 1) + from,
      endColumn: (token.startColumn ?? 1) + to - 1,
      tokenType: type,
      tokenTypeIdx: type.tokenTypeIdx ?? token.tokenTypeIdx,
    });
    const first = tail.index + (braces[0]?.index ?? 0);
    const textEnd = token.image.slice(0, first).trimEnd().length;
    return [
      cut(0, textEnd, token.tokenType),
      ...braces.map(({ 0: brace, index }) =>
        cut(tail.index + index, tail.index + index + 1, types[brace] as TokenType),
      ),
    ];
  });
}

const count = (text: string, sign: string): number => text.split(sign).length - 1;

interface OpenBlock {
  readonly brace: IToken;
  /** Column at which the line of the block's head starts. */
  readonly indent: number;
}

class StatementPass {
  readonly problems: SyntaxProblem[] = [];
  private readonly out: IToken[] = [];
  private readonly blocks: OpenBlock[] = [];
  private readonly recovering: boolean;
  /** How many more braces the file closes than it opens: so many may be taken for strays. */
  private surplus: number;
  private inStatement = false;
  private brackets = 0;
  /** Where the last token written by the user ends. */
  private textEnd = 0;
  private openBracket: IToken | undefined;
  /** Column at which the current line starts, and that of the current statement's first line. */
  private lineIndent = 1;
  private statementIndent = 1;
  private readonly tokens: readonly IToken[];
  private readonly types: Record<string, TokenType>;

  constructor(tokens: readonly IToken[], types: Record<string, TokenType>) {
    this.tokens = tokens;
    this.types = types;
    const depth = depthsOf(tokens);
    this.recovering = depth.lowest < 0 || depth.last !== 0;
    this.surplus = Math.max(0, -depth.last);
  }

  run(): IToken[] {
    const { tokens } = this;
    for (let i = 0; i < tokens.length; i++) {
      const token = tokens[i] as IToken;
      const previous = tokens[i - 1];
      const startsLine = previous === undefined || lineOf(token) > (previous.endLine ?? 0);
      if (startsLine) this.lineIndent = token.startColumn ?? 1;
      const { image } = token;
      if (image === '}') this.close(token, startsLine);
      else if (image === '{' && token.tokenType === this.types['{']) i = this.open(token, i);
      else if (image === ';') this.end(token);
      else {
        if (startsLine && previous && this.breaksBefore(i, token, previous)) this.end(token);
        if (this.recovering && startsLine && !this.inStatement) this.closeByIndent(token);
        if (!this.inStatement) this.begin(token, i);
        else this.push(token);
        this.count(token);
      }
    }
    const last = tokens[tokens.length - 1];
    if (last) {
      this.end(last);
      while (this.blocks.length > 0) this.closeMissing(last);
    }
    return this.out;
  }

  problem(
    code: SyntaxProblem['code'],
    token: IToken,
    message: string,
    repair?: NonNullable<SyntaxProblem['repair']>,
  ): void {
    const problem = { code, start: token.startOffset, end: endOf(token), message };
    this.problems.push(repair ? { ...problem, repair } : problem);
  }

  /** Whether the line that starts at token `i` begins a new statement. */
  private breaksBefore(i: number, token: IToken, previous: IToken): boolean {
    if (!this.inStatement) return false;
    // No value holds a key, and no flow another flow: whatever was left open before, here something new begins.
    const tag = this.tagAt(i);
    if (tag === 'KEY' || (tag === 'NODE' && previous.tokenType.name === 'ARROW')) return true;
    if (isOpenEnded(previous) || continuesLine(token)) return false;
    // A bracket left open ends where a line starts at the statement's own column.
    return this.brackets === 0 || (token.startColumn ?? 1) <= this.statementIndent;
  }

  private begin(token: IToken, i: number): void {
    this.inStatement = true;
    this.statementIndent = this.lineIndent;
    const tag = this.tagAt(i);
    if (tag === 'JUNK') this.reportJunk(token, i);
    this.push(retag(token, this.types[tag] as TokenType));
  }

  private reportJunk(token: IToken, i: number): void {
    let last = token;
    for (let j = i + 1; j < this.tokens.length && lineOf(this.tokens[j] as IToken) === lineOf(token); j++) {
      const next = this.tokens[j] as IToken;
      if (next.image === '{' || next.image === '}' || next.image === ';') break;
      last = next;
    }
    this.problems.push({
      code: 'not-a-statement',
      start: token.startOffset,
      end: endOf(last),
      message:
        'No statement starts like this: write `kind name { … }` to declare, `a -> b` to connect, or `key: value` to say something about what it stands in.',
    });
  }

  private tagAt(i: number): 'KEY' | 'KIND' | 'NODE' | 'JUNK' {
    const { tokens } = this;
    const first = tokens[i] as IToken;
    if (first.tokenType.name !== 'WORD') return 'JUNK';
    let j = i + 1;
    while (tokens[j]?.image === '.' && isMember(tokens[j + 1]) && lineOf(tokens[j + 1] as IToken) === lineOf(first))
      j += 2;
    const next = tokens[j];
    if (next?.tokenType.name === 'ARROW') return 'NODE';
    if (next?.image === ':' && lineOf(next) === lineOf(first)) return 'KEY';
    return j === i + 1 ? 'KIND' : 'JUNK';
  }

  private count(token: IToken): void {
    if (token.image === '[' || token.image === '(') {
      if (this.brackets++ === 0) this.openBracket = token;
    } else if ((token.image === ']' || token.image === ')') && this.brackets > 0) this.brackets--;
  }

  private end(at: IToken): void {
    if (this.brackets > 0 && this.openBracket) {
      const bracket = this.openBracket;
      const closer = bracket.image === '[' ? ']' : ')';
      const end = this.textEnd;
      this.problem(
        'unclosed-bracket',
        bracket,
        `This \`${bracket.image}\` is never closed: close it with \`${closer}\`.`,
        {
          start: end,
          end,
          text: closer,
          title: `Insert \`${closer}\``,
        },
      );
    }
    this.brackets = 0;
    if (this.inStatement) this.out.push(zeroWidth(at, this.types['END'] as TokenType));
    this.inStatement = false;
  }

  private open(brace: IToken, i: number): number {
    if (this.brackets > 0) this.end(brace);
    if (!this.inStatement) {
      this.problem('not-a-statement', brace, 'A block needs a head: write what it describes before the `{`.');
      this.push(zeroWidth(brace, this.types['JUNK'] as TokenType));
      this.statementIndent = this.lineIndent;
    }
    if (this.blocks.length >= MAX_DEPTH) {
      this.problem(
        'nested-too-deep',
        brace,
        `Blocks are nested more than ${String(MAX_DEPTH)} deep here; what stands inside is not read. Split the declaration with \`extend\`.`,
      );
      return this.skipBlock(i);
    }
    this.push(brace);
    this.blocks.push({ brace, indent: this.statementIndent });
    this.inStatement = false;
    return i;
  }

  /** The index of the brace that closes the block opened at `i`, or the last token. */
  private skipBlock(i: number): number {
    for (let depth = 0, j = i; j < this.tokens.length; j++) {
      const { image } = this.tokens[j] as IToken;
      if (image === '{') depth++;
      else if (image === '}' && --depth === 0) return j;
    }
    return this.tokens.length - 1;
  }

  private close(brace: IToken, startsLine: boolean): void {
    this.end(brace);
    if (this.recovering && startsLine) {
      const column = brace.startColumn ?? 1;
      while (this.blocks.length > 1 && (this.blocks[this.blocks.length - 1] as OpenBlock).indent > column)
        this.closeMissing(brace);
      if (this.surplus > 0 && (this.blocks[this.blocks.length - 1]?.indent ?? 0) < column) {
        this.stray(brace);
        return;
      }
    }
    if (this.blocks.pop() === undefined) {
      this.stray(brace);
      return;
    }
    this.textEnd = endOf(brace);
    this.out.push(brace, zeroWidth(brace, this.types['END'] as TokenType));
  }

  private stray(brace: IToken): void {
    this.surplus--;
    this.problem('stray-brace', brace, 'This `}` closes nothing: remove it, or open its block with `{`.', {
      start: brace.startOffset,
      end: endOf(brace),
      text: '',
      title: 'Remove the `}`',
    });
  }

  private closeByIndent(token: IToken): void {
    for (;;) {
      const top = this.blocks[this.blocks.length - 1];
      if (!top || (token.startColumn ?? 1) > top.indent) return;
      this.closeMissing(token);
    }
  }

  private closeMissing(at: IToken): void {
    const block = this.blocks.pop();
    if (!block) return;
    const end = this.textEnd;
    this.problem(
      'unclosed-brace',
      block.brace,
      'This `{` is never closed: its block ends where the indentation goes back. Close it with `}`.',
      {
        start: end,
        end,
        text: `\n${' '.repeat(block.indent - 1)}}`,
        title: 'Insert the missing `}`',
      },
    );
    this.out.push(zeroWidth(at, this.types['}'] as TokenType), zeroWidth(at, this.types['END'] as TokenType));
  }

  private push(token: IToken): void {
    this.out.push(token);
    this.inStatement = true;
    if (token.image !== '') this.textEnd = endOf(token);
    if (token.tokenType.name === 'OPEN_STRING') {
      const end = endOf(token);
      this.problem('unclosed-string', token, 'This text is never closed: close it with `"` on the same line.', {
        start: end,
        end,
        text: '"',
        title: 'Close the text',
      });
    }
  }
}

/** How deep the braces go at their lowest, and where they end; both are 0 where they balance. */
function depthsOf(tokens: readonly IToken[]): { lowest: number; last: number } {
  let lowest = 0;
  let last = 0;
  for (const { image } of tokens) {
    if (image === '{') last++;
    else if (image === '}') lowest = Math.min(lowest, --last);
  }
  return { lowest, last };
}

const lineOf = (token: IToken): number => token.startLine ?? 1;
/** Exclusive; a zero-width token ends where it starts. */
const endOf = (token: IToken): number => (token.endOffset ?? token.startOffset) + 1;
const isOpenEnded = (token: IToken): boolean =>
  token.image === ',' || token.image === '|' || token.tokenType.name === 'ARROW';
const continuesLine = (token: IToken): boolean =>
  token.image === ',' ||
  token.image === '|' ||
  token.image === ']' ||
  token.image === ')' ||
  token.tokenType.name === 'ARROW';
const isMember = (token: IToken | undefined): boolean =>
  token !== undefined && (token.tokenType.name === 'WORD' || token.tokenType.name === 'NUMBER' || token.image === '*');

function retag(token: IToken, type: TokenType): IToken {
  token.tokenType = type;
  token.tokenTypeIdx = type.tokenTypeIdx ?? token.tokenTypeIdx;
  return token;
}

function zeroWidth(at: IToken, type: TokenType): IToken {
  return {
    image: '',
    startOffset: at.startOffset,
    endOffset: at.startOffset - 1,
    startLine: at.startLine ?? 1,
    endLine: at.startLine ?? 1,
    startColumn: at.startColumn ?? 1,
    endColumn: at.startColumn ?? 1,
    tokenType: type,
    tokenTypeIdx: type.tokenTypeIdx ?? 0,
  };
}
