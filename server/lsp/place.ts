/** Where in the structure of a text an offset is, also where that text is broken or still being written. */
import type { Block, Comment, Statement, Term, Tree } from '../../language/syntax/tree.ts';

export interface Place {
  /** The statements in whose blocks the offset is, outermost first. */
  readonly owners: readonly Statement[];
  /** The statement whose head the offset is in, or which it would continue. */
  readonly statement: Statement | undefined;
}

export function placeAt(tree: Tree, text: string, offset: number): Place {
  const owners: Statement[] = [];
  let statements = tree.statements;
  let limit = tree.length;
  for (;;) {
    const index = lastBefore(statements, offset);
    const statement = statements[index];
    if (!statement) return { owners, statement: undefined };
    const next = statements[index + 1]?.start ?? limit;
    const { block } = statement;
    if (block && isInside(tree, text, statement, block, offset, next)) {
      owners.push(statement);
      statements = block.statements;
      limit = Math.min(limit, isUnclosed(tree, block) ? next : block.end);
      continue;
    }
    return { owners, statement: isInHead(text, statement, offset) ? statement : undefined };
  }
}

/** The index of the last statement that starts before the offset, or -1. O(log n). */
function lastBefore(statements: readonly Statement[], offset: number): number {
  let low = -1;
  let high = statements.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((statements[middle]?.start ?? 0) < offset) low = middle;
    else high = middle - 1;
  }
  return low;
}

function isInside(tree: Tree, text: string, head: Statement, block: Block, offset: number, next: number): boolean {
  if (offset <= block.start) return false;
  if (offset < block.end) return true;
  // A block left open goes on while lines are indented deeper than the line that opens it.
  return isUnclosed(tree, block) && offset <= next && indentAt(text, offset) > indentAt(text, head.start);
}

const isUnclosed = (tree: Tree, block: Block): boolean =>
  tree.problems.some((problem) => problem.code === 'unclosed-brace' && problem.start === block.start);

/** The column of the first text on the line of an offset, or of the offset where it stands in the white space. */
export function indentAt(text: string, offset: number): number {
  const start = lineStart(text, offset);
  let at = start;
  while (at < offset && (text[at] === ' ' || text[at] === '\t')) at++;
  return at - start;
}

export function lineStart(text: string, offset: number): number {
  let at = offset;
  while (at > 0 && text[at - 1] !== '\n' && text[at - 1] !== '\r') at--;
  return at;
}

function isInHead(text: string, statement: Statement, offset: number): boolean {
  if (offset <= statement.headEnd) return true;
  if (statement.block) return offset <= statement.block.start;
  const between = text.slice(statement.headEnd, offset);
  if (/^[ \t]*$/.test(between)) return true;
  return /^\s*$/.test(between) && isOpenEnded(text.slice(statement.start, statement.headEnd));
}

/** Whether a head goes on in the next line: after a comma, a bar, an arrow, or inside brackets. */
const isOpenEnded = (head: string): boolean =>
  /(?:[,|]|->|~>)$/.test(head) || count(head, /[[(]/g) > count(head, /[\])]/g);

const count = (text: string, pattern: RegExp): number => text.match(pattern)?.length ?? 0;

export function commentAt(tree: Tree, offset: number): Comment | undefined {
  return tree.comments.find(
    (comment) => comment.start < offset && (offset < comment.end || (offset === comment.end && isOpen(comment))),
  );
}

/** A comment that goes on where its text ends: one to the end of the line, or one that is never closed. */
const isOpen = ({ text }: Comment): boolean => text.startsWith('//') || !/^\/\*[^]*\*\/$/.test(text);

/** The terms of a statement's head in the order of the text. */
export function termsOf(statement: Statement): readonly Term[] {
  if (statement.form === 'property') return statement.terms;
  if (statement.form === 'junk') return [];
  const { edge, name, title, clauses, rest } = statement;
  const terms: Term[] = [...rest];
  if (edge) {
    const { arrow, source, target } = edge;
    terms.push(source, { type: 'punctuation', value: arrow.name, start: arrow.start, end: arrow.end });
    if (target) terms.push(target);
  }
  if (name) terms.push(name);
  if (title) terms.push(title);
  for (const { word, target } of clauses) {
    terms.push({ type: 'path', segments: [word], start: word.start, end: word.end });
    if (target) terms.push(target);
  }
  return terms.sort((a, b) => a.start - b.start);
}

export function isInString(statement: Statement, text: string, offset: number): boolean {
  return termsOf(statement).some(
    (term) =>
      term.type === 'string' &&
      term.start < offset &&
      (offset < term.end || (offset === term.end && !isClosed(text, term.start, term.end))),
  );
}

const isClosed = (text: string, start: number, end: number): boolean => end - start > 1 && text[end - 1] === '"';

const LETTERS = String.raw`\u00aa-\u1fff\u2c00-\u2fff\u3005-\ud7ff`;
const WORD = String.raw`[A-Za-z_${LETTERS}][\w${LETTERS}]*(?:-+[\w${LETTERS}]+)*-?`;
const PATH_BEFORE = new RegExp(String.raw`(?<![\w${LETTERS}-])(?:${WORD}\.(?:[\w${LETTERS}-]+\.)*)?(?:${WORD}|\*)?$`);
const NUMBER_BEFORE = /(?<![\w.])\d[\d_]*(?:\.\d[\d_]*)?[A-Za-z%µμ]*$/;
const WORD_AFTER = new RegExp(String.raw`^[\w${LETTERS}]*(?:-[\w${LETTERS}]+)*`);

export interface Partial {
  /** What is written of the word, path or number before the offset. */
  readonly text: string;
  readonly start: number;
  /** Where the word under the cursor ends. */
  readonly end: number;
}

/** The word, path (`eu-west.`) or number that ends at an offset; empty between words. */
export function partialAt(text: string, offset: number): Partial {
  const line = text.slice(lineStart(text, offset), offset);
  const before = NUMBER_BEFORE.exec(line)?.[0] ?? PATH_BEFORE.exec(line)?.[0] ?? '';
  const after = before === '' ? '' : (WORD_AFTER.exec(text.slice(offset, offset + LONGEST_WORD))?.[0] ?? '');
  return { text: before, start: offset - before.length, end: offset + after.length };
}

const LONGEST_WORD = 256;
