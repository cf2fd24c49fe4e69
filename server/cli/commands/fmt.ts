/** `faultline fmt`: formats files in place. */
import { formatText } from '../../../language/format/format.ts';
import { discover } from '../discovery.ts';
import { exitCodes, type ExitCode } from '../exit.ts';
import { plural } from '../formats/counts.ts';
import type { Host } from '../host.ts';
import { displayPath } from '../paths.ts';
import { writeSource } from '../source-files.ts';
import { readSource } from '../../files/read-source.ts';

export interface FmtOptions {
  /** Changes nothing and tells what would change. */
  readonly check: boolean;
}

export async function fmt(paths: readonly string[], options: FmtOptions, host: Host): Promise<ExitCode> {
  const { core } = await import('../core.ts');
  return formatFiles(paths, options, host, core.ruleIds, formatText);
}

export function formatFiles(
  paths: readonly string[],
  { check }: FmtOptions,
  host: Host,
  ruleIds: readonly string[],
  format: (text: string) => string,
): ExitCode {
  const discovery = discover(paths.length > 0 ? paths : ['.'], host.cwd, ruleIds);
  const files = discovery.projects.flatMap((project) => project.files).filter((file) => discovery.isNamed(file));
  const problems = [...discovery.problems];
  let changed = 0;
  for (const file of files) {
    const shown = displayPath(file, host.cwd);
    const source = readSource(file, shown);
    if ('problem' in source) {
      problems.push(source.problem);
      continue;
    }
    const formatted = formatKeepingLineEnds(source.text, format);
    if (formatted === source.text) continue;
    changed++;
    host.stdout.write(`${shown}\n`);
    if (!check) writeSource(file, formatted);
  }
  host.stderr.write(`${outcome(changed, check)}, ${plural(files.length - changed, 'file')} left as it was.\n`);
  for (const problem of problems) host.stderr.write(`faultline: ${problem}\n`);
  if (problems.length > 0) return exitCodes.failed;
  return check && changed > 0 ? exitCodes.findings : exitCodes.clean;
}

function outcome(changed: number, check: boolean): string {
  return `${plural(changed, 'file')} ${check ? 'would be formatted' : 'formatted'}`;
}

/** A formatter thinks in `\n`; a file keeps the line ends it has most of. */
function formatKeepingLineEnds(text: string, format: (text: string) => string): string {
  const all = text.split('\n').length - 1;
  const windows = text.split('\r\n').length - 1;
  const formatted = format(text.replaceAll('\r\n', '\n'));
  return windows > all / 2 ? formatted.replaceAll('\n', '\r\n') : formatted;
}
