/**
 * From "this history is refused" to the operations that show it. The history is thinned out as long as it stays refused
 * (what is left cannot lose any one operation), with each value that is still read keeping its writes. O(n) checks.
 */
import type { History, HistoryCheck, Operation } from './history.ts';
import { answered, isWrite, sourcesOf } from './order.ts';

/**
 * @param allows whether a history without unanswered reads is allowed.
 * @param reason what does not exist, as the end of a sentence: `no order of these operations keeps to real time`.
 */
export const checker =
  (allows: (history: History) => boolean, reason: string): HistoryCheck =>
  (history) => {
    const told = answered(history);
    if (allows(told)) return { allowed: true };
    const [last, others] = splitLast(thinned(told, allows));
    return { allowed: false, culprits: [...others, ...(last ? [last] : [])], why: why(last, others, reason) };
  };

function thinned(history: History, allows: (history: History) => boolean): History {
  let core = history;
  for (const operation of history.toReversed()) {
    const without = core.filter((other) => other !== operation);
    const isSource =
      isWrite(operation) &&
      without.some(
        ({ action, object, value }) => action === 'read' && object === operation.object && value === operation.value,
      );
    if (!isSource && !allows(without)) core = without;
  }
  return core;
}

/** The read that was answered last gives it away. */
function splitLast(core: History): [Operation | undefined, Operation[]] {
  const reads = core.filter((operation) => !isWrite(operation));
  const last = (reads.length > 0 ? reads : core).toSorted((a, b) => (a.returned ?? 0) - (b.returned ?? 0)).at(-1);
  const others = core.filter((operation) => operation !== last);
  return [last, others.toSorted((a, b) => a.invoked - b.invoked)];
}

function why(last: Operation | undefined, others: readonly Operation[], reason: string): string {
  if (!last) return `Refused: ${reason}.`;
  if (last.value !== undefined && !isWrite(last) && sourcesOf(others, last).length === 0)
    return `${capital(told(last))}, which nobody wrote.`;
  return `${capital(told(last))}, although ${joined(others.map(told))}: ${reason}.`;
}

function told({ session, object, action, value, returned }: Operation): string {
  if (action === 'read')
    return value === undefined
      ? `session ${session} reads no value of ${object}`
      : `session ${session} reads ${value} from ${object}`;
  const what = `session ${session} writes ${value ?? 'nothing'} to ${object}`;
  return returned === undefined ? `${what} without an answer` : what;
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

const joined = (parts: readonly string[]): string =>
  parts.length < 2 ? parts.join('') : `${parts.slice(0, -1).join(', ')} and ${parts.at(-1) ?? ''}`;
