/**
 * Whether something works in a situation, for who stands at a place or wherever it does, how long it is interrupted, and
 * whether that keeps its recovery objectives. O(places × what one question costs).
 */
import { enclosing, label, written } from '../../model/model.ts';
import type { Entity } from '../../model/model.ts';
import type { Id } from '../../model/symbols.ts';
import { holdsState } from '../../vocabulary/kinds.ts';
import { entitiesOf } from '../facts.ts';
import type { Facts } from '../facts.ts';
import { handlerOf } from '../requests/tree.ts';
import type { CallNode } from '../requests/tree.ts';
import { durationText } from '../timing/text.ts';
import { answered } from './access.ts';
import { asked, used } from './asking.ts';
import { groupsOf, placeText } from './group.ts';
import { losesAtMost } from './recovery-point.ts';
import { Operations } from './operations.ts';
import { allOf, anyOf, no, open, yes } from './outcome.ts';
import type { Outcome } from './outcome.ts';
import type { Ground, Position } from './situation.ts';

/** Whether something works at a place, or wherever it does. */
export function works(ground: Ground, subject: Entity, what: Purpose, place: Id | undefined): Outcome {
  if (place !== undefined) {
    if (ground.stopsAt(place) === 'yes') return no(`${placeText(place)} itself is down`);
    return worksAt(ground, subject, what, place);
  }
  if (ground.isConnected) return worksAt(ground, subject, what, undefined);
  const sides = sidesFor(ground, subject).map((at) => {
    const outcome = worksAt(ground, subject, what, at);
    return { ...outcome, because: `in ${placeText(at)}: ${outcome.because}` };
  });
  const best = anyOf(sides, `nobody says where \`${label(subject)}\` could be asked`);
  if (best.certainty !== 'no') return best;
  return no([...new Set(sides.map(({ because }) => because))].join('; '));
}

/** The places from which somebody may ask: those that the situation names, and those that hold copies. */
export function sidesFor(ground: Ground, subject: Entity): Position[] {
  const { groups, cuts } = ground.situation;
  const named = [...groups.flat(), ...cuts.flatMap(({ from, to }) => [from, to])];
  const held = (groupsOf(ground, subject) ?? []).flatMap(({ places }) => places);
  const elsewhere = held.filter((place) => named.every((side) => ground.isIn(place, side) === 'no'));
  return [...new Set([...named, ...elsewhere])].filter((at) => ground.stopsAt(at) !== 'yes');
}

export type Purpose = 'available' | 'readable' | 'writable';

export function worksAt(ground: Ground, subject: Entity, what: Purpose, at: Position): Outcome {
  const { facts } = ground;
  const name = `\`${label(subject)}\``;
  const operations = new Operations(ground);
  if (isState(subject)) {
    const ways = what === 'available' ? used(facts, subject) : asked(facts, subject, ACCESS[what]);
    return allOf(
      ways.map((way) => answered(ground, subject, way, at)),
      `${name} answers`,
    );
  }
  if (what !== 'available') return open(`${name} keeps no state of its own`);
  if (subject.kind === 'operation') return operations.operation(subject.id, at);
  if (subject.kind === 'flow') return operations.call(callOf(facts, subject), at);
  return operations.running(subject, at, hardCalls(facts, subject));
}

const ACCESS = { readable: 'read', writable: 'write' } as const;

export const callOf = (facts: Facts, flow: Entity): CallNode => ({
  type: 'call',
  flow: flow.id,
  to: flow.target,
  times: 1,
  certain: true,
  handler: handlerOf(facts, flow)?.id,
  inside: [],
});

/** What something that runs calls for any of its operations. */
const hardCalls = (facts: Facts, element: Entity): CallNode[] =>
  entitiesOf(facts, facts.flowsFrom(element.id)).map((flow) => callOf(facts, flow));

export function inTime(outcome: Outcome, within: number | undefined): Outcome {
  const { after = 0, because } = outcome;
  if (outcome.certainty !== 'yes' || after === 0) return outcome;
  const text = after === 'open' ? 'nobody says how fast' : `interrupted for at most ${durationText(after)}`;
  if (within === undefined) return yes(`${because}; ${text}`, after);
  if (after === 'open') return open(`${because}, and ${text} (\`failover: automatic within …\`)`);
  return after <= within
    ? yes(`${because}; ${text}`, after)
    : no(`${because}, which takes up to ${durationText(after)}, more than ${durationText(within)}`);
}

/** What holds of something for an objective, stated by itself or by what it stands in. */
export function objectiveOf(facts: Facts, subject: Entity, objective: 'rpo' | 'rto'): number | undefined {
  const by = [...enclosing(facts, subject)].find((outer) => written(outer, objective) !== undefined);
  return by && written(by, objective);
}

export function meets(ground: Ground, subject: Entity, objective: 'rpo' | 'rto'): Outcome {
  const most = objectiveOf(ground.facts, subject, objective);
  if (most === undefined) return open(`\`${label(subject)}\` has no \`${objective}\``);
  if (objective === 'rto') return inTime(works(ground, subject, 'available', undefined), most);
  return isState(subject)
    ? losesAtMost(ground, subject, most)
    : open(`\`${label(subject)}\` keeps no state of its own`);
}

const isState = ({ kind }: Entity): boolean => holdsState(kind);
