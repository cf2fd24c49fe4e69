/**
 * A write enters at the head of a chain, passes along, and is acknowledged by the tail. Who decides on the chain makes the
 * last but one the tail where the tail is gone, or taken for gone.
 *
 * Source: van Renesse and Schneider, Chain Replication for Supporting High Throughput and Availability, OSDI 2004.
 */
import { passes } from '../network/world.ts';
import type { Call, Protocol, Turn } from '../network/world.ts';
import { appended, entriesText, valueOf } from './log.ts';
import type { Entry } from './log.ts';

export interface Chain {
  readonly nodes: number;
  readonly reads: 'tail' | 'any' | 'nearest';
  readonly isTied: boolean;
  /** Whether a tail that runs may be taken for gone, and whether it then stops. */
  readonly mayErr: boolean;
  readonly stops: boolean;
  readonly isFlushed: boolean;
}

interface Passed extends Entry {
  readonly client: number;
  readonly nth: number;
  readonly found?: number;
}

export interface State {
  readonly log: readonly Passed[];
  readonly isTail: boolean;
  /** Of a client: the replica it stays with, and its calls so far. */
  readonly at: number;
  readonly calls: number;
}

export type Body =
  | { readonly is: 'call'; readonly call: Call; readonly nth: number }
  | { readonly is: 'answer'; readonly nth: number; readonly found?: number }
  | { readonly is: 'pass'; readonly entry: Passed };

export function chain(how: Chain): Protocol<State, Body> {
  const { nodes } = how;
  const all = Array.from({ length: nodes }, (_, node) => node);

  const append = (turn: Turn<State, Body>, node: number, entry: Passed): void => {
    const state = turn.state(node);
    turn.set(node, { ...state, log: [...state.log, entry] });
    if (!state.isTail) turn.send(node, node + 1, { is: 'pass', entry });
    else acknowledge(turn, node, entry);
  };
  const acknowledge = (turn: Turn<State, Body>, node: number, { client, nth, found }: Passed): void =>
    turn.send(node, client, { is: 'answer', nth, ...(found !== undefined && { found }) });

  return {
    nodes,
    isOrdered: true,
    start: (process) => ({ log: [], isTail: process === nodes - 1, at: -1, calls: 0 }),
    contacts({ states, health }, client, { action }) {
      const up = all.filter((node) => health[node] === 'up');
      if (action !== 'read') return up.filter((node) => node === 0);
      if (how.reads === 'tail') return up.filter((node) => states[node]?.isTail === true);
      const at = states[client]?.at ?? -1;
      return at >= 0 && (how.isTied || how.reads === 'nearest') ? up.filter((node) => node === at) : up;
    },
    ask(turn, client, call, contact) {
      const state = turn.state(client);
      turn.set(client, { ...state, at: call.action === 'read' ? contact : state.at, calls: state.calls + 1 });
      turn.send(client, contact, { is: 'call', call, nth: state.calls });
    },
    receive(turn, { from, to, body }) {
      const state = turn.state(to);
      if (body.is === 'pass') append(turn, to, body.entry);
      else if (body.is === 'answer') {
        if (body.nth === state.calls - 1) turn.answer(to - nodes, body.found);
      } else {
        const { call, nth } = body;
        const found = valueOf(state.log, call.object);
        const value = found !== undefined && { found };
        if (call.action === 'read') turn.send(to, from, { is: 'answer', nth, ...value });
        else for (const entry of appended([], call, 1)) append(turn, to, { ...entry, client: from, nth, ...value });
      }
    },
    acts(world) {
      const tail = nodes - 1;
      const { health, states } = world;
      const isReplaced = states[tail - 1]?.isTail === true;
      const isGone =
        health[tail] === 'down' || (how.mayErr && (health[tail] === 'paused' || !passes(world, nodes, tail - 1, tail)));
      return nodes > 1 && isGone && !isReplaced ? [{ at: tail - 1, name: 'is made the tail' }] : [];
    },
    act(turn, { at }) {
      const state = turn.state(at);
      turn.set(at, { ...state, isTail: true });
      if (how.stops) turn.set(at + 1, { ...turn.state(at + 1), isTail: false });
      for (const entry of state.log) acknowledge(turn, at, entry);
    },
    recover: (state) => (how.isFlushed ? undefined : { ...state, log: [] }),
    words: {
      message: (body) =>
        body.is === 'call' ? body.call.action : body.is === 'answer' ? 'answer' : entriesText([body.entry]),
      act: ({ name }) => name,
      state: ({ isTail, log }) => `${isTail ? 'tail, ' : ''}${entriesText(log)}`,
    },
  };
}
