/** `faultline export`: the model of a project for other programs. */
import { resolve } from 'node:path';
import { exportModel as modelOf } from '../../../language/reports/export.ts';
import { writeAtomically } from '../atomic-write.ts';
import type { ExitCode } from '../exit.ts';
import type { Host } from '../host.ts';
import { openSingleProject } from '../single-project.ts';

export async function exportModel(path: string, options: { output?: string }, host: Host): Promise<ExitCode> {
  const { core } = await import('../core.ts');
  const { project, code } = openSingleProject(path, host, core);
  const text = `${JSON.stringify(modelOf(project), undefined, 2)}\n`;
  if (options.output === undefined) host.stdout.write(text);
  else writeAtomically(resolve(host.cwd, options.output), text);
  return code;
}
