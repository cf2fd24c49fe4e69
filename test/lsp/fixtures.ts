/** Projects as text: several files in one string, the cursor as `$0`, marked ranges in the answers read back as text. */
import type { Position, Range } from '../../language/model/finding.ts';
import { defaultConfig } from '../../language/project/config.ts';
import { Project } from '../../language/project/project.ts';
import { lineStartsOf, offsetAt, positionAt } from '../../language/syntax/lines.ts';
import type { Vocabulary } from '../../language/vocabulary/vocabulary.ts';
import { libraryText } from '../../server/lsp/library.ts';
import type { ActionSupport } from '../../server/lsp/refactoring-actions.ts';
import type { View } from '../../server/lsp/view.ts';

export interface Fixture {
  readonly view: View;
  readonly project: Project;
  /** The document with the cursor, or the first. */
  readonly uri: string;
  readonly position: Position;
  /** What stands at a range. */
  readonly at: (range: Range, uri?: string) => string;
  readonly textOf: (uri: string) => string;
}

/** Nobody waits for parts of an answer, and nothing comes in between. */
export const inOnePiece = { pause: () => Promise.resolve() };

const uriOf = (name: string): string => `file:///project/${name}`;

/** Lines `// file: name.arch` start the files; without one the text is `main.arch`. */
export function filesIn(text: string): Map<string, string> {
  const files = new Map<string, string>();
  const parts = text.split(/^\/\/ file: (\S+)\n/m);
  if (parts[0]?.trim()) files.set('main.arch', parts[0]);
  for (let i = 1; i < parts.length; i += 2) files.set(parts[i] as string, parts[i + 1] as string);
  return files;
}

export function fixture(text: string, vocabulary?: Vocabulary): Fixture {
  const options = { config: defaultConfig, today: '2026-11-24', incremental: true };
  const project = new Project(vocabulary ? { ...options, vocabulary } : options);
  const texts = new Map<string, string>();
  let cursor: { uri: string; position: Position } | undefined;
  for (const [name, marked] of filesIn(text)) {
    const uri = uriOf(name);
    const offset = marked.indexOf('$0');
    const plain = marked.replace('$0', '');
    if (offset >= 0) cursor = { uri, position: positionAt(lineStartsOf(plain), offset) };
    texts.set(uri, plain);
    project.setDocument(uri, plain);
  }
  const textOf = (uri: string): string => texts.get(uri) ?? libraryText(uri) ?? '';
  const [first = ''] = texts.keys();
  const uri = cursor?.uri ?? first;
  return {
    view: { project, textOf: (of) => texts.get(of) ?? libraryText(of), findings: () => project.findings() },
    project,
    uri,
    position: cursor?.position ?? { line: 0, character: 0 },
    textOf,
    at: (range, of = uri) => cut(textOf(of), range),
  };
}

function cut(text: string, { start, end }: Range): string {
  const lines = { lineStarts: lineStartsOf(text), length: text.length };
  return text.slice(offsetAt(lines, start), offsetAt(lines, end));
}

/** A client that can take edits of texts and nothing beyond. */
export const plainActions: ActionSupport = {
  related: true,
  tags: true,
  documentChanges: false,
  makesFiles: false,
  snippetEdits: false,
  resolvesEdits: false,
  versionOf: () => null,
};

export interface SomeEdit {
  readonly range: Range;
  readonly newText: string;
}

export function applied(text: string, edits: readonly SomeEdit[]): string {
  const lines = { lineStarts: lineStartsOf(text), length: text.length };
  return [...edits]
    .map(({ range, newText }) => ({ start: offsetAt(lines, range.start), end: offsetAt(lines, range.end), newText }))
    .sort((a, b) => b.start - a.start || b.end - a.end)
    .reduce((result, { start, end, newText }) => result.slice(0, start) + newText + result.slice(end), text);
}
