/**
 * Promises about each read by itself, in real time: regular and safe registers (Lamport, On Interprocess Communication,
 * 1986; with several writers as in Shao, Pierce and Welch, Multi-Writer Consistency Conditions for Shared Memory
 * Registers, 2003, the weakest form: each read has an order of its own), and reads that lag by a bounded time (Golab, Li
 * and Shah, Analyzing Consistency Properties for Fun and Profit, 2011) or number of versions (Aiyer, Alvisi and Bazzi, On
 * the Availability of Non-strict Quorum Systems, 2005). O(n³).
 */
import type { History, HistoryCheck, Operation } from './history.ts';
import { grouped, isBefore, isWrite, sourcesOf } from './order.ts';
import { checker } from './verdict.ts';

const writesTo = (history: History, { object }: Operation): History =>
  history.filter((operation) => isWrite(operation) && operation.object === object);

/** @param isFresh whether a read may still return what was overwritten by these, which were all answered before. */
const eachReadReturns = (history: History, isFresh: (read: Operation, overwritten: History) => boolean): boolean =>
  history.every((read) => {
    if (isWrite(read)) return true;
    const older = writesTo(history, read).filter((write) => isBefore(write, read));
    if (read.value === undefined) return isFresh(read, older);
    return sourcesOf(history, read).some(
      (source) =>
        !isBefore(read, source) &&
        isFresh(
          read,
          older.filter((write) => isBefore(source, write)),
        ),
    );
  });

const isLatest = (_: Operation, overwritten: History): boolean => overwritten.length === 0;

export const regular = checker(
  (history) => eachReadReturns(history, isLatest),
  'a read returns what was written last, or what is being written at the time',
);

const overlapsAWrite = (history: History, read: Operation): boolean =>
  writesTo(history, read).some((write) => !isBefore(write, read) && !isBefore(read, write));

export const safe = checker(
  (history) =>
    eachReadReturns(
      history.filter((operation) => isWrite(operation) || !overlapsAWrite(history, operation)),
      isLatest,
    ),
  'a read while nobody writes returns what was written last',
);

/** @param time how long after its answer a write may stay unseen, in the positions of the history. */
export const boundedByTime = (time: number): HistoryCheck =>
  checker(
    (history) =>
      eachReadReturns(history, (read, overwritten) =>
        overwritten.every(({ returned }) => returned === undefined || returned + time >= read.invoked),
      ),
    'a read lags behind by more than the bound',
  );

/** @param versions how many newer versions a read may miss. */
export const boundedByVersions = (versions: number): HistoryCheck =>
  checker(
    (history) => eachReadReturns(history, (_, overwritten) => overwritten.length <= versions),
    `a read misses more than ${versions} newer ${versions === 1 ? 'version' : 'versions'}`,
  );

/**
 * Convergence, as far as a finite history can show it (Vogels, Eventually Consistent, 2009): once all is settled, all
 * reads of an object return one value.
 *
 * @param settled from this position on every message was delivered and nobody is down.
 */
export const convergent = (settled: number): HistoryCheck =>
  checker(
    (history) =>
      grouped(history, ({ object }) => object).every((operations) => {
        const writes = operations.filter(isWrite);
        const reads = operations.filter((operation) => !isWrite(operation) && operation.invoked > settled);
        if (writes.some(({ returned }) => returned === undefined || returned > settled)) return true;
        if (writes.length === 0) return reads.every(({ value }) => value === undefined);
        return writes.some((write) => reads.every(({ value }) => value === write.value));
      }),
    'replicas that converge answer alike once everything has arrived',
  );
