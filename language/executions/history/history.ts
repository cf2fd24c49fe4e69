/**
 * What clients observed: the operations of a history, in the terms of Herlihy and Wing, Linearizability, 1990. Positions
 * in real time are numbers without a unit; only their order counts, and two at one position are concurrent.
 */

/** One call of a client on one object. */
export interface Operation {
  /** Who called; calls of one session follow each other. */
  readonly session: number;
  readonly object: string;
  readonly action: 'read' | 'write';
  /** What was written, or read; nothing where the object had no value yet, or where a read was never answered. */
  readonly value: number | undefined;
  readonly invoked: number;
  /** Nothing: never answered. Such a write may have taken effect or not; such a read tells nothing. */
  readonly returned: number | undefined;
  /**
   * Who answered a read, where what it knows only grows: one that lost something counts as another from then on.
   * Monotonic writes and writes-follow-reads are about what one server knows; without this they are refuted by nothing.
   */
  readonly server?: string;
}

export type History = readonly Operation[];

export type Verdict =
  | { readonly allowed: true }
  | {
      readonly allowed: false;
      /** Operations that cannot be explained together, the one that gives it away last. */
      readonly culprits: readonly Operation[];
      /** Why, in a sentence about sessions, objects and values. */
      readonly why: string;
    };

/** Whether a consistency model allows a history. Pure. */
export type HistoryCheck = (history: History) => Verdict;
