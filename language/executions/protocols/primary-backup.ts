/**
 * One primary orders the writes in a log and sends it to its standbys; a standby may be promoted.
 *
 * A write goes to whoever believes to lead, is appended there, sent on, and acknowledged when enough standbys have said
 * that they have it. Whoever is promoted goes on with the log that it has, under a higher term. Abstractions: the whole
 * log travels in each message; who decides on a promotion sees who is down or cut off and what standbys have, and where
 * there is fencing tells the new term to so many that the old primary cannot go on. A primary shows a write when it may
 * acknowledge it, or at once; a standby when it has it.
 *
 * Sources: Alsberg and Day, A Principle for Resilient Sharing of Distributed Resources, 1976; Kleppmann, Designing
 * Data-Intensive Applications, 2017, chapter 5; Gray and Cheriton, Leases, 1989; PostgreSQL documentation,
 * synchronous_standby_names; Kafka documentation, replication.
 */
import { passes } from '../network/world.ts';
import type { Act, Call, Message, Protocol, Turn, World } from '../network/world.ts';
import { appended, entriesText, valueOf } from './log.ts';
import type { Entry } from './log.ts';

export interface PrimaryBackup {
  readonly nodes: number;
  /** How many standbys must have a write before it is acknowledged, and whether the first ones or any. */
  readonly waitsFor: number;
  readonly choice: 'any' | 'first';
  /** Down to how many the primary waits for when it drops standbys that do not answer. */
  readonly atLeast: number;
  /** Whether a standby that says it has a write can also show it. */
  readonly isApplied: boolean;
  /** Whether the primary shows a write at once, before it may acknowledge it. */
  readonly showsEarly: boolean;
  readonly reads: 'primary' | 'confirmed' | 'any' | 'nearest';
  readonly session: 'none' | 'sticky' | 'token';
  readonly failover: 'none' | 'manual' | 'automatic';
  /** Whether a primary that runs may be taken for dead. */
  readonly mayErr: boolean;
  readonly promotes: 'any' | 'furthest' | 'complete' | 'elected';
  readonly fencing: 'none' | 'epoch' | 'lease' | 'stonith';
  readonly sharesStorage: boolean;
  readonly isFlushed: boolean;
}

interface Waiting {
  readonly client: number;
  /** Which of the client's calls it is. */
  readonly nth: number;
  /** The length of the log that must be there for a write; 0 for a read. */
  readonly length: number;
  readonly found?: number;
  /** Who has confirmed the read. */
  readonly by: readonly number[];
}

export interface Node {
  readonly term: number;
  readonly leads: boolean;
  readonly log: readonly Entry[];
  readonly applied: number;
  /** How much of the log each node has said it has; those the primary waits for; what it has acknowledged. */
  readonly has: readonly number[];
  readonly waits: readonly Waiting[];
  readonly dropped: readonly number[];
  readonly acknowledged: number;
  /** Of a client: the replica it stays with, and how much it has seen. */
  readonly at: number;
  readonly seen: number;
  readonly calls: number;
}

export type Body =
  | { readonly is: 'call'; readonly call: Call; readonly seen: number; readonly nth: number }
  | { readonly is: 'answer'; readonly found?: number; readonly length: number }
  | { readonly is: 'log'; readonly term: number; readonly log: readonly Entry[] }
  | { readonly is: 'has'; readonly term: number; readonly length: number }
  | { readonly is: 'asks' | 'confirms'; readonly term: number; readonly client: number; readonly nth: number };

export function primaryBackup(how: PrimaryBackup): Protocol<Node, Body> {
  const { nodes } = how;
  const all = Array.from({ length: nodes }, (_, node) => node);
  const others = (node: number): number[] => all.filter((other) => other !== node);
  const isPrimaryCall = (call: Call): boolean =>
    call.action !== 'read' || how.reads === 'primary' || how.reads === 'confirmed';
  const fences = how.fencing !== 'none';

  /** Acknowledges what enough standbys have. */
  const settle = (turn: Turn<Node, Body>, node: number): void => {
    const state = turn.state(node);
    const waitedFor = others(node).filter((other) => !state.dropped.includes(other));
    const listed = how.choice === 'first' ? waitedFor.slice(0, how.waitsFor) : waitedFor;
    const needed = Math.min(how.waitsFor, Math.max(how.atLeast, waitedFor.length));
    const isThere = (length: number): boolean =>
      listed.filter((other) => (state.has[other] ?? 0) >= length).length >= needed;
    const majority = Math.floor(nodes / 2) + 1;
    const done = state.waits.filter((waiting) =>
      waiting.length > 0 ? isThere(waiting.length) : waiting.by.length + 1 >= majority,
    );
    if (done.length === 0) return;
    for (const { client, length, found } of done)
      turn.send(node, client, { is: 'answer', length: length || state.applied, ...(found !== undefined && { found }) });
    const acknowledged = Math.max(state.acknowledged, ...done.map(({ length }) => length));
    turn.set(node, {
      ...state,
      waits: state.waits.filter((waiting) => !done.includes(waiting)),
      acknowledged,
      applied: Math.max(state.applied, acknowledged),
    });
  };

  const serve = (
    turn: Turn<Node, Body>,
    node: number,
    client: number,
    request: Extract<Body, { is: 'call' }>,
  ): void => {
    const { call, seen, nth } = request;
    const state = turn.state(node);
    if (isPrimaryCall(call) && !state.leads) return;
    // An update waits for those before it; a read sees none of what is not to be shown yet.
    const visible = call.action === 'read' ? state.log.slice(0, state.applied) : state.log;
    const found = valueOf(visible, call.object);
    const base = { client, nth, by: [], ...(found !== undefined && { found }) };
    if (call.action === 'read') {
      if (how.reads !== 'confirmed') {
        if (how.session === 'token' && state.applied < seen) return;
        turn.send(node, client, { is: 'answer', length: state.applied, ...(found !== undefined && { found }) });
        return;
      }
      turn.set(node, { ...state, waits: [...state.waits, { ...base, length: 0 }] });
      for (const other of others(node)) turn.send(node, other, { is: 'asks', term: state.term, client, nth });
    } else {
      const log = appended(state.log, call, state.term);
      const waits = [...state.waits, { ...base, length: log.length }];
      turn.set(node, { ...state, log, waits, applied: how.showsEarly ? log.length : state.applied });
      for (const other of others(node)) turn.send(node, other, { is: 'log', term: state.term, log });
    }
    settle(turn, node);
  };

  const takeOver = (turn: Turn<Node, Body>, node: number): void => {
    const terms = all.map((one) => turn.state(one).term);
    const old = all.find((one) => turn.state(one).leads);
    const longest = all.map((one) => turn.state(one).log).reduce((a, b) => (b.length > a.length ? b : a));
    const mine = turn.state(node);
    const log = how.sharesStorage ? longest : mine.log;
    turn.set(node, { ...mine, term: Math.max(...terms) + 1, leads: true, log, applied: log.length, has: [] });
    if (fences)
      for (const other of others(node))
        if (turn.reaches(node, other)) turn.set(other, { ...turn.state(other), term: turn.state(node).term });
    if (old === undefined) return;
    // A lease has ended before anybody else is promoted; who is switched off answers nobody.
    if (how.fencing === 'lease') turn.set(old, { ...turn.state(old), leads: false, waits: [] });
    if (how.fencing === 'stonith') turn.setHealth(old, 'down');
  };

  return {
    nodes,
    isOrdered: true,
    start: (process) => ({
      term: 1,
      leads: process === 0,
      log: [],
      applied: 0,
      has: [],
      waits: [],
      dropped: [],
      acknowledged: 0,
      at: -1,
      seen: 0,
      calls: 0,
    }),
    contacts(world, client, call) {
      const up = all.filter((node) => world.health[node] === 'up');
      if (isPrimaryCall(call)) return up.filter((node) => world.states[node]?.leads === true);
      const { at = -1 } = world.states[client] ?? {};
      return at >= 0 && (how.session === 'sticky' || how.reads === 'nearest') ? up.filter((node) => node === at) : up;
    },
    ask(turn, client, call, contact) {
      const state = turn.state(client);
      const at = isPrimaryCall(call) ? state.at : contact;
      turn.set(client, { ...state, at, calls: state.calls + 1 });
      turn.send(client, contact, { is: 'call', call, seen: state.seen, nth: state.calls });
    },
    receive(turn, { from, to, body }: Message<Body>) {
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
          if (fences ? body.term < state.term : state.leads) return;
          const isNewer = body.term > state.term || body.log.length > state.log.length;
          const log = isNewer ? body.log : state.log;
          const applied = how.isApplied ? log.length : Math.min(state.applied, log.length);
          turn.set(to, { ...state, term: Math.max(body.term, state.term), leads: false, log, applied, waits: [] });
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
        case 'confirms':
          turn.set(to, {
            ...state,
            waits: state.waits.map((w) =>
              w.client === body.client && w.nth === body.nth ? { ...w, by: [...w.by, from] } : w,
            ),
          });
          settle(turn, to);
      }
    },
    acts: (world) => [...promotions(how, world), ...all.flatMap((node) => drops(how, world, node))],
    act(turn, { at, name, with: other = -1 }) {
      const state = turn.state(at);
      if (name === 'is promoted') takeOver(turn, at);
      else if (name === 'applies what it has') turn.set(at, { ...state, applied: state.log.length });
      else {
        turn.set(at, { ...state, dropped: [...state.dropped, other].sort() });
        settle(turn, at);
      }
    },
    // Whoever comes back has what was on its disk.
    recover: (state) =>
      how.isFlushed ? undefined : { ...state, log: [], applied: 0, has: [], waits: [], acknowledged: 0 },
    words: {
      message: messageText,
      act: ({ name }) => name,
      state: ({ term, leads, log, applied }) =>
        `${leads ? `primary of term ${String(term)}, ` : ''}${entriesText(log)}${applied < log.length ? `, ${String(applied)} applied` : ''}`,
    },
  };
}

function messageText(body: Body): string {
  switch (body.is) {
    case 'call':
      return body.call.action;
    case 'answer':
      return 'answer';
    case 'log':
      return `its log (${entriesText(body.log)})`;
    case 'has':
      return `that it has ${String(body.length)}`;
    case 'asks':
      return 'whether it still leads';
    case 'confirms':
      return 'that it still leads';
  }
}

/** Who may be promoted now. One promotion is enough for whatever a promotion can do. */
function promotions(how: PrimaryBackup, world: World<Node, Body>): Act[] {
  const { states, health } = world;
  const nodes = states.slice(0, how.nodes);
  const old = nodes.findIndex(({ leads }) => leads);
  if (how.failover === 'none' || old < 0 || nodes.some(({ term }) => term > 1)) return [];
  const isGone = (from: number): boolean =>
    health[old] === 'down' ||
    (how.failover === 'automatic' &&
      how.mayErr &&
      (health[old] === 'paused' || !passes(world, how.nodes, old, from) || !passes(world, how.nodes, from, old)));
  const talks = (a: number, b: number): boolean => passes(world, how.nodes, a, b) && passes(world, how.nodes, b, a);
  return nodes.flatMap((node, at) => {
    if (at === old || health[at] !== 'up' || !isGone(at)) return [];
    // A new term holds once so many know it that the old primary finds too few to acknowledge with.
    const unfenced = nodes.filter((_, i) => i !== at && i !== old && !talks(i, at)).length;
    if (how.fencing === 'epoch' && how.waitsFor > 0 && unfenced >= how.waitsFor) return [];
    // What a standby has, the old primary may acknowledge yet; the one that is complete has all of it.
    const most = Math.max(nodes[old]?.acknowledged ?? 0, ...nodes.map(({ log }, i) => (i === old ? 0 : log.length)));
    if (how.promotes === 'complete' && node.log.length < most && !how.sharesStorage) return [];
    const isBehind = nodes.some((other, i) => i !== old && health[i] === 'up' && other.log.length > node.log.length);
    if (how.promotes === 'furthest' && isBehind) return [];
    const voters = nodes.filter(
      (other, i) => health[i] === 'up' && i !== old && talks(i, at) && other.log.length <= node.log.length,
    );
    if (how.promotes === 'elected' && voters.length < Math.floor(how.nodes / 2) + 1) return [];
    return [{ at, name: 'is promoted' }];
  });
}

/** A primary that waits drops a standby that does not answer; a standby shows what it has. */
function drops(how: PrimaryBackup, world: World<Node, Body>, node: number): Act[] {
  const { states, health } = world;
  const state = states[node];
  if (!state) return [];
  if (!state.leads && state.applied < state.log.length) return [{ at: node, name: 'applies what it has' }];
  if (!state.leads || !state.waits.some(({ length }) => length > 0)) return [];
  const kept = states.flatMap((_, i) => (i < how.nodes && i !== node && !state.dropped.includes(i) ? [i] : []));
  // The next one in the list takes the place of a first one that does not answer.
  if (how.atLeast >= how.waitsFor && how.choice === 'any') return [];
  return kept
    .filter((i) => health[i] !== 'up' || !passes(world, how.nodes, i, node) || !passes(world, how.nodes, node, i))
    .map((i) => ({ at: node, name: 'no longer waits for a standby that does not answer', with: i }));
}
