/**
 * What follows from an object alone, computed once for each and forgotten with it. Linked documents and outlines are
 * immutable and replaced as a whole, so what is kept for one never goes stale.
 */
export function perObject<K extends object, V>(compute: (key: K) => V): (key: K) => V {
  const known = new WeakMap<K, V>();
  return (key) => {
    const found = known.get(key);
    if (found !== undefined) return found;
    const value = compute(key);
    known.set(key, value);
    return value;
  };
}
