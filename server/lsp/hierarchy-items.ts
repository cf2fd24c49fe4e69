/** Things of the model as items of the call and type hierarchies, known by their ids from one question to the next. */
import type { CallHierarchyItem } from 'vscode-languageserver';
import type { Category } from '../../language/vocabulary/kinds.ts';
import type { Id } from '../../language/model/symbols.ts';
import { labelOf, selectionOf, symbolKinds } from './document-symbols.ts';
import { placeAt } from './place.ts';
import { contributionOf, declaredBy } from './subject.ts';
import { useAt } from './uses.ts';
import { rangeIn } from './view.ts';
import type { Page, View } from './view.ts';

/** The items of both hierarchies have the same form. */
export type HierarchyItem = CallHierarchyItem;

export const categoryOf = (id: Id): Category => id.slice(0, id.indexOf(':')) as Category;

/** What is named at an offset, or declared by the statement there without a name. */
export function idAt({ document, text }: Page, offset: number): Id | undefined {
  const use = useAt(document, offset);
  if (use) return use.id;
  const { statement } = placeAt(document.outline.tree, text, offset);
  const declared = statement && declaredBy(document, statement);
  return declared && contributionOf(document, declared)?.id;
}

/** Nothing where it is not declared in any text. */
export function itemOf(view: View, id: Id): HierarchyItem | undefined {
  for (const document of view.project.documentsOf(id))
    for (const { declares, declared } of document.contributions.get(id) ?? []) {
      if (!declares) continue;
      const { statement, kind } = declared;
      const title = statement.title?.value;
      return {
        name: labelOf(declared),
        kind: symbolKinds[categoryOf(id)],
        detail: title === undefined ? kind.name : `${kind.name}: ${title}`,
        uri: document.uri,
        range: rangeIn(document, statement),
        selectionRange: rangeIn(document, selectionOf(declared)),
        data: id,
      };
    }
  return undefined;
}

export const itemsOf = (view: View, ids: Iterable<Id>): HierarchyItem[] =>
  [...new Set(ids)].flatMap((id) => itemOf(view, id) ?? []);

/** What an item of an earlier answer is about. */
export const idOfItem = ({ data }: { readonly data?: unknown }): Id => (typeof data === 'string' ? data : '');
