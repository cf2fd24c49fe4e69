/**
 * From one key to several values, in the order in which they were added. Large projects have tens of thousands of keys
 * with one value and few with many: a single value is kept as it is, some in a list without spare room, many in a set.
 * Values are told apart by identity and are no lists themselves.
 */
export class MultiMap<K, V extends number | object> {
  private readonly entries = new Map<K, V | readonly V[] | Set<V>>();

  /** O(1): lists are short. */
  add(key: K, value: V): void {
    const known = this.entries.get(key);
    if (known === undefined) this.entries.set(key, value);
    else if (known instanceof Set) known.add(value);
    else if (!isList(known)) {
      if (known !== value) this.entries.set(key, [known, value]);
    } else if (!known.includes(value))
      this.entries.set(key, known.length < MOST_IN_A_LIST ? [...known, value] : new Set([...known, value]));
  }

  remove(key: K, value: V): void {
    const known = this.entries.get(key);
    if (known === undefined) return;
    if (known instanceof Set) {
      known.delete(value);
      if (known.size === 0) this.entries.delete(key);
    } else if (!isList(known)) {
      if (known === value) this.entries.delete(key);
    } else {
      const [first, ...others] = known.filter((other) => other !== value);
      if (first === undefined) this.entries.delete(key);
      else this.entries.set(key, others.length === 0 ? first : [first, ...others]);
    }
  }

  get(key: K): Iterable<V> {
    const known = this.entries.get(key);
    if (known === undefined) return [];
    return known instanceof Set || isList(known) ? known : [known];
  }

  /** The values of a key, which are forgotten. */
  take(key: K): Iterable<V> {
    const values = this.get(key);
    this.entries.delete(key);
    return values;
  }

  *values(): Iterable<V> {
    for (const key of this.entries.keys()) yield* this.get(key);
  }
}

/** Up to here looking through a list is as fast as asking a set. */
const MOST_IN_A_LIST = 16;

const isList = <V>(known: V | readonly V[]): known is readonly V[] => Array.isArray(known);
