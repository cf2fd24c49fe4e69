/**
 * What becomes of what a scenario expects: each expectation with its answer and the reason. O(expectations × places ×
 * what one question costs).
 */
import { enclosing, label, written, writtenValues } from '../../model/model.ts';
import type { Entity } from '../../model/model.ts';
import type { Id } from '../../model/symbols.ts';
import { holdsState } from '../../vocabulary/kinds.ts';
import type { KeyValues } from '../../vocabulary/vocabulary.ts';
import { defineAnalysis, entitiesOf } from '../facts.ts';
import type { Facts } from '../facts.ts';
import { handlerOf } from '../requests/tree.ts';
import type { CallNode } from '../requests/tree.ts';
import { durationText } from '../timing/text.ts';
import { answered } from './access.ts';
import { asked, used } from './asking.ts';
import { keepsConsistency } from './consistency.ts';
import { groupsOf, placeText } from './group.ts';
import { losesAtMost } from './recovery-point.ts';
import { Operations } from './operations.ts';
import { allOf, anyOf, negated, no, open, yes } from './outcome.ts';
import type { Outcome } from './outcome.ts';
import { Ground, situationOf } from './situation.ts';
import type { Position } from './situation.ts';

type Expectation = KeyValues['expect'];

export interface Answer {
  /** Which of the scenario's `expect` lines. */
  readonly index: number;
  /** As it is written. */
  readonly text: string;
  readonly verdict: 'holds' | 'fails' | 'unknown';
  readonly because: string;
}

const verdicts = { yes: 'holds', no: 'fails', unknown: 'unknown' } as const;

export const answers = defineAnalysis<readonly Answer[]>('failures/answers', (facts, id) => {
  const scenario = facts.entity(id);
  if (!scenario) return [];
  const ground = new Ground(facts, situationOf(scenario));
  return writtenValues(scenario, 'expect').map((expectation, index) => {
    const { certainty, because } = answer(ground, expectation);
    return { index, text: expectationText(expectation), verdict: verdicts[certainty], because };
  });
});

function answer(ground: Ground, expectation: Expectation): Outcome {
  const [id] = expectation.subject.ids;
  const subject = id === undefined ? undefined : ground.facts.entity(id);
  if (!subject) return open(`nothing is known of \`${expectation.subject.path}\``);
  const outcome = expected(ground, subject, expectation);
  return 'not' in expectation ? negated(outcome) : outcome;
}

function expected(ground: Ground, subject: Entity, expectation: Expectation): Outcome {
  switch (expectation.expectation) {
    case 'loses':
      return isState(subject)
        ? losesAtMost(ground, subject, expectation.most)
        : open(`\`${label(subject)}\` keeps no state of its own`);
    case 'meets':
      return meets(ground, subject, expectation.objective);
    case 'consistency':
      return keepsConsistency(ground, subject, expectation.model);
    default: {
      const { expectation: what } = expectation;
      const place = 'place' in expectation ? expectation.place.ids[0] : undefined;
      const within = 'within' in expectation ? expectation.within : undefined;
      return inTime(works(ground, subject, what, place), within);
    }
  }
}

/** Whether something works at a place, or wherever it does. */
function works(ground: Ground, subject: Entity, what: Purpose, place: Id | undefined): Outcome {
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
function sidesFor(ground: Ground, subject: Entity): Position[] {
  const { groups, cuts } = ground.situation;
  const named = [...groups.flat(), ...cuts.flatMap(({ from, to }) => [from, to])];
  const held = (groupsOf(ground, subject) ?? []).flatMap(({ places }) => places);
  const elsewhere = held.filter((place) => named.every((side) => ground.isIn(place, side) === 'no'));
  return [...new Set([...named, ...elsewhere])].filter((at) => ground.stopsAt(at) !== 'yes');
}

type Purpose = 'available' | 'readable' | 'writable';

function worksAt(ground: Ground, subject: Entity, what: Purpose, at: Position): Outcome {
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

const callOf = (facts: Facts, flow: Entity): CallNode => ({
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

function inTime(outcome: Outcome, within: number | undefined): Outcome {
  const { after = 0, because } = outcome;
  if (outcome.certainty !== 'yes' || after === 0) return outcome;
  const text = after === 'open' ? 'nobody says how fast' : `interrupted for at most ${durationText(after)}`;
  if (within === undefined) return yes(`${because}; ${text}`, after);
  if (after === 'open') return open(`${because}, and ${text} (\`failover: automatic within …\`)`);
  return after <= within
    ? yes(`${because}; ${text}`, after)
    : no(`${because}, which takes up to ${durationText(after)}, more than ${durationText(within)}`);
}

function meets(ground: Ground, subject: Entity, objective: 'rpo' | 'rto'): Outcome {
  const by = [...enclosing(ground.facts, subject)].find((outer) => written(outer, objective) !== undefined);
  const most = by && written(by, objective);
  if (most === undefined) return open(`\`${label(subject)}\` has no \`${objective}\``);
  if (objective === 'rto') return inTime(works(ground, subject, 'available', undefined), most);
  return isState(subject)
    ? losesAtMost(ground, subject, most)
    : open(`\`${label(subject)}\` keeps no state of its own`);
}

const isState = ({ kind }: Entity): boolean => holdsState(kind);

/** An expectation as it is written. */
export function expectationText(expectation: Expectation): string {
  const parts: readonly (string | false | undefined)[] = [
    expectation.subject.path,
    'not' in expectation && expectation.not,
    ...rest(expectation),
  ];
  return parts.filter((part) => part !== false && part !== undefined).join(' ');
}

function rest(expectation: Expectation): (string | undefined)[] {
  switch (expectation.expectation) {
    case 'loses':
      return [
        expectation.most === 0 ? 'loses no acknowledged write' : `loses at most ${durationText(expectation.most)}`,
      ];
    case 'meets':
      return ['meets', expectation.objective];
    case 'consistency':
      return [expectation.model];
    default:
      return [
        expectation.expectation,
        'place' in expectation ? `in ${expectation.place.path}` : undefined,
        'within' in expectation ? `within ${durationText(expectation.within)}` : undefined,
      ];
  }
}
