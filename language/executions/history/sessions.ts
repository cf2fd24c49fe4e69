/**
 * The four session guarantees (Terry et al., Session Guarantees for Weakly Consistent Replicated Data, 1994), as far as
 * clients can tell. Each is about what the server that answers knows:
 *
 * - read-your-writes, of each read by itself: the session's own earlier writes;
 * - monotonic reads, of a session's reads one after the other: whatever its earlier reads had seen;
 * - monotonic writes, of what one server answers: the writes of a session only after that session's earlier ones;
 * - writes-follow-reads, of the same: a write only after those that its session had read from before.
 *
 * None says in which order concurrent writes of one object count, so a view may choose any. The last two compare two
 * answers of one server to one session; where it is not known who answered, nothing is refuted.
 */
import type { History, Operation } from './history.ts';
import { grouped, closed, inSession, isAcyclic, isWrite, forSomeSources, relationOf } from './order.ts';
import { checker } from './verdict.ts';
import { hasView } from './view.ts';

const writesOf = (history: History): History => history.filter(isWrite);
const readsOf = (history: History): History => history.filter((operation) => !isWrite(operation));

export const readYourWrites = checker(
  (history) =>
    readsOf(history).every((read) => hasView([...writesOf(history), read], (a, b) => b === read && inSession(a, b))),
  'a read that knows what its own session wrote before cannot return this',
);

export const monotonicReads = checker(
  (history) =>
    grouped(readsOf(history), ({ session }) => String(session)).every((reads) =>
      hasView([...writesOf(history), ...reads], (a, b) => !isWrite(a) && !isWrite(b) && inSession(a, b)),
    ),
  'reads that forget nothing cannot return these values one after the other',
);

/** What one server answered one session, in turn; each read alone where nobody knows who answered. */
function answersOfOneServer(history: History): History[] {
  const reads = readsOf(history);
  const known = reads.filter(({ server }) => server !== undefined);
  return [
    ...grouped(known, ({ session, server }) => JSON.stringify([session, server])),
    ...reads.filter(({ server }) => server === undefined).map((read) => [read]),
  ];
}

/** @param before which write must be known before which. */
const serversKnow = (history: History, before: (a: Operation, b: Operation) => boolean): boolean =>
  answersOfOneServer(history).every((reads) =>
    hasView([...writesOf(history), ...reads], (a, b) =>
      isWrite(a) ? isWrite(b) && before(a, b) : !isWrite(b) && inSession(a, b),
    ),
  );

export const monotonicWrites = checker(
  (history) => serversKnow(history, inSession),
  'a server that knows each session’s writes in their order cannot answer this',
);

function followReads(history: History, sources: ReadonlyMap<Operation, Operation>): boolean {
  const follows = closed(
    relationOf(
      history,
      (a, b) => isWrite(b) && [...sources].some(([read, source]) => source === a && inSession(read, b)),
    ),
  );
  const at = new Map(history.map((operation, i) => [operation, i]));
  return isAcyclic(follows) && serversKnow(history, (a, b) => follows[at.get(a) ?? -1]?.[at.get(b) ?? -1] === true);
}

export const writesFollowReads = checker(
  (history) => forSomeSources(history, (sources) => followReads(history, sources)),
  'a server that knows what each write followed from cannot answer this',
);
