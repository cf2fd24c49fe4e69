/** What people set: the environment, and which derived values they want to see in the text: all that they do not switch off. */
import { hintKinds } from '../../language/analyses/facts.ts';
import type { HintKind } from '../../language/analyses/facts.ts';

/** The section of a client's configuration. */
export const settingsSection = 'faultline';

/** Kinds of hints: those of the analyses, and the values that a technology gives by default. */
export const inlayHintKinds = [...hintKinds, 'defaults'] as const;
export type InlayHintKind = HintKind | 'defaults';

export const codeLensKinds = ['references', 'findings', 'decisions'] as const;
export type CodeLensKind = (typeof codeLensKinds)[number];

export interface Settings {
  /** The environment to check for; without one, that which each project names itself. */
  readonly environment: string | undefined;
  readonly inlayHints: Readonly<Record<InlayHintKind, boolean>>;
  readonly codeLens: Readonly<Record<CodeLensKind, boolean>>;
}

/** @param given the section as the client has it, which may be anything. */
export function settingsOf(given: unknown): Settings {
  const environment = fieldOf(given, 'environment');
  return {
    environment: typeof environment === 'string' && environment !== '' ? environment : undefined,
    inlayHints: switches(inlayHintKinds, fieldOf(given, 'inlayHints')),
    codeLens: switches(codeLensKinds, fieldOf(given, 'codeLens')),
  };
}

function switches<K extends string>(names: readonly K[], given: unknown): Record<K, boolean> {
  return Object.fromEntries(names.map((name) => [name, fieldOf(given, name) !== false])) as Record<K, boolean>;
}

const fieldOf = (value: unknown, key: string): unknown =>
  typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[key] : undefined;
