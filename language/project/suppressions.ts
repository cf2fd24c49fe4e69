/** What hides findings: comments in the text, and `accept` and a `mitigation` that is in place in the model. */
import type { Entity, Model } from '../model/model.ts';
import { written } from '../model/model.ts';
import type { Id } from '../model/symbols.ts';
import { positionAt } from '../syntax/lines.ts';
import type { Comment, Span, Tree } from '../syntax/tree.ts';
import { hasStatement, removalOf } from './locate.ts';

/** `// faultline-ignore area/name, area/other -- reason` */
const IGNORE = /^\/\/\s*faultline-ignore\b\s*([^]*)$/;

/** What stands between the names and the reason. */
const REASON = /(?:^|\s)--(?:\s|$)/;

export interface CommentSuppression {
  readonly rule: string;
  readonly reason: string | undefined;
  /** The line whose findings it hides. */
  readonly line: number;
  /** The comment, or the name where the comment names several. */
  readonly where: Span;
  /** The rule's name in the comment; empty where it is missing. */
  readonly name: Span;
  readonly removal: Span;
}

/** A comment behind a statement hides what is found on its line; one on a line of its own, what is found on the next line that has text. */
export function commentSuppressions(tree: Tree): CommentSuppression[] {
  const found: CommentSuppression[] = [];
  let lines: readonly number[] | undefined;
  tree.comments.forEach((comment, i) => {
    const match = IGNORE.exec(comment.text);
    if (!match) return;
    const text = match[1] ?? '';
    const names = text.split(REASON, 1)[0] ?? '';
    const reason = text.slice(names.length).replace(REASON, '').trim();
    lines ??= targetLines(tree);
    const line = lines[i] ?? 0;
    const parts = partsOf(names, comment.end - text.length);
    const { start, end } = comment;
    parts.forEach(({ rule, name }, part) => {
      const previous = parts[part - 1]?.name;
      const next = parts[part + 1]?.name;
      found.push({
        rule,
        reason: reason === '' ? undefined : reason,
        line,
        where: parts.length === 1 ? { start, end } : name,
        name,
        removal: previous
          ? { start: previous.end, end: name.end }
          : next
            ? { start: name.start, end: next.start }
            : removalOf(tree, comment),
      });
    });
  });
  return found;
}

/** The names between the commas, and where they stand. */
function partsOf(names: string, offset: number): { rule: string; name: Span }[] {
  let at = offset;
  return names.split(',').map((written) => {
    const rule = written.trim();
    const start = at + written.length - written.trimStart().length;
    at += written.length + 1;
    return { rule, name: { start, end: start + rule.length } };
  });
}

/**
 * The line whose findings a comment there hides: its own where a statement stands before it, else the next one with
 * text; comments may stack above the statement. By comment; O(comments × log statements).
 */
function targetLines(tree: Tree): number[] {
  const lines: number[] = [];
  for (let i = tree.comments.length - 1; i >= 0; i--) {
    const { start, end } = tree.comments[i] as Comment;
    const own = positionAt(tree.lineStarts, start).line;
    if (hasStatement(tree, tree.lineStarts[own] ?? 0, start)) {
      lines[i] = own;
      continue;
    }
    const below = positionAt(tree.lineStarts, end).line + 1;
    const next = tree.comments[i + 1];
    const stacks =
      next !== undefined &&
      positionAt(tree.lineStarts, next.start).line === below &&
      !hasStatement(tree, tree.lineStarts[below] ?? 0, next.start);
    lines[i] = stacks ? (lines[i + 1] ?? below) : below;
  }
  return lines;
}

export interface Acceptance {
  readonly id: Id;
  readonly rule: string;
  /** What it covers, with everything inside; undefined where that is not said or not found. */
  readonly on: Id | undefined;
  readonly until: string | undefined;
  readonly reason: string | undefined;
  /** A mitigation that is not done yet is about a finding, and does not hide it. */
  readonly hides: boolean;
}

export function acceptances(model: Model): Acceptance[] {
  return [...model.ofKind('accept'), ...model.ofKind('mitigation')].flatMap((id) => {
    const entity = model.entity(id);
    if (!entity) return [];
    return [
      {
        id,
        rule: entity.name,
        on: entity.clauses['on'],
        until: written(entity, 'until'),
        reason: written(entity, 'because') ?? written(entity, 'evidence')?.join(', '),
        hides: entity.kind === 'accept' || isInPlace(entity),
      },
    ];
  });
}

const isInPlace = (mitigation: Entity): boolean => {
  const progress = written(mitigation, 'progress');
  return progress === 'done' || progress === 'verified';
};
