/**
 * One line a finding, as compilers write them: `file:line:column: severity[rule]: message`, for editors' problem matchers,
 * `grep` and quickfix lists. Invariant: nothing else is printed, and the shape of a line does not change.
 */
import type { Finding } from '../../../language/model/finding.ts';
import { displayUri } from '../paths.ts';
import type { Report } from '../report.ts';
import type { Look } from './format.ts';

export function unix({ findings }: Report, { cwd }: Look): string {
  return findings.map((finding) => `${line(finding, cwd)}\n`).join('');
}

function line({ uri, range, severity, rule, message }: Finding, cwd: string): string {
  const { line: row, character } = range.start;
  const place = `${displayUri(uri, cwd)}:${String(row + 1)}:${String(character + 1)}`;
  return `${place}: ${severity}[${rule}]: ${message.replaceAll(/\s*[\r\n]\s*/g, ' ')}`;
}
