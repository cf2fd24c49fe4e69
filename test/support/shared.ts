/** Examples that lie beside the repository on some machines; tests that read them say so when they are not there. */
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';

const root = path.resolve(import.meta.dirname, '../..');
const sharedRoot = path.resolve(root, '../shared');
const shared = path.join(sharedRoot, 'examples');

/** `.arch` files below a folder, with their texts, sorted by path. */
export function archFilesIn(folder: string): { readonly name: string; readonly text: string }[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.arch'))
    .sort()
    .map((file) => ({ name: file.split(path.sep).join('/'), text: readFileSync(path.join(folder, file), 'utf8') }));
}

export const ownExamples = archFilesIn(path.join(root, 'examples'));
export const library = archFilesIn(path.join(root, 'language/library'));
export const sharedExamples = archFilesIn(shared);

/** Whether the shared examples can be read; says what is left out where they cannot. */
export function haveSharedExamples(what: string): boolean {
  if (sharedExamples.length > 0) return true;
  console.info(`Skipped: ${what}: ${path.relative(root, shared)} is not there.`);
  return false;
}

/** A folder beside the repository; says what is left out where it is not there. */
export function sharedFolder(folder: string, what: string): string | undefined {
  const full = path.join(sharedRoot, folder);
  if (existsSync(full)) return full;
  console.info(`Skipped: ${what}: ${path.relative(root, full)} is not there.`);
  return undefined;
}

/** Reference facts that lie beside the repository on some machines; says what is left out where they do not. */
export function sharedJson<T>(file: string, what: string): T | undefined {
  const text = sharedText(file, what);
  return text === undefined ? undefined : (JSON.parse(text) as T);
}

/** The same of a file of any form. */
export function sharedText(file: string, what: string): string | undefined {
  const full = path.join(sharedRoot, file);
  if (existsSync(full)) return readFileSync(full, 'utf8');
  console.info(`Skipped: ${what}: ${path.relative(root, full)} is not there.`);
  return undefined;
}
