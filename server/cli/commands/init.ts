/** `faultline init`: a first project. Never changes a file that exists. */
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { starterConfig, starterModel } from '../../../language/project/starter.ts';
import { exitCodes, UsageError, type ExitCode } from '../exit.ts';
import type { Host } from '../host.ts';
import { displayPath } from '../paths.ts';
import { walk } from '../../files/walk.ts';

export function init(given: string, host: Host): ExitCode {
  const folder = resolve(host.cwd, given);
  if (!existsSync(folder)) mkdirSync(folder, { recursive: true });
  const config = join(folder, starterConfig.name);
  const model = join(folder, starterModel.name);
  const hasModel = walk(folder, []).files.length > 0;

  const written = [
    ...(writeNew(config, starterConfig.text) ? [config] : []),
    ...(!hasModel && writeNew(model, starterModel.text) ? [model] : []),
  ];
  const shown = written.map((file) => displayPath(file, host.cwd));
  if (shown.length === 0) {
    host.stdout.write('There is a project here already; nothing was written.\n');
  } else {
    host.stdout.write(`Wrote ${shown.join(' and ')}.\nNext: faultline check ${displayPath(folder, host.cwd)}\n`);
  }
  return exitCodes.clean;
}

function writeNew(file: string, text: string): boolean {
  try {
    writeFileSync(file, text, { flag: 'wx' });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw new UsageError(`cannot write ${file}: ${(error as Error).message}`);
  }
}
