/**
 * All safe fixes of one document: those that keep what the description means, apart from what they mend. Fixes that
 * overlap are made one after the other, each on the text that the last ones left, until none is left.
 */
import type { Finding, Fix } from '../model/finding.ts';
import { applyFixes } from './apply-fixes.ts';
import type { Source } from './refactoring.ts';

/** A fix that brings up what another one takes away must not go on for ever. */
const MOST_ROUNDS = 100;

/**
 * @param findings of the source as it is.
 * @returns the mended text, or nothing where there is nothing to mend.
 */
export function withSafeFixes(source: Source, uri: string, findings: readonly Finding[]): string | undefined {
  const { project } = source;
  const original = source.textOf(uri);
  if (original === undefined || safeFixes(findings).length === 0) return undefined;
  const scratch = project.sibling();
  for (const each of project.documents()) scratch.setDocument(each, source.textOf(each) ?? '');
  let text = original;
  const seen = new Set([text]);
  for (let round = 0, found = findings; round < MOST_ROUNDS; round++, found = scratch.findings()) {
    const mended = applyFixes(new Map([[uri, text]]), safeFixes(found)).texts.get(uri);
    if (mended === undefined) break;
    text = mended;
    if (seen.has(text)) break;
    seen.add(text);
    scratch.setDocument(uri, text);
  }
  return text === original ? undefined : text;
}

/** The first safe fix of each finding: the others are alternatives to it. */
const safeFixes = (findings: readonly Finding[]): Fix[] =>
  findings.flatMap(({ fixes }) => fixes.find(({ safe }) => safe) ?? []);
