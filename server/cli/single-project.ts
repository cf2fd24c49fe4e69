import { exitCodes, UsageError, type ExitCode } from './exit.ts';
import type { Host } from './host.ts';
import { displayPath } from './paths.ts';
import { openWorkspace, type Core, type ProjectLike } from './workspace.ts';

/**
 * The one project of a path, for commands whose result is about one model.
 * @returns the code to exit with: what could not be read has been said, and makes the result incomplete.
 * @throws UsageError where the path holds several projects.
 */
export function openSingleProject<P extends ProjectLike>(
  path: string,
  host: Host,
  core: Core<P>,
): { readonly project: P; readonly root: string; readonly code: ExitCode } {
  const { projects, problems } = openWorkspace([path], host, core);
  const [only, ...others] = projects;
  if (!only || others.length > 0) {
    const roots = projects.map(({ root }) => `  ${displayPath(root, host.cwd)}\n`).join('');
    throw new UsageError(`${path} holds ${String(projects.length)} projects, name one of them:\n${roots}`.trimEnd());
  }
  for (const problem of problems) host.stderr.write(`faultline: ${problem}\n`);
  return { project: only.project, root: only.root, code: problems.length > 0 ? exitCodes.failed : exitCodes.clean };
}
