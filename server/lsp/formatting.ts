/** The formatter's text as edits of the lines that differ, so that cursors, folds and marks elsewhere stay. */
import type { TextEdit } from 'vscode-languageserver';
import { formatText } from '../../language/format/format.ts';
import { lineEdits } from './line-edits.ts';
import { pageOf } from './view.ts';
import type { View } from './view.ts';

export function formatting(view: View, uri: string): TextEdit[] {
  const page = pageOf(view, uri);
  return page ? lineEdits(page.text, formatText(page.text)) : [];
}
