/**
 * Reads and writes ask enough replicas. The client asks all replicas at once and goes on when enough have answered: R for
 * a read, W for a write. A write whose order is a number first asks for the highest; a read may write back what it is
 * about to answer. In a sloppy quorum others stand in for replicas that cannot be reached.
 *
 * Granularity: a request and the answer to it are one step. An answer that comes later only lets a call last longer, and
 * what is not allowed of shorter calls is found first.
 *
 * Sources: Gifford, Weighted Voting for Replicated Data, 1979; Attiya, Bar-Noy and Dolev, Sharing Memory Robustly in
 * Message-Passing Systems, 1995; DeCandia et al., Dynamo, 2007.
 */
import type { Act, Call, Protocol, Turn } from '../network/world.ts';
import { itemsText, kept, withVersion } from './versions.ts';
import type { Items, Order, Version } from './versions.ts';

export interface Quorum {
  readonly replicas: number;
  /** How many must answer a read, and a write. */
  readonly r: number;
  readonly w: number;
  /** How many nodes stand in where replicas cannot be reached. */
  readonly standIns: number;
  readonly order: Order;
  readonly writesBack: boolean;
  /** Whether each client reads at one replica of its own. */
  readonly isNearest: boolean;
  readonly isFlushed: boolean;
}

interface Phase {
  readonly id: number;
  readonly call: Call;
  readonly is: 'asks' | 'stores' | 'chooses';
  readonly by: readonly number[];
  readonly versions: readonly Version[];
  readonly needs: number;
}

export interface State {
  readonly items: Items;
  /** Of a client: what it does, how many phases it has begun, and which values it has seen. */
  readonly phase?: Phase;
  readonly phases: number;
  readonly seen: readonly number[];
  readonly reached: readonly number[];
}

export type Body =
  | { readonly is: 'ask'; readonly id: number; readonly object: string }
  | { readonly is: 'store'; readonly id: number; readonly object: string; readonly version: Version };

export function quorum(how: Quorum): Protocol<State, Body> {
  const homes = Array.from({ length: how.replicas }, (_, node) => node);
  const nodes = how.replicas + how.standIns;
  const majority = Math.floor(how.replicas / 2) + 1;

  const begin = (
    turn: Turn<State, Body>,
    client: number,
    call: Call,
    is: Phase['is'],
    versions: readonly Version[],
  ): void => {
    const state = turn.state(client);
    const id = state.phases;
    const isBack = call.action === 'read' && is === 'stores';
    const needs = is === 'stores' ? (isBack ? majority : how.w) : call.action === 'write' ? majority : how.r;
    turn.set(client, { ...state, phases: id + 1, phase: { id, call, is, by: [], versions, needs } });
    const [version] = versions;
    const to =
      is === 'asks' && how.isNearest && call.action === 'read'
        ? [client % how.replicas]
        : is === 'asks'
          ? homes
          : state.reached;
    for (const node of to) {
      if (is === 'asks') turn.send(client, node, { is: 'ask', id, object: call.object });
      else if (version) turn.send(client, node, { is: 'store', id, object: call.object, version });
    }
  };

  const store = (turn: Turn<State, Body>, client: number, call: Call, highest: number): void => {
    const { seen } = turn.state(client);
    // The first client's clock is ahead of the others'.
    const stamp =
      how.order === 'numbers' ? highest + 1 : how.order === 'clocks' ? turn.time + (client === nodes ? AHEAD : 0) : 0;
    begin(turn, client, call, 'stores', [{ value: call.value, stamp, after: seen }]);
  };

  const finish = (turn: Turn<State, Body>, client: number, found?: number): void => {
    const { phase, ...state } = turn.state(client);
    const values = [
      ...(found === undefined ? [] : [found]),
      ...(phase?.call.action === 'read' ? [] : [phase?.call.value ?? 0]),
    ];
    turn.set(client, { ...state, seen: [...new Set([...state.seen, ...values])].sort() });
    turn.forget(({ from, body }) => from === client && body.is === 'ask');
    turn.answer(client - nodes, found);
  };

  /** What a read, or the first half of an update, goes on with. */
  const chosen = (turn: Turn<State, Body>, client: number, phase: Phase, version: Version | undefined): void => {
    const { call } = phase;
    if (call.action === 'update') {
      const state = turn.state(client);
      turn.set(client, { ...state, seen: version ? [...state.seen, version.value] : state.seen });
      store(turn, client, call, version?.stamp ?? 0);
      const after = turn.state(client);
      if (after.phase && version)
        turn.set(client, { ...after, phase: { ...after.phase, versions: [...after.phase.versions, version] } });
    } else if (how.writesBack && version) begin(turn, client, call, 'stores', [version]);
    else finish(turn, client, version?.value);
  };

  const advance = (turn: Turn<State, Body>, client: number): void => {
    const { phase } = turn.state(client);
    if (!phase || phase.by.length < phase.needs) return;
    const { call } = phase;
    if (phase.is === 'stores') {
      const found = call.action === 'read' ? phase.versions[0]?.value : phase.versions[1]?.value;
      finish(turn, client, found);
      return;
    }
    const versions = kept(how.order, phase.versions);
    if (call.action === 'write') store(turn, client, call, versions.at(-1)?.stamp ?? 0);
    else if (versions.length < 2 || how.order === 'merge') chosen(turn, client, phase, versions.at(-1));
    else turn.set(client, { ...turn.state(client), phase: { ...phase, is: 'chooses', versions } });
  };

  return {
    nodes,
    isOrdered: false,
    start: () => ({ items: {}, phases: 0, seen: [], reached: homes }),
    // Which replicas a write reaches: all, or all but those that others stand in for.
    contacts: (_, __, { action }) => (how.standIns > 0 && action !== 'read' ? [0, how.standIns] : [0]),
    ask(turn, client, call, missing) {
      const all = Array.from({ length: how.replicas + missing }, (_, node) => node);
      turn.set(client, { ...turn.state(client), reached: all.slice(missing) });
      if (call.action === 'write' && how.order !== 'numbers') store(turn, client, call, 0);
      else begin(turn, client, call, 'asks', []);
    },
    receive(turn, { from: client, to: node, body }) {
      const state = turn.state(node);
      const isStored = body.is === 'store';
      if (isStored) turn.set(node, { ...state, items: withVersion(how.order, state.items, body.object, body.version) });
      const { phase, ...caller } = turn.state(client);
      if (phase?.id !== body.id) return;
      const versions = isStored ? phase.versions : [...phase.versions, ...(state.items[body.object] ?? [])];
      turn.set(client, { ...caller, phase: { ...phase, by: [...phase.by, node].sort(), versions } });
      advance(turn, client);
    },
    acts: ({ states }) => states.flatMap((state, at) => choices(state, at)),
    act(turn, { at, with: index = 0 }: Act) {
      const { phase } = turn.state(at);
      if (phase) chosen(turn, at, phase, phase.versions[index]);
    },
    recover: (state) => (how.isFlushed ? undefined : { ...state, items: {} }),
    words: {
      message: messageText,
      act: ({ with: index = 0 }) => `takes version ${String(index + 1)} of several that nothing orders`,
      state: ({ items }) => itemsText(items),
    },
  };
}

/** How far the clock of the first client is ahead, in answers of the whole run: more than there are. */
const AHEAD = 100;

/** Which of several versions counts is left to the reader. */
const choices = ({ phase }: State, at: number): Act[] =>
  phase?.is === 'chooses' ? phase.versions.map((_, index) => ({ at, name: 'takes a version', with: index })) : [];

const messageText = (body: Body): string =>
  body.is === 'ask' ? `what it has of ${body.object}` : `${body.object} = ${String(body.version.value)}`;
