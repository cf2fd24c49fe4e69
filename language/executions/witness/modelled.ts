/** What is known of an access before a protocol is chosen for it, and what comes of that. */
import type { Mechanism } from '../../analyses/consistency/mechanism.ts';
import type { Protocol } from '../network/world.ts';

export interface Access {
  readonly how: Mechanism;
  /** How many copies there are; undefined: not said. */
  readonly copies: number | undefined;
  readonly isRead: boolean;
  readonly session: 'none' | 'sticky' | 'token';
  /** Whether a node that runs may be taken for dead. */
  readonly mayErr: boolean;
  /** Whether what is acknowledged outlives a loss of power. */
  readonly isFlushed: boolean;
}

/** A protocol whose states and messages are its own business. */
export interface Runnable {
  readonly nodes: number;
  /** Calls `use` with the protocol, whatever its types are. */
  with<T>(use: <State, Body>(protocol: Protocol<State, Body>) => T): T;
}

export type Modelled =
  { readonly isModelled: true; readonly runnable: Runnable } | { readonly isModelled: false; readonly why: string };

export const modelled = <State, Body>(protocol: Protocol<State, Body>, nodes: number): Modelled => ({
  isModelled: true,
  runnable: { nodes, with: (use) => use(protocol) },
});

export const unmodelled = (why: string): Modelled => ({ isModelled: false, why });
