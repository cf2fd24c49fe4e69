/** Everywhere the thing under the cursor is named. */
import { DocumentHighlightKind } from 'vscode-languageserver';
import type { DocumentHighlight, Location, Position } from 'vscode-languageserver';
import { Parts } from './parts.ts';
import type { Stream } from './parts.ts';
import { inOrderOf, useAt, usesIn } from './uses.ts';
import { locationIn, offsetIn, pageOf, rangeIn } from './view.ts';
import type { View } from './view.ts';

export async function references(
  view: View,
  uri: string,
  position: Position,
  includeDeclaration: boolean,
  stream: Stream<Location>,
): Promise<Location[]> {
  const page = pageOf(view, uri);
  const use = page && useAt(page.document, offsetIn(page, position));
  if (!use) return [];
  const parts = new Parts(stream);
  for (const document of inOrderOf(view.project.allDocuments())) {
    const found = usesIn(document, use.id).filter(({ declares }) => includeDeclaration || !declares);
    await parts.add(...found.map((each) => locationIn(document, each)));
  }
  return parts.rest();
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
