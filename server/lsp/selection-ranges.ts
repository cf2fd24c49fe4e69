/** What stands around a place, from the word outwards: term, value, head, statement, block, and so on to the whole text. */
import type { Position, SelectionRange } from 'vscode-languageserver';
import { offsetAt } from '../../language/syntax/lines.ts';
import type { Block, Span, Statement, Term } from '../../language/syntax/tree.ts';
import { commentAt, placeAt, termsOf } from './place.ts';
import { pageOf, rangeIn } from './view.ts';
import type { Page, View } from './view.ts';

export function selectionRanges(view: View, uri: string, positions: readonly Position[]): SelectionRange[] {
  const page = pageOf(view, uri);
  if (!page) return [];
  const { document } = page;
  return positions.map((position) => {
    const spans = growing(spansAround(page, offsetAt(document.outline.tree, position)));
    const outermost: SelectionRange = { range: rangeIn(document, { start: 0, end: document.outline.tree.length }) };
    return spans.reduceRight<SelectionRange>((parent, span) => ({ range: rangeIn(document, span), parent }), outermost);
  });
}

/** Innermost first. */
function spansAround({ document, text }: Page, offset: number): Span[] {
  const { tree } = document.outline;
  const comment = commentAt(tree, offset);
  const { owners, statement } = placeAt(tree, text, offset === tree.length ? offset : offset + 1);
  return [
    ...(comment ? [comment] : []),
    ...(statement ? [...headSpans(statement, offset), statement] : []),
    ...owners.toReversed().flatMap((owner) => [...(owner.block ? blockSpans(owner.block, text) : []), owner]),
  ].filter((span) => holds(span, offset));
}

function headSpans(statement: Statement, offset: number): Span[] {
  const terms = termsOf(statement);
  const term = terms.find((each) => holds(each, offset));
  return [
    ...(term ? wordsOf(term) : []),
    ...(statement.form === 'property' ? [statement.key, valueOf(terms)] : []),
    ...(statement.form === 'declaration' ? [statement.kind] : []),
    { start: statement.start, end: statement.headEnd },
  ];
}

/** A path's words, a number without its unit, a string without its quotes; then the whole. */
function wordsOf(term: Term): Span[] {
  switch (term.type) {
    case 'path':
      return [...term.segments, term];
    case 'number':
      return [{ start: term.start, end: term.end - term.unit.length }, term];
    case 'string':
      return [{ start: term.start + 1, end: term.end - 1 }, term];
    default:
      return [term];
  }
}

function valueOf(terms: readonly Term[]): Span {
  const [first, last] = [terms[0], terms.at(-1)];
  return first && last ? { start: first.start, end: last.end } : { start: 0, end: 0 };
}

/** What stands between the braces, then with them. */
function blockSpans({ start, end, statements }: Block, text: string): Span[] {
  const [first, last] = [statements[0], statements.at(-1)];
  const content = text.slice(start + 1, end - 1);
  const inner = start + 1 + (content.length - content.trimStart().length);
  return [
    ...(first && last ? [{ start: first.start, end: last.end }] : []),
    { start: inner, end: inner + content.trim().length },
    { start, end },
  ];
}

const holds = ({ start, end }: Span, offset: number): boolean => start <= offset && offset <= end;

/** Each larger than the one before; what is not is left out. */
function growing(spans: readonly Span[]): Span[] {
  const kept: Span[] = [];
  for (const span of spans) {
    const last = kept.at(-1);
    const isLarger = !last || (span.start <= last.start && last.end <= span.end);
    const isSame = last?.start === span.start && last.end === span.end;
    if (isLarger && !isSame && span.end > span.start) kept.push(span);
  }
  return kept;
}
