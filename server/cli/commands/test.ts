/** `faultline test`: whether what scenarios expect holds. */
import { resolve } from 'node:path';
import type { Project } from '../../../language/project/project.ts';
import { scenariosOf, tallyOf } from '../../../language/reports/scenarios.ts';
import { writeAtomically } from '../atomic-write.ts';
import { exitCodes, type ExitCode } from '../exit.ts';
import type { Look } from '../formats/format.ts';
import { plural } from '../formats/counts.ts';
import { scenarioText } from '../formats/scenarios.ts';
import { defaultWidth, wantsColour, widthOf, type Host } from '../host.ts';
import type { TestFormat } from '../test-formats.ts';
import { openWorkspace, type Core } from '../workspace.ts';

export interface TestOptions {
  readonly format: TestFormat;
  readonly output?: string;
  readonly environment?: string;
  /** Whether what is unknown fails too. */
  readonly strict?: boolean;
}

export function test(paths: readonly string[], options: TestOptions, host: Host, core: Core<Project>): ExitCode {
  const started = host.now();
  const { environment } = options;
  const workspace = openWorkspace(paths.length > 0 ? paths : ['.'], host, core, { environment });
  const scenarios = workspace.projects
    .flatMap(({ project }) => scenariosOf(project))
    .filter(({ location }) => workspace.isNamed(location.uri));
  const toFile = options.output !== undefined;
  const look: Look = {
    cwd: host.cwd,
    colour: !toFile && wantsColour(host, host.stdout),
    width: toFile ? defaultWidth : widthOf(host.stdout),
    milliseconds: host.now() - started,
  };
  const text = scenarioText(scenarios, options.format, look);
  if (options.output === undefined) host.stdout.write(text);
  else writeAtomically(resolve(host.cwd, options.output), text);
  for (const problem of workspace.problems) host.stderr.write(`faultline: ${problem}\n`);
  const unread = workspace.projects.flatMap(({ analysis }) =>
    analysis.findings.filter(({ rule, severity }) => rule.startsWith('language/') && severity === 'error'),
  );
  if (unread.length > 0)
    host.stderr.write(
      `faultline: ${plural(unread.length, 'error')} in the text: what scenarios say may be incomplete. "faultline check" lists them.\n`,
    );
  if (workspace.problems.length > 0 || unread.length > 0) return exitCodes.failed;
  const { failed, unknown } = tallyOf(scenarios.flatMap(({ expectations }) => expectations));
  return failed > 0 || (options.strict && unknown > 0) ? exitCodes.findings : exitCodes.clean;
}
