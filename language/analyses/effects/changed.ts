/** What an answer about a situation says beyond what always holds, as effects. Knows nothing of what was asked. */
import type { Effect } from '../facts.ts';
import type { Outcome } from '../failures/outcome.ts';
import { durationText } from '../timing/text.ts';

/** An answer where something fails, and the answer to the same question where nothing does. */
export interface Compared {
  readonly failing: Outcome;
  readonly usual: Outcome;
}

/** That something stops, is interrupted, or that it is open whether it does. */
export function answering({ failing, usual }: Compared, stops = 'stops'): Effect[] {
  if (failing.certainty === 'no')
    return usual.certainty === 'no' ? [] : [{ kind: 'stops', text: stops, because: failing.because }];
  if (failing.certainty === 'unknown') return opened({ failing, usual }, 'may stop');
  const { after = 0, because } = failing;
  if (after === 0) return [];
  return after === 'open'
    ? [{ kind: 'interrupted', text: 'is interrupted, nobody says for how long', because }]
    : [{ kind: 'interrupted', text: `is interrupted for at most ${durationText(after)}`, because, within: after }];
}

/** That an answer is open which is not where nothing fails. */
export const opened = ({ failing, usual }: Compared, text: string): Effect[] =>
  failing.certainty === 'unknown' && usual.certainty !== 'unknown'
    ? [{ kind: 'open', text, because: failing.because }]
    : [];
