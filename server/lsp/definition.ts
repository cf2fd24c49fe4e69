/** Where the name under the cursor is declared. */
import type { Location, Position } from 'vscode-languageserver';
import { useAt, usesOf } from './uses.ts';
import { locationIn, offsetIn, pageOf } from './view.ts';
import type { View } from './view.ts';

export function definition(view: View, uri: string, position: Position): Location[] {
  const page = pageOf(view, uri);
  const use = page && useAt(page.document, offsetIn(page, position));
  if (!use) return [];
  return usesOf(view.project, use.id)
    .filter((found) => found.use.declares)
    .map(({ document, use: declaration }) => locationIn(document, declaration));
}
