/** `faultline diagram`: the pictures of a project as files. */
import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { renderDiagrams } from '../../../language/diagrams/render-diagrams.ts';
import { writeAtomically } from '../atomic-write.ts';
import type { ExitCode } from '../exit.ts';
import type { Host } from '../host.ts';
import { displayPath } from '../paths.ts';
import { openSingleProject } from '../single-project.ts';

export async function diagram(path: string, options: { out: string }, host: Host): Promise<ExitCode> {
  const { core } = await import('../core.ts');
  const { project, code } = openSingleProject(path, host, core);
  const folder = resolve(host.cwd, options.out);
  const diagrams = await renderDiagrams(project);
  mkdirSync(folder, { recursive: true });
  for (const { name, svg } of diagrams) {
    const file = join(folder, `${fileName(name)}.svg`);
    writeAtomically(file, svg);
    host.stdout.write(`${displayPath(file, host.cwd)}\n`);
  }
  return code;
}

/** A diagram is named in the model, where its name may hold what would lead out of the folder. */
function fileName(name: string): string {
  return name.replace(/[^\p{L}\p{N}._-]+/gu, '-').replace(/^\.+/, '') || 'diagram';
}
