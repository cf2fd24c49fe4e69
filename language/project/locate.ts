/** From places in the model to places in the text, and from edits of the description to edits of the text. */
import type { Location, TextEdit } from '../model/finding.ts';
import type { Contribution, LinkedDocument } from '../model/linked.ts';
import { mainOf, thatCount } from '../model/assemble.ts';
import type { Id } from '../model/symbols.ts';
import type { Edit, Place } from '../rules/rule.ts';
import { positionAt, rangeOf } from '../syntax/lines.ts';
import type { Property, Span, Statement, Tree } from '../syntax/tree.ts';

export type DocumentsOf = (entity: Id) => readonly LinkedDocument[];

interface Said {
  readonly uri: string;
  readonly document: LinkedDocument;
  readonly contribution: Contribution;
}

interface Statements {
  /** Those that declare first, then those that continue. */
  readonly all: readonly Said[];
  /** The statements of each key, counted as the model counts its values. */
  readonly byKey: ReadonlyMap<string, readonly { readonly document: LinkedDocument; readonly property: Property }[]>;
}

/** Where things stand; what a changed document says something about has to be forgotten. */
export class Places {
  private readonly documentsOf: DocumentsOf;
  private readonly known = new Map<Id, Statements>();

  constructor(documentsOf: DocumentsOf) {
    this.documentsOf = documentsOf;
  }

  forget(entities: Iterable<Id>): void {
    for (const entity of entities) this.known.delete(entity);
  }

  /** The same object for as long as nothing about an entity moved. */
  stateOf(entity: Id): object {
    return this.statements(entity);
  }

  locate(place: Place): Location | undefined {
    const found = this.span(place);
    return found && { uri: found.document.uri, range: rangeOf(found.document.outline.tree.lineStarts, found.span) };
  }

  /** The edits of the text, or nothing where one of them has no place. */
  edits(edits: readonly Edit[]): TextEdit[] | undefined {
    const result: TextEdit[] = [];
    for (const edit of edits) {
      const text = edit.type === 'set' ? this.setting(edit) : this.removal(edit.at);
      if (!text) return undefined;
      result.push(text);
    }
    return result;
  }

  /** What an entity's statements say themselves: their heads, keys and braces, without what is declared inside. */
  ownText(entity: Id): Location[] {
    return this.statements(entity).all.flatMap(({ uri, document, contribution }) => {
      const { lineStarts } = document.outline.tree;
      return ownSpans(contribution.declared.statement).map((span) => ({ uri, range: rangeOf(lineStarts, span) }));
    });
  }

  private span(place: Place): { document: LinkedDocument; span: Span } | undefined {
    const found = this.property(place);
    if (found) return { document: found.document, span: { start: found.property.start, end: found.property.headEnd } };
    const { all } = this.statements(place.entity);
    const chosen = all[place.declaration ?? 0] ?? all[0];
    if (!chosen) return undefined;
    const { statement } = chosen.contribution.declared;
    const edge = statement.edge;
    const span: Span =
      statement.name ??
      (edge
        ? { start: edge.source.start, end: (edge.target ?? edge.arrow).end }
        : statement.form === 'declaration'
          ? statement.kind
          : statement);
    return { document: chosen.document, span };
  }

  private property({ entity, key, index }: Place): { document: LinkedDocument; property: Property } | undefined {
    return key === undefined ? undefined : this.statements(entity).byKey.get(key)?.[index ?? 0];
  }

  private setting(edit: Edit & { type: 'set' }): TextEdit | undefined {
    const first = this.statements(edit.entity).all[0];
    if (!first) return undefined;
    const existing = this.property(edit);
    if (existing) {
      const { property, document } = existing;
      const start = property.terms[0]?.start ?? property.headEnd;
      return at(document, { start, end: property.headEnd }, edit.value);
    }
    const { statement } = first.contribution.declared;
    const { tree } = first.document.outline;
    return at(first.document, ...insertion(tree, statement, `${edit.key}: ${edit.value}`));
  }

  private removal(place: Place): TextEdit | undefined {
    const found = this.property(place);
    return found && at(found.document, removalOf(found.document.outline.tree, found.property), '');
  }

  private statements(entity: Id): Statements {
    let statements = this.known.get(entity);
    if (!statements) this.known.set(entity, (statements = this.read(entity)));
    return statements;
  }

  private read(entity: Id): Statements {
    const inOrder = this.documentsOf(entity)
      .toSorted((a, b) => (a.uri < b.uri ? -1 : 1))
      .flatMap((document) =>
        (document.contributions.get(entity) ?? []).map((contribution): Said => ({
          uri: document.uri,
          document,
          contribution,
        })),
      );
    const byKey = new Map<string, { document: LinkedDocument; property: Property }[]>();
    for (const { document, contribution } of thatCount(inOrder))
      for (const { key, property } of contribution.properties) {
        const list = byKey.get(key);
        if (list) list.push({ document, property });
        else byKey.set(key, [{ document, property }]);
      }
    const declaring = inOrder.filter(({ contribution }) => contribution.declares);
    const continuing = inOrder.filter(({ contribution }) => !contribution.declares);
    const main = mainOf(declaring);
    return {
      all: [...declaring.filter((said) => said === main), ...declaring.filter((said) => said !== main), ...continuing],
      byKey,
    };
  }
}

/** One place, for those who ask for no other. */
export const locate = (place: Place, documentsOf: DocumentsOf): Location | undefined =>
  new Places(documentsOf).locate(place);

function ownSpans({ start, headEnd, block }: Statement): Span[] {
  if (!block) return [{ start, end: headEnd }];
  return [
    { start, end: headEnd },
    { start: block.start, end: block.start + 1 },
    ...block.statements.filter(({ form }) => form === 'property' || form === 'junk'),
    { start: Math.max(block.start, block.end - 1), end: block.end },
  ];
}

/** Where a new key goes, and the text that puts it there in the layout of what stands around it. */
function insertion(
  tree: Tree,
  statement: { headEnd: number; start: number; block?: { start: number; end: number; statements: readonly Span[] } },
  line: string,
): [Span, string] {
  const { block } = statement;
  if (!block) return [{ start: statement.headEnd, end: statement.headEnd }, ` { ${line} }`];
  const open = positionAt(tree.lineStarts, block.start);
  const close = positionAt(tree.lineStarts, block.end);
  const first = block.statements[0];
  const last = block.statements[block.statements.length - 1];
  if (!first || !last) return [{ start: block.start, end: block.end }, `{ ${line} }`];
  if (open.line === close.line) return [{ start: last.end, end: last.end }, `; ${line}`];
  const indent = ' '.repeat(positionAt(tree.lineStarts, first.start).character);
  return [{ start: block.start + 1, end: block.start + 1 }, `\n${indent}${line}`];
}

/**
 * What to take out so that a statement or comment is gone and what stands around it stays as it was: its whole lines
 * where it stands there alone, else as far as the statement next to it in the same block.
 */
export function removalOf(tree: Tree, span: Span): Span {
  const lineStart = tree.lineStarts[positionAt(tree.lineStarts, span.start).line] ?? span.start;
  const nextLine = tree.lineStarts[positionAt(tree.lineStarts, span.end).line + 1];
  const lineEnd = nextLine ?? tree.length;
  if (!hasText(tree, lineStart, span.start) && !hasText(tree, span.end, lineEnd))
    return { start: lineStart, end: lineEnd };
  const { before, after } = neighbours(tree.statements, span);
  if (after && after.start < lineEnd) return { start: span.start, end: after.start };
  if (before && before.end > lineStart) return { start: before.end, end: span.end };
  return span;
}

/** Whether a statement, a brace or a comment touches the text between two offsets. */
function hasText(tree: Tree, from: number, to: number): boolean {
  return hasStatement(tree, from, to) || between(tree.comments, from, to).length > 0;
}

/** Whether a statement or a brace touches the text between two offsets. */
export function hasStatement(tree: Tree, from: number, to: number): boolean {
  const touches = (start: number, end: number): boolean => start < to && end > from;
  const within = (statements: readonly Statement[]): boolean =>
    between(statements, from, to).some(
      ({ start, headEnd, block }) =>
        touches(start, headEnd) ||
        (block !== undefined &&
          (touches(block.start, block.start + 1) || touches(block.end - 1, block.end) || within(block.statements))),
    );
  return within(tree.statements);
}

/** Those of consecutive spans that touch the text between two offsets. O(log spans + those found). */
function between<T extends Span>(spans: readonly T[], from: number, to: number): readonly T[] {
  const first = firstEndingAfter(spans, from);
  let last = first;
  while (last < spans.length && (spans[last]?.start ?? to) < to) last++;
  return spans.slice(first, last);
}

function firstEndingAfter(spans: readonly Span[], offset: number): number {
  let low = 0;
  for (let high = spans.length; low < high;) {
    const middle = (low + high) >> 1;
    if ((spans[middle]?.end ?? 0) <= offset) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The statements before and behind a span in the innermost block that holds it. */
function neighbours(statements: readonly Statement[], span: Span): { before?: Span; after?: Span } {
  const index = firstEndingAfter(statements, span.start);
  const holding = statements[index]?.block;
  if (holding && holding.start < span.start && holding.end >= span.end) return neighbours(holding.statements, span);
  const before = statements[index - 1];
  const after = statements[firstEndingAfter(statements, span.end)];
  return { ...(before && { before }), ...(after && { after }) };
}

function at(document: LinkedDocument, span: Span, newText: string): TextEdit {
  return { uri: document.uri, range: rangeOf(document.outline.tree.lineStarts, span), newText };
}
