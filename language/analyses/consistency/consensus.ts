/**
 * What one access to a consensus group is guaranteed. All members apply one sequence of writes, the log: a write is in it
 * for good once a majority has it, and only a member that has every such write can be elected. What a read sees
 * depends on who answers it and on whether that member knows how long the log is by then.
 *
 * Sources: Ongaro and Ousterhout, In Search of an Understandable Consensus Algorithm, 2014; Ongaro, Consensus: Bridging
 * Theory and Practice, 2014, sections 6.3 (sessions) and 6.4 (read index, leases);
 * Charapko, Ailijiang and Demirbas, Linearizable Quorum Reads in Paxos, 2019; Hunt et al., ZooKeeper, 2010,
 * sections 2.3 and 4.4 (what a session sees of a member that lags); Gray and Cheriton, Leases, 1989.
 *
 * O(1) for each access.
 */
import { written } from '../../model/model.ts';
import type { Entity } from '../../model/model.ts';
import type { KeyValues } from '../../vocabulary/vocabulary.ts';
import type { Facts } from '../facts.ts';
import type { Circumstances } from './circumstances.ts';
import { detectionMayErr } from './fault-model.ts';
import { NOTHING_KNOWN } from './guarantees.ts';
import type { Grant, Guarantees, Refutation } from './guarantees.ts';
import { boundedStaleness } from './staleness.ts';
import type { Mechanism } from './mechanism.ts';

export function consensus(facts: Facts, flow: Entity, store: Entity, how: Mechanism, under: Circumstances): Guarantees {
  const access = written(flow, 'access');
  const { commit } = how;
  // Whoever acknowledges with less than a majority runs something else, whatever it is called.
  if (access === undefined || (commit !== undefined && commit.value.mode !== 'majority')) return NOTHING_KNOWN;
  if (access !== 'read') return { ...NOTHING_KNOWN, grants: [inTheLog(store)] };
  return reads(facts, store, how, under);
}

const inTheLog = (store: Entity): Grant => ({
  model: 'linearizable',
  argument: `a majority of \`${store.name}\` puts every write into one log before it is acknowledged, and only a member that has all of that is elected to lead`,
});

function reads(facts: Facts, store: Entity, how: Mechanism, under: Circumstances): Guarantees {
  const { reads: from } = how;
  if (from === undefined) return { grants: ordered(store, how), refutations: [], missing: ['reads'] };
  const { value } = from;
  const settings = [from];
  switch (value.from) {
    case 'primary': {
      if (isConfirmed(value))
        return {
          ...NOTHING_KNOWN,
          grants: [
            {
              model: 'linearizable',
              argument: `the leader of \`${store.name}\` answers a read when it knows that it still leads (\`confirmed by ${value.confirmed}\`), from a log that holds every acknowledged write`,
            },
          ],
        };
      if (!under.failover && !under.cutOff) return { ...NOTHING_KNOWN, grants: [atLeader(store)] };
      if (!under.cutOff || !detectionMayErr(facts, store)) return { ...NOTHING_KNOWN, grants: ordered(store, how) };
      const argument = `a leader of \`${store.name}\` that was deposed while it was cut off does not know it, and goes on answering reads from its own state`;
      return {
        ...NOTHING_KNOWN,
        grants: ordered(store, how),
        refutations: [{ model: 'linearizable', cause: 'deposed-primary', argument, settings }],
      };
    }
    case 'any':
    case 'nearest':
      return isConfirmed(value)
        ? { ...NOTHING_KNOWN, grants: [asFarAsTheLeader(store)] }
        : fromMembers(store, how, settings, value);
    case 'quorum':
      return {
        ...NOTHING_KNOWN,
        grants: [...ordered(store, how), ...fromQuorum(store, how)],
        missing: how.readRepair ? [] : ['read-repair'],
      };
    default:
      return { ...NOTHING_KNOWN, grants: ordered(store, how) };
  }
}

/** Reads that a member answers from its own state, which may end earlier in the log than the leader's. */
function fromMembers(
  store: Entity,
  how: Mechanism,
  settings: Refutation['settings'],
  reads: Extract<KeyValues['reads'], { readonly from: 'any' | 'nearest' }>,
): Guarantees {
  const { from } = reads;
  const session = how.session?.value ?? 'none';
  const who = from === 'any' ? 'whichever member is asked' : 'the nearest member';
  const argument = `\`${store.name}\` lets ${who} answer reads from its own state, and a member outside the majority that took a write has it later`;
  const stale = { cause: 'stale-member', argument, settings } as const;
  const refutations: Refutation[] = [{ model: 'linearizable', ...stale }];
  const bounded = boundedStaleness(store, reads);
  if (session === 'token') return { grants: [...ordered(store, how), ...bounded], refutations, missing: [] };
  // Writes go to the leader: staying with one member ties no read to them.
  refutations.push({ model: 'read-your-writes', ...stale });
  if (session === 'none' && from === 'any') refutations.push({ model: 'monotonic-reads', ...stale });
  const grants = [...ordered(store, how), ...bounded];
  if (session === 'sticky')
    grants.push({
      model: 'monotonic-reads',
      argument: `a session stays with one member of \`${store.name}\`, whose log only grows`,
    });
  return { grants, refutations, missing: [] };
}

/** While nobody else is elected, the leader has put every acknowledged write into the log itself. */
const atLeader = (store: Entity): Grant => ({
  model: 'linearizable',
  argument: `one leader of \`${store.name}\` orders every write and answers every read`,
});

/** A member that asks the leader how far the log is, and waits until it has that, is as new as the leader. */
const asFarAsTheLeader = (store: Entity): Grant => ({
  model: 'linearizable',
  argument: `a member of \`${store.name}\` answers a read when it has everything that the leader, who makes sure that it leads, had acknowledged by then (read index)`,
});

/** Whoever asks enough members meets every acknowledged write; members may know of one that is not acknowledged yet. */
function fromQuorum(store: Entity, { readRepair }: Mechanism): Grant[] {
  const meets = `a read of \`${store.name}\` asks enough members to meet every acknowledged write`;
  return readRepair?.value === 'before-answer'
    ? [{ model: 'linearizable', argument: `${meets}, and waits until what it answers is on a majority` }]
    : [
        { model: 'regular', argument: meets },
        { model: 'read-your-writes', argument: meets },
      ];
}

/** What every member's state keeps to, however old it is: it is a prefix of the one log. */
function ordered(store: Entity, { session }: Mechanism): Grant[] {
  const argument = `every member of \`${store.name}\` applies the same log in the same order`;
  const converges: Grant = { model: 'eventual', argument };
  if (session?.value === 'token')
    return [
      {
        model: 'sequential',
        argument: `all members of \`${store.name}\` apply one log, and the session’s token keeps its reads from going back in it`,
      },
      converges,
    ];
  return [{ model: 'monotonic-writes', argument }, { model: 'writes-follow-reads', argument }, converges];
}

const isConfirmed = <T extends object>(reads: T): reads is T & { readonly confirmed: string } => 'confirmed' in reads;
