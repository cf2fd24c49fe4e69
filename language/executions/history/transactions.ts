/**
 * What transactions observed, and which isolation levels allow it: cycles of dependencies between transactions (Adya, Weak
 * Consistency, 1999), found from what was read and written as in Kingsbury and Alvaro, Elle, 2020. A read of a value
 * depends on who wrote it; who overwrites a version depends on its writer and its readers (an anti-dependency).
 *
 * Snapshot isolation and its parallel form by Cerone and Gotsman, Analysing Snapshot Isolation, 2016: each cycle has two
 * anti-dependencies, side by side or anywhere.
 *
 * Where the order of the versions is not known, a level allows what it allows for some order: factorial in the versions of
 * an object, for small histories. Values are written once.
 */
import type { ConsistencyModel } from '../../analyses/consistency/models.ts';
import { closed } from './order.ts';
import type { Relation } from './order.ts';

export interface Access {
  readonly object: string;
  readonly action: 'read' | 'write';
  /** Nothing: there was no value yet. */
  readonly value: number | undefined;
}

export interface Transaction {
  readonly session: number;
  /** In the order in which it made them. */
  readonly accesses: readonly Access[];
  readonly isCommitted: boolean;
  /** Positions in real time; only their order counts. */
  readonly began: number;
  readonly ended: number;
}

export interface TransactionHistory {
  readonly transactions: readonly Transaction[];
  /** The values of an object from the oldest to the newest, where that is known. */
  readonly versions?: Readonly<Record<string, readonly number[]>>;
}

/** What follows from a history once the order of versions is settled; tables over committed transactions. */
interface Dependencies {
  readonly committed: readonly Transaction[];
  readonly ww: Relation;
  readonly wr: Relation;
  readonly rw: Relation;
  /** How new a version is; no value at all is older than any. */
  readonly ageOf: (object: string, value: number | undefined) => number;
}

type Versions = ReadonlyMap<string, readonly number[]>;
type Allows = (history: TransactionHistory, found: Dependencies) => boolean;

const finalWrite = ({ accesses }: Transaction, object: string): number | undefined =>
  accesses.findLast((access) => access.action === 'write' && access.object === object)?.value;

const writes = ({ accesses }: Transaction, object: string, value: number | undefined): boolean =>
  accesses.some((access) => access.action === 'write' && access.object === object && access.value === value);

/** Reads of what others left: not of an object that the transaction itself wrote before. */
function outerReads({ accesses }: Transaction): Access[] {
  return accesses.filter(
    (read, at) =>
      read.action === 'read' &&
      !accesses.slice(0, at).some((access) => access.action === 'write' && access.object === read.object),
  );
}

/** A transaction sees its own writes, at every level. */
const seesItself = ({ accesses }: Transaction): boolean =>
  accesses.every((read, at) => {
    if (read.action === 'write') return true;
    const own = accesses.slice(0, at).findLast(({ action, object }) => action === 'write' && object === read.object);
    return !own || own.value === read.value;
  });

function dependenciesOf({ transactions }: TransactionHistory, versions: Versions): Dependencies {
  const committed = transactions.filter(({ isCommitted }) => isCommitted);
  const ageOf = (object: string, value: number | undefined): number =>
    value === undefined ? -1 : (versions.get(object)?.indexOf(value) ?? -1);
  const table = (holds: (a: Transaction, b: Transaction, object: string) => boolean): Relation =>
    committed.map((a) => committed.map((b) => a !== b && [...versions.keys()].some((object) => holds(a, b, object))));
  const installs = (transaction: Transaction, object: string, age: number): boolean => {
    const value = finalWrite(transaction, object);
    return value !== undefined && ageOf(object, value) === age;
  };
  return {
    committed,
    ageOf,
    ww: table((a, b, object) => {
      const value = finalWrite(a, object);
      return value !== undefined && installs(b, object, ageOf(object, value) + 1);
    }),
    wr: table((a, b, object) =>
      outerReads(b).some((read) => read.object === object && read.value !== undefined && writes(a, object, read.value)),
    ),
    rw: table((a, b, object) =>
      outerReads(a).some((read) => read.object === object && installs(b, object, ageOf(object, read.value) + 1)),
    ),
  };
}

const either = (...tables: readonly Relation[]): Relation =>
  (tables[0] ?? []).map((row, i) => row.map((_, j) => tables.some((table) => table[i]?.[j] === true)));

/** First one, then the other. */
const after = (first: Relation, second: Relation): Relation =>
  first.map((row) => row.map((_, end) => row.some((reached, middle) => reached && second[middle]?.[end] === true)));

const hasCycle = (relation: Relation): boolean => closed(relation).some((row, i) => row[i] === true);

const isReadCommitted: Allows = ({ transactions }, { committed, ww, wr }) =>
  !hasCycle(either(ww, wr)) &&
  committed.every((reader) =>
    outerReads(reader).every(({ object, value }) => {
      if (value === undefined) return true;
      const writer = transactions.find((other) => writes(other, object, value));
      return writer !== undefined && writer.isCommitted && finalWrite(writer, object) === value;
    }),
  );

/** @param later whether only what is read after a transaction was seen must be as new as it. */
const seesWhole =
  (later: boolean): Allows =>
  (_, { committed, ageOf }) =>
    committed.every((reader) => {
      const reads = outerReads(reader);
      return reads.every((seen, at) =>
        committed.every((writer) => {
          if (writer === reader || seen.value === undefined || !writes(writer, seen.object, seen.value)) return true;
          return reads.every((read, i) => {
            if (later && i < at) return true;
            const left = finalWrite(writer, read.object);
            return left === undefined || ageOf(read.object, read.value) >= ageOf(read.object, left);
          });
        }),
      );
    });

const readsItemsOnce: Allows = (_, { committed }) =>
  committed.every((reader) => {
    const reads = outerReads(reader);
    return reads.every((a) => reads.every((b) => a.object !== b.object || a.value === b.value));
  });

/** Nobody overwrites what it has not seen of an object that it read: no cycle of one anti-dependency over one object. */
const losesNoUpdate: Allows = (_, { committed, ageOf }) =>
  committed.every((writer) =>
    outerReads(writer).every((read) => {
      const own = finalWrite(writer, read.object);
      return own === undefined || ageOf(read.object, own) === ageOf(read.object, read.value) + 1;
    }),
  );

const all =
  (...parts: readonly Allows[]): Allows =>
  (history, found) =>
    parts.every((allows) => allows(history, found));

/** What comes before what besides dependencies, by the order in a session or in real time. */
type Before = (a: Transaction, b: Transaction) => boolean;
const nothing: Before = () => false;
const realTime: Before = (a, b) => a.ended < b.began;
const inSession: Before = (a, b) => a.session === b.session && realTime(a, b);

const orderOf = ({ committed }: Dependencies, before: Before): Relation =>
  committed.map((a) => committed.map((b) => a !== b && before(a, b)));

const parallelSnapshot: Allows = (_, { ww, wr, rw }) => {
  const dependencies = closed(either(ww, wr));
  return !hasCycle(dependencies) && after(dependencies, rw).every((row, i) => row[i] !== true);
};

const snapshot =
  (before: Before): Allows =>
  (_, found) => {
    const dependencies = either(found.ww, found.wr, orderOf(found, before));
    return !hasCycle(either(dependencies, after(dependencies, found.rw)));
  };

const serial =
  (before: Before): Allows =>
  (_, found) =>
    !hasCycle(either(found.ww, found.wr, found.rw, orderOf(found, before)));

const readAtomic = all(isReadCommitted, seesWhole(false));
const isolated = all(readAtomic, readsItemsOnce);

const levels: Readonly<Partial<Record<ConsistencyModel, Allows>>> = {
  'read-uncommitted': (_, { ww }) => !hasCycle(ww),
  'read-committed': isReadCommitted,
  'monotonic-atomic-view': all(isReadCommitted, seesWhole(true)),
  'item-cut-isolation': readsItemsOnce,
  'read-atomic': readAtomic,
  'cursor-stability': all(isReadCommitted, losesNoUpdate),
  'update-atomic': all(readAtomic, losesNoUpdate),
  'parallel-snapshot-isolation': all(isolated, parallelSnapshot),
  'repeatable-read': all(isolated, serial(nothing)),
  'snapshot-isolation': all(isolated, snapshot(nothing)),
  'strong-session-snapshot-isolation': all(isolated, snapshot(inSession)),
  'strong-snapshot-isolation': all(isolated, snapshot(realTime)),
  serializable: all(isolated, serial(nothing)),
  'strong-session-serializable': all(isolated, serial(inSession)),
  'strict-serializable': all(isolated, serial(realTime)),
};

export const checkedLevels = Object.keys(levels) as ConsistencyModel[];

/** @returns whether a level allows a history; nothing where the level has no check. */
export function isolationAllows(level: ConsistencyModel, history: TransactionHistory): boolean | undefined {
  const allows = levels[level];
  if (!allows) return undefined;
  if (!history.transactions.every(seesItself)) return false;
  for (const versions of versionOrders(history)) if (allows(history, dependenciesOf(history, versions))) return true;
  return false;
}

function* permutations(of: readonly number[]): Generator<readonly number[]> {
  if (of.length === 0) yield [];
  for (const first of of) for (const rest of permutations(of.filter((each) => each !== first))) yield [first, ...rest];
}

/** Every order of what committed transactions left of each object. */
function* versionOrders({ transactions, versions }: TransactionHistory): Generator<Versions> {
  const objects = [...new Set(transactions.flatMap(({ accesses }) => accesses.map(({ object }) => object)))];
  function* from(at: number): Generator<Versions> {
    const object = objects[at];
    if (object === undefined) {
      yield new Map();
      return;
    }
    const left = transactions.flatMap((each) => (each.isCommitted ? (finalWrite(each, object) ?? []) : []));
    const known = versions?.[object];
    for (const order of known ? [known] : permutations(left))
      for (const rest of from(at + 1)) yield new Map([[object, order], ...rest]);
  }
  yield* from(0);
}
