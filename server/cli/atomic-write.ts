/** Writing files so that an interrupted run leaves the old one or the new one, never half of it. */
import { chmodSync, existsSync, realpathSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';

/**
 * Replaces a file through a temporary one beside it. Keeps its permissions; writes to the target of a symbolic link;
 * writes straight into what is no regular file (`/dev/stdout`).
 */
export function writeAtomically(path: string, text: string | Uint8Array): void {
  const target = existsSync(path) ? realpathSync(path) : path;
  const existing = existsSync(target) ? statSync(target) : undefined;
  if (existing && !existing.isFile()) {
    writeFileSync(target, text);
    return;
  }
  const temporary = join(dirname(target), `.${basename(target)}.${String(process.pid)}-${Date.now().toString(36)}.tmp`);
  try {
    writeFileSync(temporary, text, { flag: 'wx' });
    if (existing) chmodSync(temporary, existing.mode);
    renameSync(temporary, target);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
}
