/**
 * A protocol, a program of calls and a budget of faults, as a system to explore.
 *
 * Faults: a crash stops a node and takes what it had in memory; a node that comes back has what the protocol says it
 * had on disk. A paused node takes no step and notices nothing of it. A cut takes one node from all others, in both
 * directions or in one, until it heals. A duplicate delivers a message and leaves it on its way.
 */
import type { Move, System } from '../explore/explore.ts';
import { Turn, isWaiting, passes } from './world.ts';
import type { Act, Call, Faults, Message, Program, Protocol, World } from './world.ts';

export type Label<Body> =
  | { readonly kind: 'invoke'; readonly client: number; readonly call: Call; readonly contact: number }
  | { readonly kind: 'deliver'; readonly message: Message<Body>; readonly stays: boolean }
  | { readonly kind: 'act'; readonly act: Act }
  | { readonly kind: 'crash' | 'restart' | 'pause' | 'resume'; readonly at: number }
  | { readonly kind: 'cut'; readonly at: number; readonly direction: 'both' | 'from' | 'to' }
  | { readonly kind: 'heal' };

export type NetworkMove<State, Body> = Move<World<State, Body>, Label<Body>>;

export interface Setting {
  readonly program: Program;
  readonly faults: Faults;
}

export function networkOf<State, Body>(
  protocol: Protocol<State, Body>,
  { program, faults }: Setting,
): System<World<State, Body>, Label<Body>> {
  const { nodes } = protocol;
  const processes = nodes + program.length;
  const initial: World<State, Body> = {
    states: Array.from({ length: processes }, (_, process) => protocol.start(process)),
    health: Array.from({ length: processes }, () => 'up' as const),
    flying: [],
    severed: [],
    observed: program.map(() => []),
    now: 0,
    left: faults,
  };
  return {
    initial,
    *moves(world) {
      yield* calls(protocol, program, world);
      yield* deliveries(protocol, world);
      yield* acts(protocol, world);
      yield* failures(protocol, world);
    },
    encode: (world) => encode(world, protocol.isOrdered),
  };
}

function* calls<State, Body>(
  protocol: Protocol<State, Body>,
  program: Program,
  world: World<State, Body>,
): Iterable<NetworkMove<State, Body>> {
  for (const [session, planned] of program.entries()) {
    const made = world.observed[session] ?? [];
    const call = planned[made.length];
    const client = protocol.nodes + session;
    if (!call || isWaiting(made)) continue;
    for (const contact of protocol.contacts(world, client, call)) {
      const turn = new Turn(world);
      turn.invoke(session);
      protocol.ask(turn, client, call, contact);
      yield { label: { kind: 'invoke', client, call, contact }, next: turn.world(), observes: turn.observes };
    }
  }
}

function* deliveries<State, Body>(
  protocol: Protocol<State, Body>,
  world: World<State, Body>,
): Iterable<NetworkMove<State, Body>> {
  const { flying, health, left } = world;
  const links = new Set<number>();
  const size = world.states.length;
  for (const message of flying) {
    const { from, to } = message;
    const link = from * size + to;
    if (protocol.isOrdered && links.has(link)) continue;
    links.add(link);
    if (health[to] !== 'up' || !passes(world, protocol.nodes, from, to)) continue;
    yield deliver(protocol, world, message, false);
    if (left.duplicates > 0 && !protocol.isOrdered) yield deliver(protocol, world, message, true);
  }
}

function deliver<State, Body>(
  protocol: Protocol<State, Body>,
  world: World<State, Body>,
  message: Message<Body>,
  stays: boolean,
): NetworkMove<State, Body> {
  const turn = new Turn(world);
  if (!stays) turn.take(message);
  protocol.receive(turn, message);
  const { left } = world;
  const next = stays ? turn.world({ left: { ...left, duplicates: left.duplicates - 1 } }) : turn.world();
  return { label: { kind: 'deliver', message, stays }, next, observes: turn.observes };
}

function* acts<State, Body>(
  protocol: Protocol<State, Body>,
  world: World<State, Body>,
): Iterable<NetworkMove<State, Body>> {
  for (const act of protocol.acts(world)) {
    if (world.health[act.at] !== 'up') continue;
    const turn = new Turn(world);
    protocol.act(turn, act);
    yield { label: { kind: 'act', act }, next: turn.world(), observes: turn.observes };
  }
}

function* failures<State, Body>(
  protocol: Protocol<State, Body>,
  world: World<State, Body>,
): Iterable<NetworkMove<State, Body>> {
  const { nodes } = protocol;
  const { left, health, severed } = world;
  for (let at = 0; at < world.states.length; at++) {
    const isNode = at < nodes;
    if (left.crashes > 0 && isNode && health[at] === 'up') yield crash(world, at);
    if (health[at] === 'down') {
      const recovered = protocol.recover(world.states[at] as State, at);
      if (recovered !== undefined) {
        const turn = new Turn(world);
        turn.set(at, recovered);
        turn.setHealth(at, 'up');
        yield { label: { kind: 'restart', at }, next: turn.world(), observes: false };
      }
    }
    if (left.pauses > 0 && health[at] === 'up') {
      const turn = new Turn(world);
      turn.setHealth(at, 'paused');
      yield {
        label: { kind: 'pause', at },
        next: turn.world({ left: { ...left, pauses: left.pauses - 1 } }),
        observes: false,
      };
    }
    if (health[at] === 'paused') {
      const turn = new Turn(world);
      turn.setHealth(at, 'up');
      yield { label: { kind: 'resume', at }, next: turn.world(), observes: false };
    }
    if (isNode && nodes > 1 && severed.length === 0)
      for (const direction of ['both', 'from', 'to'] as const) {
        const kind = direction === 'both' ? 'cuts' : 'oneWayCuts';
        if (left[kind] === 0) continue;
        yield {
          label: { kind: 'cut', at, direction },
          next: { ...world, severed: linksOf(nodes, at, direction), left: { ...left, [kind]: left[kind] - 1 } },
          observes: false,
        };
      }
  }
  if (severed.length > 0) yield { label: { kind: 'heal' }, next: { ...world, severed: [] }, observes: false };
}

function crash<State, Body>(world: World<State, Body>, at: number): NetworkMove<State, Body> {
  const turn = new Turn(world);
  turn.setHealth(at, 'down');
  // What was on its way to it finds nobody who waits for it.
  turn.forget(({ to }) => to === at);
  const { left } = world;
  return {
    label: { kind: 'crash', at },
    next: turn.world({ left: { ...left, crashes: left.crashes - 1 } }),
    observes: false,
  };
}

/** The links that a cut around one node severs. */
export function linksOf(nodes: number, at: number, direction: 'both' | 'from' | 'to'): number[] {
  const links: number[] = [];
  for (let other = 0; other < nodes; other++) {
    if (other === at) continue;
    if (direction !== 'to') links.push(at * nodes + other);
    if (direction !== 'from') links.push(other * nodes + at);
  }
  return links;
}

/** Messages in flight have no order but, where links keep it, that of their link. */
function encode<State, Body>(world: World<State, Body>, isOrdered: boolean): string {
  const { states, health, flying, severed, observed, now, left } = world;
  const messages = isOrdered
    ? [...flying].sort((a, b) => a.from - b.from || a.to - b.to).map(({ from, to, body }) => [from, to, body])
    : flying.map(({ from, to, body }) => JSON.stringify([from, to, body])).sort();
  return JSON.stringify([
    states,
    health.join(''),
    messages,
    severed,
    observed.map((calls) => calls.map(({ invoked, returned, found }) => [invoked, returned, found])),
    now,
    left.crashes,
    left.pauses,
    left.cuts,
    left.oneWayCuts,
    left.duplicates,
  ]);
}
