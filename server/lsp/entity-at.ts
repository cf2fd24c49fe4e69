/** What the cursor stands in: the innermost declaration, or the thing that `extend` continues there. */
import type { Position } from 'vscode-languageserver';
import type { EntityAtResult } from '../protocol.ts';
import { subjectOf } from './subject.ts';
import { offsetIn, pageOf } from './view.ts';
import type { View } from './view.ts';

export function entityAt(view: View, uri: string, position: Position): EntityAtResult {
  const page = pageOf(view, uri);
  if (!page) return null;
  const offset = offsetIn(page, position);
  const around = page.document.outline.declared
    .filter(({ statement }) => statement.start <= offset && offset <= statement.end)
    .sort((a, b) => b.statement.start - a.statement.start);
  for (const declared of around) {
    const { id } = subjectOf(view.project, page.document, declared);
    if (id !== undefined) return { id };
  }
  return null;
}
