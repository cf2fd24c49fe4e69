/**
 * A name that can be changed at all its places while it is typed: one that nothing outside of this text uses, and that
 * a rename would change.
 */
import type { LinkedEditingRanges, Position } from 'vscode-languageserver';
import { prepareRename } from './rename.ts';
import { useAt, usesOf } from './uses.ts';
import { offsetIn, pageOf, rangeIn } from './view.ts';
import type { View } from './view.ts';

export function linkedEditing(view: View, uri: string, position: Position): LinkedEditingRanges | null {
  const page = pageOf(view, uri);
  const use = page && useAt(page.document, offsetIn(page, position));
  const symbol = use && view.project.symbols.first(use.id);
  // A setting's name has dots, which would end the word that is typed.
  if (!symbol || symbol.category === 'knob' || 'refused' in prepareRename(view, uri, position)) return null;
  const uses = usesOf(view.project, use.id);
  const isLocal = uses.every(({ document }) => document === page.document);
  const isPlain = uses.every((each) => page.text.slice(each.use.start, each.use.end) === symbol.name);
  // Declared twice, it is not clear which of the two is meant.
  const isDeclaredOnce = uses.filter((each) => each.use.declares).length === 1;
  if (uses.length < 2 || !isLocal || !isPlain || !isDeclaredOnce) return null;
  return { ranges: uses.map((each) => rangeIn(page.document, each.use)) };
}
