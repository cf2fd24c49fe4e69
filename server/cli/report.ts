/** One run of `check` as plain data: everything that any output format may need. */
import { severities, type Finding, type Severity } from '../../language/model/finding.ts';
import type { RuleInfo } from './rule-info.ts';
import type { Timing } from './timing.ts';

export interface Report {
  /** What is shown: of the named documents, without what the baseline knows; sorted. */
  readonly findings: readonly Finding[];
  /** Addresses of the named documents, sorted. */
  readonly documents: readonly string[];
  readonly textOf: (uri: string) => string | undefined;
  /** Every rule there is, loaded only where a format needs it. */
  readonly ruleInfo: () => Promise<readonly RuleInfo[]>;
  readonly summary: Summary;
  /** Of Faultline. */
  readonly version: string;
  /** Findings at least this severe fail the run. */
  readonly threshold: Severity;
  /** Whether findings are to be counted by rule. */
  readonly isCounted?: boolean;
  /** Where the time went, where that was measured. */
  readonly timing?: Timing | undefined;
}

export interface Summary {
  readonly documents: number;
  readonly elements: number;
  readonly flows: number;
  readonly errors: number;
  readonly warnings: number;
  readonly infos: number;
  readonly hints: number;
  /** Findings not shown because the baseline knows them. */
  readonly inBaseline: number;
}

export function countBySeverity(findings: readonly Finding[]): Record<Severity, number> {
  const counts = { error: 0, warning: 0, info: 0, hint: 0 };
  for (const { severity } of findings) counts[severity]++;
  return counts;
}

/** Whether a severity is as severe as the threshold, or more so. */
export function reaches(severity: Severity, threshold: Severity): boolean {
  return severities.indexOf(severity) <= severities.indexOf(threshold);
}
