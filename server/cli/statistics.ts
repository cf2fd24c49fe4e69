/** How many findings there are of each rule, for `--statistics`. */
import pc from 'picocolors';
import { severities, type Finding, type Severity } from '../../language/model/finding.ts';
import { countsLine } from './formats/counts.ts';
import type { Look } from './formats/format.ts';
import type { Report } from './report.ts';

export interface RuleStatistics {
  readonly rule: string;
  readonly count: number;
  /** Of those, how many `--fix` mends, and how many only `--fix-unsafe` does. */
  readonly safelyFixable: number;
  readonly unsafelyFixable: number;
  /** The most severe. */
  readonly severity: Severity;
}

/** The most frequent first. */
export function statisticsOf(findings: readonly Finding[]): RuleStatistics[] {
  const byRule = new Map<string, Finding[]>();
  for (const finding of findings) {
    const own = byRule.get(finding.rule);
    if (own) own.push(finding);
    else byRule.set(finding.rule, [finding]);
  }
  return [...byRule]
    .map(([rule, own]) => {
      const safelyFixable = own.filter(({ fixes }) => fixes.some(({ safe }) => safe)).length;
      const fixable = own.filter(({ fixes }) => fixes.length > 0).length;
      const severity = severities.find((each) => own.some((finding) => finding.severity === each)) ?? 'hint';
      return { rule, count: own.length, safelyFixable, unsafelyFixable: fixable - safelyFixable, severity };
    })
    .sort((a, b) => b.count - a.count || (a.rule < b.rule ? -1 : 1));
}

export function statisticsTable({ findings, summary }: Report, { colour }: Look): string {
  const colours = pc.createColors(colour);
  const rows = statisticsOf(findings);
  const width = Math.max(0, ...rows.map(({ count }) => String(count).length));
  const lines = rows.map(({ rule, count, severity, safelyFixable, unsafelyFixable }) => {
    const fixes = [
      ...(safelyFixable > 0 ? [`${String(safelyFixable)} with --fix`] : []),
      ...(unsafelyFixable > 0 ? [`${String(unsafelyFixable)} with --fix-unsafe`] : []),
    ];
    const mends = fixes.length > 0 ? `  ${colours.dim(`(${fixes.join(', ')})`)}` : '';
    return `${colours.bold(String(count).padStart(width))}  ${severity.padEnd('warning'.length)}  ${rule}${mends}`;
  });
  return `${[...lines, ...(lines.length > 0 ? [''] : []), countsLine(summary)].join('\n')}\n`;
}
