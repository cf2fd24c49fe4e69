/**
 * How long one call may take by its own timeouts: its tries and the waits between them. Milliseconds. O(tries).
 *
 * Invariant: `least` figures are reached when every try hangs, whatever is drawn at random and whatever is not said;
 * `most` figures are never exceeded, and undefined where something is not said.
 *
 * Waits follow Brooker, Exponential Backoff and Jitter, AWS Architecture Blog, 2015: with (full) jitter each wait is
 * drawn between nothing and its length.
 */
import type { Entity } from '../../model/model.ts';
import { written } from '../../model/model.ts';
import type { KeyValues } from '../../vocabulary/vocabulary.ts';
import { closedBy } from '../completeness.ts';
import { defineAnalysis } from '../facts.ts';
import type { Facts } from '../facts.ts';
import { durationText } from './text.ts';

export interface Wait {
  readonly least: number;
  readonly most: number | undefined;
}

export interface CallTime {
  readonly attempt: number | undefined;
  readonly deadline: number | undefined;
  /** How many tries there are at most; undefined: not said. */
  readonly tries: number | undefined;
  /** Before each try but the first. */
  readonly waits: readonly Wait[];
  /** All tries and waits, the deadline left aside. */
  readonly triesLeast: number | undefined;
  readonly triesMost: number | undefined;
  /** How long the source may wait for an answer. */
  readonly least: number | undefined;
  readonly most: number | undefined;
}

/** More tries than this are not gone through one by one; nobody waits for the thousandth. */
const MOST_TRIES = 1000;

export const callTime = defineAnalysis<CallTime>('timing/call', (facts, id) => {
  const flow = facts.entity(id);
  const attempt = flow && written(flow, 'attempt');
  const deadline = flow && written(flow, 'deadline');
  const tries = flow && triesOf(facts, flow);
  const waits = (flow && waitsOf(written(flow, 'retries'))) ?? [];
  const triesLeast = attempt === undefined ? undefined : (tries ?? 1) * attempt + sum(waits.map((wait) => wait.least));
  const longest = waits.map((wait) => wait.most);
  const triesMost =
    attempt === undefined || tries === undefined || !longest.every((most) => most !== undefined)
      ? undefined
      : tries * attempt + sum(longest);
  return {
    attempt,
    deadline,
    tries,
    waits,
    triesLeast,
    triesMost,
    least: smallest(deadline, triesLeast),
    most: triesMost === undefined ? deadline : smallest(deadline, triesMost),
  };
});

/** How many tries a flow makes at most. Undefined: not said. */
export function triesOf(facts: Facts, flow: Entity): number | undefined {
  const retries = written(flow, 'retries')?.retries;
  if (retries !== undefined) return retries + 1;
  return closedBy(facts, flow, 'resilience') ? 1 : undefined;
}

/** The waits before the second, third … try. */
export function waitsOf(retries: KeyValues['retries'] | undefined): Wait[] {
  if (!retries) return [];
  return Array.from({ length: Math.min(retries.retries, MOST_TRIES) }, (_, i) => waitBefore(retries, i + 1));
}

function waitBefore({ backoff, wait, jitter }: KeyValues['retries'], retry: number): Wait {
  if (wait === undefined) return { least: 0, most: undefined };
  const length = wait * growth(backoff, retry);
  // Without a word on how waits grow, the first is known and the later ones are no shorter.
  const most = backoff === undefined && retry > 1 ? undefined : length;
  return { least: jitter === undefined ? length : 0, most };
}

function growth(backoff: KeyValues['retries']['backoff'], retry: number): number {
  switch (backoff) {
    case 'exponential':
      return 2 ** (retry - 1);
    case 'linear':
      return retry;
    default:
      return 1;
  }
}

/** How soon a try can begin when those before it hang until their timeout. */
export function earliestStart(call: CallTime, attempt: number, number: number): number {
  return (number - 1) * attempt + sum(call.waits.slice(0, number - 1).map((wait) => wait.least));
}

/** How many tries can begin before the deadline when each fails at once. */
export function triesBeforeDeadline(call: CallTime): number | undefined {
  const { tries, deadline } = call;
  if (tries === undefined || deadline === undefined) return tries;
  let number = 1;
  while (number < tries && number <= MOST_TRIES && earliestStart(call, 0, number + 1) < deadline) number++;
  return number > MOST_TRIES ? tries : number;
}

/** Sums of floating-point durations may differ by rounding alone. */
const ROUNDING = 1e-9;
export const exceeds = (a: number, b: number): boolean => a > b * (1 + ROUNDING);
export const reaches = (a: number, b: number): boolean => a >= b * (1 - ROUNDING);

const sum = (numbers: readonly number[]): number => numbers.reduce((a, b) => a + b, 0);

function smallest(a: number | undefined, b: number | undefined): number | undefined {
  if (a === undefined || b === undefined) return a ?? b;
  return Math.min(a, b);
}

/** How `triesLeast` comes about: `3 × 90ms + 20ms + 40ms`. */
export function triesText({ attempt, tries, waits }: CallTime): string {
  if (attempt === undefined) return '';
  const some = waits.map((wait) => wait.least).filter((least) => least > 0);
  const shown = some.length > MOST_WAITS ? [`${durationText(sum(some))} of waits`] : some.map(durationText);
  const tried =
    tries === undefined || tries === 1 ? durationText(attempt) : `${String(tries)} × ${durationText(attempt)}`;
  return [tried, ...shown].join(' + ');
}

/** Why a call may take `least`: its tries, unless the deadline says so alone; empty where that is the figure itself. */
export function durationSum(call: CallTime): string {
  const { least, triesLeast, deadline, tries, waits } = call;
  if (triesLeast === undefined || least !== triesLeast) return deadline === undefined ? '' : 'its deadline';
  return tries === undefined || (tries === 1 && waits.length === 0) ? '' : triesText(call);
}

/** More waits than this are summed up in texts. */
const MOST_WAITS = 4;
