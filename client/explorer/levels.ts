/**
 * How much of each level of the model is shown: a page at first, and a page more whenever somebody asks for it.
 *
 * Invariant: no editor type; a level is known by its path, so it stays open where it was after the model changed.
 */

/** Items that a level starts with: more than anybody reads, few enough to be drawn at once. */
export const pageSize = 200;

export class Levels {
  readonly #limits = new Map<string, number>();

  limitOf(path: readonly string[]): number {
    return this.#limits.get(keyOf(path)) ?? pageSize;
  }

  /** Shows a page more, then two, then four: a level of thousands is reached in a few steps. */
  extend(path: readonly string[]): void {
    this.#limits.set(keyOf(path), this.limitOf(path) * 2);
  }
}

/** The same text for the same path, and for no other. */
export const keyOf = (path: readonly string[]): string => JSON.stringify(path);
