/** How much is lost and how long it takes, as figures that can be compared and said. */
import { durationText } from '../timing/text.ts';

/** Acknowledged writes that are gone. */
export type Loss =
  | { readonly kind: 'nothing' }
  /** Those of so many milliseconds before the fault, in the worst case. */
  | { readonly kind: 'latest'; readonly time: number }
  /** Some of the latest; nothing says how many. */
  | { readonly kind: 'some' }
  | { readonly kind: 'everything' };

export const NOTHING: Loss = { kind: 'nothing' };

const ORDER: readonly Loss['kind'][] = ['nothing', 'latest', 'some', 'everything'];

export function isWorse(a: Loss, b: Loss): boolean {
  if (a.kind === 'latest' && b.kind === 'latest') return a.time > b.time;
  return ORDER.indexOf(a.kind) > ORDER.indexOf(b.kind);
}

/** Whether a loss certainly is more than an objective allows. @param objective milliseconds */
export function exceeds(loss: Loss, objective: number): boolean {
  switch (loss.kind) {
    case 'nothing':
      return false;
    case 'latest':
      return loss.time > objective;
    case 'some':
      return objective === 0;
    case 'everything':
      return true;
  }
}

export function lossText(loss: Loss): string {
  switch (loss.kind) {
    case 'nothing':
      return 'loses no acknowledged write';
    case 'latest':
      return `loses the acknowledged writes of up to ${spanText(loss.time)}`;
    case 'some':
      return 'loses some of the latest acknowledged writes';
    case 'everything':
      return 'loses everything';
  }
}

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** @param milliseconds written in the largest unit that divides it */
export function spanText(milliseconds: number): string {
  if (milliseconds === 0) return '0s';
  if (milliseconds >= 2 * DAY && milliseconds % DAY === 0) return `${String(milliseconds / DAY)} days`;
  if (milliseconds >= HOUR && milliseconds % HOUR === 0) return `${String(milliseconds / HOUR)}h`;
  return durationText(milliseconds);
}
