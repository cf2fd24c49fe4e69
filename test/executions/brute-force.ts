/**
 * The definitions of consistency models word for word, by trying everything: every choice of writes that took effect,
 * every order, every way values may have travelled. Nothing is shared with the checkers.
 */
import type { History, Operation } from '../../language/executions/history/history.ts';

type Before = (a: Operation, b: Operation) => boolean;

function* orders(of: readonly Operation[]): Generator<readonly Operation[]> {
  if (of.length === 0) yield [];
  for (const first of of) for (const rest of orders(of.filter((each) => each !== first))) yield [first, ...rest];
}

function* subsets(of: readonly Operation[]): Generator<readonly Operation[]> {
  for (let bits = 0; bits < 2 ** of.length; bits++) yield of.filter((_, i) => ((bits >> i) & 1) === 1);
}

const realTime: Before = (a, b) => a.returned !== undefined && a.returned < b.invoked;
const session: Before = (a, b) => a.session === b.session && realTime(a, b);

function isLegal(order: readonly Operation[]): boolean {
  return order.every((read, i) => {
    if (read.action === 'write') return true;
    const last = order.slice(0, i).findLast(({ action, object }) => action === 'write' && object === read.object);
    return last?.value === read.value;
  });
}

const keepsTo = (order: readonly Operation[], before: Before): boolean =>
  order.every((b, i) => order.slice(i + 1).every((a) => !before(a, b)));

function existsOrder(of: readonly Operation[], before: Before): boolean {
  const unanswered = of.filter(({ returned }) => returned === undefined);
  const sure = of.filter(({ returned }) => returned !== undefined);
  for (const taken of subsets(unanswered)) {
    const left = unanswered.filter((each) => !taken.includes(each));
    // What was left out came before nothing.
    if (sure.some((each) => left.some((missing) => before(missing, each)))) continue;
    for (const order of orders([...sure, ...taken])) if (isLegal(order) && keepsTo(order, before)) return true;
  }
  return false;
}

const writes = (history: History): History => history.filter(({ action }) => action === 'write');
const reads = (history: History): History => history.filter(({ action }) => action === 'read');
const viewOf = (history: History, seen: readonly Operation[]): History =>
  history.filter((each) => each.action === 'write' || seen.includes(each));
const bySession = (history: History): History[] =>
  history.map(({ session: own }) => reads(history).filter((read) => read.session === own));

function* travels(history: History): Generator<(read: Operation) => Operation | undefined> {
  const all = reads(history).filter(({ value }) => value !== undefined);
  function* choose(i: number): Generator<readonly (Operation | undefined)[]> {
    const read = all[i];
    if (!read) yield [];
    else
      for (const write of writes(history).filter((each) => each.object === read.object && each.value === read.value))
        for (const rest of choose(i + 1)) yield [write, ...rest];
  }
  for (const chosen of choose(0)) yield (read) => chosen[all.indexOf(read)];
}

/** Whether there is a way along one or more steps. */
function closure(history: History, step: Before): Before {
  const from = new Map(
    history.map((start) => {
      const reached = new Set<Operation>();
      const open = [start];
      for (let next = open.pop(); next; next = open.pop())
        for (const other of history)
          if (step(next, other) && !reached.has(other)) {
            reached.add(other);
            open.push(other);
          }
      return [start, reached] as const;
    }),
  );
  return (a, b) => from.get(a)?.has(b) === true;
}

const serverOf = (history: History): History[] =>
  reads(history).map((read) =>
    read.server === undefined
      ? [read]
      : reads(history).filter((other) => other.session === read.session && other.server === read.server),
  );

const amongWrites =
  (before: Before): Before =>
  (a, b) =>
    a.action === b.action && (a.action === 'write' ? before(a, b) : session(a, b));

export const definitions: Readonly<Record<string, (history: History) => boolean>> = {
  linearizable: (history) => existsOrder(history, realTime),
  sequential: (history) => existsOrder(history, session),
  pram: (history) => bySession(history).every((seen) => existsOrder(viewOf(history, seen), session)),
  causal(history) {
    for (const source of travels(history)) {
      const cause = closure(history, (a, b) => session(a, b) || source(b) === a);
      if (history.some((each) => cause(each, each))) continue;
      if (bySession(history).every((seen) => existsOrder(viewOf(history, seen), cause))) return true;
    }
    return false;
  },
  'read-your-writes': (history) =>
    reads(history).every((read) =>
      existsOrder(viewOf(history, [read]), (a, b) => b === read && a.action === 'write' && session(a, b)),
    ),
  'monotonic-reads': (history) =>
    bySession(history).every((seen) =>
      existsOrder(viewOf(history, seen), (a, b) => a.action === 'read' && b.action === 'read' && session(a, b)),
    ),
  'monotonic-writes': (history) =>
    serverOf(history).every((seen) => existsOrder(viewOf(history, seen), amongWrites(session))),
  'writes-follow-reads'(history) {
    for (const source of travels(history)) {
      const follows = closure(
        history,
        (a, b) => b.action === 'write' && reads(history).some((read) => source(read) === a && session(read, b)),
      );
      if (history.some((each) => follows(each, each))) continue;
      if (serverOf(history).every((seen) => existsOrder(viewOf(history, seen), amongWrites(follows)))) return true;
    }
    return false;
  },
  regular: (history) => reads(history).every((read) => existsOrder(viewOf(history, [read]), realTime)),
  safe: (history) =>
    reads(history).every(
      (read) =>
        writes(history).some(
          (write) => write.object === read.object && !realTime(write, read) && !realTime(read, write),
        ) || existsOrder(viewOf(history, [read]), realTime),
    ),
};

/** Whether a read returns what one of the last `versions + 1` writes of an order wrote, wherever in it the read stands. */
function isAmongLast(order: History, read: Operation, versions: number): boolean {
  if (!keepsTo(order, realTime)) return false;
  return [...order.keys(), order.length].some((at) => {
    const [past, future] = [order.slice(0, at), order.slice(at)];
    if (future.some((write) => realTime(write, read)) || past.some((write) => realTime(read, write))) return false;
    return [undefined, ...past.map(({ value }) => value)].slice(-(versions + 1)).includes(read.value);
  });
}

export const withinVersions = (history: History, versions: number): boolean =>
  reads(history).every((read) =>
    [...orders(writes(history).filter(({ object }) => object === read.object))].some((order) =>
      isAmongLast(order, read, versions),
    ),
  );
