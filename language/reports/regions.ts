/**
 * Files that are generated in part: what stands between markers is ours, the rest belongs to people and is kept byte for
 * byte. The opening marker carries a checksum of what was generated, so that a change inside a region is noticed instead
 * of overwritten. O(length of the texts).
 *
 * A marker stands on a line of its own, as a comment of Markdown and HTML, or of YAML:
 *
 *     <!-- faultline:begin consequences 1a2b3c4d -->
 *     <!-- faultline:end consequences -->
 */

/** A piece of a file as it is first written, in order. */
export type Part =
  | {
      /** Unique in its file: letters, digits and hyphens. */
      readonly region: string;
      readonly text: string;
      readonly comment?: 'yaml';
    }
  /** Written once, for people to change; never touched afterwards. */
  | { readonly once: string };

type RegionPart = Extract<Part, { region: string }>;

/** Why nothing is written. */
export interface RegionProblem {
  /** Counted from 1, in the file as it stands. */
  readonly line: number;
  readonly message: string;
}

export type Regenerated =
  | { readonly text: string }
  | {
      readonly problems: readonly RegionProblem[];
      /** What would stand there if the changes inside regions were given up; absent where markers cannot be read. */
      readonly instead?: string;
    };

const MARKER =
  /^[ \t]*(?:<!--|#)[ \t]*faultline:(begin|end)[ \t]+([\w-]+)(?:[ \t]+([0-9a-f]{8}))?[ \t]*(?:-->)?[ \t]*$/;

/** A new file. Texts end with a line end whether they say so or not. */
export function firstWritten(parts: readonly Part[]): string {
  return parts.map((part) => ('once' in part ? withLineEnd(part.once) : regionText(part))).join('');
}

/**
 * The file with its regions written anew. Regions that are not generated any more disappear; new ones are put after
 * the one that they follow in `parts`. Nothing is decided where a person changed what stands inside a region, or where
 * markers do not pair: then there are problems instead of a text.
 */
export function regenerate(existing: string, parts: readonly Part[]): Regenerated {
  const read = readPieces(existing);
  if ('problems' in read) return read;
  const wanted = parts.filter((part): part is RegionPart => 'region' in part);
  const newline = existing.includes('\r\n') ? '\r\n' : '\n';
  const text = put(read.pieces, wanted, newline)
    .map((piece) => (typeof piece === 'string' ? piece : inPlace(piece, piece.place ?? { newline, ended: true })))
    .join('');
  const problems = read.pieces.flatMap((piece) => (typeof piece === 'string' ? [] : changed(piece, wanted)));
  return problems.length > 0 ? { problems, instead: text } : { text };
}

/** A region as it stands in a file. */
interface Found {
  readonly name: string;
  /** Of its opening marker. */
  readonly line: number;
  readonly content: string;
  readonly checksum: string | undefined;
  readonly place: Place;
}

/** How the lines of a region end where it stands. */
interface Place {
  readonly newline: string;
  /** Not where the file stops at its closing marker. */
  readonly ended: boolean;
}

/** Every character of the file is in one piece; text that belongs to people is a string. */
function readPieces(
  text: string,
): { readonly pieces: readonly (string | Found)[] } | { readonly problems: readonly RegionProblem[] } {
  const pieces: (string | Found)[] = [];
  const problems: RegionProblem[] = [];
  const seen = new Map<string, number>();
  let own = '';
  let open: { name: string; line: number; checksum: string | undefined; content: string; newline: string } | undefined;
  let line = 0;
  for (const raw of text.match(/[^\n]*\n|[^\n]+$/g) ?? []) {
    line++;
    const [, side, name, checksum] = MARKER.exec(raw.replace(/\r?\n$/, '')) ?? [];
    if (name === undefined) {
      if (open) open.content += raw;
      else own += raw;
      continue;
    }
    if (side === 'begin') {
      const before = seen.get(name);
      if (open) problems.push({ line, message: `\`${name}\` begins inside \`${open.name}\`, which has not ended.` });
      else if (before !== undefined)
        problems.push({ line, message: `\`${name}\` has begun before, in line ${String(before)}.` });
      seen.set(name, line);
      pieces.push(own);
      own = '';
      open = { name, line, checksum, content: '', newline: raw.endsWith('\r\n') ? '\r\n' : '\n' };
    } else if (open?.name === name) {
      const { newline, content, ...region } = open;
      const place = { newline, ended: raw.endsWith('\n') };
      pieces.push({ ...region, content: content.replaceAll('\r\n', '\n'), place });
      open = undefined;
    } else {
      problems.push({ line, message: `\`${name}\` ends here, but has not begun.` });
    }
  }
  if (open) problems.push({ line: open.line, message: `\`${open.name}\` begins here and never ends.` });
  return problems.length > 0 ? { problems } : { pieces: [...pieces, own].filter((piece) => piece !== '') };
}

/** What a person has changed inside a region; what the file would get anyway is no change. */
function changed(found: Found, wanted: readonly RegionPart[]): RegionProblem[] {
  if (found.checksum === checksumOf(found.content)) return [];
  const part = wanted.find(({ region }) => region === found.name);
  if (part && contentOf(part) === found.content) return [];
  return [
    {
      line: found.line,
      message:
        found.checksum === undefined
          ? `The marker of \`${found.name}\` has lost its checksum, so it cannot be told whether its text was changed by hand.`
          : `Text inside \`${found.name}\` was changed by hand and would be lost. Move it out of the region.`,
    },
  ];
}

type Placed = RegionPart & { readonly place?: Place };

function put(pieces: readonly (string | Found)[], wanted: readonly RegionPart[], newline: string): (string | Placed)[] {
  const present = new Set(pieces.flatMap((piece) => (typeof piece === 'string' ? [] : piece.name)));
  const result = pieces.flatMap((piece): (string | Placed)[] => {
    if (typeof piece === 'string') return [piece];
    const part = wanted.find(({ region }) => region === piece.name);
    return part ? [{ ...part, place: piece.place }] : [];
  });
  wanted.forEach((part, index) => {
    if (present.has(part.region)) return;
    present.add(part.region);
    const before = wanted[index - 1];
    const after = wanted.slice(index + 1).find(({ region }) => result.some((piece) => isRegion(piece, region)));
    if (before) result.splice(result.findIndex((piece) => isRegion(piece, before.region)) + 1, 0, newline, part);
    else if (after)
      result.splice(
        result.findIndex((piece) => isRegion(piece, after.region)),
        0,
        part,
        '\n',
      );
    else result.push(...separation(result, newline), part);
  });
  return result;
}

const isRegion = (piece: string | RegionPart, name: string): boolean =>
  typeof piece !== 'string' && piece.region === name;

/** What a region needs before it where it is put at the end of a file. */
function separation(pieces: readonly (string | RegionPart)[], newline: string): string[] {
  const last = pieces.at(-1);
  if (typeof last !== 'string') return [];
  return last.endsWith('\n') ? [newline] : [newline, newline];
}

function inPlace(part: RegionPart, { newline, ended }: Place): string {
  const text = regionText(part).replaceAll('\n', newline);
  return ended ? text : text.slice(0, -newline.length);
}

function regionText(part: RegionPart): string {
  const content = contentOf(part);
  const [from, to] = part.comment === 'yaml' ? ['#', ''] : ['<!--', ' -->'];
  return `${from} faultline:begin ${part.region} ${checksumOf(content)}${to}\n${content}${from} faultline:end ${part.region}${to}\n`;
}

/** What a region holds: nothing in it can be taken for a marker. */
const contentOf = ({ text, comment }: RegionPart): string =>
  (comment === 'yaml' ? withLineEnd(text) : apart(withLineEnd(text)))
    .replaceAll('\r\n', '\n')
    .split('\n')
    .map((line) => (MARKER.test(line) ? line.replace('faultline:', 'faultline&#58;') : line))
    .join('\n');

/** Formatters of Markdown put blank lines around comments: what they would change must stand there from the start. */
const apart = (text: string): string => (text === '' ? text : `\n${text}\n`);

const withLineEnd = (text: string): string => (text === '' || text.endsWith('\n') ? text : `${text}\n`);

/** FNV-1a, 32 bits (Fowler, Noll and Vo, 1991): it notices accidents; it is no protection against intent. */
function checksumOf(text: string): string {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) {
    hash ^= text.charCodeAt(i);
    hash = Math.imul(hash, 0x01000193);
  }
  return (hash >>> 0).toString(16).padStart(8, '0');
}
