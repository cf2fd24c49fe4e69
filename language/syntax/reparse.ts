/**
 * After an edit, only the statements around it are parsed again; the others are taken over, those behind it with their
 * offsets moved. The result equals parsing the whole text: one untouched statement before and one behind the edit are
 * parsed along, and where they do not come out as they were (the edit opened a comment, say), or where either text has
 * a problem, nothing is returned. Time is linear in the statements, with a small constant, not in their tokens.
 */
import { MAX_DEPTH } from './lexer.ts';
import { lineAt, lineStartsOf } from './lines.ts';
import type { Block, Comment, Span, Statement, Tree } from './tree.ts';

export interface Parsed {
  readonly text: string;
  readonly tree: Tree;
}

/** What differs between two texts: `before[start, end)` became `after[start, end + delta)`. */
interface Change extends Span {
  readonly delta: number;
}

/** @returns the tree of `text`, or nothing where it has to be parsed as a whole. */
export function reparse(before: Parsed, text: string, parse: (text: string) => Tree): Tree | undefined {
  if (before.tree.problems.length > 0) return undefined;
  const change = changeBetween(before.text, text);
  const part = new Reparse(before, text, change, parse).within(before.tree.statements, 0);
  if (!part) return undefined;
  const { chunk, statements } = part;
  return {
    statements,
    comments: spliced(before.tree.comments, chunk, change.delta),
    problems: [],
    lineStarts: lineStartsOf(text),
    length: text.length,
  };
}

function changeBetween(before: string, after: string): Change {
  const shorter = Math.min(before.length, after.length);
  let start = 0;
  while (start < shorter && before.charCodeAt(start) === after.charCodeAt(start)) start++;
  let same = 0;
  while (
    same < shorter - start &&
    before.charCodeAt(before.length - 1 - same) === after.charCodeAt(after.length - 1 - same)
  )
    same++;
  return { start, end: before.length - same, delta: after.length - before.length };
}

/** A stretch of the old text that was parsed again, and the comments found there. */
interface Chunk extends Span {
  readonly comments: readonly Comment[];
}

interface Part {
  readonly chunk: Chunk;
  readonly statements: readonly Statement[];
}

class Reparse {
  private readonly before: Parsed;
  private readonly text: string;
  private readonly change: Change;
  private readonly parse: (text: string) => Tree;

  constructor(before: Parsed, text: string, change: Change, parse: (text: string) => Tree) {
    this.before = before;
    this.text = text;
    this.change = change;
    this.parse = parse;
  }

  /** The statements of a block (or of the file) after the change, which lies between its braces. */
  within(statements: readonly Statement[], depth: number, block?: Block): Part | undefined {
    const { change } = this;
    const holder = statements.findIndex(
      (statement) =>
        statement.block && statement.block.start + 1 <= change.start && change.end <= statement.block.end - 1,
    );
    const inner = holder === -1 ? undefined : this.inside(statements, holder, depth);
    return inner ?? this.around(statements, depth, block);
  }

  /** The change lies between the braces of one statement: it is parsed again there. */
  private inside(statements: readonly Statement[], index: number, depth: number): Part | undefined {
    const statement = statements[index];
    const block = statement?.block;
    if (!block) return undefined;
    const part = this.within(block.statements, depth + 1, block);
    if (!part) return undefined;
    const { delta } = this.change;
    const changed = {
      ...statement,
      end: statement.end + delta,
      block: { start: block.start, end: block.end + delta, statements: part.statements },
    };
    return {
      chunk: part.chunk,
      statements: [...statements.slice(0, index), changed, ...moved(statements.slice(index + 1), delta)],
    };
  }

  /** Parses again from the untouched statement before the change to the one behind it. */
  private around(statements: readonly Statement[], depth: number, block: Block | undefined): Part | undefined {
    const { change, before } = this;
    const touched = statements.findIndex(({ end }) => end >= change.start);
    let first = (touched === -1 ? statements.length : touched) - 1;
    while (first >= 0 && this.lineStartOf(statements[first] as Statement) === undefined) first--;
    const behind = statements.findIndex((s) => s.start > change.end && this.lineStartOf(s) !== undefined);
    const last = behind === -1 ? undefined : statements[behind];

    const start = first >= 0 ? this.lineStartOf(statements[first] as Statement) : this.startOf(block);
    const end = last?.end ?? (block ? block.end - 1 : before.text.length);
    if (start === undefined || start > change.start || end < change.end) return undefined;
    const tree = this.parse(this.text.slice(start, end + change.delta));
    // A comment up to the end of the chunk would take the `}` behind it along.
    if (block && tree.comments.some((comment) => comment.end === tree.length)) return undefined;
    if (tree.problems.length > 0 || depth + depthOf(tree.statements) > MAX_DEPTH) return undefined;

    const parsed = moved(tree.statements, start);
    if (first >= 0 && !sameSpan(parsed[0], statements[first] as Statement, 0)) return undefined;
    if (last && !sameSpan(parsed[parsed.length - 1], last, change.delta)) return undefined;
    return {
      chunk: { start, end, comments: tree.comments.map((comment) => movedSpan(comment, start)) },
      statements: [
        // The one before keeps its documentation, which stands before the chunk.
        ...statements.slice(0, first + 1),
        ...(first >= 0 ? parsed.slice(1) : parsed),
        ...moved(behind === -1 ? [] : statements.slice(behind + 1), change.delta),
      ],
    };
  }

  /** Where a block's first line of its own begins; of the file, its start. */
  private startOf(block: Block | undefined): number | undefined {
    if (!block) return 0;
    const { lineStarts } = this.before.tree;
    const next = lineStarts[lineAt(lineStarts, block.start) + 1];
    return next !== undefined && isBlank(this.before.text.slice(block.start + 1, next)) ? next : undefined;
  }

  /** The start of a statement's line, if nothing stands before it there: how far in it stands can matter. */
  private lineStartOf({ start }: Statement): number | undefined {
    const { lineStarts } = this.before.tree;
    const line = lineStarts[lineAt(lineStarts, start)] ?? 0;
    return isBlank(this.before.text.slice(line, start)) ? line : undefined;
  }
}

const isBlank = (text: string): boolean => text.trim() === '';

function sameSpan(parsed: Statement | undefined, before: Statement, delta: number): boolean {
  return (
    parsed !== undefined &&
    parsed.start === before.start + delta &&
    parsed.end === before.end + delta &&
    parsed.headEnd === before.headEnd + delta &&
    parsed.form === before.form
  );
}

function depthOf(statements: readonly Statement[]): number {
  let deepest = 0;
  for (const { block } of statements) if (block) deepest = Math.max(deepest, 1 + depthOf(block.statements));
  return deepest;
}

/** Comments before the chunk, in it, and behind it. */
function spliced(comments: readonly Comment[], chunk: Chunk, delta: number): readonly Comment[] {
  return [
    ...comments.filter(({ end }) => end <= chunk.start),
    ...chunk.comments,
    ...comments.filter(({ start }) => start >= chunk.end).map((comment) => movedSpan(comment, delta)),
  ];
}

const movedSpan = <T extends Span>(span: T, by: number): T => ({ ...span, start: span.start + by, end: span.end + by });

/** Statements with all their offsets moved. */
function moved(statements: readonly Statement[], by: number): readonly Statement[] {
  return by === 0 ? statements : statements.map((statement) => movedNode(statement, by));
}

const OFFSETS = new Set(['start', 'end', 'headEnd']);

function movedNode<T extends object>(node: T, by: number): T {
  const copy: Record<string, unknown> = {};
  for (const key in node) {
    const value: unknown = node[key];
    copy[key] =
      typeof value === 'number'
        ? OFFSETS.has(key)
          ? value + by
          : value
        : typeof value !== 'object' || value === null
          ? value
          : Array.isArray(value)
            ? value.map((item: object) => movedNode(item, by))
            : movedNode(value, by);
  }
  return copy as T;
}
