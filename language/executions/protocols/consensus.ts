/**
 * A group that agrees on one log. A leader appends a write, sends its log, and acknowledges what a majority has of its own
 * term. An election is one step: a member wins with a majority that it reaches, none of which has a newer log.
 * Abstractions: the whole log travels in each message, and there is one election at most.
 *
 * Sources: Ongaro and Ousterhout, In Search of an Understandable Consensus Algorithm, 2014; Ongaro, Consensus: Bridging
 * Theory and Practice, 2014, section 6.4 (read index, leases).
 */
import { passes } from '../network/world.ts';
import type { Act, Call, Protocol, Turn, World } from '../network/world.ts';
import { appended, entriesText, valueOf } from './log.ts';
import type { Entry } from './log.ts';

export interface Consensus {
  readonly nodes: number;
  readonly reads: 'leader' | 'lease' | 'index' | 'any' | 'nearest';
  readonly session: 'none' | 'sticky' | 'token';
  readonly mayErr: boolean;
  readonly isFlushed: boolean;
  /** Whether only a member that has whatever its voters have may win. */
  readonly restrictsElections: boolean;
}

interface Waiting {
  readonly client: number;
  readonly nth: number;
  /** The length that must be committed for a write; 0 for a read. */
  readonly length: number;
  readonly found?: number;
  readonly by: readonly number[];
}

export interface State {
  readonly term: number;
  readonly leads: boolean;
  readonly log: readonly Entry[];
  readonly committed: number;
  readonly has: readonly number[];
  readonly waits: readonly Waiting[];
  /** Of a client. */
  readonly at: number;
  readonly seen: number;
  readonly calls: number;
}

export type Body =
  | { readonly is: 'call'; readonly call: Call; readonly nth: number; readonly seen: number }
  | { readonly is: 'answer'; readonly found?: number; readonly length: number }
  | { readonly is: 'log'; readonly term: number; readonly log: readonly Entry[]; readonly committed: number }
  | { readonly is: 'has'; readonly term: number; readonly length: number }
  | { readonly is: 'asks' | 'confirms'; readonly term: number; readonly client: number; readonly nth: number };

export function consensus(how: Consensus): Protocol<State, Body> {
  const { nodes } = how;
  const all = Array.from({ length: nodes }, (_, node) => node);
  const majority = Math.floor(nodes / 2) + 1;
  const isAtMember = how.reads === 'any' || how.reads === 'nearest';

  const spread = (turn: Turn<State, Body>, node: number): void => {
    const { term, log, committed } = turn.state(node);
    for (const other of all) if (other !== node) turn.send(node, other, { is: 'log', term, log, committed });
  };
  const reply = (turn: Turn<State, Body>, node: number, client: number, found: number | undefined): void =>
    turn.send(node, client, {
      is: 'answer',
      length: turn.state(node).committed,
      ...(found !== undefined && { found }),
    });

  const settle = (turn: Turn<State, Body>, node: number): void => {
    const state = turn.state(node);
    const isThere = (length: number): boolean =>
      all.filter((other) => other !== node && (state.has[other] ?? 0) >= length).length + 1 >= majority;
    let committed = state.committed;
    for (const [i, { term }] of state.log.entries())
      if (term === state.term && isThere(i + 1)) committed = Math.max(committed, i + 1);
    const isDone = ({ length, by }: Waiting): boolean => (length > 0 ? length <= committed : by.length + 1 >= majority);
    turn.set(node, { ...state, committed, waits: state.waits.filter((waiting) => !isDone(waiting)) });
    for (const { client, found } of state.waits.filter(isDone)) reply(turn, node, client, found);
    if (committed > state.committed && isAtMember) spread(turn, node);
  };

  const serve = (
    turn: Turn<State, Body>,
    node: number,
    client: number,
    request: Extract<Body, { is: 'call' }>,
  ): void => {
    const { call, nth, seen } = request;
    const state = turn.state(node);
    const isRead = call.action === 'read';
    const sure = how.reads === 'index' || how.reads === 'lease';
    if (!state.leads && !(isRead && isAtMember)) return;
    const found = valueOf(isRead ? state.log.slice(0, state.committed) : state.log, call.object);
    const waiting = { client, nth, by: [], ...(found !== undefined && { found }) };
    if (!isRead) {
      const log = appended(state.log, call, state.term);
      turn.set(node, { ...state, log, waits: [...state.waits, { ...waiting, length: log.length }] });
      spread(turn, node);
      settle(turn, node);
    } else if (sure && state.term > 1 && state.log[state.committed - 1]?.term !== state.term) {
      // Of what its predecessors committed it is sure only once something of its own term is.
      return;
    } else if (how.reads === 'index') {
      turn.set(node, { ...state, waits: [...state.waits, { ...waiting, length: 0 }] });
      for (const other of all)
        if (other !== node) turn.send(node, other, { is: 'asks', term: state.term, client, nth });
    } else if (how.session !== 'token' || state.committed >= seen) reply(turn, node, client, found);
  };

  return {
    nodes,
    isOrdered: true,
    start: (process) => ({
      term: 1,
      leads: process === 0,
      log: [],
      committed: 0,
      has: [],
      waits: [],
      at: -1,
      seen: 0,
      calls: 0,
    }),
    contacts({ states, health }, client, call) {
      const up = all.filter((node) => health[node] === 'up');
      if (call.action !== 'read' || !isAtMember) return up.filter((node) => states[node]?.leads === true);
      const at = states[client]?.at ?? -1;
      return at >= 0 && (how.reads === 'nearest' || how.session === 'sticky') ? up.filter((node) => node === at) : up;
    },
    ask(turn, client, call, contact) {
      const state = turn.state(client);
      turn.set(client, { ...state, at: call.action === 'read' ? contact : state.at, calls: state.calls + 1 });
      turn.send(client, contact, { is: 'call', call, nth: state.calls, seen: state.seen });
    },
    receive(turn, { from, to, body }) {
      const state = turn.state(to);
      switch (body.is) {
        case 'call':
          serve(turn, to, from, body);
          return;
        case 'answer':
          turn.set(to, { ...state, seen: Math.max(state.seen, body.length) });
          turn.answer(to - nodes, body.found);
          return;
        case 'log': {
          if (body.term < state.term) return;
          const isNewer = body.term > state.term || body.log.length > state.log.length;
          const log = isNewer ? body.log : state.log;
          const committed = Math.max(state.committed, Math.min(body.committed, log.length));
          turn.set(to, { ...state, term: body.term, leads: false, log, committed, waits: [] });
          turn.send(to, from, { is: 'has', term: body.term, length: log.length });
          return;
        }
        case 'has':
          if (!state.leads || body.term !== state.term) return;
          turn.set(to, { ...state, has: all.map((n) => Math.max(state.has[n] ?? 0, n === from ? body.length : 0)) });
          settle(turn, to);
          return;
        case 'asks':
          if (body.term >= state.term) turn.send(to, from, { ...body, is: 'confirms' });
          return;
        case 'confirms': {
          const isIt = ({ client, nth }: Waiting): boolean => client === body.client && nth === body.nth;
          turn.set(to, { ...state, waits: state.waits.map((w) => (isIt(w) ? { ...w, by: [...w.by, from] } : w)) });
          settle(turn, to);
        }
      }
    },
    acts: (world) => elections(how, world, majority),
    act(turn, { at, with: voters = 0 }) {
      const state = turn.state(at);
      const term = state.term + 1;
      for (const voter of all)
        if (voters & (1 << voter)) turn.set(voter, { ...turn.state(voter), term, leads: false, waits: [] });
      for (const old of all) if (how.reads === 'lease') turn.set(old, { ...turn.state(old), leads: false });
      const log = [...state.log, { object: '', value: 0, term }];
      turn.set(at, { ...turn.state(at), term, leads: true, log, has: [], waits: [] });
      spread(turn, at);
    },
    recover: (state) =>
      how.isFlushed ? undefined : { ...state, leads: false, log: [], committed: 0, has: [], waits: [] },
    words: {
      message: messageText,
      act: () => 'is elected by a majority',
      state: ({ term, leads, log, committed }) =>
        `${leads ? 'leader, ' : ''}term ${String(term)}, ${entriesText(log.filter(({ object }) => object !== ''))}${committed < log.length ? ` (${String(committed)} of ${String(log.length)} committed)` : ''}`,
    },
  };
}

/** Who may win an election, with which voters (a set of bits): as many as there are, where the leader is not heard of. */
function elections(how: Consensus, world: World<State, Body>, majority: number): Act[] {
  const { states, health } = world;
  const members = states.slice(0, how.nodes);
  if (members.some(({ term }) => term > 1)) return [];
  const old = members.findIndex(({ leads }, i) => leads && health[i] !== 'down');
  return members.flatMap((member, at) => {
    const talks = (other: number): boolean =>
      other === at || (passes(world, how.nodes, at, other) && passes(world, how.nodes, other, at));
    if (at === old || health[at] !== 'up') return [];
    if (old >= 0 && talks(old) && health[old] === 'up') return [];
    if (old >= 0 && !how.mayErr) return [];
    const voters = members.flatMap(({ log }, i) =>
      health[i] === 'up' && talks(i) && (!how.restrictsElections || log.length <= member.log.length) ? [i] : [],
    );
    return voters.length < majority
      ? []
      : [{ at, name: 'is elected', with: voters.reduce((bits, i) => bits | (1 << i), 0) }];
  });
}

function messageText(body: Body): string {
  switch (body.is) {
    case 'call':
      return body.call.action;
    case 'answer':
      return 'answer';
    case 'log':
      return `its log of term ${String(body.term)} (${entriesText(body.log.filter(({ object }) => object !== ''))})`;
    case 'has':
      return `that it has ${String(body.length)}`;
    case 'asks':
      return 'whether it still leads';
    case 'confirms':
      return 'that it still leads';
  }
}
