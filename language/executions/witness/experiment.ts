/**
 * A protocol with what is asked of it: tried program by program, smallest first, until one brings out a violation.
 * Exploration refutes and never proves: that nothing was found says so of these programs, faults and bounds only.
 */
import type { ConsistencyModel } from '../../analyses/consistency/models.ts';
import { explore } from '../explore/explore.ts';
import type { Passed } from '../explore/explore.ts';
import { checkFor } from '../history/checks.ts';
import type { Operation } from '../history/history.ts';
import { networkOf } from '../network/network.ts';
import type { Label } from '../network/network.ts';
import { updatesBroken } from '../network/updates.ts';
import { historyOf } from '../network/world.ts';
import type { Faults, Program, Protocol, World } from '../network/world.ts';

export interface Experiment<State, Body> {
  readonly protocol: Protocol<State, Body>;
  readonly model: ConsistencyModel;
  readonly programs: readonly Program[];
  readonly faults: Faults;
}

export interface Limits {
  /** Distinct states, of all programs together. */
  readonly states: number;
  readonly stop?: () => boolean;
}

/** Enough for every family, and a few seconds of work at most, where nothing is found. */
export const USUAL_LIMITS: Limits = { states: 160_000 };

/** No execution that shows something is longer. */
const DEEPEST = 60;

export interface Violation<State, Body> {
  readonly program: Program;
  readonly path: readonly Passed<World<State, Body>, Label<Body>>[];
  /** Why what the clients observed is not allowed. */
  readonly why: string;
  readonly culprits: readonly Operation[];
}

export interface Result<State, Body> {
  readonly violation: Violation<State, Body> | undefined;
  readonly states: number;
  /** Whether every program was explored to its end. */
  readonly isComplete: boolean;
}

export function run<State, Body>(
  { protocol, model, programs, faults }: Experiment<State, Body>,
  limits: Limits = USUAL_LIMITS,
): Result<State, Body> {
  let states = 0;
  let isComplete = true;
  for (const program of programs) {
    if (states >= limits.states) return { violation: undefined, states, isComplete: false };
    const broken = brokenBy(model, program);
    const found = explore(networkOf(protocol, { program, faults }), (world) => broken(world) !== undefined, {
      states: limits.states - states,
      depth: DEEPEST,
      ...(limits.stop && { stop: limits.stop }),
    });
    states += found.states;
    const last = found.path?.at(-1);
    const why = last && broken(last.state);
    if (found.path && why) return { violation: { program, path: found.path, ...why }, states, isComplete: false };
    if (!found.isComplete) isComplete = false;
    if (limits.stop?.() === true) break;
  }
  return { violation: undefined, states, isComplete };
}

type Broken = Pick<Violation<unknown, unknown>, 'why' | 'culprits'>;

/** What is wrong with what was observed, if anything. Many states share what was observed: it is checked once. */
function brokenBy(model: ConsistencyModel, program: Program): (world: World<unknown, unknown>) => Broken | undefined {
  const isOfUpdates = program.some((calls) => calls.some(({ action }) => action === 'update'));
  const check = checkFor(model);
  const known = new Map<string, Broken | undefined>();
  return (world) => {
    const key = JSON.stringify(world.observed);
    if (!known.has(key)) {
      const why = isOfUpdates ? updatesBroken(program, world) : undefined;
      const verdict = isOfUpdates || !check ? undefined : check(historyOf(program, world));
      known.set(
        key,
        why !== undefined
          ? { why, culprits: [] }
          : verdict?.allowed === false
            ? { why: verdict.why, culprits: verdict.culprits }
            : undefined,
      );
    }
    return known.get(key);
  };
}
