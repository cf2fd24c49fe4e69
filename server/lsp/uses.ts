/** From places in a text to what its names stand for, and back to every place where that is named. */
import type { LinkedDocument, NameUse } from '../../language/model/linked.ts';
import type { Id } from '../../language/model/symbols.ts';
import type { Project } from '../../language/project/project.ts';

/** The name at, or ending at, an offset; of two that touch there, the one that starts there. */
export function useAt(document: LinkedDocument, offset: number): NameUse | undefined {
  let found: NameUse | undefined;
  for (const use of document.uses)
    if (use.start <= offset && offset <= use.end && (!found || use.start > found.start)) found = use;
  return found;
}

export interface LocatedUse {
  readonly document: LinkedDocument;
  readonly use: NameUse;
}

/** Every place where something is named, in the order of the texts. */
export function usesOf(project: Project, id: Id): LocatedUse[] {
  const found: LocatedUse[] = [];
  for (const document of project.allDocuments())
    for (const use of document.uses) if (use.id === id) found.push({ document, use });
  return found.sort((a, b) => compare(a.document.uri, b.document.uri) || a.use.start - b.use.start);
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
