/** `faultline check`: analyses projects and reports what their rules find. */
import { resolve } from 'node:path';
import type { Stopwatch } from '../../../language/analyses/stopwatch.ts';
import type { Finding } from '../../../language/model/finding.ts';
import { writeAtomically } from '../atomic-write.ts';
import { isFixing, rejectContradictions, type CheckOptions } from '../check-options.ts';
import { exitCodes, type ExitCode } from '../exit.ts';
import { countsLine, plural } from '../formats/counts.ts';
import { loadFormat } from '../formats/formats.ts';
import type { Look } from '../formats/format.ts';
import { defaultWidth, wantsColour, widthOf, type Host } from '../host.ts';
import { Progress } from '../progress.ts';
import { countBySeverity, reaches, type Report } from '../report.ts';
import type { RuleInfo } from '../rule-info.ts';
import { version } from '../version.ts';
import { findingsOf, openWorkspace, type Core, type Workspace } from '../workspace.ts';

export interface CheckCore extends Core {
  readonly ruleInfo: () => Promise<readonly RuleInfo[]>;
}

/** The name of a text that came without one. */
const unnamedSource = 'stdin.arch';

/** What a plain check does without is loaded only where an option asks for it. */
export async function check(
  paths: readonly string[],
  options: CheckOptions,
  host: Host,
  core: CheckCore,
): Promise<ExitCode> {
  rejectContradictions(paths, options);
  const started = host.now();
  const stopwatch = options.timing ? await startedStopwatch(host) : undefined;
  const progress = new Progress(host);
  const workspace = await open(paths, options, host, core, { progress, stopwatch });
  const run = { started, progress, stopwatch };
  if (!isFixing(options)) return report(workspace, options, host, core, run);
  const { mendWorkspace } = await import('../mending.ts');
  const mended = mendWorkspace(workspace, await shownBy(options, workspace), options, host);
  if (options.diff) return mended;
  const code = await report(workspace, options, host, core, run);
  return mended === exitCodes.failed ? mended : code;
}

interface Run {
  /** By the host's clock. */
  readonly started: number;
  readonly progress: Progress;
  readonly stopwatch?: Stopwatch | undefined;
}

/** Says what the rules find in a workspace as it is now. */
export async function report(
  workspace: Workspace,
  options: CheckOptions,
  host: Host,
  core: CheckCore,
  { started, progress, stopwatch }: Run,
): Promise<ExitCode> {
  progress.report('analysing');
  const all = findingsOf(workspace);
  progress.clear();
  const isShown = await shownBy(options, workspace);
  const { findings, known } = await unknownToBaseline(all, isShown, workspace, options, host);
  const timing = stopwatch && (await import('../timing.ts')).timingOf(stopwatch, host.now());
  const content: Report = { ...reportOf(findings, known, workspace, options, core), timing };
  await write(content, options, host, host.now() - started);
  return verdict(content, workspace, options, host);
}

async function startedStopwatch(host: Host): Promise<Stopwatch> {
  const { Stopwatch } = await import('../../../language/analyses/stopwatch.ts');
  const stopwatch = new Stopwatch(host.now);
  stopwatch.add('phase', 'starting', host.now());
  return stopwatch;
}

export async function open(
  paths: readonly string[],
  options: CheckOptions,
  host: Host,
  core: CheckCore,
  { progress, stopwatch }: Omit<Run, 'started'>,
): Promise<Workspace> {
  const incremental = isFixing(options) || options.watch === true;
  const memoryOf = options.cache ? (await import('../cache.ts')).cacheFor(options.cacheLocation, host) : undefined;
  const { environment } = options;
  const settings = { progress, stopwatch, environment, incremental, ...(memoryOf && { memoryOf }) };
  const file = options.stdinFilename ?? unnamedSource;
  const text = options.stdin ? (await host.readStdin()).replace(/^\uFEFF/, '') : undefined;
  const read = () =>
    text === undefined
      ? openWorkspace(paths.length > 0 ? paths : ['.'], host, core, settings)
      : openWorkspace([file], host, core, { ...settings, inPlace: { file, text } });
  return stopwatch ? stopwatch.time('phase', 'reading', read) : read();
}

/** Whether a run was asked about a finding. */
async function shownBy(options: CheckOptions, workspace: Workspace): Promise<(finding: Finding) => boolean> {
  const isNamed = ({ uri }: Finding): boolean => workspace.isNamed(uri);
  if (options.changed === undefined) return isNamed;
  const { touchedSince } = await import('../changed.ts');
  const isTouched = touchedSince(options.changed, workspace);
  return (finding) => isNamed(finding) && isTouched(finding);
}

async function unknownToBaseline(
  all: readonly Finding[],
  isShown: (finding: Finding) => boolean,
  workspace: Workspace,
  options: CheckOptions,
  host: Host,
): Promise<{ findings: readonly Finding[]; known: number }> {
  if (options.baseline === undefined) return { findings: all.filter(isShown), known: 0 };
  const { applyBaseline } = await import('../baseline-file.ts');
  const { findings, known } = applyBaseline(options.baseline, all, isShown, workspace, options, host);
  return { findings: findings.filter(isShown), known };
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
  for (const { analysis } of workspace.projects) {
    const { documents, elements, flows } = analysis.size;
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
    isCounted: options.statistics === true,
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

async function write(content: Report, options: CheckOptions, host: Host, milliseconds: number): Promise<void> {
  const toFile = options.output !== undefined;
  const look: Look = {
    cwd: host.cwd,
    colour: !toFile && wantsColour(host, host.stdout),
    width: toFile ? defaultWidth : widthOf(host.stdout),
    milliseconds,
  };
  const isTable = content.isCounted && options.format === 'pretty';
  const format = isTable ? (await import('../statistics.ts')).statisticsTable : await loadFormat(options.format);
  const text = await format(content, look);
  if (options.output === undefined) host.stdout.write(text);
  else {
    writeAtomically(resolve(host.cwd, options.output), text);
    host.stderr.write(`${countsLine(content.summary)} · written to ${options.output}\n`);
  }
  // A report for programs has its place for it only in JSON.
  if (content.timing && options.format !== 'json') {
    const { timingTable } = await import('../timing.ts');
    host.stderr.write(timingTable(content.timing));
  }
}

function verdict(content: Report, workspace: Workspace, options: CheckOptions, host: Host): ExitCode {
  for (const problem of workspace.problems) host.stderr.write(`faultline: ${problem}\n`);
  if (workspace.problems.length > 0) return exitCodes.failed;
  if (content.findings.some(({ severity }) => reaches(severity, content.threshold))) return exitCodes.findings;
  const { warnings } = content.summary;
  if (options.maxWarnings !== undefined && warnings > options.maxWarnings) {
    host.stderr.write(`faultline: ${plural(warnings, 'warning')}, at most ${String(options.maxWarnings)} allowed.\n`);
    return exitCodes.findings;
  }
  return exitCodes.clean;
}
