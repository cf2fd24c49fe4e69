/**
 * All safe fixes of one document: those that keep what the description means, apart from what they mend. Fixes that
 * overlap are made one after the other, each on the text that the last ones left, until none is left.
 */
import type { Finding, TextEdit } from '../model/finding.ts';
import { lineStartsOf, offsetAt } from '../syntax/lines.ts';
import type { Source } from './refactoring.ts';
import { edited } from './texts.ts';

/** A fix that brings up what another one takes away must not go on for ever. */
const MOST_ROUNDS = 100;

/**
 * @param findings of the source as it is.
 * @returns the mended text, or nothing where there is nothing to mend.
 */
export function withSafeFixes(source: Source, uri: string, findings: readonly Finding[]): string | undefined {
  const { project } = source;
  const original = source.textOf(uri);
  let edits = safeEdits(uri, findings);
  if (original === undefined || edits.length === 0) return undefined;
  const scratch = project.sibling();
  for (const each of project.documents()) scratch.setDocument(each, source.textOf(each) ?? '');
  let text = original;
  const seen = new Set([text]);
  for (let round = 0; round < MOST_ROUNDS && edits.length > 0; round++) {
    const tree = { lineStarts: lineStartsOf(text), length: text.length };
    const spans = edits.map(({ range, newText }) => ({
      start: offsetAt(tree, range.start),
      end: offsetAt(tree, range.end),
      newText,
    }));
    text = edited(text, spans);
    if (seen.has(text)) break;
    seen.add(text);
    scratch.setDocument(uri, text);
    edits = safeEdits(uri, scratch.findings());
  }
  return text === original ? undefined : text;
}

/** Of the first safe fix of each finding, those that touch no edit before them. */
function safeEdits(uri: string, findings: readonly Finding[]): TextEdit[] {
  const chosen: TextEdit[] = [];
  for (const finding of findings) {
    const fix = finding.fixes.find(({ safe }) => safe);
    if (!fix?.edits.every((edit) => edit.uri === uri)) continue;
    if (fix.edits.every((edit) => chosen.every((other) => areApart(edit, other)))) chosen.push(...fix.edits);
  }
  return chosen;
}

function areApart({ range: a }: TextEdit, { range: b }: TextEdit): boolean {
  const isBefore = (left: typeof a, right: typeof b): boolean =>
    left.end.line < right.start.line ||
    (left.end.line === right.start.line && left.end.character < right.start.character);
  return isBefore(a, b) || isBefore(b, a);
}
