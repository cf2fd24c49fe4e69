/**
 * Declarations move to another file of the project, or to a new one, with the comments that belong to them. The notation
 * imports nothing, so names stay as they are; what stood inside something continues it from the other file.
 */
import type { LinkedDocument } from '../model/linked.ts';
import { qualifiedName } from '../model/symbols.ts';
import { lineEndOf, withLineEnds } from './texts.ts';
import { lostMeaning } from './meaning.ts';
import { freeName } from './name-flow.ts';
import type { Change, Offer, Refactoring, Refusal, Source } from './refactoring.ts';
import { declaredBy, linesOf, selectedIn } from './selection.ts';
import type { Span, Statement } from '../syntax/tree.ts';

/** Of the other files, so many are offered, those nearest first. */
const MOST_TARGETS = 8;

export const move: Refactoring = (source, selection) => {
  const { project } = source;
  const document = project.document(selection.uri);
  const text = source.textOf(selection.uri);
  if (!document || text === undefined) return [];
  const { tree } = document.outline;
  const { owner, statements } = selectedIn(tree, selection);
  const [first, last] = [statements[0], statements[statements.length - 1]];
  if (!first || !last || selection.start > last.headEnd) return [];
  const declared = statements.map((statement) => declaredBy(document, statement));
  if (!declared.every((each) => each !== undefined && !each.overlay)) return [];
  const siblings = owner?.block?.statements ?? tree.statements;
  const lines = linesOf(tree, text, siblings, { start: first.start, end: last.end }, owner);
  const frame = owner ? continuing(document, owner) : undefined;
  // A file that holds nothing else is moved as a file.
  if (!lines || (owner && frame === undefined) || (!owner && siblings.length === statements.length)) return [];
  const what = declared.length === 1 && declared[0]?.name ? `\`${declared[0].name}\`` : 'the selection';
  const piece: Piece = { lines, text: blockText(text, lines, frame) };
  const fresh = freeUri(source, selection.uri, declared.find((each) => each?.name)?.name ?? 'moved');
  const others = project.documents().filter((uri) => uri !== selection.uri);
  return [
    {
      title: `Move ${what} to a new file \`${fileName(fresh)}\``,
      kind: 'move',
      makesFiles: true,
      change: () => checked(source, moved(selection.uri, [piece], { uri: fresh, text: undefined }, lineEndOf(text))),
    },
    ...nearestFirst(selection.uri, others)
      .slice(0, MOST_TARGETS)
      .map((uri): Offer => ({
        title: `Move ${what} to \`${shownPath(selection.uri, uri)}\``,
        kind: 'move',
        change: () =>
          checked(source, moved(selection.uri, [piece], { uri, text: source.textOf(uri) ?? '' }, lineEndOf(text))),
      })),
  ];
};

/** The head with which another file continues an owner; nothing where it has no name to be found by. */
function continuing({ contributions, outline }: LinkedDocument, owner: Statement): string | undefined {
  const declared = outline.declared.find(({ statement }) => statement === owner);
  if (!declared?.kind.category && !declared?.kind.continues) return undefined;
  for (const [id, list] of contributions)
    if (list.some((each) => each.declared === declared)) return `extend ${qualifiedName(id)}`;
  return undefined;
}

/** Lines that go, and what stands for them elsewhere. */
export interface Piece {
  readonly lines: Span;
  readonly text: string;
}

const INDENT = '  ';

/** @param frame the head of the block around it in its new place. */
export function blockText(text: string, { start, end }: Span, frame?: string): string {
  const lines = text.slice(start, end).split(/\r\n|\n|\r/);
  if (lines[lines.length - 1] === '') lines.pop();
  const margin = Math.min(
    ...lines.filter((line) => line.trim() !== '').map((line) => /^[ \t]*/.exec(line)?.[0].length ?? 0),
  );
  const indent = frame === undefined ? '' : INDENT;
  const body = lines.map((line) => (line.trim() === '' ? '' : indent + line.slice(margin)));
  return frame === undefined ? body.join('\n') : [`${frame} {`, ...body, '}'].join('\n');
}

interface Target {
  readonly uri: string;
  /** Of a file that is there. */
  readonly text: string | undefined;
}

export function moved(from: string, pieces: readonly Piece[], { uri, text }: Target, lineEnd: string): Change {
  const body = pieces.map((piece) => piece.text).join('\n\n');
  const removals = pieces.map(({ lines }) => ({ uri: from, ...lines, newText: '' }));
  if (text === undefined) return { edits: removals, files: [{ uri, text: withLineEnds(`${body}\n`, lineEnd) }] };
  const own = lineEndOf(text);
  const end = text.trimEnd().length;
  const before = end === 0 ? '' : '\n\n';
  const appended = { uri, start: end, end: text.length, newText: withLineEnds(`${before}${body}\n`, own) };
  return { edits: [...removals, appended], files: [] };
}

export function checked(source: Source, change: Change): Change | Refusal {
  const lost = lostMeaning(source, change);
  return lost === undefined ? change : { refused: `This cannot move: ${lost} The order of files decides here.` };
}

const folderOf = (uri: string): string => uri.slice(0, uri.lastIndexOf('/') + 1);
export const fileName = (uri: string): string => decodeURIComponent(uri.slice(uri.lastIndexOf('/') + 1));

/** An address beside a document that none of the project's has. */
export function freeUri({ project }: Source, beside: string, name: string): string {
  const taken = new Set(project.documents().map((uri) => uri.toLowerCase()));
  const address = (each: string): string => `${folderOf(beside)}${encodeURIComponent(each)}.arch`;
  return address(freeName(name, (each) => !taken.has(address(each).toLowerCase())));
}

function nearestFirst(from: string, uris: readonly string[]): string[] {
  const distance = (uri: string): number =>
    folderOf(uri) === folderOf(from) ? 0 : shownPath(from, uri).split('/').length;
  return uris.toSorted((a, b) => distance(a) - distance(b) || (a < b ? -1 : 1));
}

/** The path of a file as seen from another's folder. */
function shownPath(from: string, uri: string): string {
  const [here, there] = [folderOf(from).split('/'), uri.split('/')];
  let shared = 0;
  while (shared < here.length - 1 && here[shared] === there[shared]) shared++;
  return [...here.slice(shared, -1).map(() => '..'), ...there.slice(shared).map(decodeURIComponent)].join('/');
}
