/**
 * A draft as a text in the notation. Invariant: whatever the texts of a draft hold, they stay within the quotes and
 * comments that they are written in. O(length of the draft).
 */
import { formatText } from '../format/format.ts';
import type { Draft, DraftElement, DraftFlow, DraftStatement, Said } from './draft.ts';

/** @param origin what the text was made from, for its first line. */
export function writeDraft(draft: Draft, origin: string): string {
  const head = [`Imported from ${origin}.`, ...(draft.title === undefined ? [] : [draft.title])];
  const parts = [
    [...head.map(comment), ...draft.notes.map(note)].join('\n'),
    ...draft.data.map(element),
    ...draft.elements.map(element),
    ...draft.flows.map(flow),
    ...draft.statements.map(statement),
  ];
  return formatText(`${parts.join('\n\n')}\n`);
}

function element({ kind, name, title, description, said, notes, inside }: DraftElement): string {
  return `${documentation(description)}${kind} ${name}${titled(title)}${block(said, notes, inside.map(element))}`;
}

function flow({ source, target, name, title, description, said, notes }: DraftFlow): string {
  return `${documentation(description)}${source} -> ${target} ${name}${titled(title)}${block(said, notes, [])}`;
}

function statement({ head, description, said, notes }: DraftStatement): string {
  return `${documentation(description)}${head}${block(said, notes, [])}`;
}

function block(said: readonly Said[], notes: readonly string[], inside: readonly string[]): string {
  const lines = [...said.map(([key, value]) => `${key}: ${value}`), ...notes.map(note), ...inside];
  return lines.length === 0 ? '' : ` {\n${lines.join('\n')}\n}`;
}

const titled = (title: string | undefined): string => (title === undefined ? '' : ` ${quoted(title)}`);

/** A property, where there is something to say. */
export const say = (key: string, value: string | undefined): readonly Said[] =>
  value === undefined ? [] : [[key, value]];

/** A list of names as a value; nothing where it is empty. */
export const listOf = (names: readonly string[]): string | undefined =>
  names.length === 0 ? undefined : names.join(', ');

/** A text as a value. */
export const textOf = (text: string | undefined): string | undefined => (text === undefined ? undefined : quoted(text));

/** A text in quotes. */
const quoted = (text: string): string => `"${oneLine(text).replace(/[\\"]/g, '\\$&')}"`;

/** Everything that an editor or the notation could take for the end of a line becomes a space. */
const oneLine = (text: string): string =>
  text
    .replace(/[\p{Cc}\p{Zl}\p{Zp}\p{Zs}]+/gu, ' ')
    // Signs that turn the direction of a text could make it look like another.
    .replace(/[\u202a-\u202e\u2066-\u2069\ufeff]/g, '')
    .replace(/[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g, '\ufffd')
    .trim();

const comment = (text: string): string => `// ${oneLine(text)}`;

/** Never the start of a comment that hides findings, which begins with its own word. */
const note = (text: string): string => `// - ${oneLine(text)}`;

/** Long texts of other tools come with line breaks and entities of their own, which are kept as they are. */
const documentation = (text: string | undefined): string =>
  text === undefined ? '' : `/** ${oneLine(text).replace(/\*\//g, '* /')} */\n`;
