/**
 * Texts with expectations drawn under them. A line `// ^^^ what` marks the columns above its carets; where the marked
 * text starts too far left for a comment to stand before it, `//<^^` marks from the start of the line. A line
 * `// file: name.arch` starts another file, and `$0` is the cursor. Marker lines are taken out before the text is read,
 * so positions count without them.
 */
export interface Mark {
  readonly uri: string;
  readonly line: number;
  readonly start: number;
  readonly end: number;
  /** What stands behind the carets. */
  readonly text: string;
}

export interface Annotated {
  /** Texts by URI, in the order in which they are written. */
  readonly files: ReadonlyMap<string, string>;
  readonly marks: readonly Mark[];
  readonly cursor: { readonly uri: string; readonly line: number; readonly character: number } | undefined;
}

export const uriOf = (file: string): string => `file:///project/${file}`;

const MARKER = /^(\s*\/\/)(<?)((?:\s*\^+)+)\s*(.*)$/;
const FILE = /^\s*\/\/ file: (\S+)\s*$/;
const CURSOR = '$0';

export function annotated(text: string): Annotated {
  const files = new Map<string, string[]>();
  const marks: Mark[] = [];
  let cursor: Annotated['cursor'];
  let uri = uriOf('main.arch');
  let lines: string[] = [];
  const finish = (): void => {
    if (lines.some((line) => line.trim() !== '')) files.set(uri, lines);
  };
  for (const written of withoutFrame(text).split('\n')) {
    const file = FILE.exec(written)?.[1];
    if (file !== undefined) {
      finish();
      uri = uriOf(file);
      lines = [];
      continue;
    }
    const marker = MARKER.exec(written);
    if (marker) {
      marks.push(...marksOf(marker, uri, lines.length - 1));
      continue;
    }
    const at = written.indexOf(CURSOR);
    if (at >= 0) cursor = { uri, line: lines.length, character: at };
    lines.push(at < 0 ? written : written.slice(0, at) + written.slice(at + CURSOR.length));
  }
  finish();
  return { files: new Map([...files].map(([name, content]) => [name, content.join('\n')])), marks, cursor };
}

function marksOf(marker: RegExpExecArray, uri: string, line: number): Mark[] {
  const [, lead = '', fromStart = '', carets = '', text = ''] = marker;
  const offset = lead.length + fromStart.length;
  return [...carets.matchAll(/\^+/g)].map((group, i) => ({
    uri,
    line,
    start: fromStart !== '' && i === 0 ? 0 : offset + group.index,
    end: offset + group.index + group[0].length,
    text: text.trim(),
  }));
}

/** A template literal starts with a line break and is indented with the code around it. */
function withoutFrame(text: string): string {
  if (!text.startsWith('\n')) return text;
  const lines = text.slice(1).split('\n');
  const indents = lines.filter((line) => line.trim() !== '').map((line) => /^ */.exec(line)?.[0].length ?? 0);
  const indent = Math.min(...indents);
  return lines.map((line) => line.slice(indent)).join('\n');
}
