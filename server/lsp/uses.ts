/** From places in a text to what its names stand for, and back to every place where that is named. */
import type { LinkedDocument, NameUse } from '../../language/model/linked.ts';
import type { Id } from '../../language/model/symbols.ts';
import type { Project } from '../../language/project/project.ts';
import { perObject } from './memo.ts';

/** The names of a document in the order of the text. */
const inOrder = perObject(({ uses }: LinkedDocument): readonly NameUse[] => uses.toSorted((a, b) => a.start - b.start));

/** The names of a document by what they stand for, each in the order of the text. */
const byId = perObject((document: LinkedDocument): ReadonlyMap<Id, readonly NameUse[]> => {
  const groups = new Map<Id, NameUse[]>();
  for (const use of inOrder(document)) {
    const group = groups.get(use.id);
    if (group) group.push(use);
    else groups.set(use.id, [use]);
  }
  return groups;
});

/** The name at, or ending at, an offset; of two that touch there, the one that starts there. O(log names). */
export function useAt(document: LinkedDocument, offset: number): NameUse | undefined {
  const uses = inOrder(document);
  let low = 0;
  let high = uses.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((uses[middle]?.start ?? 0) <= offset) low = middle + 1;
    else high = middle;
  }
  const last = uses[low - 1];
  return last && offset <= last.end ? last : undefined;
}

/** The places in one document where something is named, in the order of the text. */
export const usesIn = (document: LinkedDocument, id: Id): readonly NameUse[] => byId(document).get(id) ?? [];

export interface LocatedUse {
  readonly document: LinkedDocument;
  readonly use: NameUse;
}

/** Every place where something is named, in the order of the texts. O(documents + places). */
export function usesOf(project: Project, id: Id): LocatedUse[] {
  return inOrderOf(project.allDocuments()).flatMap((document) =>
    usesIn(document, id).map((use) => ({ document, use })),
  );
}

/** Whether anything names it besides what declares it. O(documents). */
export function isNamed(project: Project, id: Id): boolean {
  for (const document of project.allDocuments())
    if (usesIn(document, id).some(({ declares }) => !declares)) return true;
  return false;
}

/** Documents by their addresses, in a list of its own. */
export const inOrderOf = (documents: Iterable<LinkedDocument>): LinkedDocument[] =>
  [...documents].sort((a, b) => (a.uri < b.uri ? -1 : a.uri > b.uri ? 1 : 0));
