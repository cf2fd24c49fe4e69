/** The texts after a change, and how texts are put together. */
import type { Change, Source, SpanEdit } from './refactoring.ts';

/** The new text of every document that a change touches or makes. */
export function textsAfter(source: Source, { edits, files }: Change): Map<string, string> {
  const texts = new Map(files.map(({ uri, text }) => [uri, text]));
  for (const uri of new Set(edits.map((edit) => edit.uri)))
    texts.set(
      uri,
      edited(
        source.textOf(uri) ?? '',
        edits.filter((edit) => edit.uri === uri),
      ),
    );
  return texts;
}

/** Applies edits that do not overlap; of several at one offset, the first comes first. */
export function edited(text: string, edits: readonly Omit<SpanEdit, 'uri'>[]): string {
  const inOrder = edits
    .map((edit, i) => ({ ...edit, i }))
    .sort((a, b) => a.start - b.start || a.end - b.end || a.i - b.i);
  let result = '';
  let at = 0;
  for (const { start, end, newText } of inOrder) {
    result += text.slice(at, start) + newText;
    at = end;
  }
  return result + text.slice(at);
}

/** How most lines of a text end. */
export const lineEndOf = (text: string): string => (/\r\n/.test(text) ? '\r\n' : '\n');

export const withLineEnds = (text: string, lineEnd: string): string => text.replace(/\r\n|\r|\n/g, lineEnd);
