/**
 * Explicit-state exploration, breadth first: the first state found that breaks something is reached in the fewest steps.
 * Knows states, moves and encodings; no protocol and no history.
 *
 * Invariant: two states with the same encoding have the same future, for whatever is asked of them. A path is found again
 * from the encodings on it, so that of each state only its encoding and its predecessor are kept.
 *
 * O(states × moves) in time, O(states × length of an encoding) in memory; all three are bounded.
 *
 * Source: Clarke, Grumberg and Peled, Model Checking, 1999, chapter 2 (reachability); Ip and Dill, Better Verification
 * Through Symmetry, 1996 (one representative of states that differ in names only).
 */

export interface Move<State, Label> {
  readonly label: Label;
  readonly next: State;
  /** Whether somebody learns something by it: only then can what was observed be wrong. */
  readonly observes: boolean;
}

export interface System<State, Label> {
  readonly initial: State;
  /** In an order that depends on the state alone. */
  moves(state: State): Iterable<Move<State, Label>>;
  /** Equal where two states cannot be told apart; one of several where they differ in interchangeable names only. */
  encode(state: State): string;
}

export interface Bounds {
  /** Distinct states to visit at most. */
  readonly states: number;
  /** Moves from the start at most. */
  readonly depth: number;
  /** Asked now and then: whether to give up. */
  readonly stop?: () => boolean;
}

export interface Passed<State, Label> {
  readonly label: Label;
  readonly state: State;
}

export interface Exploration<State, Label> {
  /** The shortest path to a state that was looked for, the moves with the states that they lead to. */
  readonly path: readonly Passed<State, Label>[] | undefined;
  readonly states: number;
  readonly moves: number;
  /** Moves from the start to the last state visited. */
  readonly depth: number;
  /** Whether every state within reach was visited: no bound stopped it before. */
  readonly isComplete: boolean;
}

/** How many states pass between two looks at whether to stop. */
const STATES_BETWEEN_STOPS = 512;

/**
 * @param isGoal whether a state that was just observed to be reached is what is looked for
 */
export function explore<State, Label>(
  system: System<State, Label>,
  isGoal: (state: State) => boolean,
  { states: most, depth: deepest, stop }: Bounds,
): Exploration<State, Label> {
  const keys = [system.encode(system.initial)];
  const indexOf = new Set(keys);
  const parents = [-1];
  let level: State[] = [system.initial];
  let first = 0;
  let moves = 0;
  let depth = 0;
  const result = (goal: number | undefined, isComplete: boolean): Exploration<State, Label> => ({
    path: goal === undefined ? undefined : retrace(system, keys, parents, goal),
    states: keys.length,
    moves,
    depth,
    isComplete,
  });
  for (; level.length > 0; depth++) {
    if (depth >= deepest) return result(undefined, false);
    const next: State[] = [];
    const firstOfNext = keys.length;
    for (const [offset, state] of level.entries()) {
      if (offset % STATES_BETWEEN_STOPS === 0 && stop?.() === true) return result(undefined, false);
      for (const move of system.moves(state)) {
        moves++;
        const key = system.encode(move.next);
        if (indexOf.has(key)) continue;
        if (keys.length >= most) return result(undefined, false);
        indexOf.add(key);
        keys.push(key);
        parents.push(first + offset);
        if (move.observes && isGoal(move.next)) return result(keys.length - 1, false);
        next.push(move.next);
      }
    }
    level = next;
    first = firstOfNext;
  }
  return result(undefined, true);
}

/** The moves along encodings, from the start on. */
function retrace<State, Label>(
  system: System<State, Label>,
  keys: readonly string[],
  parents: readonly number[],
  goal: number,
): Passed<State, Label>[] {
  const indices: number[] = [];
  for (let at = goal; at > 0; at = parents[at] ?? 0) indices.push(at);
  const path: Passed<State, Label>[] = [];
  let state = system.initial;
  for (const index of indices.reverse()) {
    const found = find(system.moves(state), (move) => system.encode(move.next) === keys[index]);
    if (!found) throw new Error('the moves of a state depend on more than the state');
    path.push({ label: found.label, state: found.next });
    state = found.next;
  }
  return path;
}

function find<T>(items: Iterable<T>, isIt: (item: T) => boolean): T | undefined {
  for (const item of items) if (isIt(item)) return item;
  return undefined;
}
