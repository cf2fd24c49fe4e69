/** Small histories: written by hand, and all there are of a size. */
import type { History, Operation } from '../../language/executions/history/history.ts';

/**
 * One line for each session, its operations in turn: `w x 1, r y 2, r z -` (a dash: no value). Operations of different
 * sessions are all concurrent, so that nothing but the order in each session counts.
 */
export function sessions(...lines: readonly string[]): Operation[] {
  return lines.flatMap((line, session) =>
    line
      .split(',')
      .map((part) => part.trim())
      .filter((part) => part !== '')
      .map((part, i, all) => {
        // Every first call comes before every last answer: what different sessions do overlaps.
        const [invoked, returned] = [i === 0 ? 0 : 1000 * i, i === all.length - 1 ? 1e6 : 1000 * i + 1];
        return { ...operation(part, session + 1), invoked, returned };
      }),
  );
}

/** Operations with their times: `1 w x 1 @ 0-5`, `2 r x - @ 3-4`, `1 w x 1 @ 6-` (never answered); `r x 1 by a` names the server. */
export const timed = (...lines: readonly string[]): Operation[] =>
  lines.map((line) => {
    const [, session = '', what = '', from = '', to = ''] = /^(\d+) (.*) @ (\d+)-(\d*)$/.exec(line) ?? [];
    return { ...operation(what, Number(session)), invoked: Number(from), returned: to === '' ? undefined : Number(to) };
  });

function operation(text: string, session: number): Operation {
  const [, action = '', object = '', value = '', , server] = /^([rw]) (\w+) (\d+|-)( by (\w+))?$/.exec(text) ?? [];
  if (action === '') throw new Error(`No operation: ${text}`);
  return {
    session,
    object,
    action: action === 'r' ? 'read' : 'write',
    value: value === '-' ? undefined : Number(value),
    invoked: 0,
    returned: 1,
    ...(server !== undefined && { server }),
  };
}

/** Every way to pair up 2n positions: the i-th call with its answer. n = 3: 15; n = 4: 105. */
function* intervals(free: readonly number[]): Generator<[number, number][]> {
  const [first, ...rest] = free;
  if (first === undefined) {
    yield [];
    return;
  }
  for (const end of rest)
    for (const others of intervals(rest.filter((position) => position !== end))) yield [[first, end], ...others];
}

interface Shape {
  readonly operations: number;
  readonly objects: readonly string[];
  /** What is written; a value that appears twice may be written twice. */
  readonly values: readonly number[];
  /** Whether the last answer may be missing. */
  readonly pending: boolean;
  /** One after the other, or overlapping in every way there is. */
  readonly overlapping: boolean;
  readonly servers?: readonly (string | undefined)[];
}

/** Every history of a shape: who calls, on what, reading and writing what, overlapping how. */
export function* allHistories(shape: Shape): Generator<History> {
  const positions = Array.from({ length: 2 * shape.operations }, (_, i) => i);
  const times = shape.overlapping
    ? [...intervals(positions)]
    : [Array.from({ length: shape.operations }, (_, i): [number, number] => [2 * i, 2 * i + 1])];
  for (const spans of times) yield* extended([], spans, shape);
}

function* extended(so: readonly Operation[], spans: readonly [number, number][], shape: Shape): Generator<History> {
  const span = spans[so.length];
  if (!span) {
    yield so;
    if (shape.pending) {
      const last = so.toSorted((a, b) => (a.returned ?? 0) - (b.returned ?? 0)).at(-1);
      if (last?.action === 'write') yield so.map((each) => (each === last ? { ...each, returned: undefined } : each));
    }
    return;
  }
  const known = Math.max(0, ...so.map(({ session }) => session));
  for (let session = 1; session <= known + 1; session++) {
    if (so.some((other) => other.session === session && (other.returned ?? Infinity) > span[0])) continue;
    for (const object of shape.objects) {
      const at = { session, object, invoked: span[0], returned: span[1] };
      for (const value of shape.values) yield* extended([...so, { ...at, action: 'write', value }], spans, shape);
      for (const value of [undefined, ...shape.values])
        for (const server of shape.servers ?? [undefined])
          yield* extended(
            [...so, { ...at, action: 'read', value, ...(server !== undefined && { server }) }],
            spans,
            shape,
          );
    }
  }
}
