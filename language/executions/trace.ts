/**
 * An execution as it is shown: who takes part, and what happens, step by step, in the names of the model. Plain data, so
 * that a thread can send it and a picture, a page and an editor can tell the same story.
 */
import type { Id } from '../model/symbols.ts';

/** A line of a space-time diagram. */
export interface Process {
  /** Unique in its trace. */
  readonly name: string;
  readonly role: 'client' | 'node' | 'cache' | 'lock' | 'coordinator';
  /** What it stands for in the description. */
  readonly entity?: Id;
  /** The place it is in. */
  readonly place?: Id;
}

export type Event =
  /** `to` receives at the step with this message's `receive`; a message that nobody receives is lost. */
  | { readonly kind: 'send'; readonly at: string; readonly to: string; readonly message: number; readonly text: string }
  | { readonly kind: 'receive'; readonly at: string; readonly message: number }
  | { readonly kind: 'invoke'; readonly at: string; readonly text: string }
  | { readonly kind: 'acknowledge'; readonly at: string; readonly text: string }
  | { readonly kind: 'local'; readonly at: string; readonly text: string }
  | { readonly kind: 'crash' | 'restart' | 'pause' | 'resume'; readonly at: string; readonly losesDisk?: boolean }
  /** From now on no message passes from one group to the other. */
  | { readonly kind: 'cut'; readonly from: readonly string[]; readonly to: readonly string[]; readonly oneWay: boolean }
  | { readonly kind: 'heal' };

export interface Step {
  readonly event: Event;
  /** What happens, in one sentence of the model's own names. */
  readonly sentence: string;
  /** What each process holds after it, for people: `Ledger in eu-west.a` holds `payment = 1, term 2`. */
  readonly state: Readonly<Record<string, string>>;
  /** Whether this step shows that the promise is broken. */
  readonly violates?: boolean;
}

export interface Trace {
  readonly title: string;
  readonly processes: readonly Process[];
  readonly steps: readonly Step[];
  /** What is broken and why, in a sentence. */
  readonly conclusion: string;
}
