/** From a place in an answer of the server's to the text. */
import { Position, Range, Uri, ViewColumn, window, type TextEditor } from 'vscode';
import type { Location } from '../../language/model/finding.ts';

export const rangeOf = ({ start, end }: Location['range']): Range =>
  new Range(new Position(start.line, start.character), new Position(end.line, end.character));

/** @param keepFocus leaves the focus in the view, for who walks through a list. */
export function openLocation({ uri, range }: Location, keepFocus = false): Thenable<TextEditor> {
  const target = Uri.parse(uri);
  return window.showTextDocument(target, {
    viewColumn: columnFor(target),
    selection: rangeOf(range),
    preserveFocus: keepFocus,
    preview: keepFocus,
  });
}

/** Where the file is open already, or where other texts are: it must not cover a picture that it is looked up from. */
function columnFor(uri: Uri): ViewColumn {
  const editors = window.visibleTextEditors.filter(({ viewColumn }) => viewColumn !== undefined);
  const shown = editors.find(({ document }) => document.uri.toString() === uri.toString());
  return (shown ?? editors[0])?.viewColumn ?? ViewColumn.One;
}
