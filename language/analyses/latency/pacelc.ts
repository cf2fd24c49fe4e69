/**
 * What an access gives up: in a partition, availability or consistency (PA, PC); else, latency or consistency (EL, EC).
 *
 * P: consistency, where a side that is cut off from others goes on and what it acknowledges or answers is contradicted
 * by what the other side does meanwhile. Availability, where it waits, or where what it gives is no less than it is
 * without a partition. E: latency is given up for consistency where an access goes to one copy in particular, or waits
 * for more copies so that reads meet writes; copies that only make a write durable are no price of consistency.
 *
 * Source: Abadi, Consistency Tradeoffs in Modern Distributed Database System Design, IEEE Computer 2012.
 *
 * O(flows to the store) for each access.
 */
import { written } from '../../model/model.ts';
import type { Entity } from '../../model/model.ts';
import { mayStayAtPrimary } from '../consistency/acknowledgement.ts';
import { mechanism, mechanismFor } from '../consistency/mechanism.ts';
import type { Mechanism } from '../consistency/mechanism.ts';
import { participants, participantsIn, participantsOf } from '../consistency/participants.ts';
import type { Participants, Round } from '../consistency/participants.ts';
import { writersOf } from '../consistency/writers.ts';
import type { Facts } from '../facts.ts';

export interface Choice<T extends string> {
  readonly given: T;
  /** Why, as the end of "… because". */
  readonly because: string;
}

export interface Pacelc {
  /** Which is kept in a partition; undefined: not said. */
  readonly partition: Choice<'A' | 'C'> | undefined;
  /** Which is kept else. */
  readonly otherwise: Choice<'L' | 'C'> | undefined;
}

/** Undefined where there is one copy only: no partition goes through it, and nothing is waited for. */
export function pacelcOf(facts: Facts, flow: Entity, store: Entity): Pacelc | undefined {
  const access = written(flow, 'access');
  const how = mechanismFor(facts, flow, store);
  if (access === undefined || how.family === undefined || how.family === 'single-copy') return undefined;
  const who = participants(facts, store, how, access);
  if (who.replicas === 1 || who.rounds.length === 0) return undefined;
  const writes = access === 'read' ? writesTo(facts, store) : [{ who, how }];
  const partitions = [
    ...(access === 'read' ? [readInPartition(who, how, writes)] : []),
    ...(access !== 'read' || answersAlone(who) ? writes.map((write) => writeInPartition(write.who, write.how)) : []),
  ];
  return {
    partition:
      partitions.find((choice) => choice?.given === 'A') ??
      (partitions.includes(undefined) ? undefined : partitions[0]),
    otherwise: elseOf(who, how, access === 'read' ? writes : [{ who, how }], access === 'read'),
  };
}

/**
 * Of several accesses that are all waited for: the whole is as available, and as fast, as the one that gives up most of it.
 */
export function joined(all: readonly (Pacelc | undefined)[]): Pacelc | undefined {
  const known = all.filter((one) => one !== undefined);
  if (known.length === 0) return undefined;
  const [partitions, others] = [known.map(({ partition }) => partition), known.map(({ otherwise }) => otherwise)];
  const last = <T>(list: readonly (T | undefined)[]): T | undefined => (list.includes(undefined) ? undefined : list[0]);
  return {
    partition: partitions.find((choice) => choice?.given === 'C') ?? last(partitions),
    otherwise: others.find((choice) => choice?.given === 'C') ?? last(others),
  };
}

export const classText = ({ partition, otherwise }: Pacelc): string =>
  `P${partition?.given ?? '?'}/E${otherwise?.given ?? '?'}`;

interface Write {
  readonly who: Participants;
  readonly how: Mechanism;
}

/** How what a read may have to see is written: by each writer that is described, else as the store does by itself. */
function writesTo(facts: Facts, store: Entity): Write[] {
  const writers = writersOf(facts, store.id).flatMap((writer): Write[] => {
    const who = participantsOf(facts, writer, store);
    return who ? [{ who, how: mechanismFor(facts, writer, store) }] : [];
  });
  if (writers.length > 0) return writers;
  const [who, how] = [participantsIn(facts, store, 'write'), facts.of(mechanism, store.id)];
  return who && how ? [{ who, how }] : [];
}

const answersAlone = ({ rounds }: Participants): boolean =>
  rounds.every(({ contact, answers }) => (contact === 'any' || contact === 'nearest') && answers === 0);

const waits = (because: string): Choice<'C'> => ({ given: 'C', because });
const goesOn = (because: string): Choice<'A'> => ({ given: 'A', because });

function writeInPartition(who: Participants, how: Mechanism): Choice<'A' | 'C'> | undefined {
  const round = who.rounds.find(({ purpose }) => purpose === 'write');
  if (!round) return undefined;
  if (round.backing !== undefined && round.contact === 'leader' && how.family === 'consensus')
    return waits('a side without a majority takes no writes');
  if (round.backing !== undefined && how.family === 'multi-primary')
    return waits('a side without a majority takes no writes');
  if (round.inChain) return waits('a chain that is cut takes no writes');
  if (how.family === 'primary-backup') return primaryInPartition(how);
  const needed = neededOf(round);
  if (needed === undefined || who.replicas === undefined) return needed === 1 ? goesOn(ALONE) : undefined;
  if (round.sloppy) return goesOn('on each side other nodes stand in for those that cannot be reached');
  if (2 * needed > who.replicas) return waits(`a side with fewer than ${String(needed)} copies takes no writes`);
  return goesOn(needed === 1 ? ALONE : 'several sides may have enough copies to take writes');
}

const ALONE = 'each copy takes writes by itself';

function primaryInPartition({ commit, failover, fencing, storage }: Mechanism): Choice<'A' | 'C'> | undefined {
  if (failover?.value.mode === 'none')
    return waits('the primary is the only one that takes writes, and no other is promoted');
  if (fencing?.value === 'stonith') return waits('the old primary is switched off before another is promoted');
  if (storage?.value === 'shared')
    return waits('a primary that is cut off from the shared storage acknowledges nothing');
  if (!commit) return undefined;
  if (mayStayAtPrimary(commit.value))
    return failover === undefined
      ? undefined
      : goesOn('a primary that is cut off acknowledges writes that are gone when another is promoted');
  if (failover?.value.mode === 'automatic' && fencing?.value === 'none')
    return goesOn('nothing stops the old primary when another is promoted');
  return waits('a primary that is cut off from its standbys acknowledges nothing');
}

function readInPartition(who: Participants, how: Mechanism, writes: readonly Write[]): Choice<'A' | 'C'> | undefined {
  const [round] = who.rounds;
  if (!round) return undefined;
  const { contact, answers, backing } = round;
  if (contact === 'leader') {
    if ((answers ?? 0) > 0 || backing !== undefined || isConfirmed(how))
      return waits('one that is cut off does not answer reads');
    const { failover, fencing } = how;
    if (failover?.value.mode === 'none') return waits('no other primary is ever promoted');
    if (fencing?.value === 'stonith' || fencing?.value === 'lease') return waits('a deposed primary has stopped');
    return failover === undefined && fencing === undefined
      ? undefined
      : goesOn('a primary that is cut off and deposed goes on answering reads');
  }
  if (contact === 'tail' || round.inChain) return waits('only the tail answers');
  if (backing !== undefined) return waits('a copy that sees no majority of them does not answer reads');
  if (answersAlone(who)) return waits('a copy that is cut off answers with what it has, as it does otherwise');
  const meeting = meets(round, who, writes);
  if (meeting === undefined) return undefined;
  return meeting
    ? waits('a side that cannot ask enough copies to see the last write does not answer')
    : goesOn('what is read need not meet what was written');
}

const isConfirmed = ({ reads }: Mechanism): boolean => reads !== undefined && 'confirmed' in reads.value;

/** Copies that must have a write or answer a read. */
function neededOf({ contact, answers }: Round): number | undefined {
  if (answers === undefined) return undefined;
  return contact === 'coordinator' ? answers : answers + 1;
}

/** Whether what a read asks overlaps with what every write reached: R + W > N, of the copies themselves. */
function meets(read: Round, who: Participants, writes: readonly Write[]): boolean | undefined {
  const [r, n] = [neededOf(read), who.replicas];
  const ws = writes.map((write) => write.who.rounds.find(({ purpose }) => purpose === 'write'));
  if (ws.some((write) => write?.sloppy)) return false;
  const known = ws.map((write) => write && neededOf(write));
  if (r === undefined || n === undefined || known.length === 0) return undefined;
  if (known.some((w) => w !== undefined && r + w <= n)) return false;
  return known.includes(undefined) ? undefined : true;
}

function elseOf(
  who: Participants,
  how: Mechanism,
  writes: readonly Write[],
  isRead: boolean,
): Choice<'L' | 'C'> | undefined {
  const round = isRead ? who.rounds[0] : who.rounds.find(({ purpose }) => purpose === 'write');
  if (!round) return undefined;
  switch (round.contact) {
    case 'leader':
      return { given: 'C', because: `every ${isRead ? 'read' : 'write'} goes to one that leads, wherever it is` };
    case 'head':
    case 'tail':
      return {
        given: 'C',
        because: `every ${isRead ? 'read goes to the tail' : 'write passes along the whole chain'}`,
      };
    default: {
      const needed = neededOf(round);
      if (needed === undefined) return undefined;
      if (needed <= 1) return { given: 'L', because: 'the nearest copy is enough' };
      const meeting = isRead
        ? meets(round, who, writes)
        : how.family === 'quorum' && round.sloppy
          ? false
          : majority(needed, who);
      if (meeting === undefined) return undefined;
      return meeting
        ? { given: 'C', because: `${String(needed)} copies must answer, so that reads meet writes` }
        : { given: 'L', because: `${String(needed)} copies must answer, and reads still need not meet writes` };
    }
  }
}

const majority = (needed: number, { replicas }: Participants): boolean | undefined =>
  replicas === undefined ? undefined : 2 * needed > replicas;
