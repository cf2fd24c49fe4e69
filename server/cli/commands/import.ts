/** `faultline import`: a model of another tool as text in the notation. */
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { ImportError } from '../../../language/imports/fields.ts';
import { importModel, type ImportFormat } from '../../../language/imports/import.ts';
import { writeAtomically } from '../atomic-write.ts';
import { exitCodes, UsageError, type ExitCode } from '../exit.ts';
import { plural } from '../formats/counts.ts';
import type { Host } from '../host.ts';

/** @throws UsageError where the file is no model of the format. */
export async function importFile(
  format: ImportFormat,
  file: string,
  options: { out?: string },
  host: Host,
): Promise<ExitCode> {
  const source = file === '-' ? await host.readStdin() : readFileSync(resolve(host.cwd, file), 'utf8');
  const { text, told } = imported(source.replace(/^\uFEFF/, ''), format, file);
  if (options.out === undefined) host.stdout.write(text);
  else writeAtomically(resolve(host.cwd, options.out), text);
  for (const sentence of told) host.stderr.write(`${sentence}.\n`);
  const comments = text.match(/^\s*\/\/ - /gm)?.length ?? 0;
  if (comments > 0)
    host.stderr.write(`${plural(comments, 'statement')} without a word of the notation: kept as comments (// - …).\n`);
  return exitCodes.clean;
}

function imported(text: string, format: ImportFormat, file: string): ReturnType<typeof importModel> {
  try {
    return importModel(text, format);
  } catch (error) {
    if (error instanceof ImportError) throw new UsageError(`${file}: ${error.message}`);
    throw error;
  }
}
