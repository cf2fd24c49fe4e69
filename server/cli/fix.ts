/**
 * Mends what can be mended, in passes until nothing changes: a fix may make room for another, or bring up what was
 * hidden. Invariant: works on texts in memory; a pass after which a text can no longer be read is taken back.
 */
import type { Finding, Fix } from '../../language/model/finding.ts';
import { applyFixes } from '../../language/refactorings/apply-fixes.ts';
import type { OpenProject } from './workspace.ts';

/** As many as ESLint makes; what is not stable by then never will be. */
const maximumPasses = 10;

export interface Mended {
  /** Texts as they were, of those that changed. */
  readonly before: ReadonlyMap<string, string>;
  /** How many fixes were applied. */
  readonly count: number;
  /** What went wrong, one sentence each. */
  readonly problems: readonly string[];
}

/**
 * @param project an incremental one; holds the mended texts afterwards.
 * @param isMeant whether a finding is to be mended.
 * @param isUnsafeAllowed also takes fixes that may change what the model means.
 */
export function mend(project: OpenProject, isMeant: (finding: Finding) => boolean, isUnsafeAllowed: boolean): Mended {
  const before = new Map<string, string>();
  const seen = new Set([stateOf(project)]);
  let count = 0;
  let passes = 0;
  while (passes++ < maximumPasses) {
    const fixes = project.analysis.findings
      .filter(isMeant)
      .flatMap((finding) => chosenFix(finding, isUnsafeAllowed) ?? []);
    const applied = applyFixes(project.texts, fixes);
    if (applied.count === 0) return { before, count, problems: [] };
    const unreadable = unreadableIn(project);
    const replaced = new Map([...applied.texts.keys()].map((uri) => [uri, project.texts.get(uri) ?? '']));
    for (const [uri, text] of applied.texts) project.setText(uri, text);
    if (unreadableIn(project) > unreadable) {
      for (const [uri, text] of replaced) project.setText(uri, text);
      const rules = [...new Set(project.analysis.findings.filter(isMeant).map(({ rule }) => rule))].join(', ');
      return {
        before,
        count,
        problems: [
          `the last fixes would have left text that cannot be read and were taken back; please report ${rules}.`,
        ],
      };
    }
    count += applied.count;
    for (const [uri, text] of replaced) if (!before.has(uri)) before.set(uri, text);
    const state = stateOf(project);
    if (seen.has(state)) break;
    seen.add(state);
  }
  return {
    before,
    count,
    problems: [`fixes kept undoing each other; stopped after ${String(Math.min(passes, maximumPasses))} passes.`],
  };
}

/** The fixes of a finding are alternatives: the first safe one, else the first. */
export function chosenFix({ fixes }: Finding, isUnsafeAllowed: boolean): Fix | undefined {
  return fixes.find(({ safe }) => safe) ?? (isUnsafeAllowed ? fixes[0] : undefined);
}

const unreadableIn = ({ analysis }: OpenProject): number =>
  analysis.findings.filter(({ rule }) => rule === 'language/syntax').length;

const stateOf = ({ texts }: OpenProject): string => JSON.stringify([...texts]);
