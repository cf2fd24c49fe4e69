/** Edits of several documents in the form that the client can take: with the versions that they belong to, where it knows them. */
import type {
  AnnotatedTextEdit,
  CreateFile,
  SnippetTextEdit,
  TextDocumentEdit,
  WorkspaceEdit,
} from 'vscode-languageserver';
import type { TextEdit } from '../../language/model/finding.ts';

export interface EditSupport {
  /** Edits with the versions of the documents that they belong to. */
  readonly documentChanges: boolean;
  /** The version of an open document. */
  readonly versionOf: (uri: string) => number | null;
}

interface NewFile {
  readonly uri: string;
  readonly text: string;
}

type ProtocolEdit = Exclude<TextDocumentEdit['edits'][number], AnnotatedTextEdit | SnippetTextEdit>;

/** @param files are made, which only clients with document changes can. */
export function workspaceEdit(
  edits: readonly TextEdit[],
  { documentChanges, versionOf }: EditSupport,
  files: readonly NewFile[] = [],
): WorkspaceEdit {
  const changes: Record<string, ProtocolEdit[]> = {};
  for (const { uri, range, newText } of edits) (changes[uri] ??= []).push({ range, newText });
  if (!documentChanges) return { changes };
  return {
    documentChanges: [
      ...files.flatMap(made),
      ...Object.entries(changes).map(([uri, own]) => ({ textDocument: { uri, version: versionOf(uri) }, edits: own })),
    ],
  };
}

const START = { line: 0, character: 0 };

/** A file that is there already is never written over: the whole edit fails. */
const made = ({ uri, text }: NewFile): [CreateFile, TextDocumentEdit] => [
  { kind: 'create', uri, options: { overwrite: false, ignoreIfExists: false } },
  { textDocument: { uri, version: null }, edits: [{ range: { start: START, end: START }, newText: text }] },
];
