/** From a place in an answer of the server's to the text. */
import { Position, Range, Uri, window, type TextEditor } from 'vscode';
import type { Location } from '../../language/model/finding.ts';

export const rangeOf = ({ start, end }: Location['range']): Range =>
  new Range(new Position(start.line, start.character), new Position(end.line, end.character));

/** @param keepFocus leaves the focus in the view, for who walks through a list. */
export const openLocation = ({ uri, range }: Location, keepFocus = false): Thenable<TextEditor> =>
  window.showTextDocument(Uri.parse(uri), { selection: rangeOf(range), preserveFocus: keepFocus, preview: keepFocus });
