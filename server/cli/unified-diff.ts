/** What changed in a text, as `git apply` and `patch -p1` read it. */

/** Unchanged lines shown around a change, as git does. */
const context = 3;

interface Line {
  readonly sign: ' ' | '-' | '+';
  readonly text: string;
}

/** @param path as it is to stand in the patch. @returns nothing where the texts are the same. */
export function unifiedDiff(path: string, before: string, after: string): string {
  if (before === after) return '';
  const lines = compare(linesOf(before), linesOf(after));
  return [`--- a/${path}\n`, `+++ b/${path}\n`, ...hunks(lines)].join('');
}

/** Each with its line end. */
function linesOf(text: string): string[] {
  return text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
}

/**
 * A shortest edit script. The greedy algorithm of Myers, An O(ND) Difference Algorithm and Its Variations (1986), between
 * what the texts start and end with alike.
 */
function compare(before: readonly string[], after: readonly string[]): Line[] {
  let start = 0;
  while (start < before.length && start < after.length && before[start] === after[start]) start++;
  let end = 0;
  while (
    end < before.length - start &&
    end < after.length - start &&
    before[before.length - 1 - end] === after[after.length - 1 - end]
  )
    end++;
  const same = (text: string): Line => ({ sign: ' ', text });
  return [
    ...before.slice(0, start).map(same),
    ...shortestScript(before.slice(start, before.length - end), after.slice(start, after.length - end)),
    ...before.slice(before.length - end).map(same),
  ];
}

function shortestScript(before: readonly string[], after: readonly string[]): Line[] {
  const [n, m] = [before.length, after.length];
  /** Furthest line of `before` on each diagonal, for each number of changes. */
  const trace: Map<number, number>[] = [];
  let furthest = new Map<number, number>([[1, 0]]);
  for (let changes = 0; ; changes++) {
    trace.push(furthest);
    const next = new Map(furthest);
    for (let k = -changes; k <= changes; k += 2) {
      let x = isDown(furthest, k, changes) ? (furthest.get(k + 1) ?? 0) : (furthest.get(k - 1) ?? 0) + 1;
      while (x < n && x - k < m && before[x] === after[x - k]) x++;
      next.set(k, x);
      if (x >= n && x - k >= m) return backtrack(trace, before, after);
    }
    furthest = next;
  }
}

const isDown = (furthest: ReadonlyMap<number, number>, k: number, changes: number): boolean =>
  k === -changes || (k !== changes && (furthest.get(k - 1) ?? 0) < (furthest.get(k + 1) ?? 0));

function backtrack(trace: readonly Map<number, number>[], before: readonly string[], after: readonly string[]): Line[] {
  const lines: Line[] = [];
  let [x, y] = [before.length, after.length];
  for (let changes = trace.length - 1; changes >= 0; changes--) {
    const furthest = trace[changes] ?? new Map<number, number>();
    const k = x - y;
    const previous = isDown(furthest, k, changes) ? k + 1 : k - 1;
    const fromX = changes === 0 ? 0 : (furthest.get(previous) ?? 0);
    const fromY = changes === 0 ? 0 : fromX - previous;
    while (x > fromX && y > fromY) {
      lines.push({ sign: ' ', text: before[--x] ?? '' });
      y--;
    }
    if (changes > 0)
      lines.push(x === fromX ? { sign: '+', text: after[--y] ?? '' } : { sign: '-', text: before[--x] ?? '' });
  }
  return lines.reverse();
}

function* hunks(lines: readonly Line[]): Generator<string> {
  const changed = lines.flatMap(({ sign }, index) => (sign === ' ' ? [] : [index]));
  let old = 1;
  let current = 1;
  let at = 0;
  for (let i = 0; i < changed.length;) {
    const from = Math.max(at, (changed[i] ?? 0) - context);
    while (i + 1 < changed.length && (changed[i + 1] ?? 0) - (changed[i] ?? 0) <= 2 * context) i++;
    const to = Math.min(lines.length, (changed[i] ?? 0) + context + 1);
    old += from - at;
    current += from - at;
    const shown = lines.slice(from, to);
    const oldLength = shown.filter(({ sign }) => sign !== '+').length;
    const newLength = shown.filter(({ sign }) => sign !== '-').length;
    yield `@@ -${rangeOf(old, oldLength)} +${rangeOf(current, newLength)} @@\n`;
    for (const { sign, text } of shown)
      yield sign + (text.endsWith('\n') ? text : `${text}\n\\ No newline at end of file\n`);
    old += oldLength;
    current += newLength;
    at = to;
    i++;
  }
}

/** An empty range stands behind the line that it names. */
const rangeOf = (start: number, length: number): string =>
  length === 1 ? String(start) : `${String(length === 0 ? start - 1 : start)},${String(length)}`;
