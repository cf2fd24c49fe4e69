/**
 * Findings by rule, then by file. Invariant: no editor type; groups keep the order of the list, most severe rule first.
 */
import { severities, type Severity } from '../../language/model/finding.ts';
import type { FindingItem } from '../../server/protocol.ts';

export interface RuleGroup {
  readonly rule: string;
  /** The highest among its findings. */
  readonly severity: Severity;
  readonly count: number;
  readonly files: readonly FileGroup[];
}

export interface FileGroup {
  readonly rule: string;
  readonly uri: string;
  readonly findings: readonly FindingItem[];
}

const rank = (severity: Severity): number => severities.indexOf(severity);

/** Those at least as severe. */
export const atLeast = (findings: readonly FindingItem[], least: Severity): FindingItem[] =>
  findings.filter(({ severity }) => rank(severity) <= rank(least));

export function groupFindings(findings: readonly FindingItem[]): RuleGroup[] {
  return [...grouped(findings, ({ rule }) => rule)]
    .map(([rule, found]): RuleGroup => ({
      rule,
      severity: severities[Math.min(...found.map(({ severity }) => rank(severity)))] ?? 'hint',
      count: found.length,
      files: [...grouped(found, ({ uri }) => uri)].map(([uri, inFile]) => ({ rule, uri, findings: inFile })),
    }))
    .sort((a, b) => rank(a.severity) - rank(b.severity) || (a.rule < b.rule ? -1 : 1));
}

function grouped<T>(items: readonly T[], keyOf: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const group = groups.get(keyOf(item));
    if (group) group.push(item);
    else groups.set(keyOf(item), [item]);
  }
  return groups;
}
