/** What is what: an element is of a technology, and a technology builds on another. */
import type { Position } from 'vscode-languageserver';
import { categoryOf, idAt, idOfItem, itemOf, itemsOf } from './hierarchy-items.ts';
import type { HierarchyItem } from './hierarchy-items.ts';
import { offsetIn, pageOf } from './view.ts';
import type { View } from './view.ts';

export function prepareTypeHierarchy(view: View, uri: string, position: Position): HierarchyItem[] | null {
  const page = pageOf(view, uri);
  const id = page && idAt(page, offsetIn(page, position));
  const isTyped = id !== undefined && (categoryOf(id) === 'technology' || categoryOf(id) === 'element');
  const item = isTyped ? itemOf(view, id) : undefined;
  return item ? [item] : null;
}

export function supertypes(view: View, item: HierarchyItem): HierarchyItem[] {
  const technology = view.project.model.entity(idOfItem(item))?.clauses['is'];
  return technology === undefined ? [] : itemsOf(view, [technology]);
}

/** Technologies first. O(entities). */
export function subtypes(view: View, item: HierarchyItem): HierarchyItem[] {
  const id = idOfItem(item);
  const found = [...view.project.model.entities.values()].filter(({ clauses }) => clauses['is'] === id);
  return itemsOf(
    view,
    found
      .sort((a, b) => rank(a.kind) - rank(b.kind) || (a.qualified < b.qualified ? -1 : 1))
      .map((entity) => entity.id),
  );
}

const rank = (kind: string): number => (kind === 'technology' ? 0 : 1);
