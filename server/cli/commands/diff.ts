/** `faultline diff`: what changed between two revisions, and what follows from it. */
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Project } from '../../../language/project/project.ts';
import { differenceOf } from '../../../language/reports/difference.ts';
import { failuresOf, gateForms, gateOf } from '../../../language/reports/gates.ts';
import type { Gate } from '../../../language/reports/gates.ts';
import { sourceExtension } from '../../files/belongs.ts';
import { writeAtomically } from '../atomic-write.ts';
import type { DiffFormat } from '../diff-formats.ts';
import { exitCodes, UsageError, type ExitCode } from '../exit.ts';
import { differenceText } from '../formats/difference.ts';
import { filesAt } from '../git.ts';
import { defaultWidth, wantsColour, widthOf, type Host } from '../host.ts';
import { openWorkspace, type Core, type OpenProject } from '../workspace.ts';

export interface DiffOptions {
  readonly format: DiffFormat;
  readonly output?: string;
  readonly environment?: string;
  readonly failOn?: string;
}

/** @param range `REV` (against the files as they are) or `REV..REV`. */
export function diff(range: string, path: string, options: DiffOptions, host: Host, core: Core<Project>): ExitCode {
  const gates = gatesOf(options.failOn);
  const [from = '', to] = range.split('..');
  if (from === '' || to === '') throw new UsageError(`"${range}" names no revisions: write one, or two as main..HEAD.`);
  const { environment } = options;
  const workspace = openWorkspace([path], host, core, { environment, incremental: true });
  const [only, ...others] = workspace.projects;
  if (!only || others.length > 0)
    throw new UsageError(
      `${path} holds ${String(workspace.projects.length)} projects: name the folder of one of them.`,
    );
  const before = at(from, only, core);
  const after = to === undefined ? only.project : at(to, only, core);
  const difference = differenceOf(before, after);
  const failures = failuresOf(difference, gates);
  const toFile = options.output !== undefined;
  const look = {
    cwd: host.cwd,
    colour: !toFile && wantsColour(host, host.stdout),
    width: toFile ? defaultWidth : widthOf(host.stdout),
    milliseconds: host.now(),
  };
  const names = { before: from, after: to ?? 'the files as they are' };
  const text = differenceText({ difference, failures, names }, options.format, look);
  if (options.output === undefined) host.stdout.write(text);
  else writeAtomically(resolve(host.cwd, options.output), text);
  for (const problem of workspace.problems) host.stderr.write(`faultline: ${problem}\n`);
  if (workspace.problems.length > 0) return exitCodes.failed;
  return failures.length > 0 ? exitCodes.findings : exitCodes.clean;
}

function gatesOf(text: string | undefined): Gate[] {
  return (text ?? '')
    .split(',')
    .filter((part) => part !== '')
    .map((part) => {
      const gate = gateOf(part.trim());
      if (!gate) throw new UsageError(`--fail-on knows no "${part}": it takes ${gateForms.join(', ')}.`);
      return gate;
    });
}

/** The project as a revision has it, read with the configuration of today: what differs is the model alone. */
function at(revision: string, { root, settings }: OpenProject<Project>, core: Core<Project>): Project {
  const project = core.createProject(settings);
  for (const [path, text] of filesAt(revision, root, sourceExtension))
    project.setDocument(pathToFileURL(join(root, path)).href, text);
  return project;
}
