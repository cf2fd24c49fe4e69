/**
 * How client and server count the characters of a line. Providers count in UTF-16 units, as texts in memory do; a
 * client may prefer bytes (UTF-8) or code points (UTF-32).
 *
 * Invariant: positions are converted here and nowhere else, once when a message comes in and once when it goes out.
 */
import { PositionEncodingKind } from 'vscode-languageserver';
import type { ClientCapabilities, Position, SemanticTokens } from 'vscode-languageserver';
import { lineStartsOf } from '../../language/syntax/lines.ts';
import { normalUri } from './uris.ts';

/** How much of a line a code point takes. */
const sizes: Readonly<Record<string, (codePoint: number) => number>> = {
  [PositionEncodingKind.UTF8]: (point) => (point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4),
  [PositionEncodingKind.UTF16]: (point) => (point < 0x10000 ? 1 : 2),
  [PositionEncodingKind.UTF32]: () => 1,
};

/** The first that the client offers and that is known here; every client knows UTF-16. */
export function chooseEncoding({ general }: ClientCapabilities): PositionEncodingKind {
  const offered = general?.positionEncodings ?? [];
  return offered.find((encoding) => Object.hasOwn(sizes, encoding)) ?? PositionEncodingKind.UTF16;
}

interface Lines {
  readonly text: string;
  readonly starts: readonly number[];
}

type Convert = (line: string, character: number) => number;

export class Positions {
  private readonly encoding: PositionEncodingKind;
  private readonly textOf: (uri: string) => string | undefined;
  /** Of the texts last looked at; a text is the same as long as it is the same string. */
  private readonly lines = new Map<string, Lines>();

  /** @param textOf the text of a document by its address in our own spelling. */
  constructor(encoding: PositionEncodingKind, textOf: (uri: string) => string | undefined) {
    this.encoding = encoding;
    this.textOf = textOf;
  }

  /** A message of the client, its positions in UTF-16 units. */
  incoming<T>(message: T, uri: string | undefined): T {
    return this.isOurs ? message : (this.converted(message, uri, this.enter) as T);
  }

  /** An answer or notification, its positions as the client counts. */
  outgoing<T>(message: T, uri: string | undefined): T {
    return this.isOurs ? message : (this.converted(message, uri, this.leave) as T);
  }

  /** A range of a text that is not the document's present one: of a change of several, each after the one before. */
  inText<T>(text: string, message: T): T {
    if (this.isOurs) return message;
    const lines = { text, starts: lineStartsOf(text) };
    return this.walk(message, () => lines, lines, this.enter) as T;
  }

  private get isOurs(): boolean {
    return this.encoding === PositionEncodingKind.UTF16;
  }

  private readonly enter: Convert = (line, character) => {
    const size = this.sizeOf;
    let [units, taken] = [0, 0];
    for (const point of line) {
      if (taken >= character) break;
      taken += size(point.codePointAt(0) ?? 0);
      units += point.length;
    }
    return units;
  };

  private readonly leave: Convert = (line, character) => {
    const size = this.sizeOf;
    let [units, taken] = [0, 0];
    for (const point of line) {
      if (units >= character) break;
      taken += size(point.codePointAt(0) ?? 0);
      units += point.length;
    }
    return taken;
  };

  private get sizeOf(): (codePoint: number) => number {
    return sizes[this.encoding] ?? (() => 1);
  }

  private converted(message: unknown, uri: string | undefined, convert: Convert): unknown {
    const of = (address: string): Lines | undefined => this.linesOf(normalUri(address));
    return this.walk(message, of, uri === undefined ? undefined : of(uri), convert);
  }

  /** Positions belong to the document whose address stands nearest around them. */
  private walk(
    value: unknown,
    of: (uri: string) => Lines | undefined,
    lines: Lines | undefined,
    convert: Convert,
  ): unknown {
    if (Array.isArray(value)) return value.map((item) => this.walk(item, of, lines, convert));
    if (typeof value !== 'object' || value === null) return value;
    if (isPosition(value)) return lines ? positionIn(lines, value, convert) : value;
    if (isTokens(value)) return lines ? { ...value, data: tokensIn(lines, value.data, convert) } : value;
    const own = addressIn(value);
    const around = own === undefined ? lines : of(own);
    return Object.fromEntries(
      Object.entries(value).map(([key, inner]: [string, unknown]): [string, unknown] => {
        if (key !== 'changes' || typeof inner !== 'object' || inner === null || Array.isArray(inner))
          return [key, this.walk(inner, of, around, convert)];
        const byUri = Object.entries(inner).map(([uri, edits]: [string, unknown]): [string, unknown] => [
          uri,
          this.walk(edits, of, of(uri), convert),
        ]);
        return [key, Object.fromEntries(byUri)];
      }),
    );
  }

  private linesOf(uri: string): Lines | undefined {
    const text = this.textOf(uri);
    if (text === undefined) return undefined;
    const known = this.lines.get(uri);
    if (known?.text === text) return known;
    const lines = { text, starts: lineStartsOf(text) };
    this.lines.set(uri, lines);
    return lines;
  }
}

const lineIn = ({ text, starts }: Lines, line: number): string =>
  starts[line] === undefined ? '' : text.slice(starts[line], starts[line + 1] ?? text.length);

const positionIn = (lines: Lines, { line, character }: Position, convert: Convert): Position => ({
  line,
  character: convert(lineIn(lines, line), character),
});

function isPosition(value: object): value is Position {
  return 'line' in value && 'character' in value && Object.keys(value).length === 2;
}

function isTokens(value: object): value is SemanticTokens {
  return 'data' in value && Array.isArray(value.data) && !('uri' in value) && !('range' in value);
}

/** The address of the document that an object is about: its own, its document's, or its caller's. */
function addressIn(value: object): string | undefined {
  const { uri, textDocument, from } = value as { uri?: unknown; textDocument?: unknown; from?: unknown };
  if (typeof uri === 'string') return uri;
  for (const holder of [textDocument, from])
    if (typeof holder === 'object' && holder !== null && 'uri' in holder && typeof holder.uri === 'string')
      return holder.uri;
  return undefined;
}

/** Semantic tokens: five numbers each, a token's place relative to the one before. */
function tokensIn(lines: Lines, data: readonly number[], convert: Convert): number[] {
  const converted: number[] = [];
  let [line, character, last] = [0, 0, 0];
  for (let i = 0; i < data.length; i += 5) {
    const [down = 0, along = 0, length = 0, type = 0, modifiers = 0] = data.slice(i, i + 5);
    if (down > 0) [character, last] = [0, 0];
    line += down;
    character += along;
    const text = lineIn(lines, line);
    const start = convert(text, character);
    converted.push(down, start - last, convert(text, character + length) - start, type, modifiers);
    last = start;
  }
  return converted;
}
