/**
 * What becomes of what a scenario expects: each expectation with its answer and the reason. O(expectations × places ×
 * what one question costs).
 */
import { label, writtenValues } from '../../model/model.ts';
import type { Entity } from '../../model/model.ts';
import { holdsState } from '../../vocabulary/kinds.ts';
import type { KeyValues } from '../../vocabulary/vocabulary.ts';
import { defineAnalysis } from '../facts.ts';
import { durationText } from '../timing/text.ts';
import { keepsConsistency } from './consistency.ts';
import { losesAtMost } from './recovery-point.ts';
import { negated, open } from './outcome.ts';
import type { Outcome } from './outcome.ts';
import { Ground, situationOf } from './situation.ts';
import { inTime, meets, works } from './works.ts';

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
  return scenario ? answersIn(new Ground(facts, situationOf(scenario)), scenario) : [];
});

/** What becomes of what a scenario expects in any situation: in its own, or in a part of it. */
export const answersIn = (ground: Ground, scenario: Entity): readonly Answer[] =>
  writtenValues(scenario, 'expect').map((expectation, index) => {
    const { certainty, because } = answer(ground, expectation);
    return { index, text: expectationText(expectation), verdict: verdicts[certainty], because };
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
