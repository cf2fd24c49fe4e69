/**
 * Processes that know of each other by messages alone, and clients that call them: the state of a run, and what one
 * process may do in one step. Knows what clients observe; no protocol.
 *
 * Granularity: in one step one process takes one message (or does one thing by itself), changes its own state and sends
 * any number of messages. Messages are delivered in any order and as late as may be; one that is lost is one that is
 * never delivered. A crash, a pause and a cut are steps of their own.
 *
 * Source: Lynch, Distributed Algorithms, 1996, chapters 8 and 14 (asynchronous systems, channels).
 */
import type { History } from '../history/history.ts';

export interface Call {
  readonly action: 'read' | 'write' | 'update';
  readonly object: string;
  /** What a write or an update puts there: unique in its program. */
  readonly value: number;
}

/** The calls of each session, one after the other. */
export type Program = readonly (readonly Call[])[];

export interface Message<Body> {
  readonly from: number;
  readonly to: number;
  readonly body: Body;
}

/** What a client has of one of its calls. Two positions in real time differ where an answer came between them. */
export interface Observed {
  readonly invoked: number;
  readonly returned?: number;
  /** What a read answered, or an update found; nothing where there was none. */
  readonly found?: number;
}

/** How much may still go wrong. */
export interface Faults {
  readonly crashes: number;
  readonly pauses: number;
  /** Cuts that take one node from all others, in both directions, and in one. */
  readonly cuts: number;
  readonly oneWayCuts: number;
  readonly duplicates: number;
}

export type Health = 'up' | 'down' | 'paused';

export interface World<State, Body> {
  /** Of the nodes, then of the clients. */
  readonly states: readonly State[];
  readonly health: readonly Health[];
  readonly flying: readonly Message<Body>[];
  /** Links between nodes that no message passes, as `from * nodes + to`. */
  readonly severed: readonly number[];
  readonly observed: readonly (readonly Observed[])[];
  readonly now: number;
  readonly left: Faults;
}

/** What a process does by itself, as plain data. */
export interface Act {
  readonly at: number;
  readonly name: string;
  readonly with?: number;
}

export interface Protocol<State, Body> {
  readonly nodes: number;
  /** Whether messages from one process to another arrive in their order, once at most. */
  readonly isOrdered: boolean;
  start(process: number): State;
  /** Whom a client may turn to with its next call: each is a way on. */
  contacts(world: World<State, Body>, client: number, call: Call): readonly number[];
  ask(turn: Turn<State, Body>, client: number, call: Call, contact: number): void;
  receive(turn: Turn<State, Body>, message: Message<Body>): void;
  /** What may happen without a message. */
  acts(world: World<State, Body>): readonly Act[];
  act(turn: Turn<State, Body>, act: Act): void;
  /** What a node has when it comes back; nothing where it does not. */
  recover(state: State, process: number): State | undefined;
  /** What a sentence says of it: "… takes over the log", "… is promoted". */
  readonly words: {
    message(body: Body): string;
    act(act: Act): string;
    state(state: State): string;
  };
}

/** One step of one process: a draft of the world after it. */
export class Turn<State, Body> {
  private readonly states: State[];
  private readonly before: World<State, Body>;
  private readonly observed: (readonly Observed[])[];
  private flying: readonly Message<Body>[];
  private health: readonly Health[];
  private now: number;
  /** Whether a client got an answer. */
  observes = false;

  constructor(world: World<State, Body>) {
    this.before = world;
    this.states = [...world.states];
    this.observed = [...world.observed];
    this.flying = world.flying;
    this.health = world.health;
    this.now = world.now;
  }

  /** How often an answer came before a call so far, as far as the order of calls and answers tells: real time. */
  get time(): number {
    return this.now;
  }

  state(process: number): State {
    return this.states[process] as State;
  }

  /** Whether messages pass from one node to another that runs. */
  reaches(from: number, to: number): boolean {
    return this.health[to] === 'up' && passes(this.before, this.before.states.length - this.observed.length, from, to);
  }

  set(process: number, state: State): void {
    this.states[process] = state;
  }

  send(from: number, to: number, body: Body): void {
    this.flying = [...this.flying, { from, to, body }];
  }

  /** Messages that change nothing for whoever would get them need not be followed. */
  forget(isIdle: (message: Message<Body>) => boolean): void {
    this.flying = this.flying.filter((message) => !isIdle(message));
  }

  take(message: Message<Body>): void {
    const index = this.flying.indexOf(message);
    this.flying = this.flying.filter((_, i) => i !== index);
  }

  setHealth(process: number, health: Health): void {
    this.health = this.health.map((one, i) => (i === process ? health : one));
  }

  invoke(session: number): void {
    // Real time passes for an order only where an answer came before a call.
    if (this.now % 2 === 1) this.now++;
    this.observed[session] = [...(this.observed[session] ?? []), { invoked: this.now }];
  }

  /** The call that waits is answered. */
  answer(session: number, found?: number): void {
    const calls = this.observed[session] ?? [];
    const last = calls[calls.length - 1];
    if (!last || last.returned !== undefined) return;
    if (this.now % 2 === 0) this.now++;
    this.observed[session] = [
      ...calls.slice(0, -1),
      { invoked: last.invoked, returned: this.now, ...(found !== undefined && { found }) },
    ];
    this.observes = true;
  }

  world(change: Partial<Pick<World<State, Body>, 'severed' | 'left'>> = {}): World<State, Body> {
    const { states, flying, health, observed, now } = this;
    return { ...this.before, states, flying, health, observed, now, ...change };
  }
}

/** Whether a client waits for an answer. */
export const isWaiting = (calls: readonly Observed[]): boolean => {
  const last = calls[calls.length - 1];
  return last !== undefined && last.returned === undefined;
};

/** Whether messages pass from one process to another now. Clients stand where they reach whom they ask. */
export const passes = (
  { severed }: Pick<World<unknown, unknown>, 'severed'>,
  nodes: number,
  from: number,
  to: number,
): boolean => from >= nodes || to >= nodes || !severed.includes(from * nodes + to);

/** What the clients have observed so far, reads and writes; an update is told by `updatesOf`. */
export function historyOf(program: Program, { observed }: Pick<World<unknown, unknown>, 'observed'>): History {
  return observed.flatMap((calls, session) =>
    calls.flatMap(({ invoked, returned, found }, i) => {
      const call = program[session]?.[i];
      if (!call || call.action === 'update') return [];
      const value = call.action === 'write' ? call.value : found;
      return [{ session, object: call.object, action: call.action, value, invoked, returned }];
    }),
  );
}
