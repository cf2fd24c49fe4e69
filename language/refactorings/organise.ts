/**
 * What stands at the top of a file, in the order in which people read it: where things run and what may fail, who and
 * what there is, how they talk to each other, what they do together, and what was decided about them. Declarations of one
 * section keep their order; each takes its comments along.
 */
import type { LinkedDocument } from '../model/linked.ts';
import type { Declared } from '../model/outline.ts';
import type { Statement } from '../syntax/tree.ts';
import { lostMeaning } from './meaning.ts';
import type { Change, Refactoring, Refusal, Source } from './refactoring.ts';
import { linesOf } from './selection.ts';
import { lineEndOf, withLineEnds } from './texts.ts';

/** Kinds by section; elements, and what continues something, stand in the middle. */
const BEFORE = [['topology', 'faults'], ['team'], ['data'], ['technology']];
const AFTER = [['flow'], ['operation'], ['decision'], ['scenario'], ['accept'], ['view']];
const MIDDLE = BEFORE.length;

/** Finding each statement's lines looks at all of them: longer files are split first. */
const MOST_STATEMENTS = 5000;

export const organise: Refactoring = (source, { uri }) => {
  const document = source.project.document(uri);
  const statements = document?.outline.tree.statements ?? [];
  if (!document || statements.length > MOST_STATEMENTS) return [];
  const byStatement = new Map<Statement, Declared>(document.outline.declared.map((each) => [each.statement, each]));
  const sections = statements.map((statement) => sectionOf(byStatement.get(statement)));
  if (sections.every((section, i) => i === 0 || (sections[i - 1] ?? 0) <= section)) return [];
  const change = (): Change | Refusal => ordered(source, document, sections);
  return [{ title: 'Put declarations in order', kind: 'organise', change }];
};

function sectionOf(declared: Declared | undefined): number {
  const kind = declared?.kind.name ?? '';
  const before = BEFORE.findIndex((kinds) => kinds.includes(kind));
  if (before >= 0) return before;
  const after = AFTER.findIndex((kinds) => kinds.includes(kind));
  return after < 0 ? MIDDLE : MIDDLE + 1 + after;
}

interface Piece {
  readonly section: number;
  readonly text: string;
  /** Whether no blank line stood before it, so that it belongs to the piece before. */
  readonly isClose: boolean;
  readonly place: number;
}

function ordered(source: Source, document: LinkedDocument, sections: readonly number[]): Change | Refusal {
  const { uri, outline } = document;
  const text = source.textOf(uri);
  const { tree } = outline;
  const spans = tree.statements.flatMap((statement) => linesOf(tree, text ?? '', tree.statements, statement) ?? []);
  const [first, last] = [spans[0], spans[spans.length - 1]];
  if (text === undefined || !first || !last) return { edits: [], files: [] };
  if (spans.length < tree.statements.length)
    return { refused: 'Some statements share a line, and cannot be moved apart: format the file first.' };
  const pieces = spans.map((span, place): Piece => {
    const from = spans[place - 1]?.end ?? span.start;
    // A comment that stands by itself goes with what follows it.
    const lines = text.slice(from, span.end);
    return {
      section: sections[place] ?? MIDDLE,
      text: lines.replace(/^\s*\n/, '').trimEnd(),
      isClose: place > 0 && !/^[ \t]*\r?\n/.test(lines),
      place,
    };
  });
  const inOrder = pieces.toSorted((a, b) => a.section - b.section || a.place - b.place);
  const joined = inOrder
    .map((piece, i) => {
      const before = inOrder[i - 1];
      if (!before) return piece.text;
      return `${piece.isClose && before.place === piece.place - 1 ? '\n' : '\n\n'}${piece.text}`;
    })
    .join('');
  const newText = `${withLineEnds(joined, lineEndOf(text))}${/[\r\n]$/.test(text.slice(first.start, last.end)) ? lineEndOf(text) : ''}`;
  const change: Change = { edits: [{ uri, start: first.start, end: last.end, newText }], files: [] };
  const lost = lostMeaning(source, change);
  return lost === undefined ? change : { refused: `The order decides here: ${lost} Leave it as it is.` };
}
