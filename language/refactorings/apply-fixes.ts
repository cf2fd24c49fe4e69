/**
 * Several fixes applied to the texts of a project at once. Invariant: a fix is applied whole or not at all, and never
 * where another one has already changed something at the same place or right beside it.
 */
import type { Fix } from '../model/finding.ts';
import { lineStartsOf, offsetAt } from '../syntax/lines.ts';
import type { SpanEdit } from './refactoring.ts';
import { edited } from './texts.ts';

export interface Applied {
  /** The texts that changed. */
  readonly texts: ReadonlyMap<string, string>;
  /** How many fixes were applied; the others have to wait until those are in place. */
  readonly count: number;
}

/** @param fixes the earlier ones go first. Those that edit what is not among the texts, or change nothing, are left out. */
export function applyFixes(texts: ReadonlyMap<string, string>, fixes: readonly Fix[]): Applied {
  const documents = new Map<string, Document>();
  const accepted = new Map<string, SpanEdit[]>();
  let count = 0;
  for (const fix of fixes) {
    const edits = editsOf(fix, texts, documents);
    if (!edits || edits.every((edit) => changesNothing(edit, texts))) continue;
    if (edits.some((edit, index) => [...(accepted.get(edit.uri) ?? []), ...edits.slice(0, index)].some(meets(edit)))) {
      continue;
    }
    for (const edit of edits) {
      const own = accepted.get(edit.uri);
      if (own) own.push(edit);
      else accepted.set(edit.uri, [edit]);
    }
    count++;
  }
  const changed = [...accepted].map(([uri, edits]) => [uri, edited(texts.get(uri) ?? '', edits)] as const);
  return { texts: new Map(changed), count };
}

interface Document {
  readonly lineStarts: readonly number[];
  readonly length: number;
  readonly lineEnd: string;
}

function editsOf(
  fix: Fix,
  texts: ReadonlyMap<string, string>,
  documents: Map<string, Document>,
): SpanEdit[] | undefined {
  const edits: SpanEdit[] = [];
  for (const { uri, range, newText } of fix.edits) {
    const text = texts.get(uri);
    if (text === undefined) return undefined;
    let document = documents.get(uri);
    if (!document) documents.set(uri, (document = read(text)));
    const start = offsetAt(document, range.start);
    const end = offsetAt(document, range.end);
    edits.push({ uri, start, end, newText: newText.replace(/\r?\n/g, document.lineEnd) });
  }
  return edits;
}

function read(text: string): Document {
  const lines = text.split('\n').length - 1;
  const windows = text.split('\r\n').length - 1;
  return { lineStarts: lineStartsOf(text), length: text.length, lineEnd: windows > lines / 2 ? '\r\n' : '\n' };
}

const changesNothing = ({ uri, start, end, newText }: SpanEdit, texts: ReadonlyMap<string, string>): boolean =>
  texts.get(uri)?.slice(start, end) === newText;

/** Two edits that only touch would still each be made for a text that the other one changes. */
const meets =
  (edit: SpanEdit) =>
  (other: SpanEdit): boolean =>
    edit.uri === other.uri && edit.start <= other.end && other.start <= edit.end;
