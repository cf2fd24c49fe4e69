/**
 * A lock that somebody keeps, and what it locks, kept elsewhere: whoever holds the lock reads there, writes there what
 * follows from what was read, and gives the lock back.
 *
 * Whether the holder still has the lock nobody can tell who writes: the lock may end while a message is on its way. With a
 * fencing token, a number that grows from holder to holder and comes with each access, what is locked refuses a number
 * lower than one that it has seen. Abstractions: the keeper is one process that serves in turn; one thing is locked.
 *
 * Sources: Kleppmann, How to do distributed locking, 2016; Burrows, The Chubby Lock Service, OSDI 2006 (sequencers).
 */
import type { Message, Protocol, Turn } from '../network/world.ts';

export interface Lock {
  /** In which way the lock is free while its holder believes to have it; none: it ends when it is given back. */
  readonly ends: 'lapses' | 'is forgotten' | 'is released';
  /** Which accesses to what is locked bring the token along. */
  readonly fences: 'all' | 'writes' | 'none';
}

export interface LockState {
  /** Of the keeper: who holds the lock, by process, who waits for it, and the last token. */
  readonly holder: number;
  readonly waiting: readonly number[];
  /** The last token that was given out, that was seen, or that a client has. */
  readonly token: number;
  /** What is locked holds, and a client has read. */
  readonly value: number;
  readonly writes: number;
}

export type LockMessage =
  | { readonly is: 'acquire' | 'granted' | 'read' | 'release' | 'written'; readonly token: number }
  | { readonly is: 'value' | 'write'; readonly token: number; readonly value: number };

const [KEEPER, LOCKED, NOBODY, NOTHING] = [0, 1, -1, 0];

export function lock(how: Lock): Protocol<LockState, LockMessage> {
  const grantNext = (turn: Turn<LockState, LockMessage>): void => {
    const state = turn.state(KEEPER);
    const [holder = NOBODY, ...waiting] = state.waiting;
    const token = holder === NOBODY ? state.token : state.token + 1;
    turn.set(KEEPER, { ...state, holder, waiting, token });
    if (holder !== NOBODY) turn.send(KEEPER, holder, { is: 'granted', token });
  };

  const refuses = (state: LockState, { is, token }: LockMessage): boolean =>
    (how.fences === 'all' || (how.fences === 'writes' && is === 'write')) && token < state.token;

  const receive = (turn: Turn<LockState, LockMessage>, { from, to, body }: Message<LockMessage>): void => {
    const state = turn.state(to);
    const { token } = body;
    switch (body.is) {
      case 'acquire':
        turn.set(to, { ...state, waiting: [...state.waiting, from] });
        if (state.holder === NOBODY) grantNext(turn);
        return;
      case 'granted':
        turn.set(to, { ...state, token });
        turn.send(to, LOCKED, { is: 'read', token });
        return;
      case 'read':
        if (refuses(state, body)) return;
        if (how.fences === 'all') turn.set(to, { ...state, token: Math.max(state.token, token) });
        turn.send(to, from, { is: 'value', token, value: state.value });
        return;
      case 'value':
        turn.set(to, { ...state, value: body.value });
        turn.send(to, LOCKED, { is: 'write', token, value: state.writes });
        return;
      case 'write':
        if (refuses(state, body)) return;
        turn.set(to, { ...state, token: Math.max(state.token, token), value: body.value });
        turn.send(to, from, { is: 'written', token });
        return;
      case 'written':
        turn.answer(to - 2, state.value === NOTHING ? undefined : state.value);
        turn.send(to, KEEPER, { is: 'release', token });
        return;
      case 'release':
        if (state.holder === from && state.token === token) grantNext(turn);
    }
  };

  return {
    nodes: 2,
    isOrdered: true,
    start: () => ({ holder: NOBODY, waiting: [], token: 0, value: NOTHING, writes: NOTHING }),
    contacts: () => [KEEPER],
    ask(turn, client, call) {
      turn.set(client, { ...turn.state(client), writes: call.value });
      turn.send(client, KEEPER, { is: 'acquire', token: 0 });
    },
    receive,
    acts: ({ states }) =>
      how.ends === 'is released' || (states[KEEPER]?.holder ?? NOBODY) === NOBODY
        ? []
        : [{ at: KEEPER, name: how.ends === 'lapses' ? 'lets the lock lapse' : 'forgets who has the lock' }],
    act: grantNext,
    recover: (state) => state,
    words: {
      message: messageText,
      act: ({ name }) => name,
      state: ({ holder, token, value }) =>
        [
          ...(holder === NOBODY ? [] : [`taken with token ${String(token)}`]),
          ...(value === NOTHING ? [] : [`value ${String(value)}`]),
        ].join(', ') || 'free',
    },
  };
}

function messageText(body: LockMessage): string {
  switch (body.is) {
    case 'acquire':
      return 'that it wants the lock';
    case 'granted':
      return `the lock, with token ${String(body.token)}`;
    case 'read':
      return 'read';
    case 'value':
      return body.value === NOTHING ? 'that there is nothing yet' : `value ${String(body.value)}`;
    case 'write':
      return `write ${String(body.value)}`;
    case 'written':
      return 'that it is written';
    case 'release':
      return 'that it gives the lock back';
  }
}
