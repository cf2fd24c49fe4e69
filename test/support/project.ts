/** Projects of small texts, and their findings against what is drawn under them. */
import { expect } from 'vitest';
import type { Finding, Fix } from '../../language/model/finding.ts';
import { defaultConfig } from '../../language/project/config.ts';
import type { Config } from '../../language/project/config.ts';
import { Project } from '../../language/project/project.ts';
import type { ProjectOptions } from '../../language/project/project.ts';
import { createParser } from '../../language/syntax/parser.ts';
import { lineStartsOf, offsetAt } from '../../language/syntax/lines.ts';
import { annotated, uriOf } from './annotated.ts';
import type { Mark } from './annotated.ts';

/** One for all tests: it keeps nothing from one text to the next. */
const parser = createParser();

export const TODAY = '2026-11-24';

export const strict: Config = { ...defaultConfig, preset: 'strict' };

export type Files = Iterable<readonly [uri: string, text: string]>;

export function projectOf(files: Files, options: Partial<ProjectOptions> = {}): Project {
  const project = new Project({ config: defaultConfig, today: TODAY, parser, ...options });
  for (const [uri, text] of files) project.setDocument(uri, text);
  return project;
}

/** Findings of an annotated text (or of plain texts by file name). */
export function findingsOf(
  text: string | Readonly<Record<string, string>>,
  options: Partial<ProjectOptions> = {},
): readonly Finding[] {
  const files: Files =
    typeof text === 'string'
      ? annotated(text).files
      : Object.entries(text).map(([file, content]) => [uriOf(file), content] as const);
  return projectOf(files, options).findings();
}

/** Where a finding stands, in the terms of a mark: one that goes on over lines ends with its first. */
export function placeOf(finding: Finding, files: ReadonlyMap<string, string>): Omit<Mark, 'text'> {
  const { uri, range } = finding;
  const line = files.get(uri)?.split('\n')[range.start.line] ?? '';
  return {
    uri,
    line: range.start.line,
    start: range.start.character,
    end: range.end.line === range.start.line ? range.end.character : line.length,
  };
}

const place = ({ uri, line, start, end }: Omit<Mark, 'text'>): string =>
  `${uri.slice(uri.lastIndexOf('/') + 1)}:${String(line)}:${String(start)}-${String(end)}`;

const inOrder = (texts: string[]): string[] => texts.sort();

const isOfLanguage = ({ rule }: Finding): boolean => rule.startsWith('language/');

export interface CheckOptions extends Partial<ProjectOptions> {
  /** Which findings count; those of the language unless told otherwise. */
  readonly only?: (finding: Finding) => boolean;
}

/**
 * Compares the findings with the marks: `// ^^^ rule` or `// ^^^ rule: part of the message`. The rule may be written
 * without its area where that is `language`.
 */
export function check(text: string, options: CheckOptions = {}): readonly Finding[] {
  const { only = isOfLanguage, ...projectOptions } = options;
  const { files, marks } = annotated(text);
  const findings = projectOf(files, projectOptions).findings().filter(only);
  const expected = marks.map((mark) => {
    const [rule = '', ...message] = mark.text.split(': ');
    return { mark, rule: rule.includes('/') ? rule : `language/${rule}`, message: message.join(': ') };
  });
  expect(inOrder(findings.map((f) => `${place(placeOf(f, files))} ${f.rule}`))).toEqual(
    inOrder(expected.map(({ mark, rule }) => `${place(mark)} ${rule}`)),
  );
  for (const { mark, rule, message } of expected) {
    const messages = findings
      .filter((f) => f.rule === rule && place(placeOf(f, files)) === place(mark))
      .map((f) => f.message);
    expect(
      messages.some((m) => m.includes(message)),
      `${messages.join('\n')} should say: ${message}`,
    ).toBe(true);
  }
  return findings;
}

/** The texts after a fix. */
export function applyFix(files: ReadonlyMap<string, string>, fix: Fix): Map<string, string> {
  const result = new Map(files);
  for (const uri of new Set(fix.edits.map((edit) => edit.uri))) {
    let text = result.get(uri) ?? '';
    const tree = { lineStarts: lineStartsOf(text), length: text.length };
    const edits = fix.edits
      .filter((edit) => edit.uri === uri)
      .map((edit) => ({
        start: offsetAt(tree, edit.range.start),
        end: offsetAt(tree, edit.range.end),
        newText: edit.newText,
      }))
      .sort((a, b) => b.start - a.start);
    for (const { start, end, newText } of edits) text = text.slice(0, start) + newText + text.slice(end);
    result.set(uri, text);
  }
  return result;
}
