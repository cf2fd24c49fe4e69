/**
 * Causal memory (Ahamad, Neiger, Burns, Kohli and Hutto, Causal Memory: Definitions, Implementation, and Programming,
 * 1995): each session sees all writes in some order of its own that keeps to causality, which is the order in each
 * session and from each write to the reads of it, and whatever follows from the two. And PRAM (Lipton and Sandberg,
 * PRAM: A Scalable Shared Memory, 1988): the same, keeping only to the order in each session.
 *
 * Neither makes sessions agree on one order of concurrent writes; convergence is another promise.
 */
import type { History, Operation } from './history.ts';
import { closed, inSession, isAcyclic, isWrite, forSomeSources, relationOf } from './order.ts';
import { checker } from './verdict.ts';
import { hasView } from './view.ts';

/** Whether each session by itself has a view of all writes and of its own reads. */
function eachSessionHasView(history: History, before: (a: Operation, b: Operation) => boolean): boolean {
  const readers = new Set(history.filter((operation) => !isWrite(operation)).map(({ session }) => session));
  return [...readers].every((reader) =>
    hasView(
      history.filter((operation) => isWrite(operation) || operation.session === reader),
      before,
    ),
  );
}

export const pram = checker(
  (history) => eachSessionHasView(history, inSession),
  'no order that keeps to what each session did one after the other shows this',
);

function isCausal(history: History, sources: ReadonlyMap<Operation, Operation>): boolean {
  const causality = closed(relationOf(history, (a, b) => inSession(a, b) || sources.get(b) === a));
  const at = new Map(history.map((operation, i) => [operation, i]));
  const before = (a: Operation, b: Operation): boolean => causality[at.get(a) ?? -1]?.[at.get(b) ?? -1] === true;
  return isAcyclic(causality) && eachSessionHasView(history, before);
}

export const causal = checker(
  (history) => forSomeSources(history, (sources) => isCausal(history, sources)),
  'no order that keeps to cause and effect shows this',
);
