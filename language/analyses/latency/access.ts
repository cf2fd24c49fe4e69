/**
 * What an access costs at least from each place where its client runs, and what it would cost with less and with more
 * consistency, from the same copies, each acknowledged write kept by as many of them: durability is not what is saved.
 *
 * With less: whichever copy is best placed takes the access by itself, and a write waits for as many others as now. That
 * much gives causal consistency, which every side of a partition can keep (Mahajan, Alvisi and Dahlin, Consistency,
 * Availability, and Convergence, 2011). With more: one that leads takes it, and a majority stands behind each answer,
 * which gives linearizability (Ongaro, Consensus: Bridging Theory and Practice, 2014, section 6.4).
 *
 * O(places of the client × copies² log copies) for each flow.
 */
import type { Entity } from '../../model/model.ts';
import { written } from '../../model/model.ts';
import type { Id } from '../../model/symbols.ts';
import { holdsState } from '../../vocabulary/kinds.ts';
import { needs, participantsOf } from '../consistency/participants.ts';
import type { Participants, Round } from '../consistency/participants.ts';
import { defineAnalysis } from '../facts.ts';
import type { Facts } from '../facts.ts';
import { copiesOf } from '../placement/copies.ts';
import { floorOf } from './floor.ts';
import type { Floor } from './floor.ts';
import { ledFrom, sitesOf } from './sites.ts';
import type { Sites } from './sites.ts';

export interface ClientPlace {
  readonly place: Id;
  /** Share of the client's copies that surely stand there; nothing where it is open whether any does. */
  readonly share: number;
}

export interface FloorFrom extends ClientPlace {
  readonly floor: Floor;
}

/** What the same access would take with other guarantees. */
export interface OtherFloors extends FloorFrom {
  readonly causal: Floor;
  readonly linearizable: Floor;
}

export interface AccessFloors {
  readonly participants: Participants;
  readonly sites: Sites;
  /** Of how many copies an acknowledged write is on; of reads 1. Undefined: not said. */
  readonly kept: number | undefined;
  readonly from: readonly FloorFrom[];
  /** Wherever the client is: its own way counts as nothing. */
  readonly anywhere: Floor;
}

/** Undefined where the flow is no access to state, or it is not said where the copies stand or who must answer. */
export const accessFloors = defineAnalysis<AccessFloors | undefined>('latency/access', (facts, id) => {
  const flow = facts.entity(id);
  const store = flow?.target === undefined ? undefined : facts.entity(flow.target);
  if (!flow || !store || !keepsState(store)) return undefined;
  const participants = participantsOf(facts, flow, store);
  const sites = facts.of(sitesOf, store.id);
  if (!participants || participants.rounds.length === 0 || !sites) return undefined;
  const kept = keptBy(participants.rounds);
  const client = flow.source === undefined ? undefined : facts.entity(flow.source);
  const floor = (place: Id | undefined): Floor => floorOf(place, participants.rounds, sites);
  const from = (client ? clientPlaces(facts, client) : []).map((at): FloorFrom => ({ ...at, floor: floor(at.place) }));
  return { participants, sites, kept, from, anywhere: floor(undefined) };
});

/** The same from each place with less and with more consistency, as durable; worked out when it is asked for. */
export function comparedFloors({ participants, sites, kept, from }: AccessFloors): OtherFloors[] {
  const less = [byOneCopy(kept)];
  const more = [byLeader(kept, participants.replicas)];
  return from.map((at) => ({
    ...at,
    get causal() {
      return floorOf(at.place, less, sites);
    },
    get linearizable() {
      return floorOf(at.place, more, sites);
    },
  }));
}

/**
 * The same where a standby elsewhere leads, as after a failover; for each place of one, where that is said.
 * O(places of standbys × that of `accessFloors`).
 */
export function floorsAfterFailover({ participants, sites, from }: AccessFloors): {
  readonly leader: Id;
  readonly from: readonly FloorFrom[];
}[] {
  if (sites.leader === undefined) return [];
  return sites.certain
    .filter((place) => place !== sites.leader)
    .map((leader) => {
      const after = ledFrom(sites, leader);
      return {
        leader,
        from: from.map((at) => ({ ...at, floor: floorOf(at.place, participants.rounds, after) })),
      };
    });
}

export const keepsState = ({ kind }: Entity): boolean => holdsState(kind);

/** Where an element runs; of places that it is spread over unevenly, each may have a copy less than its share. */
export function clientPlaces(facts: Facts, client: Entity): ClientPlace[] {
  const copies = copiesOf(facts, client);
  if (!copies) {
    const [only] = written(client, 'primary')?.ids ?? [];
    return only === undefined ? [] : [{ place: only, share: 1 }];
  }
  const { fixed, extra, total } = copies;
  return [...new Set([...fixed, ...extra.among])].map((place) => ({
    place,
    share: fixed.filter((at) => at === place).length / Math.max(1, total),
  }));
}

/** How many copies have what was written when it is acknowledged. */
function keptBy(rounds: readonly Round[]): number | undefined {
  const write = rounds.find(({ purpose }) => purpose === 'write');
  if (!write) return 1;
  if (write.answers === undefined) return undefined;
  return write.contact === 'coordinator' ? write.answers : write.answers + 1;
}

const ROUND: Omit<Round, 'contact' | 'answers' | 'fewest'> = {
  purpose: 'write',
  choice: 'fastest',
  otherwise: 'block',
  sloppy: false,
  backing: undefined,
  inChain: false,
};

const byOneCopy = (kept: number | undefined): Round => ({
  ...ROUND,
  contact: 'nearest',
  ...needs(kept === undefined ? undefined : Math.max(0, kept - 1)),
});

/** A majority is behind each answer: of a write as those that have it, of a read as those that know who leads. */
function byLeader(kept: number | undefined, replicas: number | undefined): Round {
  const majority = replicas === undefined ? undefined : Math.floor(replicas / 2) + 1;
  const behind = kept === undefined || majority === undefined ? undefined : Math.max(kept, majority);
  return { ...ROUND, contact: 'leader', ...needs(behind === undefined ? undefined : behind - 1) };
}
