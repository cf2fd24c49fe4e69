/** Workflow commands of GitHub Actions: each finding becomes an annotation on the changed files. */
import type { Finding, Severity } from '../../../language/model/finding.ts';
import { displayUri } from '../paths.ts';
import type { Report } from '../report.ts';
import { countsLine } from './counts.ts';
import type { Look } from './format.ts';

const commands: Readonly<Record<Severity, string>> = {
  error: 'error',
  warning: 'warning',
  info: 'notice',
  hint: 'notice',
};

export function github({ findings, summary }: Report, { cwd }: Look): string {
  return [...findings.map((finding) => annotation(finding, cwd)), countsLine(summary)].join('\n') + '\n';
}

function annotation({ severity, rule, message, uri, range, related, help }: Finding, cwd: string): string {
  const { start, end } = range;
  const properties: Record<string, string | number> = {
    file: displayUri(uri, cwd),
    line: start.line + 1,
    endLine: end.line + 1,
    // GitHub takes columns only where a finding stays on its line.
    ...(start.line === end.line && { col: start.character + 1, endColumn: end.character + 1 }),
    title: rule,
  };
  const places = related.map(
    (place) => `${displayUri(place.uri, cwd)}:${String(place.range.start.line + 1)}: ${place.message}`,
  );
  const shown = Object.entries(properties).map(([name, value]) => `${name}=${escapeProperty(String(value))}`);
  return `::${commands[severity]} ${shown.join(',')}::${escapeData([message, ...places, help].join('\n'))}`;
}

/** As `escapeData` of actions/toolkit, packages/core/src/command.ts. */
function escapeData(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

/** As `escapeProperty` there. */
function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
