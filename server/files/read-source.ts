import { lstatSync, readFileSync, statSync } from 'node:fs';

/** A model is written by hand; a file beyond this is a mistake that would only exhaust memory. */
export const maximumSourceBytes = 16 * 1024 * 1024;

export type Source = { readonly text: string } | { readonly problem: string };

/** Reads one document, without its byte order mark; what it cannot use it explains. */
export function readSource(path: string, shownPath: string): Source {
  try {
    const { size } = statSync(path);
    if (size > maximumSourceBytes) {
      const mebibytes = (size / 1024 / 1024).toFixed(1);
      return { problem: `${shownPath} is too large (${mebibytes} MiB, at most 16 MiB): split it, or exclude it.` };
    }
    const bytes = readFileSync(path);
    if (isUtf16(bytes)) return { problem: `${shownPath} is encoded as UTF-16: save it as UTF-8.` };
    const text = bytes.toString('utf8');
    return { text: text.startsWith('\uFEFF') ? text.slice(1) : text };
  } catch (error) {
    return { problem: `cannot read ${shownPath}: ${(error as Error).message}` };
  }
}

/** Whether there is a file itself, and not a link, which may lead out of the project, or something that is no file. */
export const isOwnFile = (path: string): boolean => lstatSync(path, { throwIfNoEntry: false })?.isFile() ?? false;

function isUtf16(bytes: Buffer): boolean {
  return (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff);
}
