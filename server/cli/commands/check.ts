/** `faultline check`: analyses projects and reports what their rules find. */
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Finding, Severity } from '../../../language/model/finding.ts';
import { writeAtomically } from '../atomic-write.ts';
import { baselineOf, compareWithBaseline, parseBaseline, serializeBaseline, type Baseline } from '../baseline.ts';
import { exitCodes, UsageError, type ExitCode } from '../exit.ts';
import { countsLine, plural } from '../formats/counts.ts';
import { loadFormat, type FormatName } from '../formats/formats.ts';
import { defaultWidth, wantsColour, widthOf, type Host } from '../host.ts';
import { Progress } from '../progress.ts';
import { countBySeverity, reaches, type Report } from '../report.ts';
import type { RuleInfo } from '../rule-info.ts';
import { version } from '../version.ts';
import { findingsOf, openWorkspace, type Core, type Workspace } from '../workspace.ts';

export interface CheckOptions {
  readonly format: FormatName;
  readonly output?: string;
  readonly threshold: Severity;
  readonly maxWarnings?: number;
  readonly baseline?: string;
  readonly updateBaseline?: boolean;
  readonly stdin?: boolean;
  readonly stdinFilename?: string;
  readonly environment?: string;
}

export interface CheckCore extends Core {
  readonly ruleInfo: () => Promise<readonly RuleInfo[]>;
}

/** The name of a text that came without one. */
const unnamedSource = 'stdin.arch';

export async function check(
  paths: readonly string[],
  options: CheckOptions,
  host: Host,
  core: CheckCore,
): Promise<ExitCode> {
  const started = host.now();
  rejectContradictions(paths, options);
  const progress = new Progress(host);
  const workspace = await open(paths, options, host, core, progress);
  progress.report('analysing');
  const all = findingsOf(workspace);
  progress.clear();

  const baseline =
    options.baseline === undefined ? undefined : applyBaseline(options.baseline, all, workspace, options, host);
  const findings = (baseline?.findings ?? all).filter(({ uri }) => workspace.isNamed(uri));
  const report = reportOf(findings, baseline?.known ?? 0, workspace, options, core);

  const toFile = options.output !== undefined;
  const look = {
    cwd: host.cwd,
    colour: !toFile && wantsColour(host, host.stdout),
    width: toFile ? defaultWidth : widthOf(host.stdout),
    milliseconds: host.now() - started,
  };
  const format = await loadFormat(options.format);
  const text = await format(report, look);
  if (options.output === undefined) host.stdout.write(text);
  else {
    writeAtomically(resolve(host.cwd, options.output), text);
    host.stderr.write(`${countsLine(report.summary)} · written to ${options.output}\n`);
  }
  return verdict(report, workspace, options, host);
}

function rejectContradictions(paths: readonly string[], options: CheckOptions): void {
  if (options.stdin && paths.length > 0) {
    throw new UsageError(
      '--stdin takes the text from standard input: name its file with --stdin-filename, not as a path.',
    );
  }
  if (options.stdinFilename !== undefined && !options.stdin) {
    throw new UsageError('--stdin-filename goes with --stdin.');
  }
  if (options.updateBaseline && options.baseline === undefined) {
    throw new UsageError('--update-baseline needs to know which: add --baseline FILE.');
  }
}

async function open(
  paths: readonly string[],
  options: CheckOptions,
  host: Host,
  core: CheckCore,
  progress: Progress,
): Promise<Workspace> {
  const { environment } = options;
  if (!options.stdin) return openWorkspace(paths.length > 0 ? paths : ['.'], host, core, { progress, environment });
  const file = options.stdinFilename ?? unnamedSource;
  const text = (await host.readStdin()).replace(/^\uFEFF/, '');
  return openWorkspace([file], host, core, { progress, environment, inPlace: { file, text } });
}

function reportOf(
  findings: readonly Finding[],
  inBaseline: number,
  workspace: Workspace,
  options: CheckOptions,
  core: CheckCore,
): Report {
  const counts = countBySeverity(findings);
  const size = { documents: 0, elements: 0, flows: 0 };
  for (const { project } of workspace.projects) {
    const { documents, elements, flows } = project.summaryOf();
    size.documents += documents;
    size.elements += elements;
    size.flows += flows;
  }
  return {
    findings,
    documents: workspace.projects.flatMap(({ texts }) => [...texts.keys()]).filter((uri) => workspace.isNamed(uri)),
    textOf: (uri) => workspace.textOf(uri),
    ruleInfo: core.ruleInfo,
    version,
    threshold: options.threshold,
    summary: {
      ...size,
      errors: counts.error,
      warnings: counts.warning,
      infos: counts.info,
      hints: counts.hint,
      inBaseline,
    },
  };
}

function verdict(report: Report, workspace: Workspace, options: CheckOptions, host: Host): ExitCode {
  for (const problem of workspace.problems) host.stderr.write(`faultline: ${problem}\n`);
  if (workspace.problems.length > 0) return exitCodes.failed;
  if (report.findings.some(({ severity }) => reaches(severity, report.threshold))) return exitCodes.findings;
  const { warnings } = report.summary;
  if (options.maxWarnings !== undefined && warnings > options.maxWarnings) {
    host.stderr.write(`faultline: ${plural(warnings, 'warning')}, at most ${String(options.maxWarnings)} allowed.\n`);
    return exitCodes.findings;
  }
  return exitCodes.clean;
}

interface BaselineOutcome {
  readonly findings: readonly Finding[];
  /** How many of the named documents' findings are not shown because they are known. */
  readonly known: number;
}

function applyBaseline(
  given: string,
  all: readonly Finding[],
  workspace: Workspace,
  options: CheckOptions,
  host: Host,
): BaselineOutcome {
  const path = resolve(host.cwd, given);
  const folder = dirname(path);
  const fileOf = (uri: string) =>
    uri.startsWith('file:') ? relative(folder, fileURLToPath(uri)).split(sep).join('/') : uri;
  const named = all.filter(({ uri }) => workspace.isNamed(uri));

  if (!existsSync(path)) {
    if (!options.updateBaseline) {
      throw new UsageError(`there is no baseline ${given}: create it by adding --update-baseline.`);
    }
    write(path, baselineOf(named, fileOf), workspace);
    host.stderr.write(`${given}: ${plural(named.length, 'finding')} recorded as known.\n`);
    return { findings: [], known: named.length };
  }

  const analysed = new Set(workspace.projects.flatMap(({ texts }) => [...texts.keys()].map(fileOf)));
  const isJudged = (file: string) => analysed.has(file) || !existsSync(join(folder, file));
  const baseline = parseBaseline(readFileSync(path, 'utf8'), given);
  const { fresh, stale, ratcheted } = compareWithBaseline(baseline, all, fileOf, isJudged);
  if (stale.length > 0) {
    if (options.updateBaseline) write(path, ratcheted, workspace);
    const what = options.updateBaseline
      ? 'mended and removed from it'
      : 'mended: ratchet it down with --update-baseline';
    const shown = stale.map(({ id, count }) => `  ${id}${count > 1 ? ` (${String(count)} times)` : ''}\n`);
    host.stderr.write(`${given}: ${plural(stale.length, 'known finding')} ${what}.\n${shown.join('')}`);
  }
  const shownFresh = fresh.filter(({ uri }) => workspace.isNamed(uri)).length;
  return { findings: fresh, known: named.length - shownFresh };
}

/** A run that could not read everything knows too little to change a baseline. */
function write(path: string, baseline: Baseline, workspace: Workspace): void {
  if (workspace.problems.length === 0) writeAtomically(path, serializeBaseline(baseline));
}
