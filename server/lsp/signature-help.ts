/** Inside a value: the pattern of its key, with the part that is being written marked, and what that part means. */
import { MarkupKind } from 'vscode-languageserver';
import type { ParameterInformation, Position, SignatureHelp } from 'vscode-languageserver';
import type { Property } from '../../language/syntax/tree.ts';
import { describe, expectedAfter } from '../../language/vocabulary/pattern.ts';
import type { Expectation, Pattern, Shape } from '../../language/vocabulary/pattern.ts';
import { commentAt, partialAt, placeAt } from './place.ts';
import { ownerOf, patternOf, subjectOf } from './subject.ts';
import type { Subject } from './subject.ts';
import { offsetIn, pageOf } from './view.ts';
import type { Page, View } from './view.ts';

/** @param canMarkNone whether the client can show a pattern with no part marked. */
export function signatureHelp(view: View, uri: string, position: Position, canMarkNone: boolean): SignatureHelp | null {
  const page = pageOf(view, uri);
  if (!page) return null;
  const offset = offsetIn(page, position);
  const { tree } = page.document.outline;
  if (commentAt(tree, offset)) return null;
  const { statement } = placeAt(tree, page.text, offset);
  if (statement?.form !== 'property' || !isBehindColon(page, statement, offset)) return null;
  const owner = ownerOf(page.document, statement);
  const subject = owner && subjectOf(view.project, page.document, owner);
  const pattern = subject && patternOf(view.project, subject, statement.key.name);
  if (!pattern) return null;
  const { start } = partialAt(page.text, offset);
  const before = statement.terms.filter(({ end }) => end <= start);
  return helpOf(view, subject, statement.key.name, pattern, expectedAfter(pattern, before), canMarkNone);
}

const isBehindColon = ({ text }: Page, { key }: Property, offset: number): boolean =>
  text.slice(key.end, offset).includes(':');

function helpOf(
  view: View,
  subject: Subject,
  key: string,
  pattern: Pattern<unknown>,
  expected: readonly Expectation[],
  canMarkNone: boolean,
): SignatureHelp {
  const parts: Part[] = [];
  const note = (shape: Shape, start: number, end: number): void => void parts.push({ shape, start, end });
  const label = `${key}: ${describe(pattern.shape, note, key.length + ': '.length)}`;
  const active = parts.findIndex(({ shape }) => expected.some((each) => isMeant(shape, each)));
  const documentation = meaningOf(view, subject, key);
  return {
    signatures: [
      {
        label,
        ...(documentation !== undefined && { documentation: { kind: MarkupKind.Markdown, value: documentation } }),
        parameters: parts.map(({ shape, start, end }): ParameterInformation => {
          const meaning = partMeaning(shape);
          return {
            label: [start, end],
            ...(meaning !== '' && { documentation: { kind: MarkupKind.Markdown, value: meaning } }),
          };
        }),
        // Where nothing more is expected nothing is marked; older clients are told so by a number out of range.
        activeParameter: active === -1 ? (canMarkNone ? null : parts.length) : active,
      },
    ],
    activeSignature: 0,
  };
}

function meaningOf({ project }: View, subject: Subject, key: string): string | undefined {
  const entry = project.vocabulary.keys.get(key);
  if (entry?.on.includes(subject.kind.name)) return entry.meaning;
  const knob = subject.knobs.find(({ name }) => name === key);
  return knob?.declared.statement.title?.value;
}

/** A part of the written pattern that stands for one word, sign or typed value. */
interface Part {
  readonly shape: Shape;
  readonly start: number;
  readonly end: number;
}

function isMeant(shape: Shape, expected: Expectation): boolean {
  switch (expected.type) {
    case 'word':
      return shape.type === 'words'
        ? Object.hasOwn(shape.words, expected.word)
        : shape.type === 'punctuation' && shape.text === expected.word;
    case 'slot':
      return shape.type === 'slot' && shape.name === expected.slot;
    case 'reference':
      return shape.type === 'reference' && shape.kinds.join() === expected.kinds.join();
    case 'end':
      return false;
  }
}

function partMeaning(shape: Shape): string {
  switch (shape.type) {
    case 'words':
      return Object.entries(shape.words)
        .filter(([, meaning]) => meaning !== '')
        .map(([word, meaning]) => `\`${word}\`: ${meaning}`)
        .join('\n\n');
    case 'slot':
      return `*${shape.name}*: ${shape.meaning}`;
    case 'reference':
      return `The name of ${shape.kinds.length > 3 ? 'an element' : `a ${shape.kinds.join(' or ')}`}.`;
    default:
      return '';
  }
}
