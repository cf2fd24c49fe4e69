/**
 * From a flow that takes a lock to the execution in which two hold it at the same time, and one update of what is locked
 * is lost. Bounded as every exploration is.
 */
import { statedFor } from '../../analyses/consistency/fault-model.ts';
import type { Facts } from '../../analyses/facts.ts';
import { givenFor, label, written } from '../../model/model.ts';
import type { Entity } from '../../model/model.ts';
import { networkOf } from '../network/network.ts';
import type { Faults } from '../network/world.ts';
import { lock } from '../protocols/lock.ts';
import type { Lock } from '../protocols/lock.ts';
import type { Process } from '../trace.ts';
import { run, USUAL_LIMITS } from './experiment.ts';
import type { Limits } from './experiment.ts';
import { updatePrograms } from './programs.ts';
import { tell } from './tell.ts';
import type { Witness } from './witness.ts';

/** Messages that take their time are enough. */
const faults: Faults = { crashes: 0, pauses: 0, cuts: 0, oneWayCuts: 0, duplicates: 0 };

/** @param flow takes a lock that may end before its holder knows */
export function lockWitness(facts: Facts, flow: Entity, limits: Limits = USUAL_LIMITS): Witness {
  const locks = written(flow, 'locks');
  const [keeper, resource] = [flow.target, locks?.resource.ids[0]].map((id) => id && facts.entity(id));
  if (!locks || !keeper || !resource) return { found: false, why: `\`${label(flow)}\` takes no lock`, states: 0 };
  const protocol = lock({ ends: endOf(facts, flow, keeper), fences: 'token' in locks ? 'all' : 'none' });
  const programs = updatePrograms('linearizable', { x: resource.name, y: resource.name }).slice(0, 1);
  const { violation, states } = run({ protocol, model: 'linearizable', programs, faults }, limits);
  if (!violation) return { found: false, why: `no execution was found among ${String(states)} states`, states };
  const { program, path, why } = violation;
  const trace = tell(protocol, networkOf(protocol, { program, faults }).initial, path, {
    title: `The lock of ${label(resource)} at ${label(keeper)}`,
    processes: [
      { name: label(keeper), role: 'lock', entity: keeper.id },
      { name: label(resource), role: 'node', entity: resource.id },
      ...holders(facts, flow),
    ],
    program,
    conclusion: `mutual exclusion: ${why}`,
  });
  return { found: true, trace, states };
}

function endOf(facts: Facts, flow: Entity, keeper: Entity): Lock['ends'] {
  const lease = givenFor(facts, flow, keeper, 'lease')?.value;
  const isTimed = lease !== undefined && !('ends' in lease && lease.ends === 'released');
  return isTimed && statedFor(facts, keeper, 'timing')?.value !== 'synchronous' ? 'lapses' : 'is forgotten';
}

/** Two of those who take the lock. */
function holders(facts: Facts, flow: Entity): Process[] {
  const source = flow.source === undefined ? undefined : facts.entity(flow.source);
  const name = source ? label(source) : 'a client';
  return [1, 2].map((number) => ({
    name: `${name}, ${String(number)}`,
    role: 'client',
    ...(source && { entity: source.id }),
  }));
}
