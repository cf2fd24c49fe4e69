/** Whether an answer is what the protocol says, whatever it is about: its ranges lie in the texts, its edits do not overlap. */
import type { Position, Range } from '../../language/model/finding.ts';
import { lineStartsOf } from '../../language/syntax/lines.ts';

/** The text of a document by its address; undefined where it is not at hand. */
export type TextOf = (uri: string) => string | undefined;

/** What is wrong with an answer about a document; nothing, if all is well. */
export function malformed(answer: unknown, uri: string, textOf: TextOf): string[] {
  if (answer === undefined) return ['there is no answer'];
  const problems: string[] = [];
  const visit = (value: unknown, around: string): void => {
    if (Array.isArray(value)) {
      problems.push(...overlaps(value));
      for (const item of value) visit(item, around);
      return;
    }
    if (typeof value !== 'object' || value === null) return;
    const own = ownUri(value) ?? around;
    if (isRange(value)) problems.push(...outside(value, textOf(own)));
    for (const [key, inner] of Object.entries(value) as [string, unknown][]) {
      // By address: `changes` of a workspace edit.
      if (key === 'changes' && typeof inner === 'object' && inner !== null)
        for (const [of, edits] of Object.entries(inner as Record<string, unknown>)) visit(edits, of);
      else visit(inner, own);
    }
  };
  visit(answer, uri);
  return problems;
}

function ownUri(value: object): string | undefined {
  if ('textDocument' in value) return ownUri(value.textDocument as object);
  const uri = 'targetUri' in value ? value.targetUri : 'uri' in value ? value.uri : undefined;
  return typeof uri === 'string' ? uri : undefined;
}

const isPosition = (value: unknown): value is Position =>
  typeof value === 'object' && value !== null && 'line' in value && 'character' in value;

const isRange = (value: object): value is Range =>
  'start' in value && 'end' in value && isPosition(value.start) && isPosition(value.end);

function outside({ start, end }: Range, text: string | undefined): string[] {
  if (text === undefined) return [];
  const starts = lineStartsOf(text);
  const lengthOf = (line: number): number =>
    text.slice(starts[line], starts[line + 1] ?? text.length).replace(/[\r\n]+$/, '').length;
  const isIn = ({ line, character }: Position): boolean =>
    Number.isInteger(line) && line >= 0 && line < starts.length && character >= 0 && character <= lengthOf(line);
  const inOrder = start.line < end.line || (start.line === end.line && start.character <= end.character);
  return isIn(start) && isIn(end) && inOrder ? [] : [`${JSON.stringify({ start, end })} is not in the text`];
}

/** Edits of one document, each of which changes something: the end of one is not behind the start of the next. */
function overlaps(items: readonly unknown[]): string[] {
  const edits = items.filter(
    (item): item is { range: Range; newText: string } =>
      typeof item === 'object' &&
      item !== null &&
      'range' in item &&
      'newText' in item &&
      isRange(item.range as object),
  );
  const sorted = edits.map(({ range }) => range).sort((a, b) => compare(a.start, b.start) || compare(a.end, b.end));
  return sorted.flatMap((range, i) => {
    const next = sorted[i + 1];
    return next && compare(next.start, range.end) < 0 ? [`edits overlap at ${JSON.stringify(range.end)}`] : [];
  });
}

const compare = (a: Position, b: Position): number => a.line - b.line || a.character - b.character;
