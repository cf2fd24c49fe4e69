/** Which objectives and needs are missed in a situation that are kept where nothing fails. O(needs) besides the questions. */
import { label } from '../../model/model.ts';
import type { Entity } from '../../model/model.ts';
import { holdsState } from '../../vocabulary/kinds.ts';
import { needsOf } from '../consistency/needs.ts';
import type { Effect, Grounds } from '../facts.ts';
import { keepsConsistency } from '../failures/consistency.ts';
import type { Outcome } from '../failures/outcome.ts';
import type { Ground } from '../failures/situation.ts';
import { meets, objectiveOf } from '../failures/works.ts';
import { durationText } from '../timing/text.ts';
import { isAnswered } from './running.ts';

/** Recovery objectives, stated by the entity itself or by what it stands in. */
export function missedObjectives({ failing, usual }: Grounds, entity: Entity): Effect[] {
  const objectives = holdsState(entity.kind) ? (['rpo', 'rto'] as const) : (['rto'] as const);
  return objectives.flatMap((objective) => {
    const most = objectiveOf(failing.facts, entity, objective);
    if (most === undefined) return [];
    const ask = (ground: Ground): Outcome => meets(ground, entity, objective);
    return broken(ask(failing), ask(usual), `misses its \`${objective}\` of ${durationText(most)}`);
  });
}

/** What is needed of an access. One that is not answered at all stops, and misses nothing besides. */
export function missedNeeds({ failing, usual }: Grounds, flow: Entity): Effect[] {
  const { facts } = failing;
  const state = flow.target === undefined ? undefined : facts.entity(flow.target);
  if (!state || !holdsState(state.kind) || !flow.values.has('access') || !isAnswered(failing, flow)) return [];
  return needsOf(facts, flow, state).flatMap(({ model, by }) => {
    const ask = (ground: Ground): Outcome => keepsConsistency(ground, flow, model);
    const whose = by.id === flow.id ? 'it' : `\`${label(by)}\``;
    return broken(ask(failing), ask(usual), `is not ${model}, as ${whose} needs`);
  });
}

const broken = (failing: Outcome, usual: Outcome, text: string): Effect[] =>
  failing.certainty === 'no' && usual.certainty !== 'no' ? [{ kind: 'breaks', text, because: failing.because }] : [];
