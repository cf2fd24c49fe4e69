/** Answers that may be open, each with its reason, and how they combine. Knows nothing of what they are about. */

export type Certainty = 'yes' | 'no' | 'unknown';

export interface Outcome {
  readonly certainty: Certainty;
  /** In words, with names and numbers of the model. */
  readonly because: string;
  /** Of a yes: after which interruption, in milliseconds; `open` where nobody says how long it is. */
  readonly after?: number | 'open';
}

export const yes = (because: string, after: Outcome['after'] = 0): Outcome => ({ certainty: 'yes', because, after });
export const no = (because: string): Outcome => ({ certainty: 'no', because });
export const open = (because: string): Outcome => ({ certainty: 'unknown', because });

/** One of them is enough: the one that takes least time. Of several reasons against, the first is told. */
export function anyOf(outcomes: readonly Outcome[], none: string): Outcome {
  const held = outcomes.filter(({ certainty }) => certainty === 'yes');
  const [best] = held.sort((a, b) => length(a) - length(b));
  return best ?? outcomes.find(({ certainty }) => certainty === 'unknown') ?? outcomes[0] ?? no(none);
}

/** All of them are needed: the interruption is the longest one. */
export function allOf(outcomes: readonly Outcome[], none: string): Outcome {
  const against =
    outcomes.find(({ certainty }) => certainty === 'no') ?? outcomes.find(({ certainty }) => certainty === 'unknown');
  if (against) return against;
  const [slowest] = outcomes
    .filter((outcome) => outcome.because !== '' || length(outcome) > 0)
    .sort((a, b) => length(b) - length(a));
  return slowest ?? yes(none);
}

/** The description leaves open which of the cases is so: what all have in common. */
export function inEveryCase(outcomes: readonly Outcome[], otherwise: string): Outcome {
  const [first] = outcomes;
  if (!first) return open(otherwise);
  if (outcomes.some(({ certainty }) => certainty === 'unknown'))
    return outcomes.find(({ certainty }) => certainty === 'unknown') ?? first;
  if (outcomes.some(({ certainty }) => certainty !== first.certainty)) return open(otherwise);
  return first.certainty === 'yes' ? allOf(outcomes, otherwise) : first;
}

export const negated = (outcome: Outcome): Outcome =>
  outcome.certainty === 'unknown' ? outcome : outcome.certainty === 'yes' ? no(outcome.because) : yes(outcome.because);

/** Whether `needed` are there, of some that certainly are and some that may be. */
export const enough = (needed: number, certain: number, possible: number): Certainty =>
  certain >= needed ? 'yes' : possible < needed ? 'no' : 'unknown';

const length = ({ after = 0 }: Outcome): number => (after === 'open' ? Infinity : after);
