/** What the tests of the command line share: a process they can look into, throwaway folders, and a core with one rule. */
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach } from 'vitest';
import type { Finding, Severity } from '../../language/model/finding.ts';
import type { Config } from '../../language/project/config.ts';
import type { CheckCore } from '../../server/cli/commands/check.ts';
import type { Host } from '../../server/cli/host.ts';
import type { Report } from '../../server/cli/report.ts';
import type { RuleInfo } from '../../server/cli/rule-info.ts';

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

/** A folder with these files, removed after the test; its real path. */
export function folderWith(files: Readonly<Record<string, string>>): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'faultline-')));
  folders.push(folder);
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  return folder;
}

export interface TestHost extends Host {
  readonly out: () => string;
  readonly err: () => string;
}

export function hostIn(cwd: string, { stdin = '', env = {} }: { stdin?: string; env?: Host['env'] } = {}): TestHost {
  const out: string[] = [];
  const err: string[] = [];
  return {
    cwd,
    env,
    stdout: { write: (text) => out.push(text) },
    stderr: { write: (text) => err.push(text) },
    readStdin: () => Promise.resolve(stdin),
    now: () => 0,
    today: '2026-01-01',
    out: () => out.join(''),
    err: () => err.join(''),
  };
}

export const badRule: RuleInfo = {
  id: 'test/bad',
  area: 'test',
  title: 'A bad word',
  severity: 'error',
  productionOnly: false,
  strictOnly: false,
  markdown: '# A bad word\n\nIt is **bad**.\n',
};

/**
 * Finds every `<severity> <name>` in a text, so that a test says what is found by writing it down. It lets the tests of
 * paths, baselines and exit codes stand still while the real rules move.
 */
export const wordCore: CheckCore = {
  ruleIds: [badRule.id],
  ruleInfo: () => Promise.resolve([badRule]),
  createProject: ({ config }: { config: Config }) => {
    const documents = new Map<string, string>();
    return {
      setDocument: (uri, text) => void documents.set(uri, text),
      deleteDocument: (uri) => void documents.delete(uri),
      ownText: () => [],
      summaryOf: () => ({ documents: documents.size, elements: 0, flows: 0 }),
      findings: () => {
        if (config.rules.get('test/bad') === 'off') return [];
        return [...documents].flatMap(([uri, text]) =>
          text.split('\n').flatMap((line, index) => words(uri, line, index)),
        );
      },
    };
  },
};

function words(uri: string, line: string, index: number): Finding[] {
  return [...line.matchAll(/\b(error|warning|info|hint) (\w+)/g)].map((match) => ({
    ...aFinding({ severity: match[1] as Severity, id: `test/bad@${match[2] ?? ''}`, uri }),
    range: {
      start: { line: index, character: match.index },
      end: { line: index, character: match.index + match[0].length },
    },
  }));
}

export function aFinding(values: Partial<Finding> = {}): Finding {
  return {
    id: 'test/bad@orders',
    rule: 'test/bad',
    severity: 'error',
    message: 'Orders is bad. It says so itself. Say something else.',
    uri: 'file:///work/shop.arch',
    range: { start: { line: 1, character: 6 }, end: { line: 1, character: 12 } },
    related: [],
    fixes: [],
    help: 'faultline explain test/bad',
    ...values,
  };
}

export function aReport(findings: readonly Finding[], texts: Readonly<Record<string, string>> = {}): Report {
  const count = (severity: Severity) => findings.filter((finding) => finding.severity === severity).length;
  return {
    findings,
    documents: Object.keys(texts),
    textOf: (uri) => texts[uri],
    ruleInfo: () => Promise.resolve([badRule]),
    version: '1.2.3',
    threshold: 'error',
    summary: {
      documents: Object.keys(texts).length,
      elements: 3,
      flows: 2,
      errors: count('error'),
      warnings: count('warning'),
      infos: count('info'),
      hints: count('hint'),
      inBaseline: 0,
    },
  };
}

export const plainLook = { cwd: '/work', colour: false, width: 80, milliseconds: 12 };
