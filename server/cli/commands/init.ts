/** `faultline init`: a first project. Never changes a file that exists. */
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { configFileName } from '../../../language/project/config.ts';
import { exitCodes, UsageError, type ExitCode } from '../exit.ts';
import type { Host } from '../host.ts';
import { displayPath } from '../paths.ts';
import { walk } from '../../files/walk.ts';

const firstModelName = 'architecture.arch';

const firstConfig = `{
  // This folder is one Faultline project: all .arch files below it form one model.

  // Where severities start from: "recommended", "strict" (one step more severe) or "minimal" (only errors).
  "preset": "recommended",

  // Severity by rule or area: "off", "hint", "info", "warning" or "error". "faultline rules" lists the rules.
  "rules": {
    // "operations/*": "warning"
  },

  // Files that do not belong to the model, as in a .gitignore.
  "exclude": []
}
`;

const firstModel = `// A first model: a shop that keeps its orders in a replicated database.
// Run "faultline check" here, or open this folder in an editor with the Faultline extension.

service shop "Shop"

store orders "Orders" is postgres {
  replicas: 2
  reads: any replica  // a replica may lag behind the primary
}

shop -> orders place { access: write }
shop -> orders show { access: read; needs: read-your-writes }  // so a customer may miss the order just placed
`;

export function init(given: string, host: Host): ExitCode {
  const folder = resolve(host.cwd, given);
  if (!existsSync(folder)) mkdirSync(folder, { recursive: true });
  const config = join(folder, configFileName);
  const model = join(folder, firstModelName);
  const hasModel = walk(folder, []).files.length > 0;

  const written = [
    ...(writeNew(config, firstConfig) ? [config] : []),
    ...(!hasModel && writeNew(model, firstModel) ? [model] : []),
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
