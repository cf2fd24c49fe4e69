/** `check --fix`, `--fix-unsafe` and `--diff`: mends the projects of a run, and writes what changed or shows it. */
import { fileURLToPath } from 'node:url';
import type { Finding } from '../../language/model/finding.ts';
import type { CheckOptions } from './check-options.ts';
import { exitCodes, type ExitCode } from './exit.ts';
import { chosenFix, mend } from './fix.ts';
import { plural } from './formats/counts.ts';
import type { Host } from './host.ts';
import { displayPath } from './paths.ts';
import { writeSource } from './source-files.ts';
import { unifiedDiff } from './unified-diff.ts';
import { findingsOf, type Workspace } from './workspace.ts';
import { readSource } from '../files/read-source.ts';

/**
 * @param isMeant which findings the run was asked about; later passes know them by their ids, as places have moved.
 * @returns how a run that only shows what would change is to exit.
 */
export function mendWorkspace(
  workspace: Workspace,
  isMeant: (finding: Finding) => boolean,
  { fixUnsafe = false, diff = false, changed }: CheckOptions,
  host: Host,
): ExitCode {
  const ids =
    changed === undefined
      ? undefined
      : new Set(
          findingsOf(workspace)
            .filter(isMeant)
            .map(({ id }) => id),
        );
  const isToMend = (finding: Finding): boolean =>
    ids === undefined ? workspace.isNamed(finding.uri) : ids.has(finding.id);
  const patches: string[] = [];
  const problems: string[] = [];
  let count = 0;
  for (const project of workspace.projects) {
    const mended = mend(project, isToMend, fixUnsafe);
    count += mended.count;
    problems.push(...mended.problems);
    for (const [uri, before] of [...mended.before].sort(([a], [b]) => (a < b ? -1 : 1))) {
      const file = fileURLToPath(uri);
      const shown = displayPath(file, host.cwd);
      const after = project.texts.get(uri) ?? before;
      if (diff) patches.push(unifiedDiff(shown, before, after));
      else if (isStill(file, shown, before)) writeSource(file, after);
      else problems.push(`${shown} has changed meanwhile and was left as it is: run again.`);
    }
  }
  const left = findingsOf(workspace).filter(isToMend);
  const isLeftToUnsafe = !fixUnsafe && left.some((finding) => chosenFix(finding, true) !== undefined);
  const hint = isLeftToUnsafe ? ' Some of them --fix-unsafe can mend; look at what it changes.' : '';
  host.stdout.write(patches.join(''));
  host.stderr.write(
    `${plural(count, 'finding')} ${diff ? 'would be ' : ''}fixed, ${String(left.length)} left.${hint}\n`,
  );
  for (const problem of problems) host.stderr.write(`faultline: ${problem}\n`);
  if (workspace.problems.length > 0 || problems.length > 0) return exitCodes.failed;
  return patches.length > 0 ? exitCodes.findings : exitCodes.clean;
}

/** Whether nobody else has written a file since it was read. */
function isStill(file: string, shown: string, text: string): boolean {
  const now = readSource(file, shown);
  return 'text' in now && now.text === text;
}
