/**
 * Reading values that nobody has checked. Invariant: never throws for a value of the wrong type, which is as if it were
 * not there and is told; knows which fields nobody asked for, so that they can be kept. O(size of the value).
 */
import { CORE_SCHEMA, load, Type } from 'js-yaml';

/** A file that is no model of its format at all: the message says why. */
export class ImportError extends Error {}

/** Characters. The largest published models are below a tenth of it. */
const MAX_TEXT = 8_000_000;
/** Levels of lists and maps: deeper than any format goes. */
const MAX_DEPTH = 64;
/** Values, those counted again that an alias repeats: a text of a kilobyte could ask for terabytes. */
const MAX_VALUES = 2_000_000;

/** Plain values only, and `<<`, which models use to inherit from each other. */
const PLAIN = CORE_SCHEMA.extend({
  implicit: [new Type('tag:yaml.org,2002:merge', { kind: 'scalar', resolve: (text: unknown) => text === '<<' })],
});

/**
 * YAML as js-yaml reads it, which takes the texts that tools of these formats write and read, beyond what the
 * specification allows; JSON is a part of it.
 * @throws ImportError where the text is neither YAML nor JSON, or not within bounds.
 */
export function readData(text: string): unknown {
  if (text.length > MAX_TEXT) throw new ImportError(`The file has more than ${String(MAX_TEXT)} characters.`);
  let value: unknown;
  try {
    value = /^\s*\{/.test(text) ? JSON.parse(text) : load(text, { schema: PLAIN });
  } catch (error) {
    throw new ImportError(`The file cannot be read: ${firstLine((error as Error).message)}`);
  }
  checkBounds(value);
  return value;
}

const firstLine = (text: string): string => text.split('\n', 1)[0] ?? '';

function checkBounds(whole: unknown): void {
  let left = MAX_VALUES;
  const visit = (value: unknown, levels: number): void => {
    if (typeof value !== 'object' || value === null) return;
    if (levels === 0) throw new ImportError(`The file nests more than ${String(MAX_DEPTH)} levels.`);
    for (const item of Object.values(value)) {
      if (left-- === 0) throw new ImportError(`The file holds more than ${String(MAX_VALUES)} values.`);
      visit(item, levels - 1);
    }
  };
  visit(whole, MAX_DEPTH);
}

/** What is told about the file as a whole: where, and what. */
export type Tell = (where: string, what: string) => void;

/** A map whose fields are asked for by name. */
export class Fields {
  private readonly values: ReadonlyMap<string, unknown>;
  private readonly asked = new Set<string>();
  private readonly tell: Tell;
  /** What a person would look for in the file. */
  readonly where: string;

  constructor(value: unknown, where: string, tell: Tell) {
    this.where = where;
    this.tell = tell;
    this.values = isMap(value) ? new Map(Object.entries(value)) : new Map();
  }

  has(name: string): boolean {
    return isSaid(this.values.get(name));
  }

  /** A text; numbers and dates count as they are written. */
  text(name: string): string | undefined {
    const value = this.take(name);
    if (typeof value === 'string') return value.trim() === '' ? undefined : value.trim();
    if (typeof value === 'number' || typeof value === 'boolean') return String(value);
    this.refuse(name, value, 'a text');
    return undefined;
  }

  flag(name: string): boolean | undefined {
    const value = this.take(name);
    if (typeof value === 'boolean') return value;
    this.refuse(name, value, 'true or false');
    return undefined;
  }

  number(name: string): number | undefined {
    const value = this.take(name);
    if (typeof value === 'number' && Number.isFinite(value)) return value;
    this.refuse(name, value, 'a number');
    return undefined;
  }

  /** One of the words of a table, as the table says it; another word is told and kept. */
  word<T>(name: string, table: Readonly<Record<string, T>>): T | undefined {
    const written = this.text(name);
    if (written === undefined) return undefined;
    if (Object.hasOwn(table, written)) return table[written];
    this.keep(name);
    this.tell(this.where, `\`${name}: ${written}\` is none of the words of the format, and is kept as a comment`);
    return undefined;
  }

  /** The texts of a list. */
  texts(name: string): string[] {
    return this.list(name).flatMap((item) =>
      typeof item === 'string' || typeof item === 'number' ? String(item) : [],
    );
  }

  /** The maps of a list. */
  maps(name: string): Fields[] {
    return this.list(name).map((item, i) => new Fields(item, `${this.within(name)}[${String(i)}]`, this.tell));
  }

  /** A map of maps, with the name that each stands under. */
  named(name: string): [string, Fields][] {
    const value = this.take(name);
    if (isMap(value))
      return Object.entries(value).map(([key, item]) => [key, new Fields(item, this.within(key), this.tell)]);
    this.refuse(name, value, 'a map');
    return [];
  }

  map(name: string): Fields {
    const value = this.take(name);
    if (!isMap(value)) this.refuse(name, value, 'a map');
    return new Fields(value, this.within(name), this.tell);
  }

  /** Asks for a field that says nothing about the architecture: how a picture is drawn, say. */
  drop(...names: readonly string[]): void {
    for (const name of names) this.asked.add(name);
  }

  /** Takes back that a field was asked for: it is kept as it is. */
  keep(...names: readonly string[]): void {
    for (const name of names) this.asked.delete(name);
  }

  /** Fields that nobody asked for and that say something, each on one line. */
  rest(): string[] {
    return [...this.values].flatMap(([name, value]) =>
      this.asked.has(name) || !isSaid(value)
        ? []
        : `${name}: ${typeof value === 'string' ? value : JSON.stringify(value)}`,
    );
  }

  private within(name: string): string {
    return this.where === '' ? name : `${this.where} › ${name}`;
  }

  private list(name: string): readonly unknown[] {
    const value = this.take(name);
    if (Array.isArray(value)) return value as readonly unknown[];
    this.refuse(name, value, 'a list');
    return [];
  }

  private take(name: string): unknown {
    this.asked.add(name);
    return this.values.get(name);
  }

  private refuse(name: string, value: unknown, expected: string): void {
    if (!isSaid(value)) return;
    this.keep(name);
    this.tell(this.where, `\`${name}\` is not ${expected}, and is kept as a comment`);
  }
}

const isMap = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function isSaid(value: unknown): boolean {
  if (value === undefined || value === null) return false;
  if (typeof value === 'string') return value.trim() !== '';
  return typeof value !== 'object' || Object.values(value).some(isSaid);
}
