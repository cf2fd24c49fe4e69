/**
 * `faultline explain`: the documentation of a rule, or one finding with an execution that shows it and the rule behind it.
 */
import { resolve } from 'node:path';
import type { Finding } from '../../../language/model/finding.ts';
import { Project } from '../../../language/project/project.ts';
import { executionJson, executionMarkdown, executionText } from '../../../language/reports/execution.ts';
import { executionOf, mayHaveExecution, type Execution } from '../../../language/reports/executions.ts';
import { writeAtomically } from '../atomic-write.ts';
import type { ExecutionFormat } from '../execution-formats.ts';
import { exitCodes, UsageError, type ExitCode } from '../exit.ts';
import { describeFinding, lineReader } from '../formats/pretty.ts';
import { wantsColour, widthOf, type Host } from '../host.ts';
import { nearest } from '../../../language/vocabulary/nearest.ts';
import type { CheckCore } from './check.ts';
import { findingsOf, openWorkspace, type Workspace } from '../workspace.ts';

export interface ExplainOptions {
  readonly environment?: string;
  readonly format?: ExecutionFormat;
  readonly out?: string;
}

export async function explain(
  subject: string,
  path: string,
  options: ExplainOptions,
  host: Host,
  core: CheckCore,
): Promise<ExitCode> {
  const ruleId = subject.split('@', 1)[0] ?? '';
  const rule = (await core.ruleInfo()).find(({ id }) => id === ruleId);
  if (!rule) {
    const suggestion = nearest(ruleId, core.ruleIds);
    const help = suggestion === undefined ? '"faultline rules" lists them.' : `Did you mean "${suggestion}"?`;
    throw new UsageError(`there is no rule ${ruleId}. ${help}`);
  }
  write(await textOf(subject, path, rule.markdown.trimEnd(), options, host, core), options, host);
  return exitCodes.clean;
}

async function textOf(
  subject: string,
  path: string,
  page: string,
  options: ExplainOptions,
  host: Host,
  core: CheckCore,
): Promise<string> {
  if (!subject.includes('@')) {
    if (options.format)
      throw new UsageError('--format is about the execution behind a finding: name one (rule@element).');
    return `${page}\n`;
  }
  const workspace = openWorkspace([path], host, core, options);
  const found = foundIn(workspace, subject, path);
  if (!options.format) {
    const shown = found.map((finding) => describe(finding, workspace, host));
    return `${[...shown, page].join('\n\n')}\n`;
  }
  const [execution] = found.map((finding) => executionBehind(finding, workspace));
  if (!execution?.found) throw new UsageError(`no execution is shown: ${execution?.why ?? 'nothing was found'}.`);
  return inFormat(execution, options.format);
}

async function inFormat({ trace }: Extract<Execution, { found: true }>, format: ExecutionFormat): Promise<string> {
  switch (format) {
    case 'text':
      return `${executionText(trace)}\n`;
    case 'md':
      return executionMarkdown(trace);
    case 'json':
      return executionJson(trace);
    case 'svg': {
      const { renderSpaceTime } = await import('../../../language/diagrams/space-time.ts');
      return renderSpaceTime(trace);
    }
  }
}

function write(text: string, { out }: ExplainOptions, host: Host): void {
  if (out === undefined) host.stdout.write(text);
  else writeAtomically(resolve(host.cwd, out), text);
}

function foundIn(workspace: Workspace, id: string, path: string): Finding[] {
  const all = findingsOf(workspace);
  const found = all.filter((finding) => finding.id === id);
  if (found.length > 0) return found;
  const suggestion = nearest(id, new Set(all.map((finding) => finding.id)));
  const help = suggestion === undefined ? `"faultline check ${path}" lists them.` : `Did you mean "${suggestion}"?`;
  throw new UsageError(`there is no finding ${id} in ${path}. ${help}`);
}

function describe(finding: Finding, workspace: Workspace, host: Host): string {
  const lines = lineReader((uri) => workspace.textOf(uri));
  const look = {
    cwd: host.cwd,
    colour: wantsColour(host, host.stdout),
    width: widthOf(host.stdout),
    milliseconds: 0,
  };
  const described = describeFinding(finding, lines, look);
  const project = projectOf(finding, workspace);
  if (!project || !mayHaveExecution(project, finding)) return described;
  const execution = executionOf(project, finding);
  return execution.found ? `${described}\n\nHow it happens: ${executionText(execution.trace)}` : described;
}

function projectOf({ uri }: Finding, workspace: Workspace): Project | undefined {
  const project = workspace.projects.find(({ texts }) => texts.has(uri))?.project;
  return project instanceof Project ? project : undefined;
}

function executionBehind(finding: Finding, workspace: Workspace): Execution {
  const project = projectOf(finding, workspace);
  return project ? executionOf(project, finding) : { found: false, why: `${finding.id} is in no project` };
}
