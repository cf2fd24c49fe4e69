/** What becomes of each kind of entity when something fails: the same analyses that judge what a scenario expects. */
import { computeKinds, holdsState, placeKinds, stateKinds } from '../../vocabulary/kinds.ts';
import type { Contributor, Effect } from '../facts.ts';
import { missedNeeds, missedObjectives } from './objectives.ts';
import { effectsOnFlow, effectsOnOperation, effectsOnRunning } from './running.ts';
import { effectsOnState } from './state.ts';

const contributor: Contributor = {
  on: ['operation', 'flow', 'consensus', ...computeKinds, ...stateKinds, ...placeKinds],
  facts: () => [],
  effects(grounds, entity): readonly Effect[] {
    if (entity.kind === 'flow') return [...effectsOnFlow(grounds, entity), ...missedNeeds(grounds, entity)];
    if (entity.kind === 'operation')
      return [...effectsOnOperation(grounds, entity), ...missedObjectives(grounds, entity)];
    if (holdsState(entity.kind)) return [...effectsOnState(grounds, entity), ...missedObjectives(grounds, entity)];
    if (entity.id.startsWith('place:'))
      return grounds.failing.stopsAt(entity.id) === 'yes' ? [{ kind: 'stops', text: 'is down' }] : [];
    return [...effectsOnRunning(grounds, entity), ...missedObjectives(grounds, entity)];
  },
};

export default contributor;
