/**
 * Which replicas must take part before an access is answered, for each family of replication: through whom it goes, and
 * how many others must answer. Plain data: what a partition stops, and what an access costs at least in round trips, can
 * both be read from it.
 *
 * Invariant: what the model does not say is undefined, never a guess. Where the copies stand is `copiesOf`'s: of a store
 * with a primary that one comes first, then its standbys in the order that `first` means.
 *
 * Sources: Gifford, Weighted Voting for Replicated Data, 1979 (quorums); Ongaro, Consensus: Bridging Theory and Practice,
 * 2014, section 6.4 (read index, leases); van Renesse and Schneider, Chain Replication, 2004; PostgreSQL documentation,
 * synchronous_standby_names (ANY, FIRST).
 *
 * O(knobs of the technology) for each access.
 */
import { given, written } from '../../model/model.ts';
import type { Entity } from '../../model/model.ts';
import type { KeyValues } from '../../vocabulary/vocabulary.ts';
import type { Facts } from '../facts.ts';
import { copiesOf } from '../placement/copies.ts';
import { quorumsOf } from '../placement/quorums.ts';
import { leastInSync } from './acknowledgement.ts';
import { mechanism, mechanismFor } from './mechanism.ts';
import type { Family, Mechanism } from './mechanism.ts';

export type Access = KeyValues['access'];

/**
 * The replica that an access goes to: the one that leads (or the only copy), any that is asked, the nearest, a node that
 * passes the request on to the replicas, or one end of a chain.
 */
export type Contact = 'leader' | 'any' | 'nearest' | 'coordinator' | 'head' | 'tail';

/** Which of those that are asked must answer: the fastest, the first in the order they are written in, each one. */
export type Choice = 'fastest' | 'in-order' | 'every';

/** One exchange between a client, the contact and the others. An access that reads before it writes has two. */
export interface Round {
  readonly purpose: 'read' | 'write';
  readonly contact: Contact;
  /** Replicas that must answer besides the contact (of a coordinator, which need not be a replica: in all). */
  readonly answers: number | undefined;
  readonly choice: Choice;
  /** How many of those must answer in any case, where the rest may be left behind; undefined: not said. */
  readonly fewest: number | undefined;
  /** What happens when too few answer; undefined: not said. */
  readonly otherwise: 'block' | 'continue' | undefined;
  /** Whether nodes that are no replicas may stand in for those that cannot be reached. */
  readonly sloppy: boolean;
  /** How many replicas, itself included, must follow the contact for it to answer, though they are not asked each time. */
  readonly backing: number | undefined;
  /** Passing along: each replica waits for the one behind it. */
  readonly inChain: boolean;
}

export interface Participants {
  readonly rounds: readonly Round[];
  /** How many copies there are. */
  readonly replicas: number | undefined;
  /** Keys of the store that would have to be said to know more. */
  readonly missing: readonly string[];
}

/** Who takes part in an access of `flow` to `store`; nothing where the flow does not say whether it reads or writes. */
export function participantsOf(facts: Facts, flow: Entity, store: Entity): Participants | undefined {
  const access = written(flow, 'access');
  return access === undefined ? undefined : participants(facts, store, mechanismFor(facts, flow, store), access);
}

/** Who takes part in an access to a store for which no flow chooses otherwise. */
export function participantsIn(facts: Facts, store: Entity, access: Access): Participants | undefined {
  const how = facts.of(mechanism, store.id);
  return how && participants(facts, store, how, access);
}

export function participants(facts: Facts, store: Entity, how: Mechanism, access: Access): Participants {
  const replicas = copiesOf(facts, store)?.total ?? given(facts, store, 'replicas')?.value.replicas;
  const { family } = how;
  const quorum = replicas === undefined ? undefined : quorumsOf(facts, store, replicas).replicate;
  const who: Who = { store, how, replicas, quorum };
  const rounds = family === undefined ? [] : roundsOf(family, access, who);
  const missing = family === undefined ? ['replicas'] : missingFor(rounds, who);
  return { rounds, replicas: family === 'single-copy' ? 1 : replicas, missing };
}

interface Who {
  readonly store: Entity;
  readonly how: Mechanism;
  readonly replicas: number | undefined;
  /** How many of them a leader needs behind it where they vote, itself included. */
  readonly quorum: number | undefined;
}

function roundsOf(family: Family, access: Access, who: Who): Round[] {
  const leaderless = family === 'quorum' || family === 'multi-primary';
  // A leader reads what it changes itself; without one, an update asks the replicas what there is, then writes.
  if (access === 'update' && leaderless) return [...readRounds(family, who), ...writeRounds(family, who)];
  return access === 'read' ? readRounds(family, who) : writeRounds(family, who);
}

function missingFor(rounds: readonly Round[], { how, replicas }: Who): string[] {
  const open = rounds.filter(({ answers }) => answers === undefined);
  const isOpen = (purpose: Round['purpose']): boolean => open.some((round) => round.purpose === purpose);
  return [
    ...(isOpen('write') && how.commit === undefined ? ['commit'] : []),
    ...((isOpen('read') || rounds.length === 0) && how.reads === undefined ? ['reads'] : []),
    ...(open.length > 0 && replicas === undefined ? ['replicas'] : []),
  ];
}

const ALONE: Omit<Round, 'purpose' | 'contact'> = {
  answers: 0,
  fewest: 0,
  choice: 'fastest',
  otherwise: 'block',
  sloppy: false,
  backing: undefined,
  inChain: false,
};

function writeRounds(family: Family, who: Who): Round[] {
  const { how, replicas } = who;
  const write = { ...ALONE, purpose: 'write' } as const;
  switch (family) {
    case 'single-copy':
      return [{ ...write, contact: 'leader' }];
    case 'primary-backup':
      return [{ ...write, contact: 'leader', ...acknowledgement(who, 1) }];
    case 'consensus': {
      const votes = who.quorum;
      const alone = how.commit?.value.mode === 'local';
      return [{ ...write, contact: 'leader', ...needs(alone ? 0 : less(votes, 1)), backing: votes }];
    }
    case 'chain':
      return [{ ...write, contact: 'head', ...needs(less(replicas, 1)), choice: 'every', inChain: true }];
    case 'quorum':
      return [{ ...write, contact: 'coordinator', ...acknowledgement(who, 0) }];
    case 'multi-primary':
      // One order of all transactions takes a majority of those that are to keep to it.
      if (how.conflicts?.value === 'certification')
        return [
          {
            ...write,
            contact: contactOf(how),
            ...needs(less(who.quorum ?? majority(replicas), 1)),
            backing: who.quorum,
          },
        ];
      // They reconcile later: unless it is said otherwise, the one that is asked acknowledges alone.
      return [
        {
          ...write,
          contact: contactOf(how),
          ...(how.commit === undefined ? {} : acknowledgement(who, 1)),
        },
      ];
  }
}

const contactOf = ({ reads }: Mechanism): 'any' | 'nearest' => (reads?.value.from === 'any' ? 'any' : 'nearest');

function readRounds(family: Family, who: Who): Round[] {
  const { how, replicas } = who;
  const read = { ...ALONE, purpose: 'read' } as const;
  if (family === 'single-copy') return [{ ...read, contact: 'leader' }];
  const value = how.reads?.value;
  if (value === undefined) return [];
  switch (value.from) {
    case 'primary': {
      const votes = who.quorum;
      const confirmed = 'confirmed' in value ? value.confirmed : undefined;
      return [
        {
          ...read,
          contact: 'leader',
          ...needs(confirmed === 'quorum' ? less(votes, 1) : 0),
          // A lease is renewed by those who granted it, however seldom: who that is, is said of a voting group only.
          backing: confirmed === 'quorum' || (confirmed === 'lease' && family === 'consensus') ? votes : undefined,
        },
      ];
    }
    case 'any':
    case 'nearest': {
      const isOfGroup = 'sees' in value || ('confirmed' in value && value.confirmed === 'group');
      return [{ ...read, contact: value.from, backing: isOfGroup ? who.quorum : undefined }];
    }
    case 'tail':
      return [{ ...read, contact: 'tail' }];
    case 'some':
      return [{ ...read, contact: 'coordinator', ...needs(value.number) }];
    case 'majority':
      return [{ ...read, contact: 'coordinator', ...needs(majority(replicas)) }];
    case 'all':
      return [{ ...read, contact: 'coordinator', ...needs(replicas), choice: 'every' }];
    case 'quorum':
      return [{ ...read, contact: 'coordinator', ...needs(overlapping(who)) }];
    default:
      return [];
  }
}

type Acknowledgement = Pick<Round, 'answers' | 'fewest' | 'choice' | 'otherwise' | 'sloppy'>;

/** All that are asked for must answer. */
export const needs = (answers: number | undefined): Pick<Round, 'answers' | 'fewest'> => ({ answers, fewest: answers });

/** @param own how many of the replicas that must have a write the contact itself is */
function acknowledgement(who: Who, own: 0 | 1): Acknowledgement {
  const asked = byCommit(who, own);
  const inSync = who.how.inSync?.value;
  // With fewer standbys than this at hand the primary refuses writes, whatever it waits for.
  return inSync?.counted === 'standbys' && asked.fewest !== undefined
    ? { ...asked, fewest: Math.max(asked.fewest, inSync.number) }
    : asked;
}

function byCommit({ how, replicas }: Who, own: 0 | 1): Acknowledgement {
  const all = less(replicas, own);
  const fastest = { choice: 'fastest', otherwise: 'block', sloppy: false } as const;
  const commit = how.commit?.value;
  switch (commit?.mode) {
    case undefined:
      return { ...fastest, ...needs(undefined) };
    case 'local':
      return { ...fastest, ...needs(1 - own) };
    case 'majority':
      return { ...fastest, ...needs(less(majority(replicas), own)) };
    case 'replicas':
      return { ...fastest, ...needs(Math.max(0, commit.number - own)), sloppy: commit.sloppy };
    case 'in-sync':
      return {
        ...fastest,
        choice: 'every',
        answers: all,
        fewest: how.inSync && Math.max(0, leastInSync(how.inSync.value) - own),
      };
    case 'any':
    case 'first':
    case 'all': {
      // Of a store without a primary every replica is meant.
      const number = commit.mode === 'all' ? all : (commit.number ?? 1) + (1 - own);
      const otherwise = 'otherwise' in commit ? commit.otherwise : undefined;
      const choice = ({ any: 'fastest', first: 'in-order', all: 'every' } as const)[commit.mode];
      return { answers: number, fewest: otherwise === 'continue' ? 0 : number, choice, otherwise, sloppy: false };
    }
  }
}

/** How many replicas a read must ask to meet every write. */
function overlapping(who: Who): number | undefined {
  const { answers } = acknowledgement(who, 0);
  return answers === undefined || who.replicas === undefined ? undefined : who.replicas - answers + 1;
}

const less = (number: number | undefined, own: number): number | undefined =>
  number === undefined ? undefined : Math.max(0, number - own);

/** Gifford's majority: two of them always meet. */
const majority = (n: number | undefined): number | undefined => (n === undefined ? undefined : Math.floor(n / 2) + 1);
