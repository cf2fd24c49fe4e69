/** For CI servers: a suite per file, a failed case per finding that fails the run, and a passed case for the rest. */
import type { Finding } from '../../../language/model/finding.ts';
import { displayUri } from '../paths.ts';
import { reaches, type Report } from '../report.ts';
import type { Look } from './format.ts';
import { attributes, escape } from './xml.ts';

export function junit(report: Report, { cwd, milliseconds }: Look): string {
  const byDocument = new Map<string, Finding[]>(report.documents.map((uri) => [uri, []]));
  for (const finding of report.findings) {
    const own = byDocument.get(finding.uri);
    if (own) own.push(finding);
    else byDocument.set(finding.uri, [finding]);
  }
  const suites = [...byDocument].map(([uri, findings]) => suite(displayUri(uri, cwd), findings, report));
  const totals = attributes({
    name: 'faultline',
    tests: sum(suites, 'tests'),
    failures: sum(suites, 'failures'),
    errors: 0,
    time: (milliseconds / 1000).toFixed(3),
  });
  const body = suites.map(({ xml }) => xml).join('');
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites${totals}>\n${body}</testsuites>\n`;
}

interface Suite {
  readonly xml: string;
  readonly tests: number;
  readonly failures: number;
}

function suite(file: string, findings: readonly Finding[], report: Report): Suite {
  const failures = findings.filter(({ severity }) => reaches(severity, report.threshold)).length;
  const cases =
    findings.length === 0
      ? [`    <testcase${attributes({ classname: file, name: 'no findings' })}/>\n`]
      : findings.map((finding) => testCase(file, finding, report));
  const head = attributes({ name: file, tests: cases.length, failures, errors: 0 });
  return { xml: `  <testsuite${head}>\n${cases.join('')}  </testsuite>\n`, tests: cases.length, failures };
}

function testCase(file: string, finding: Finding, report: Report): string {
  const { id, rule, severity, message, range, help } = finding;
  const line = range.start.line + 1;
  const place = `${file}:${String(line)}:${String(range.start.character + 1)}`;
  const details = escape(`${place} ${severity} ${rule}\n${message}\n${help}`);
  const outcome = reaches(severity, report.threshold)
    ? `<failure${attributes({ type: severity, message: firstLine(message) })}>${details}</failure>`
    : `<system-out>${details}</system-out>`;
  const head = attributes({ classname: file, name: id, file, line });
  return `    <testcase${head}>\n      ${outcome}\n    </testcase>\n`;
}

function firstLine(text: string): string {
  return text.split('\n', 1)[0] ?? '';
}

function sum(suites: readonly Suite[], key: 'tests' | 'failures'): number {
  return suites.reduce((total, each) => total + each[key], 0);
}
