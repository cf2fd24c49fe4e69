/**
 * Whether every access to something keeps to a consistency model in a situation: what refutes it counts where it can come
 * about then. O(flows to it × refutations).
 */
import { label } from '../../model/model.ts';
import type { Entity } from '../../model/model.ts';
import type { Facts } from '../facts.ts';
import { entitiesOf } from '../facts.ts';
import { guaranteesOf } from '../consistency/derive.ts';
import { mechanismFor } from '../consistency/mechanism.ts';
import { implies } from '../consistency/models.ts';
import type { ConsistencyModel } from '../consistency/models.ts';
import { keepsWrites } from './loss.ts';
import { anybody, asked } from './asking.ts';
import { allOf, negated, no, open, yes } from './outcome.ts';
import type { Outcome } from './outcome.ts';
import { promotes } from './promotion.ts';
import type { Ground } from './situation.ts';

export function keepsConsistency(ground: Ground, subject: Entity, model: ConsistencyModel): Outcome {
  const { facts } = ground;
  const accesses = accessesOf(facts, subject);
  if (accesses.length === 0) return open(`no flow says how \`${label(subject)}\` is read or written (\`access\`)`);
  return allOf(
    accesses.map(({ flow, state }) => keeps(ground, flow, state, model)),
    '',
  );
}

/** The same for something that no flow may reach yet: read and updated as it is set by itself. */
export function keepsByItself(ground: Ground, state: Entity, model: ConsistencyModel): Outcome {
  const flows = accessesOf(ground.facts, state).map(({ flow }) => flow);
  const accesses = flows.length > 0 ? flows : (['read', 'update'] as const).map((access) => anybody(state, access));
  return allOf(
    accesses.map((flow) => keeps(ground, flow, state, model)),
    '',
  );
}

/** The accesses that a flow is, or that reach something that keeps state. */
function accessesOf(facts: Facts, subject: Entity): { flow: Entity; state: Entity }[] {
  const flows = subject.kind === 'flow' ? [subject] : entitiesOf(facts, facts.flowsTo(subject.id));
  return flows.flatMap((flow) => {
    const state = flow.target === undefined ? undefined : facts.entity(flow.target);
    return state && flow.values.has('access') ? [{ flow, state }] : [];
  });
}

function keeps(ground: Ground, flow: Entity, state: Entity, model: ConsistencyModel): Outcome {
  const { grants, refutations } = guaranteesOf(ground.facts, flow, state);
  const against = refutations.filter((refuted) => implies(model, refuted.model));
  const outcomes = against.map(({ cause, argument }): Outcome => {
    switch (cause) {
      case 'lost-on-failover':
      case 'incomplete-promotion': {
        const kept = allOf(
          asked(ground.facts, state, 'write').map((way) => keepsWrites(ground, state, way)),
          '',
        );
        return kept.certainty === 'no' ? no(argument) : kept;
      }
      case 'shown-early': {
        const promoted = promotes(ground, state, mechanismFor(ground.facts, flow, state));
        return promoted.certainty === 'yes' ? no(argument) : negated(promoted);
      }
      case 'lost-power':
        return ground.situation.stopped.length === 0 ? yes('nothing stops') : no(argument);
      case 'split-brain':
      case 'deposed-primary':
        return ground.isConnected ? yes('nothing is cut off') : no(argument);
      default:
        return no(argument);
    }
  });
  const refuted = allOf(outcomes, '');
  if (refuted.certainty !== 'yes') return refuted;
  const grant = grants.find((granted) => implies(granted.model, model));
  return grant ? yes(grant.argument) : open(`it is not derived whether \`${label(flow)}\` is ${model}`);
}
