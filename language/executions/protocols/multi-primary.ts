/**
 * Several primaries take writes, acknowledge them by themselves and tell each other later.
 *
 * Sources: Kleppmann, Designing Data-Intensive Applications, 2017, chapter 5 (multi-leader); Shapiro et al.,
 * Conflict-free Replicated Data Types, 2011; Terry et al., Session Guarantees, 1994.
 */
import type { Call, Protocol } from '../network/world.ts';
import { itemsText, kept, withVersion } from './versions.ts';
import type { Items, Order, Version } from './versions.ts';

export interface MultiPrimary {
  readonly nodes: number;
  readonly order: Order;
  /** Whether a client stays with one primary. */
  readonly isSticky: boolean;
}

export interface State {
  readonly items: Items;
  /** Of a client: the primary it stays with. */
  readonly at: number;
}

export type Body =
  | { readonly is: 'call'; readonly call: Call }
  | { readonly is: 'answer'; readonly found?: number }
  | { readonly is: 'change'; readonly object: string; readonly version: Version };

/** How far the clock of the first primary is ahead, in answers of the whole run: more than there are. */
const AHEAD = 100;

export function multiPrimary(how: MultiPrimary): Protocol<State, Body> {
  const all = Array.from({ length: how.nodes }, (_, node) => node);
  return {
    nodes: how.nodes,
    isOrdered: true,
    start: () => ({ items: {}, at: -1 }),
    contacts({ states, health }, client) {
      const at = states[client]?.at ?? -1;
      const up = all.filter((node) => health[node] === 'up');
      return how.isSticky && at >= 0 ? up.filter((node) => node === at) : up;
    },
    ask(turn, client, call, contact) {
      turn.set(client, { ...turn.state(client), at: how.isSticky ? contact : -1 });
      turn.send(client, contact, { is: 'call', call });
    },
    receive(turn, { from, to, body }) {
      const state = turn.state(to);
      if (body.is === 'answer') {
        turn.answer(to - how.nodes, body.found);
      } else if (body.is === 'change') {
        turn.set(to, { ...state, items: withVersion(how.order, state.items, body.object, body.version) });
      } else {
        const { object, value, action } = body.call;
        const versions = kept(how.order, state.items[object] ?? []);
        const found = versions.at(-1)?.value;
        if (action !== 'read') {
          const stamp = how.order === 'clocks' ? turn.time + (to === 0 ? AHEAD : 0) : 0;
          const version: Version = { value, stamp, after: versions.map((version) => version.value) };
          turn.set(to, { ...state, items: withVersion(how.order, state.items, object, version) });
          for (const other of all) if (other !== to) turn.send(to, other, { is: 'change', object, version });
        }
        turn.send(to, from, { is: 'answer', ...(found !== undefined && { found }) });
      }
    },
    acts: () => [],
    act: () => undefined,
    recover: () => undefined,
    words: {
      message: (body) =>
        body.is === 'call'
          ? body.call.action
          : body.is === 'answer'
            ? 'answer'
            : `${body.object} = ${String(body.version.value)}`,
      act: ({ name }) => name,
      state: ({ items }) => itemsText(items),
    },
  };
}
