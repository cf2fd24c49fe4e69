/** The layout itself: for every gap between two tokens, what stands in it. */
import { commentSuppressions } from '../project/suppressions.ts';
import { positionAt } from '../syntax/lines.ts';
import type { Block, Statement, Tree } from '../syntax/tree.ts';
import { lineEndsIn, tokensOf } from './tokens.ts';
import type { Token } from './tokens.ts';

/** Columns that a one-line block may take. */
export const WIDTH = 100;
export const INDENT = '  ';
/** Before a comment at the end of a line. */
const COMMENT_GAP = '  ';

/** What a token is the start or end of. Any other token stands inside a statement's head. */
type Role =
  | {
      readonly type: 'statement';
      readonly statement: Statement;
      readonly parent: Block | undefined;
      readonly depth: number;
    }
  | { readonly type: 'open'; readonly block: Block; readonly depth: number }
  | { readonly type: 'close'; readonly block: Block; readonly depth: number }
  | { readonly type: 'end' };

export function layOut(text: string, tree: Tree): string {
  return new Layout(text, tree).run();
}

/** A comment, and whether a `;` stands between it and what is before it. */
interface Trivia {
  readonly token: Token;
  readonly semicolon: boolean;
}

class Layout {
  private readonly text: string;
  private readonly tree: Tree;
  private readonly tokens: readonly Token[];
  private readonly roles = new Map<number, Role>();
  private readonly indexAt = new Map<number, number>();
  /** Blocks that stay on one line. */
  private readonly inline = new Set<Block>();
  /** Lines whose statements stay together, because a comment hides findings on exactly this line. */
  private readonly pinned: ReadonlySet<number>;
  /** Offsets of the colon of each property, and of the words of its key. */
  private readonly colons = new Set<number>();
  private readonly keyParts = new Set<number>();
  private readonly out: string[] = [];

  constructor(text: string, tree: Tree) {
    this.text = text;
    this.tree = tree;
    this.tokens = tokensOf(text);
    this.tokens.forEach((token, i) => this.indexAt.set(token.start, i));
    this.pinned = new Set(commentSuppressions(tree).map(({ line }) => line));
    this.assignRoles(tree.statements, undefined, 0);
    this.chooseInline(tree.statements, 0);
  }

  run(): string {
    let previous: Token | undefined;
    let trivia: Trivia[] = [];
    let semicolon = false;
    let depth = 0;
    let brackets = 0;
    const emit = (token: Token | undefined, role: Role | undefined): void => {
      if (role?.type === 'statement') {
        depth = role.depth;
        brackets = 0;
      } else if (role && role.type !== 'end') depth = role.depth;
      if (token && isCloser(token)) brackets = Math.max(0, brackets - 1);
      const hanging = token && isCloser(token) ? brackets : Math.max(1, brackets);
      this.between(previous, trivia, semicolon, token, role, depth + (role ? 0 : hanging));
      if (token) this.out.push(token.text);
      if (token && isOpener(token)) brackets++;
      previous = token;
      trivia = [];
      semicolon = false;
    };
    for (const token of this.tokens) {
      if (token.text === ';' && token.type === 'code') semicolon = true;
      else if (token.type === 'code') emit(token, this.roles.get(token.start));
      else {
        trivia.push({ token, semicolon });
        semicolon = false;
      }
    }
    emit(undefined, { type: 'end' });
    const laidOut = this.out.join('');
    return this.lineEnd() === '\n' ? laidOut : laidOut.replaceAll('\n', this.lineEnd());
  }

  private lineEnd(): string {
    const windows = this.text.split('\r\n').length - 1;
    return windows > lineEndsIn(this.text) / 2 ? '\r\n' : '\n';
  }

  private assignRoles(statements: readonly Statement[], parent: Block | undefined, depth: number): void {
    for (const statement of statements) {
      this.roles.set(statement.start, { type: 'statement', statement, parent, depth });
      if (statement.form === 'property') this.noteKey(statement);
      const { block } = statement;
      if (!block) continue;
      this.roles.set(block.start, { type: 'open', block, depth });
      this.roles.set(block.end - 1, { type: 'close', block, depth });
      this.assignRoles(block.statements, block, depth + 1);
    }
  }

  private noteKey({ start }: Statement): void {
    for (let i = this.indexAt.get(start) ?? 0; i < this.tokens.length; i++) {
      const token = this.tokens[i] as Token;
      if (token.text === ':' && token.type === 'code') {
        this.colons.add(token.start);
        return;
      }
      if (token.start > start) this.keyParts.add(token.start);
    }
  }

  /** A block stays on its line if it was written on one and there is room; the outermost that has none is spread first. */
  private chooseInline(statements: readonly Statement[], depth: number): void {
    for (const statement of statements) {
      const { block } = statement;
      if (!block) continue;
      if (this.onOneLine(block) && (this.isPinned(statement.start) || this.fits(statement, depth)))
        this.setInline(block);
      else this.chooseInline(block.statements, depth + 1);
    }
  }

  private setInline(block: Block): void {
    this.inline.add(block);
    for (const { block: inner } of block.statements) if (inner) this.setInline(inner);
  }

  private onOneLine(block: Block): boolean {
    return lineEndsIn(this.text.slice(block.start, block.end)) === 0;
  }

  private headHasLines({ start, headEnd }: Statement): boolean {
    return lineEndsIn(this.text.slice(start, headEnd)) > 0;
  }

  private isPinned(offset: number): boolean {
    return this.pinned.size > 0 && this.pinned.has(positionAt(this.tree.lineStarts, offset).line);
  }

  /** Whether the last line of the statement, with its block on it, keeps to the width. */
  private fits(statement: Statement, depth: number): boolean {
    const { block, start } = statement;
    if (!block) return true;
    let width = depth * INDENT.length;
    let previous: Token | undefined;
    let pending = false;
    for (let i = this.indexAt.get(start) ?? 0; i < this.tokens.length; i++) {
      const token = this.tokens[i] as Token;
      if (token.start >= block.end) break;
      if (token.text === ';' && token.type === 'code') {
        pending = true;
        continue;
      }
      const role = this.roles.get(token.start);
      const opens = role?.type === 'open';
      if (previous && (previous.type === 'line-comment' || (token.breaks > 0 && !opens)))
        width = (opens ? depth : depth + 1) * INDENT.length;
      else if (previous) {
        if (role?.type === 'statement') width += previous.text === '{' ? 1 : '; '.length;
        else if (role?.type === 'close') width += previous.text === '{' ? 0 : 1;
        else width += token.type === 'code' && !pending ? this.gap(previous, token).length : 1;
      }
      pending = false;
      const lastLineEnd = token.type === 'block-comment' ? token.text.search(/[\r\n][^\r\n]*$/) : -1;
      if (lastLineEnd === -1) width += token.text.length;
      else
        width = (
          this.comment(token, depth + 1)
            .split('\n')
            .pop() ?? ''
        ).length;
      if (token.start >= block.start && width > WIDTH) return false;
      previous = token;
    }
    return true;
  }

  /** Writes everything between two tokens of code: comments, spaces, line ends. */
  private between(
    previous: Token | undefined,
    trivia: readonly Trivia[],
    semicolon: boolean,
    next: Token | undefined,
    role: Role | undefined,
    depth: number,
  ): void {
    if (role?.type === 'statement' && this.staysInLine(previous, role)) this.inLine(previous, trivia, semicolon, next);
    else if (role?.type === 'close' && this.inline.has(role.block)) this.beforeInlineClose(previous, trivia);
    else if (!role || role.type === 'open') this.insideHead(previous, trivia, next, role, depth);
    else this.onNewLines(previous, trivia, semicolon, next, role);
  }

  /** Whether a statement follows the one before it on the same line. */
  private staysInLine(previous: Token | undefined, { statement, parent }: Role & { type: 'statement' }): boolean {
    if (!previous) return false;
    if (parent && this.inline.has(parent)) return true;
    const { line } = positionAt(this.tree.lineStarts, statement.start);
    return this.isPinned(statement.start) && positionAt(this.tree.lineStarts, previous.end).line === line;
  }

  /** `{ a: 1; b: 2`, the `;` where it was among the comments. */
  private inLine(
    previous: Token | undefined,
    trivia: readonly Trivia[],
    semicolon: boolean,
    next: Token | undefined,
  ): void {
    let separated = previous?.text === '{' && this.roles.get(previous.start)?.type === 'open';
    // Where no `;` was written (after a `}`), one is put directly behind.
    const written = [...trivia.map((comment) => comment.semicolon), semicolon].indexOf(true);
    for (const [i, { token }] of trivia.entries()) {
      if (!separated && i >= written) {
        this.out.push(';');
        separated = true;
      }
      this.out.push(' ', this.comment(token, 0));
    }
    if (!separated) this.out.push(';');
    if (next) this.out.push(' ');
  }

  private beforeInlineClose(previous: Token | undefined, trivia: readonly Trivia[]): void {
    for (const { token } of trivia) this.out.push(' ', this.comment(token, 0));
    const empty = trivia.length === 0 && previous !== undefined && this.roles.get(previous.start)?.type === 'open';
    if (!empty) this.out.push(' ');
  }

  /** Between the words of one statement: line breaks stay where they were, further in. */
  private insideHead(
    previous: Token | undefined,
    trivia: readonly Trivia[],
    next: Token | undefined,
    role: Role | undefined,
    depth: number,
  ): void {
    let before = previous;
    for (const { token } of trivia) {
      const broken = token.breaks > 0 || before?.type === 'line-comment';
      const indent = role ? depth + 1 : depth;
      this.out.push(
        broken ? newLine(indent) : token.type === 'line-comment' ? COMMENT_GAP : ' ',
        this.comment(token, indent),
      );
      before = token;
    }
    if (!next || !before) return;
    const broken = before.type === 'line-comment' || (next.breaks > 0 && role?.type !== 'open');
    if (broken) this.out.push(newLine(depth));
    else this.out.push(before.type === 'code' ? this.gap(before, next) : ' ');
  }

  /** Before a statement or a `}` on a line of its own, and at the end of the text. */
  private onNewLines(
    previous: Token | undefined,
    trivia: readonly Trivia[],
    semicolon: boolean,
    next: Token | undefined,
    role: Role & { type: 'statement' | 'close' | 'end' },
  ): void {
    const opened = previous !== undefined && this.roles.get(previous.start)?.type === 'open';
    const depth = role.type === 'end' ? 0 : role.depth;
    const commentDepth = role.type === 'close' ? depth + 1 : depth;
    const pieces = trivia.map(({ token }) => token);
    const breaks = this.breaksOf(previous, trivia, semicolon, next, role);
    let before = previous;
    for (const [i, token] of pieces.entries()) {
      if (breaks[i]) this.out.push(blankOrNot(token, before, opened && i === 0), INDENT.repeat(commentDepth));
      else if (before) this.out.push(behind(token, before, breaks[i + 1] ?? false));
      this.out.push(this.comment(token, commentDepth));
      before = token;
    }
    if (role.type === 'end') {
      if (before) this.out.push('\n');
      return;
    }
    if (!next || !before) return;
    // Without the `;` the comment would become the documentation of what follows.
    if (semicolon && role.type === 'statement' && describes(pieces[pieces.length - 1], role.statement))
      this.out.push(';');
    const empty = role.type === 'close' && opened && pieces.length === 0;
    if (empty) return;
    if (!breaks[pieces.length]) this.out.push(' ');
    else if (role.type === 'close') this.out.push(newLine(depth));
    else this.out.push(blankOrNot(next, before, opened && pieces.length === 0), INDENT.repeat(depth));
  }

  /** For each gap (before each comment, and before what follows them) whether a line ends in it. */
  private breaksOf(
    previous: Token | undefined,
    trivia: readonly Trivia[],
    semicolon: boolean,
    next: Token | undefined,
    role: Role & { type: 'statement' | 'close' | 'end' },
  ): boolean[] {
    const tokens = trivia.map(({ token }) => token);
    const breaks = [...tokens, ...(next ? [next] : [])].map(
      (token, i) => token.breaks > 0 || tokens[i - 1]?.type === 'line-comment',
    );
    const last = tokens.length;
    if (role.type === 'end') return breaks;
    if (role.type === 'close') breaks[last] = true;
    else if (describes(tokens[last - 1], role.statement) && !semicolon) {
      breaks[last] = true;
      breaks[last - 1] = true;
    }
    // How far in its lines must stand is counted from the statement's first word, comments left out.
    if (role.type === 'statement' && this.headHasLines(role.statement)) breaks[last] = true;
    // A statement moved to a line of its own takes the comments behind the last `;` along.
    if (previous && !breaks.includes(true)) {
      const semicolons = [...trivia.map((comment) => comment.semicolon), semicolon];
      breaks[Math.max(0, semicolons.lastIndexOf(true))] = true;
    }
    if (!previous) breaks[0] = false;
    return breaks;
  }

  /** Between two tokens of one statement on one line. */
  private gap(previous: Token, next: Token): '' | ' ' {
    if (this.roles.get(next.start)?.type === 'open') return ' ';
    if (this.colons.has(next.start) || this.keyParts.has(next.start)) return '';
    if (this.colons.has(previous.start)) return ' ';
    if (next.text === ',' || isCloser(next) || isOpener(previous)) return '';
    if (previous.text === ',' || isSpaced(previous) || isSpaced(next)) return ' ';
    return next.spaced ? ' ' : '';
  }

  private comment(token: Token, depth: number): string {
    const lines = token.text.split(/\r\n?|\n/).map((line) => line.trimEnd());
    const [first = '', ...rest] = lines;
    if (rest.length === 0) return first;
    // Stars in a column move with the comment; other text is kept as somebody laid it out.
    if (!rest.every((line) => line.trimStart().startsWith('*'))) return lines.join('\n');
    return [first, ...rest.map((line) => `${INDENT.repeat(depth)} ${line.trimStart()}`)].join('\n');
  }
}

const isCode = (token: Token, texts: readonly string[]): boolean => token.type === 'code' && texts.includes(token.text);
const isOpener = (token: Token): boolean => isCode(token, ['[', '(']);
const isCloser = (token: Token): boolean => isCode(token, [']', ')']);
const isSpaced = (token: Token): boolean => isCode(token, ['->', '~>', '<->', '|']);
/** Whether the comment directly before a statement is its documentation. */
const describes = (comment: Token | undefined, { form }: Statement): boolean =>
  form !== 'property' && (comment?.text.startsWith('/**') ?? false);

const newLine = (depth: number): string => `\n${INDENT.repeat(depth)}`;

/** One blank line where there was one, except directly behind a `{`. */
function blankOrNot(token: Token, before: Token | undefined, opened: boolean): string {
  if (!before) return '';
  return token.breaks > 1 && !opened ? '\n\n' : '\n';
}

/** Before a comment on the line of what is before it; `last`: nothing follows on that line. */
function behind(comment: Token, before: Token, last: boolean): string {
  return comment.type === 'line-comment' || (last && before.type === 'code') ? COMMENT_GAP : ' ';
}
