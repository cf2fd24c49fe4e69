/** What the rules say, as plain data: no editor, protocol or file-system type. */

import type { Threat } from './threat.ts';

export const severities = ['error', 'warning', 'info', 'hint'] as const;
export type Severity = (typeof severities)[number];

/** A place in a text: zero-based lines and UTF-16 characters, as the language server protocol counts them. */
export interface Position {
  readonly line: number;
  readonly character: number;
}

export interface Range {
  readonly start: Position;
  readonly end: Position;
}

export interface Location {
  readonly uri: string;
  readonly range: Range;
}

export interface RelatedLocation extends Location {
  readonly message: string;
}

export interface TextEdit extends Location {
  readonly newText: string;
}

/** An edit that mends a finding. `safe`: it cannot change what the model means beyond the mend itself. */
export interface Fix {
  readonly title: string;
  readonly safe: boolean;
  readonly edits: readonly TextEdit[];
}

/** One finding, located. The only shape that the editor, the command line and the reports know. */
export interface Finding extends Location {
  /** Stable under reordering and retitling: the rule, `@`, and the qualified name it is about. */
  readonly id: string;
  /** `<area>/<kebab-name>`: the diagnostic's code, the suppression's key, the documentation's address. */
  readonly rule: string;
  readonly severity: Severity;
  /** Id of the entity that it is about, where it is about one. */
  readonly subject?: string;
  /** What is wrong, why, and what to do. */
  readonly message: string;
  readonly related: readonly RelatedLocation[];
  readonly fixes: readonly Fix[];
  /** The command that says more about the rule. */
  readonly help: string;
  /** Rendered faint: the text has no effect (an unused suppression, say). */
  readonly unnecessary?: boolean;
  /** The access, by id, and what it does not get, a model of consistency or `mutual-exclusion`: an execution may show it. */
  readonly breaks?: { readonly access: string; readonly model: string };
  /** Of security rules: its kind, how bad it is and why. */
  readonly threat?: Threat;
}
