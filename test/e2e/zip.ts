/** A zip file's directory, as far as the tests of the package need it. */

export interface ZipEntry {
  readonly name: string;
  /** Bytes after unpacking. */
  readonly size: number;
}

// Signatures and offsets: PKWARE APPNOTE 6.3.10, sections 4.3.12 (central directory) and 4.3.16 (its end).
const endSignature = 0x06054b50;
const entrySignature = 0x02014b50;
const endLength = 22;
const entryLength = 46;

export function zipEntries(zip: Buffer): ZipEntry[] {
  let end = zip.length - endLength;
  while (end >= 0 && zip.readUInt32LE(end) !== endSignature) end--;
  if (end < 0) throw new Error('Not a zip file.');
  const entries: ZipEntry[] = [];
  let offset = zip.readUInt32LE(end + 16);
  for (let count = zip.readUInt16LE(end + 10); count > 0; count--) {
    if (zip.readUInt32LE(offset) !== entrySignature) throw new Error('A broken zip file.');
    const [name, extra, comment] = [28, 30, 32].map((field) => zip.readUInt16LE(offset + field)) as [
      number,
      number,
      number,
    ];
    const start = offset + entryLength;
    entries.push({ name: zip.toString('utf8', start, start + name), size: zip.readUInt32LE(offset + 24) });
    offset = start + name + extra + comment;
  }
  return entries;
}
