/** `faultline explain`: the documentation of a rule, or one finding with the rule behind it. */
import { exitCodes, UsageError, type ExitCode } from '../exit.ts';
import { describeFinding, lineReader } from '../formats/pretty.ts';
import { wantsColour, widthOf, type Host } from '../host.ts';
import { nearest } from '../../../language/vocabulary/nearest.ts';
import type { CheckCore } from './check.ts';
import { findingsOf, openWorkspace } from '../workspace.ts';

export interface ExplainOptions {
  readonly environment?: string;
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
  if (subject.includes('@')) host.stdout.write(`${describe(subject, path, options, host, core)}\n\n`);
  host.stdout.write(`${rule.markdown.trimEnd()}\n`);
  return exitCodes.clean;
}

function describe(id: string, path: string, options: ExplainOptions, host: Host, core: CheckCore): string {
  const workspace = openWorkspace([path], host, core, options);
  const all = findingsOf(workspace);
  const found = all.filter((finding) => finding.id === id);
  if (found.length === 0) {
    const suggestion = nearest(id, new Set(all.map((finding) => finding.id)));
    const help = suggestion === undefined ? `"faultline check ${path}" lists them.` : `Did you mean "${suggestion}"?`;
    throw new UsageError(`there is no finding ${id} in ${path}. ${help}`);
  }
  const lines = lineReader((uri) => workspace.textOf(uri));
  const look = {
    cwd: host.cwd,
    colour: wantsColour(host, host.stdout),
    width: widthOf(host.stdout),
    milliseconds: 0,
  };
  return found.map((finding) => describeFinding(finding, lines, look)).join('\n\n');
}
