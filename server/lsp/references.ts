/** Everywhere the thing under the cursor is named. */
import { DocumentHighlightKind } from 'vscode-languageserver';
import type { DocumentHighlight, Location, Position } from 'vscode-languageserver';
import { useAt, usesIn, usesOf } from './uses.ts';
import { locationIn, offsetIn, pageOf, rangeIn } from './view.ts';
import type { View } from './view.ts';

export function references(view: View, uri: string, position: Position, includeDeclaration: boolean): Location[] {
  const page = pageOf(view, uri);
  const use = page && useAt(page.document, offsetIn(page, position));
  if (!use) return [];
  return usesOf(view.project, use.id)
    .filter((found) => includeDeclaration || !found.use.declares)
    .map((found) => locationIn(found.document, found.use));
}

/** The same in one document; a declaration counts as written, other names as read. */
export function documentHighlights(view: View, uri: string, position: Position): DocumentHighlight[] {
  const page = pageOf(view, uri);
  const use = page && useAt(page.document, offsetIn(page, position));
  if (!use) return [];
  const { document } = page;
  return usesIn(document, use.id).map((found) => ({
    range: rangeIn(document, found),
    kind: found.declares ? DocumentHighlightKind.Write : DocumentHighlightKind.Read,
  }));
}
