/** A model on its way into the notation: what is declared, in the words of the vocabulary, and what had no word. */

/** `key: value`, both as they are written. */
export type Said = readonly [key: string, value: string];

interface Described {
  readonly title?: string | undefined;
  readonly description?: string | undefined;
  readonly said: readonly Said[];
  /** What had no word, one line each. */
  readonly notes: readonly string[];
}

export interface DraftElement extends Described {
  readonly kind: string;
  readonly name: string;
  readonly inside: readonly DraftElement[];
}

export interface DraftFlow extends Described {
  readonly source: string;
  readonly target: string;
  readonly name: string;
}

/** A statement of its own at the end, with a head that is written out: `accept area/rule on element`. */
export interface DraftStatement extends Described {
  readonly head: string;
}

export interface Draft {
  readonly title: string | undefined;
  /** What the file says about the model as a whole, one line each. */
  readonly notes: readonly string[];
  readonly data: readonly DraftElement[];
  readonly elements: readonly DraftElement[];
  readonly flows: readonly DraftFlow[];
  readonly statements: readonly DraftStatement[];
}

/** What a format's reader returns: the draft, and what a person should know about what became of the file. */
export interface Read {
  readonly draft: Draft;
  readonly told: readonly string[];
}
