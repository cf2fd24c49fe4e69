/** How paths are shown: relative to the working directory, with forward slashes on every system. */
import { isAbsolute, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

export function displayPath(path: string, cwd: string): string {
  const short = relative(cwd, path);
  // On Windows there is no relative path to another drive.
  return (isAbsolute(short) ? path : short || '.').split(sep).join('/');
}

/** The path of a document, or its address as it is where it is no file (a declaration of the library, say). */
export function displayUri(uri: string, cwd: string): string {
  return uri.startsWith('file:') ? displayPath(fileURLToPath(uri), cwd) : uri;
}
