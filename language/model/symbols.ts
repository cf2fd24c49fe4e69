/** The names of a project: who declares what, and what a name means where it stands. */
import type { PathTerm, Property } from '../syntax/tree.ts';
import { pathText } from '../syntax/tree.ts';
import { categories, flowKind, kinds as standardKinds } from '../vocabulary/kinds.ts';
import type { Category } from '../vocabulary/kinds.ts';
import type { Kind } from '../vocabulary/vocabulary.ts';
import { MultiMap } from './multi-map.ts';
import { isLibrary } from './origin.ts';
import type { Declared, Outline } from './outline.ts';

/** `category:qualified name`; two declarations with one id are duplicates of each other. */
export type Id = string;

export interface SymbolEntry {
  readonly id: Id;
  readonly category: Category;
  readonly kind: Kind;
  readonly name: string;
  /** The names of its owners and its own, joined by dots. */
  readonly qualified: string;
  /** The qualified name of the scope it stands in; empty at the top. */
  readonly scope: string;
  readonly uri: string;
  readonly declared: Declared;
  /** Inside an option: only seen from inside that option. */
  readonly overlay: boolean;
  /** The qualified name of that option. */
  readonly option: string | undefined;
}

export type Resolution =
  | {
      readonly ok: true;
      readonly symbol: SymbolEntry;
      /** One symbol for each segment, as far as known. */ readonly along: readonly SymbolEntry[];
    }
  | {
      readonly ok: false;
      readonly reason: 'unknown' | 'ambiguous' | 'kind';
      readonly segment: number;
      readonly candidates: readonly SymbolEntry[];
    };

export const idOf = (category: Category, qualified: string): Id => `${category}:${qualified}`;
export const qualifiedName = (id: Id): string => id.slice(id.indexOf(':') + 1);

const join = (scope: string, name: string): string => (scope === '' ? name : `${scope}.${name}`);

/** A name, and the scope in which (or below which) it was looked for. */
export type Lookup = string;
export type NoteLookup = (lookup: Lookup) => void;
export const lookupOf = (name: string, container: string): Lookup => `${name}@${container}`;
/** Asked of every member of a scope, as `scope.*` does. */
export const EVERY_MEMBER = '*';

/** The scope that statements inside a declaration stand in. */
export type Scopes = ReadonlyMap<Declared, string>;

/** An `extend` (or `replace` …), and what it declares, apart from what an `extend` inside it does. */
interface Continuation {
  readonly at: Declared;
  readonly inside: readonly Declared[];
}

/** What is known of a document. */
interface Entry {
  readonly outline: Outline;
  readonly scopes: Map<Declared, string>;
  /** Declared outside of any `extend`. */
  readonly own: SymbolEntry[];
  /** In the order of the text: one that stands in another comes after it. */
  readonly continuations: readonly Continuation[];
  readonly continuationOf: ReadonlyMap<Declared, Declared>;
  /** Declared inside an `extend`: what they are called depends on what that continues. */
  readonly continued: SymbolEntry[];
}

function entryOf(outline: Outline): Entry {
  const continuations: { at: Declared; inside: Declared[] }[] = [];
  const byDeclared = new Map<Declared, { at: Declared; inside: Declared[] }>();
  const continuationOf = new Map<Declared, Declared>();
  for (const declared of outline.declared) {
    const { owner } = declared;
    const around = owner && (owner.kind.continues ? owner : continuationOf.get(owner));
    if (around) continuationOf.set(declared, around);
    if (declared.kind.continues) {
      const continuation = { at: declared, inside: [] };
      continuations.push(continuation);
      byDeclared.set(declared, continuation);
    } else if (around) byDeclared.get(around)?.inside.push(declared);
  }
  return { outline, scopes: new Map(), own: [], continuations, continuationOf, continued: [] };
}

export class Symbols {
  private readonly byName = new MultiMap<string, SymbolEntry>();
  private readonly byQualified = new MultiMap<string, SymbolEntry>();
  private readonly byId = new MultiMap<Id, SymbolEntry>();
  /** Of each id asked for. */
  private readonly firsts = new Map<Id, SymbolEntry>();
  private readonly byDocument = new Map<string, Entry>();
  private readonly byScope = new MultiMap<string, SymbolEntry>();

  /**
   * Takes in new versions of documents (or drops them). Returns the lookups that may now find something else; an edit
   * that changes no declared name, kind, scope or technology returns none.
   */
  update(changes: ReadonlyMap<string, Outline | undefined>): ReadonlySet<Lookup> {
    let before: SymbolEntry[] = [];
    let after: SymbolEntry[] = [];
    let continues = false;
    for (const [uri, outline] of changes) {
      const old = this.byDocument.get(uri);
      if (old) {
        before = before.concat(old.own, old.continued);
        for (const symbol of [...old.own, ...old.continued]) this.remove(symbol);
        continues ||= old.continuations.length > 0;
        this.byDocument.delete(uri);
      }
      if (!outline) continue;
      const entry = entryOf(outline);
      this.byDocument.set(uri, entry);
      for (const declared of outline.declared)
        if (!declared.kind.continues && !entry.continuationOf.has(declared)) this.enter(declared, entry, entry.own);
      after = after.concat(entry.own);
      continues ||= entry.continuations.length > 0;
    }
    const changed = changedNames(before, after);
    const entries = [...this.byDocument.values()].filter((entry) => entry.continuations.length > 0);
    if (entries.length === 0 || (!continues && changed.size === 0)) return changed;
    const continuedBefore = entries.flatMap((entry) => entry.continued);
    this.settle(entries);
    return changedNames([...before, ...continuedBefore], [...after, ...entries.flatMap((entry) => entry.continued)]);
  }

  scopesOf(uri: string): Scopes {
    return this.byDocument.get(uri)?.scopes ?? new Map<Declared, string>();
  }

  outlineOf(uri: string): Outline | undefined {
    return this.byDocument.get(uri)?.outline;
  }

  withId(id: Id): readonly SymbolEntry[] {
    return [...this.byId.get(id)];
  }

  first(id: Id): SymbolEntry | undefined {
    const known = this.firsts.get(id);
    if (known) return known;
    const first = earliest([...this.byId.get(id)]);
    if (first) this.firsts.set(id, first);
    return first;
  }

  ofDocument(uri: string): readonly SymbolEntry[] {
    const entry = this.byDocument.get(uri);
    return entry ? [...entry.own, ...entry.continued] : [];
  }

  members(scope: string): readonly SymbolEntry[] {
    return [...this.byScope.get(scope)];
  }

  all(): Iterable<SymbolEntry> {
    return this.byId.values();
  }

  /** What may be named at a place, of the given kinds. O(symbols). */
  visible(scope: string, kinds: readonly string[]): SymbolEntry[] {
    const wanted = new Set(kinds);
    const found: SymbolEntry[] = [];
    for (const symbol of this.all())
      if (wanted.has(symbol.kind.name) && isSeen(symbol, scope, undefined)) found.push(symbol);
    return found;
  }

  /** The shortest form that is clear at a place, by symbol. What a form means there is looked up once for all symbols. */
  shortestNames(scope: string, kinds: readonly string[]): (symbol: SymbolEntry) => string | undefined {
    const meanings = new Map<string, Id | undefined>();
    const meaningOf = (name: string): Id | undefined => {
      if (meanings.has(name)) return meanings.get(name);
      const found = this.resolveNames(name.split('.'), scope, kinds);
      const id = found.ok ? found.symbol.id : undefined;
      meanings.set(name, id);
      return id;
    };
    return ({ id, qualified }) => {
      for (let from = qualified.lastIndexOf('.'); ; from = qualified.lastIndexOf('.', from - 1)) {
        const name = qualified.slice(from + 1);
        if (meaningOf(name) === id) return name;
        if (from <= 0) return undefined;
      }
    };
  }

  resolve(path: PathTerm, scope: string, kinds: readonly string[], note?: NoteLookup, option?: string): Resolution {
    return this.resolveNames(
      path.segments.map((segment) => segment.name),
      scope,
      kinds,
      note,
      option,
    );
  }

  /**
   * What a path means from inside `scope`: the nearest enclosing scope in which the first word is declared wins, its
   * own members before what stands deeper inside; later words are members of what was found, or clear below it.
   * @param note is told which names were looked for where: what is found depends on those alone.
   * @param option the option that the name is written in, where an `extend` in it leads to another scope.
   */
  resolveNames(
    names: readonly string[],
    scope: string,
    kinds: readonly string[],
    note?: NoteLookup,
    option?: string,
  ): Resolution {
    const along: SymbolEntry[] = [];
    let current: SymbolEntry | undefined;
    for (let i = 0; i < names.length; i++) {
      const last = i === names.length - 1;
      const name = names[i] ?? '';
      const wanted = last ? kinds : undefined;
      const found = current
        ? this.below(name, current.qualified, wanted, { scope, option }, note)
        : this.nearest(name, { scope, option }, wanted, note);
      const [only] = found;
      if (!only || found.length > 1) {
        if (only) return { ok: false, reason: 'ambiguous', segment: i, candidates: found };
        const wrong = current
          ? this.below(name, current.qualified, undefined, { scope, option })
          : this.nearest(name, { scope, option }, undefined);
        if (wrong.length > 0 && last) return { ok: false, reason: 'kind', segment: i, candidates: wrong };
        return { ok: false, reason: 'unknown', segment: i, candidates: [] };
      }
      current = only;
      along.push(current);
    }
    return current
      ? { ok: true, symbol: current, along }
      : { ok: false, reason: 'unknown', segment: 0, candidates: [] };
  }

  private nearest(name: string, from: From, kinds: readonly string[] | undefined, note?: NoteLookup): SymbolEntry[] {
    for (let at = from.scope; ; at = outer(at)) {
      const found = this.below(name, at, kinds, from, note);
      if (found.length > 0 || at === '') return found;
    }
  }

  /** Members of `container` with that name, else what is below it; `from` is where the name is written. */
  private below(
    name: string,
    container: string,
    kinds: readonly string[] | undefined,
    from: From,
    note?: NoteLookup,
  ): SymbolEntry[] {
    note?.(lookupOf(name, container));
    const fits = (s: SymbolEntry): boolean =>
      (!kinds || kinds.includes(s.kind.name)) && isSeen(s, from.scope, from.option);
    const direct: SymbolEntry[] = [];
    for (const s of this.byQualified.get(join(container, name))) if (fits(s)) direct.push(s);
    if (direct.length > 0) return preferred(direct, kinds);
    const deeper: SymbolEntry[] = [];
    for (const s of this.byName.get(name)) if (!s.kind.member && fits(s) && within(s.scope, container)) deeper.push(s);
    return preferred(deeper, kinds);
  }

  private enter(declared: Declared, { scopes, outline }: Entry, into: SymbolEntry[]): void {
    const scope = declared.owner ? (scopes.get(declared.owner) ?? '') : '';
    const { category } = declared.kind;
    const named = declared.name !== '' && category !== undefined;
    const isScope = named && category !== 'flow' && category !== 'operation';
    scopes.set(declared, isScope ? join(scope, declared.name) : scope);
    if (!named) return;
    const symbol: SymbolEntry = {
      id: idOf(category, join(scope, declared.name)),
      category,
      kind: declared.kind,
      name: declared.name,
      qualified: join(scope, declared.name),
      scope,
      uri: outline.uri,
      declared,
      overlay: declared.overlay,
      option: optionAround(declared, scopes),
    };
    into.push(symbol);
    this.add(symbol);
  }

  /**
   * Finds what each `extend` continues, and declares what stands inside. Where that is declared inside another `extend`,
   * that one comes first, in rounds: what is found depends neither on the order of files nor on earlier revisions, and
   * an `extend` never continues what only it declares. What is not found stands under the name as written.
   */
  private settle(entries: readonly Entry[]): void {
    for (const entry of entries) {
      for (const symbol of entry.continued) this.remove(symbol);
      entry.continued.length = 0;
    }
    let open = entries.flatMap((entry) => entry.continuations.map((continuation) => ({ entry, continuation })));
    // Those that stand in an `extend` wait for it.
    const isReady = ({ entry, continuation: { at } }: (typeof open)[number]): boolean => {
      const outerMost = entry.continuationOf.get(at);
      return outerMost === undefined || entry.scopes.has(outerMost);
    };
    for (const entry of entries) for (const { at } of entry.continuations) entry.scopes.delete(at);
    for (let round = 0; round < MAX_ROUNDS && open.length > 0; round++) {
      const found = open.flatMap(({ entry, continuation }) => {
        if (!isReady({ entry, continuation })) return [];
        const { at } = continuation;
        const scope = at.owner ? (entry.scopes.get(at.owner) ?? '') : '';
        const { name } = at.statement;
        const resolved = name && this.resolve(name, scope, CONTINUABLE, undefined, optionAround(at, entry.scopes));
        return resolved?.ok ? [{ entry, continuation, scope: resolved.symbol.qualified }] : [];
      });
      if (found.length === 0) break;
      const done = new Set(found.map(({ continuation }) => continuation));
      for (const { entry, continuation, scope } of found) this.continue(entry, continuation, scope);
      open = open.filter(({ continuation }) => !done.has(continuation));
    }
    for (const { entry, continuation } of open) {
      const { at } = continuation;
      const scope = at.owner ? (entry.scopes.get(at.owner) ?? '') : '';
      this.continue(entry, continuation, join(scope, at.name));
    }
  }

  private continue(entry: Entry, { at, inside }: Continuation, scope: string): void {
    entry.scopes.set(at, scope);
    for (const declared of inside) this.enter(declared, entry, entry.continued);
  }

  private add(symbol: SymbolEntry): void {
    this.byName.add(symbol.name, symbol);
    this.byQualified.add(symbol.qualified, symbol);
    this.byId.add(symbol.id, symbol);
    this.firsts.delete(symbol.id);
    this.byScope.add(symbol.scope, symbol);
  }

  private remove(symbol: SymbolEntry): void {
    this.byName.remove(symbol.name, symbol);
    this.byQualified.remove(symbol.qualified, symbol);
    this.byId.remove(symbol.id, symbol);
    this.firsts.delete(symbol.id);
    this.byScope.remove(symbol.scope, symbol);
  }
}

/** Things declared in an `extend` of what is declared in an `extend` … deeper than this are not followed. */
const MAX_ROUNDS = 64;

/**
 * What `extend` may continue: everything that has a name of its own to be found by. Where several categories share a
 * name, elements come first, then flows, then operations.
 */
export const CONTINUABLE: readonly string[] = categories
  .filter((category) => !['option', 'knob', 'setting'].includes(category))
  .flatMap((category) => [...standardKinds, flowKind].filter((kind) => kind.category === category))
  .map(({ name }) => name);

/**
 * One of several where they are clearly the same: duplicates of one declaration, or an operation and a flow that share
 * a name (a slot names its kinds in order of preference).
 */
function preferred(found: readonly SymbolEntry[], kinds: readonly string[] | undefined): SymbolEntry[] {
  const first = found[0];
  if (!first || found.length === 1) return [...found];
  if (sameId(found)) return [earliest(found) ?? first];
  if (!kinds) {
    // By category, not by place: others are not linked again when the two only trade places.
    const best = found.reduce((a, b) => (categoryRank(b) < categoryRank(a) ? b : a));
    if (found.some((s) => s.qualified !== first.qualified)) return inOrder(found);
    return [earliest(found.filter((s) => s.category === best.category)) ?? best];
  }
  const rank = (s: SymbolEntry): number => kinds.indexOf(s.kind.name);
  const best = found.reduce((a, b) => (rank(b) < rank(a) ? b : a));
  const rest = found.filter((s) => s.category === best.category);
  return sameId(rest) ? [earliest(rest) ?? best] : inOrder(rest);
}

const categoryRank = (symbol: SymbolEntry): number => categories.indexOf(symbol.category);

/** The first in the order of files and text, which does not depend on the order in which files were read. */
function earliest(found: readonly SymbolEntry[]): SymbolEntry | undefined {
  let best = found[0];
  for (const s of found) if (best && comesBefore(s, best)) best = s;
  return best;
}

/** What a project declares comes before what the library does, and what only an option declares comes last. */
function comesBefore(a: SymbolEntry, b: SymbolEntry): boolean {
  if (a.overlay !== b.overlay) return b.overlay;
  if (a.uri === b.uri) return a.declared.statement.start < b.declared.statement.start;
  const [aside, bside] = [isLibrary(a.uri), isLibrary(b.uri)];
  return aside === bside ? a.uri < b.uri : bside;
}

const inOrder = (found: readonly SymbolEntry[]): SymbolEntry[] =>
  found.toSorted((a, b) => (comesBefore(a, b) ? -1 : 1));

/** Where a name is written: in which scope, and inside which option. */
interface From {
  readonly scope: string;
  readonly option: string | undefined;
}

/** What an option declares is seen inside that option alone, whatever `extend` it stands in. */
const isSeen = (symbol: SymbolEntry, scope: string, option: string | undefined): boolean =>
  symbol.option === undefined || symbol.option === option || within(scope, symbol.option);

/** The qualified name of the option that something stands in. */
export function optionAround(declared: Declared, scopes: Scopes): string | undefined {
  if (!declared.overlay) return undefined;
  let at = declared.owner;
  while (at && at.kind.category !== 'option') at = at.owner;
  return at && scopes.get(at);
}

const sameId = (found: readonly SymbolEntry[]): boolean => found.every((s) => s.id === found[0]?.id);
const within = (inner: string, scope: string): boolean =>
  scope === '' || inner === scope || inner.startsWith(`${scope}.`);
const outer = (scope: string): string => scope.slice(0, Math.max(0, scope.lastIndexOf('.')));

/** What other documents can see of a symbol; a change of it makes them look again. */
function signature(symbol: SymbolEntry): string {
  const technology = symbol.declared.statement.clauses.find((clause) => clause.word.name === 'is')?.target;
  const pattern = symbol.category === 'knob' ? symbol.declared.properties.map(writtenForm).join(';') : '';
  return `${symbol.id}|${symbol.kind.name}|${technology ? pathText(technology) : ''}|${symbol.option ?? ''}|${pattern}`;
}

/** A property without its position. */
const writtenForm = ({ key, terms }: Property): string =>
  `${key.name}:${JSON.stringify(terms, (name, value: unknown) => (name === 'start' || name === 'end' ? undefined : value))}`;

/** Of duplicates, which comes first: that is the one that counts. */
function ranksOf(symbols: readonly SymbolEntry[]): Map<SymbolEntry, number> {
  const firsts = new Map<Id, SymbolEntry>();
  const duplicates = new Map<Id, SymbolEntry[]>();
  for (const symbol of symbols) {
    const first = firsts.get(symbol.id);
    if (!first) firsts.set(symbol.id, symbol);
    else if (duplicates.has(symbol.id)) duplicates.get(symbol.id)?.push(symbol);
    else duplicates.set(symbol.id, [first, symbol]);
  }
  return new Map([...duplicates.values()].flatMap((same) => inOrder(same).map((symbol, rank) => [symbol, rank])));
}

function changedNames(before: readonly SymbolEntry[], after: readonly SymbolEntry[]): Set<Lookup> {
  const counts = new Map<string, { symbol: SymbolEntry; count: number }>();
  const note = (symbol: SymbolEntry, by: number, rank: number | undefined): void => {
    const key = rank === undefined ? signature(symbol) : `${signature(symbol)}#${String(rank)}`;
    const entry = counts.get(key);
    if (entry) entry.count += by;
    else counts.set(key, { symbol, count: by });
  };
  const [ranksBefore, ranksAfter] = [ranksOf(before), ranksOf(after)];
  for (const symbol of before) note(symbol, -1, ranksBefore.get(symbol));
  for (const symbol of after) note(symbol, 1, ranksAfter.get(symbol));
  const changed = new Set<string>();
  for (const { symbol, count } of counts.values()) {
    if (count === 0) continue;
    changed.add(lookupOf(EVERY_MEMBER, symbol.scope));
    for (let at = symbol.scope; ; at = outer(at)) {
      changed.add(lookupOf(symbol.name, at));
      if (at === '') break;
    }
  }
  return changed;
}
