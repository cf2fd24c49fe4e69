/** Writing changed models back. */
import { readFileSync } from 'node:fs';
import { writeAtomically } from './atomic-write.ts';

/** Replaces a document's text and keeps its byte order mark. */
export function writeSource(file: string, text: string): void {
  const byteOrderMark = readFileSync(file, 'utf8').startsWith('\uFEFF') ? '\uFEFF' : '';
  writeAtomically(file, byteOrderMark + text);
}
