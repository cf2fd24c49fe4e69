/** What stands in what. Invariant: everything stands in one place, and no deeper than the notation reads. */

/** Far below what the notation reads, and beyond what any published model nests. */
const MAX_DEPTH = 32;

/**
 * Things as a tree. What names no parent that there is, what would stand in itself, and what would stand too deep comes
 * to the top; `homeless` is told of it where a parent was named. O(things × depth).
 * @param parents of each thing, by its key; the order is kept.
 */
export function nest<T>(
  parents: ReadonlyMap<string, string | undefined>,
  make: (key: string, inside: readonly T[]) => T,
  homeless: (key: string, parent: string) => void,
): T[] {
  const depths = new Map<string, number>();
  const children = new Map<string, string[]>();
  const roots: string[] = [];
  for (const [key, parent] of parents) {
    const depth = depthOf(key, parents, depths);
    if (parent !== undefined && depth > 0) children.set(parent, [...(children.get(parent) ?? []), key]);
    else roots.push(key);
    if (parent !== undefined && depth === 0) homeless(key, parent);
  }
  const tree = (key: string): T => make(key, (children.get(key) ?? []).map(tree));
  return roots.map(tree);
}

/** How many things stand around one; 0 for what comes to the top. Ways outwards that lead in a circle are cut once. */
function depthOf(key: string, parents: ReadonlyMap<string, string | undefined>, known: Map<string, number>): number {
  const way: string[] = [];
  const onWay = new Set<string>();
  let at: string | undefined = key;
  while (at !== undefined && parents.has(at) && !known.has(at) && !onWay.has(at)) {
    way.push(at);
    onWay.add(at);
    at = parents.get(at);
  }
  // Where the way came back to itself, or out to nothing, its last thing stands at the top.
  let depth = at !== undefined && known.has(at) ? (known.get(at) ?? 0) + 1 : 0;
  for (const thing of way.reverse()) {
    if (depth > MAX_DEPTH) depth = 0;
    known.set(thing, depth++);
  }
  return known.get(key) ?? 0;
}
