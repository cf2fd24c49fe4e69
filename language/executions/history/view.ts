/**
 * Whether operations have a legal view: one order in which every read returns what the last write to its object wrote.
 *
 * The search places one operation after another (Wing and Gong, Testing and Verifying Concurrent Objects, 1993) and
 * never comes twice to the same operations placed with the same values left (Lowe, Testing for Linearizability, 2017).
 * A read that is legal where it may stand is placed at once: it changes nothing, so waiting gains nothing. Exponential
 * in the number of concurrent writes at worst, which no algorithm avoids (Gibbons and Korach, 1997); linear in depth.
 */
import type { Operation } from './history.ts';
import { isWrite } from './order.ts';

interface Placed {
  /** One character for each operation, `1` where it is placed. */
  readonly which: string;
  /** By object: what the last write wrote. */
  readonly values: readonly (number | undefined)[];
}

/**
 * @param before must be transitive among all operations of the history, not only among these.
 * @returns whether there is a legal view that keeps to `before`. Writes that were never answered may be left out.
 */
export function hasView(operations: readonly Operation[], before: (a: Operation, b: Operation) => boolean): boolean {
  const objects = [...new Set(operations.map(({ object }) => object))];
  const objectOf = operations.map(({ object }) => objects.indexOf(object));
  const earlier = operations.map((b) => operations.flatMap((a, i) => (a !== b && before(a, b) ? [i] : [])));
  const isReady = (which: string, i: number): boolean =>
    which[i] === '0' && (earlier[i] ?? []).every((a) => which[a] === '1');
  const place = (which: string, i: number): string => `${which.slice(0, i)}1${which.slice(i + 1)}`;

  function withReads({ which, values }: Placed): Placed {
    let placed = which;
    for (let found = true; found;) {
      found = false;
      for (const [i, operation] of operations.entries()) {
        if (isWrite(operation) || !isReady(placed, i) || values[objectOf[i] ?? 0] !== operation.value) continue;
        placed = place(placed, i);
        found = true;
      }
    }
    return { which: placed, values };
  }

  const isDone = ({ which }: Placed): boolean =>
    operations.every(({ returned }, i) => which[i] === '1' || returned === undefined);

  const seen = new Set<string>();
  const open: Placed[] = [{ which: '0'.repeat(operations.length), values: objects.map(() => undefined) }];
  for (let next = open.pop(); next; next = open.pop()) {
    const state = withReads(next);
    if (isDone(state)) return true;
    const key = `${state.which} ${state.values.join()}`;
    if (seen.has(key)) continue;
    seen.add(key);
    for (const [i, operation] of operations.entries()) {
      if (!isWrite(operation) || !isReady(state.which, i)) continue;
      open.push({ which: place(state.which, i), values: state.values.with(objectOf[i] ?? 0, operation.value) });
    }
  }
  return false;
}
