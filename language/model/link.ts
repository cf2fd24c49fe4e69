/**
 * Reads one document's statements against the vocabulary and the names of the project: what each declares or
 * continues, what its keys mean, and which names it refers to. The result depends on the document and on the names it
 * looked up, on nothing else. O(terms) for names that are declared once.
 */
import { kept } from '../syntax/lists.ts';
import type { Clause, Declaration, Flow, PathTerm, Property, Segment, Span, Term } from '../syntax/tree.ts';
import { pathText } from '../syntax/tree.ts';
import { endpointKinds } from '../vocabulary/kinds.ts';
import { nearest } from '../vocabulary/nearest.ts';
import { matchAll } from '../vocabulary/pattern.ts';
import type { Outcome, Pattern, StandInFor } from '../vocabulary/pattern.ts';
import type { Kind, Vocabulary } from '../vocabulary/vocabulary.ts';
import { knobPattern, standsFor } from './knobs.ts';
import type { Declared, Outline } from './outline.ts';
import { ANY_NAME } from './linked.ts';
import type { Contribution, LinkedDocument, LinkedProperty, NameUse, Problem, ProblemCode, Repair } from './linked.ts';
import { CONTINUABLE, EVERY_MEMBER, lookupOf, optionAround, qualifiedName } from './symbols.ts';
import type { Id, Lookup, Resolution, Scopes, SymbolEntry, Symbols } from './symbols.ts';
import { overlayId } from './overlay-statements.ts';
import { knobPlaces, knobsOf, technologyChain } from './technologies.ts';
import { anyOf, article, expectedText, listed, textOf } from './wording.ts';

export function link(outline: Outline, symbols: Symbols, vocabulary: Vocabulary): LinkedDocument {
  return new Linker(outline, symbols, vocabulary).run();
}

/** Only the values of knobs are called so. */
const STARTS_WITH_DIGIT = /^\d/;

class Linker {
  private readonly contributions = new Map<Id, Contribution[]>();
  private readonly uses: NameUse[] = [];
  private readonly problems: Problem[] = [];
  private readonly lookups = new Set<Lookup>();
  private readonly noteLookup = (lookup: Lookup): void => {
    this.lookups.add(lookup);
  };
  private readonly ids = new Map<Declared, Id>();
  private readonly kindsOf = new Map<Declared, Kind>();
  private readonly unnamed = new Map<Id, number>();
  /** What was looked up before, by the kinds asked for: the same names are written over and over. */
  private readonly lookedUp = new Map<readonly string[], Map<string, LookedUp>>();
  private readonly candidates = new Map<Resolution, readonly SymbolEntry[]>();
  private suggestions = 0;
  /** The option that the statement at hand stands in. */
  private option: string | undefined;
  private readonly scopes: Scopes;
  private readonly outline: Outline;
  private readonly symbols: Symbols;
  private readonly vocabulary: Vocabulary;

  constructor(outline: Outline, symbols: Symbols, vocabulary: Vocabulary) {
    this.outline = outline;
    this.symbols = symbols;
    this.vocabulary = vocabulary;
    this.scopes = symbols.scopesOf(outline.uri);
  }

  run(): LinkedDocument {
    const { outline } = this;
    for (const problem of outline.tree.problems) {
      const { start, end, code, message, repair } = problem;
      this.problems.push({ code: 'syntax', start, end, message, repairs: repair ? [repair] : [], about: code });
    }
    for (const { statement, owner } of outline.unknownKinds) this.unknownKind(statement, owner);
    for (const property of outline.stray) this.strayProperty(property);
    for (const declared of outline.declared) this.declared(declared);
    this.problems.sort((a, b) => a.start - b.start || a.end - b.end);
    return {
      uri: outline.uri,
      outline,
      contributions: this.contributions,
      uses: this.uses,
      problems: this.problems,
      lookups: this.lookups,
    };
  }

  private declared(declared: Declared): void {
    const { statement, kind } = declared;
    this.option = optionAround(declared, this.scopes);
    const scope = this.scopeAround(declared);
    const clauses = this.clauses(statement, kind, scope);
    const ends = this.ends(statement, kind, scope);
    const subject = this.subject(declared, scope, ends, clauses);
    if (!subject) return;
    this.ids.set(declared, subject.id);
    this.kindsOf.set(declared, subject.kind);
    this.checkPlace(declared);
    if (!this.isBroken(statement)) for (const term of statement.rest) this.unexpected(term, qualifiedName(subject.id));
    // Looked up for the first key that the vocabulary does not know: most statements have none.
    let technologies: readonly Technology[] | undefined;
    const technologiesOnce = (): readonly Technology[] =>
      (technologies ??= this.technologiesOf(subject, clauses, ends));
    const contribution: Contribution = {
      id: this.contributionId(declared, subject.id),
      declares: !kind.continues,
      declared,
      kind: subject.kind.name,
      parent: this.parentOf(declared),
      ...ends,
      clauses,
      properties: this.properties(declared, subject.kind, qualifiedName(subject.id), technologiesOnce),
    };
    const list = this.contributions.get(contribution.id);
    if (list) list.push(contribution);
    else this.contributions.set(contribution.id, [contribution]);
  }

  /** The scope in which the head's names are looked up. */
  private scopeAround(declared: Declared): string {
    return declared.owner ? (this.scopes.get(declared.owner) ?? '') : '';
  }

  /** What the statement is about: a new entity, or the one it continues. */
  private subject(
    declared: Declared,
    scope: string,
    ends: { source: Id | undefined; target: Id | undefined },
    clauses: Readonly<Record<string, Id>>,
  ): { id: Id; kind: Kind } | undefined {
    const { kind, statement, name } = declared;
    if (kind.continues) {
      const path = statement.name;
      if (!path) {
        this.missingName(declared);
        return undefined;
      }
      const symbol = this.resolve(path, scope, CONTINUABLE, scope);
      return symbol && { id: symbol.id, kind: symbol.kind };
    }
    if ((name === '' || (STARTS_WITH_DIGIT.test(name) && kind.name !== 'case')) && kind.naming === 'required') {
      this.missingName(declared);
      return undefined;
    }
    if (statement.name && kind.naming === 'none' && !kind.connects) this.unexpected(statement.name, kind.name);
    if (statement.name && name.includes('.') && kind.name !== 'knob' && !kind.namedByRule)
      this.report(
        'syntax',
        statement.name,
        `A declared name is one word; its place gives the rest: write \`${name.slice(name.lastIndexOf('.') + 1)}\` inside \`${name.slice(0, name.lastIndexOf('.'))}\`, or use \`extend\`.`,
        name,
      );
    const qualified = scope === '' ? name : `${scope}.${name}`;
    if (kind.category && name !== '') {
      const id = `${kind.category}:${qualified}`;
      if (statement.name) this.uses.push({ start: statement.name.start, end: statement.name.end, id, declares: true });
      return { id, kind };
    }
    if (kind.name === 'flow' || kind.connects) {
      if (ends.source === undefined || ends.target === undefined) return undefined;
      return { id: this.endsId(kind, ends.source, ends.target, statement), kind };
    }
    if (kind.namedByRule) {
      const { on } = clauses;
      const target = statement.clauses.find((clause) => clause.word.name === 'on')?.target;
      const where = on === undefined ? (target ? `?${pathText(target)}` : '') : qualifiedName(on);
      return { id: `${kind.name}:${name}@${where}`, kind };
    }
    return { id: `${kind.name}:${scope}`, kind };
  }

  /** Flows and links without a name are known by what they connect. */
  private endsId(kind: Kind, source: Id, target: Id, statement: Declaration | Flow): Id {
    const arrow = statement.edge?.arrow.name === '<->' ? '<->' : '->';
    const id = `${kind.name}:${qualifiedName(source)}${arrow}${qualifiedName(target)}`;
    const count = (this.unnamed.get(id) ?? 0) + 1;
    this.unnamed.set(id, count);
    return count === 1 ? id : `${id}#${String(count)}`;
  }

  /** Inside an option the base model stays as it is: what is said there is kept apart under the option's name. */
  private contributionId(declared: Declared, id: Id): Id {
    if (!declared.overlay) return id;
    return this.option === undefined ? id : overlayId(this.option, declared.kind.name, id);
  }

  private parentOf(declared: Declared): Id | undefined {
    for (let owner = declared.owner; owner; owner = owner.owner) {
      const id = this.ids.get(owner);
      if (id !== undefined && owner.kind.naming !== 'none') return id;
    }
    return undefined;
  }

  private clauses(statement: Declaration | Flow, kind: Kind, scope: string): Readonly<Record<string, Id>> {
    const ids: Record<string, Id> = {};
    for (const clause of statement.clauses) {
      const { word, target } = clause;
      const kinds = kind.clauses && Object.hasOwn(kind.clauses, word.name) ? kind.clauses[word.name] : undefined;
      if (!kinds) this.unknownClause(clause, kind);
      else if (!target)
        this.report(
          'syntax',
          word,
          `\`${word.name}\` points at nothing: write the name of ${anyOf(kinds)} behind it.`,
          word.name,
        );
      else {
        const symbol = this.resolve(target, scope, kinds, scope);
        if (symbol) ids[word.name] = symbol.id;
      }
    }
    return ids;
  }

  private unknownClause(clause: Clause, kind: Kind): void {
    const known = Object.keys(kind.clauses ?? {});
    const { word } = clause;
    const close = nearest(word.name, known);
    const may =
      known.length > 0 ? `may be followed by ${known.map((w) => `\`${w}\``).join(', ')}` : 'takes no further word';
    this.report(
      'unknown-word',
      word,
      `\`${word.name}\` is not expected here: the head of \`${kind.name}\` ${may}.${close ? ` Did you mean \`${close}\`?` : ''}`,
      word.name,
      close ? [{ title: `Change to \`${close}\``, start: word.start, end: word.end, text: close }] : [],
    );
  }

  private ends(
    statement: Declaration | Flow,
    kind: Kind,
    scope: string,
  ): { source: Id | undefined; target: Id | undefined } {
    const { edge } = statement;
    if (!edge) {
      if (kind.connects)
        this.report(
          'syntax',
          statement.form === 'declaration' ? statement.kind : statement,
          `\`${kind.name}\` connects two things: write \`${kind.name} a <-> b\`.`,
          kind.name,
        );
      return { source: undefined, target: undefined };
    }
    if (kind.name !== 'flow' && !kind.connects) {
      this.report(
        'syntax',
        edge.arrow,
        `\`${kind.name}\` connects nothing: write the flow without \`${kind.name}\`.`,
        kind.name,
      );
      return { source: undefined, target: undefined };
    }
    const kinds = kind.connects ?? endpointKinds;
    const end = (path: PathTerm): Id | undefined => {
      const word = path.segments.length === 1 ? path.segments[0]?.name : undefined;
      if (kind.connects && word !== undefined && kinds.includes(word)) return `any:${word}`;
      return this.resolve(path, scope, kinds, scope)?.id;
    };
    return { source: end(edge.source), target: edge.target && end(edge.target) };
  }

  private checkPlace(declared: Declared): void {
    const { kind, owner, statement } = declared;
    const ownerKind = owner ? (this.kindsOf.get(owner) ?? owner.kind).name : '';
    if (owner && !this.kindsOf.has(owner)) return;
    if (kind.within.includes(ownerKind) || (owner?.overlay === true && kind.within.includes(''))) return;
    const places = kind.within.map((place) => (place === '' ? 'at the top of a file' : `in \`${place}\``));
    const where = ownerKind === '' ? 'at the top of a file' : `in \`${ownerKind}\``;
    const head = statement.form === 'declaration' ? statement.kind : statement.edge.arrow;
    this.report(
      'misplaced',
      head,
      `\`${kind.name}\` cannot stand ${where}: it stands ${places.slice(0, 6).join(', ')}.`,
      `${kind.name} ${declared.name}`,
    );
  }

  private technologiesOf(
    subject: { id: Id; kind: Kind },
    clauses: Readonly<Record<string, Id>>,
    ends: { source: Id | undefined; target: Id | undefined },
  ): Technology[] {
    if (subject.kind.name === 'flow')
      return [ends.target, ends.source].flatMap((end) => {
        const technology = end === undefined ? undefined : this.technologyOf(end);
        return technology === undefined ? [] : [{ id: technology, place: 'flow' as const }];
      });
    const own = clauses['is'] ?? this.technologyOf(subject.id);
    return own === undefined ? [] : [{ id: own, place: 'element' }];
  }

  private technologyOf(id: Id): Id | undefined {
    const symbol = this.symbols.first(id);
    const target = symbol?.declared.statement.clauses.find((clause) => clause.word.name === 'is')?.target;
    if (!symbol || !target) return undefined;
    const found = this.symbols.resolve(target, symbol.scope, ['technology'], this.noteLookup);
    return found.ok ? found.symbol.id : undefined;
  }

  private properties(
    declared: Declared,
    kind: Kind,
    about: string,
    technologiesOf: () => readonly Technology[],
  ): readonly LinkedProperty[] {
    if (declared.properties.length === 0) return NO_PROPERTIES;
    const scope = this.scopes.get(declared) ?? '';
    const linked: LinkedProperty[] = [];
    const standIns = this.standInsOf(declared);
    for (const property of declared.properties) {
      const { name } = property.key;
      const key = this.vocabulary.keys.get(name);
      if (property.block)
        this.report(
          'syntax',
          property.block,
          `\`${name}\` takes a value, not a block: remove the braces.`,
          `${about}/${name}`,
        );
      if (key?.on.includes(kind.name)) {
        const value = this.value(property, key.pattern, scope, about, key.examples, standIns);
        if (value)
          linked.push({ key: name, value: value.value, property, ...(key.repeatable && { repeatable: true }) });
        continue;
      }
      const technologies = technologiesOf();
      const knob = this.knob(name, technologies);
      if (knob) {
        this.uses.push({ start: property.key.start, end: property.key.end, id: knob.id, declares: false });
        const value = this.value(property, knobPattern(knob.declared, this.vocabulary), scope, about, []);
        if (value) linked.push({ key: name, value: value.value, property, knob: knob.id });
      } else this.unknownKey(property, kind, about, technologies);
    }
    return kept(linked);
  }

  private knob(
    name: string,
    technologies: readonly { readonly id: Id; readonly place?: Technology['place'] }[],
  ): SymbolEntry | undefined {
    for (const technology of technologies)
      for (const id of technologyChain(technology.id, this.symbols)) {
        // What it builds on may change, and so may its settings.
        const builtOn = this.symbols.first(id);
        if (builtOn) this.lookups.add(lookupOf(builtOn.name, builtOn.scope));
        this.lookups.add(lookupOf(name, qualifiedName(id)));
        const knob = this.symbols.first(`knob:${qualifiedName(id)}.${name}`);
        if (knob && (technology.place === undefined || knobPlaces(knob).includes(technology.place))) return knob;
      }
    return undefined;
  }

  /** Within a technology its knobs may be named where a number or a time is meant: what they are set to. */
  private standInsOf(declared: Declared): StandInFor | undefined {
    let technology: Declared | undefined = declared;
    while (technology && technology.kind.name !== 'technology') technology = technology.owner;
    const id = technology && this.ids.get(technology);
    if (id === undefined) return undefined;
    return (path, slot) => {
      const knob = this.knob(pathText(path), [{ id }]);
      return knob && standsFor(knob.declared, slot, this.vocabulary) ? { knob: knob.id } : undefined;
    };
  }

  private value(
    property: Property,
    pattern: Pattern<unknown>,
    scope: string,
    about: string,
    examples: readonly string[],
    standIns?: StandInFor,
  ): { value: unknown } | undefined {
    const { terms, key } = property;
    if (terms.length === 0) {
      const example = examples[0] === undefined ? '' : `, for example \`${key.name}: ${examples[0]}\``;
      this.report(
        'invalid-value',
        key,
        `\`${key.name}\` has no value: write one behind the colon${example}.`,
        `${about}/${key.name}`,
      );
      return undefined;
    }
    const endless = terms.find((term) => term.type === 'number' && !Number.isFinite(term.value));
    if (endless) {
      this.report('invalid-value', endless, TOO_LARGE, `${about}/${key.name}`);
      return undefined;
    }
    const looked = new Map<Term, { found: LookedUp; kinds: readonly string[] }>();
    const resolve = (path: PathTerm, kinds: readonly string[], wildcard: boolean): readonly Id[] => {
      const found = this.lookUp(path, kinds, wildcard, scope);
      looked.set(path, { found, kinds });
      return found.ids;
    };
    const outcome = matchAll(pattern, terms, resolve, standIns);
    if (!outcome.ok) {
      this.invalidValue(property, outcome, about, examples);
      return undefined;
    }
    // Names tried in an alternative that did not match are no uses; those of the match are.
    for (const { term } of outcome.matching.references) {
      const path = terms[term];
      const entry = path && looked.get(path);
      if (path?.type === 'path' && entry) this.note(path, entry.found, entry.kinds, about);
      if (path) looked.delete(path);
    }
    for (const { term, knob } of outcome.matching.standIns) {
      const path = terms[term];
      if (path) this.uses.push({ start: path.start, end: path.end, id: knob, declares: false });
    }
    return { value: outcome.value };
  }

  private invalidValue(
    property: Property,
    outcome: Outcome<unknown> & { ok: false },
    about: string,
    examples: readonly string[],
  ): void {
    const { terms, key } = property;
    const { matching } = outcome;
    if (this.isBroken(property)) return;
    const term = terms[matching.furthest];
    const last = terms[terms.length - 1];
    const span: Span = term ?? last ?? key;
    const word = term?.type === 'path' ? pathText(term) : undefined;
    const expectedWords = matching.expected.flatMap((e) => (e.type === 'word' ? [e.word] : []));
    const close = word === undefined ? undefined : nearest(word, expectedWords);
    const example = examples[0] === undefined ? '' : ` For example: \`${key.name}: ${examples[0]}\`.`;
    const expected = expectedText(matching.expected);
    const unread = term ? `\`${textOf(term)}\` does not fit here` : `The value of \`${key.name}\` ends too early`;
    const atItsEnd = matching.expected.every((e) => e.type === 'end');
    const hint = close ? ` Did you mean \`${close}\`?` : atItsEnd ? '' : example;
    // A slot that recognised what was meant says best what is wrong with it.
    const message = matching.complaint ?? `${unread}: expected ${expected}.${hint}`;
    this.report(
      word !== undefined && close ? 'unknown-word' : 'invalid-value',
      span,
      message,
      `${about}/${key.name}`,
      close && term ? [{ title: `Change to \`${close}\``, start: term.start, end: term.end, text: close }] : [],
    );
  }

  private resolve(path: PathTerm, scope: string, kinds: readonly string[], about: string): SymbolEntry | undefined {
    const found = this.lookUp(path, kinds, false, scope);
    this.note(path, found, kinds, about);
    return found.resolution.ok ? found.resolution.symbol : undefined;
  }

  private lookUp(path: PathTerm, kinds: readonly string[], wildcard: boolean, scope: string): LookedUp {
    let byPath = this.lookedUp.get(kinds);
    if (!byPath) this.lookedUp.set(kinds, (byPath = new Map<string, LookedUp>()));
    const key = `${pathText(path)} ${String(wildcard)} ${scope} ${this.option ?? ''}`;
    let found = byPath.get(key);
    if (!found) byPath.set(key, (found = this.find(path, kinds, wildcard, scope)));
    return found;
  }

  private find(path: PathTerm, kinds: readonly string[], wildcard: boolean, scope: string): LookedUp {
    const names = path.segments.map((segment) => segment.name);
    if (!wildcard || names[names.length - 1] !== '*') {
      const resolution = this.symbols.resolve(path, scope, kinds, this.noteLookup, this.option);
      return { resolution, ids: resolution.ok ? [resolution.symbol.id] : [] };
    }
    const owner = this.symbols.resolveNames(names.slice(0, -1), scope, kinds, this.noteLookup, this.option);
    if (!owner.ok) return { resolution: owner, ids: [] };
    this.lookups.add(lookupOf(EVERY_MEMBER, owner.symbol.qualified));
    const members = this.symbols
      .members(owner.symbol.qualified)
      .filter(({ kind, option }) => kinds.includes(kind.name) && (option === undefined || option === this.option));
    return { resolution: owner, ids: [...new Set(members.map((member) => member.id))].sort() };
  }

  /** Records what a path's words stand for, or says why they stand for nothing. */
  private note(path: PathTerm, found: LookedUp, kinds: readonly string[], about: string): void {
    const { resolution } = found;
    if (resolution.ok) {
      resolution.along.forEach((symbol, i) => {
        const segment = path.segments[i];
        if (segment) this.uses.push({ start: segment.start, end: segment.end, id: symbol.id, declares: false });
      });
      return;
    }
    this.lookups.add(ANY_NAME);
    const segment = path.segments[resolution.segment] ?? path.segments[0];
    if (segment) this.unresolved(path, segment, resolution, kinds, about);
  }

  private unresolved(
    path: PathTerm,
    segment: Segment,
    resolution: Resolution & { ok: false },
    kinds: readonly string[],
    about: string,
  ): void {
    const name = `\`${segment.name}\``;
    const subject = `${about}/${pathText(path)}`;
    const candidates = this.candidatesOf(resolution);
    const first = candidates[0];
    if (resolution.reason === 'ambiguous') {
      const options = [...new Set(candidates.map((c) => c.qualified))];
      const others = resolution.candidates.length > candidates.length ? ', among others' : '';
      this.report(
        'ambiguous-name',
        segment,
        `${name} could be ${listed(
          options.map((o) => `\`${o}\``),
          'or',
        )}${others}: write which one is meant.`,
        subject,
        options.map((option) => ({
          title: `Change to \`${option}\``,
          start: path.start,
          end: segment.end,
          text: option,
        })),
        candidates.map((c) => ({ id: c.id, message: `\`${c.qualified}\` is declared here` })),
      );
      return;
    }
    if (resolution.reason === 'kind' && first) {
      this.report(
        'unresolved-name',
        segment,
        `${name} is ${article(first.kind.name)} \`${first.kind.name}\`; here ${anyOf(kinds)} is meant.`,
        subject,
        [],
        [{ id: first.id, message: `\`${first.qualified}\` is declared here` }],
      );
      return;
    }
    const scope = path.segments.slice(0, resolution.segment);
    const close = scope.length === 0 ? this.closeName(segment.name, kinds) : undefined;
    const where = scope.length === 0 ? '' : ` in \`${scope.map((s) => s.name).join('.')}\``;
    this.report(
      'unresolved-name',
      segment,
      `Nothing${where} is called ${name}; here ${anyOf(kinds)} is meant.${close ? ` Did you mean \`${close}\`?` : ' Declare it, or correct the name.'}`,
      subject,
      close ? [{ title: `Change to \`${close}\``, start: segment.start, end: segment.end, text: close }] : [],
    );
  }

  /** The first few, by name and not by place: this document is not linked again when others only move theirs. */
  private candidatesOf(resolution: Resolution & { ok: false }): readonly SymbolEntry[] {
    let candidates = this.candidates.get(resolution);
    if (!candidates) {
      const byId = new Map(resolution.candidates.map((candidate) => [candidate.id, candidate]));
      candidates = [...byId.values()].sort((a, b) => (a.id < b.id ? -1 : 1)).slice(0, MOST_CANDIDATES);
      this.candidates.set(resolution, candidates);
    }
    return candidates;
  }

  private closeName(name: string, kinds: readonly string[]): string | undefined {
    if (this.suggestions++ >= MOST_SUGGESTIONS) return undefined;
    const names = new Set<string>();
    for (const symbol of this.symbols.all())
      if (kinds.includes(symbol.kind.name) && !symbol.overlay) names.add(symbol.name);
    return nearest(name, [...names].sort());
  }

  private unknownKind(statement: Declaration, owner: Declared | undefined): void {
    const ownerKind = owner?.kind.name ?? '';
    const { kind } = statement;
    const here = [...this.vocabulary.kinds.values()].filter((k) => k.within.includes(ownerKind)).map((k) => k.name);
    const close = nearest(kind.name, here) ?? nearest(kind.name, this.vocabulary.kinds.keys());
    this.report(
      'unknown-kind',
      kind,
      `\`${kind.name}\` is no kind of declaration.${
        close
          ? ` Did you mean \`${close}\`?`
          : ` Here stand ${listed(
              here.slice(0, 8).map((k) => `\`${k}\``),
              'or',
            )}${here.length > 8 ? ', among others' : ''}; a key is written \`${kind.name}: …\`.`
      }`,
      kind.name,
      close ? [{ title: `Change to \`${close}\``, start: kind.start, end: kind.end, text: close }] : [],
    );
  }

  private unknownKey(property: Property, kind: Kind, about: string, technologies: readonly Technology[]): void {
    const { key } = property;
    const keys = this.vocabulary.keysOf(kind.name);
    const knobs = technologies.flatMap(({ id, place }) =>
      knobsOf(id, this.symbols)
        .filter((k) => knobPlaces(k).includes(place))
        .map((k) => k.name),
    );
    const close = nearest(key.name, [...keys, ...knobs]);
    const known = this.vocabulary.keys.get(key.name);
    const elsewhere = known
      ? ` It belongs to ${listed(
          known.on.slice(0, 5).map((k) => `\`${k}\``),
          'and',
        )}.`
      : '';
    this.lookups.add(ANY_NAME);
    this.report(
      'unknown-key',
      key,
      `\`${kind.name}\` has no key \`${key.name}\`.${
        close
          ? ` Did you mean \`${close}\`?`
          : elsewhere ||
            ` Its keys are ${listed(
              keys.slice(0, 8).map((k) => `\`${k}\``),
              'and',
            )}${keys.length > 8 ? ', among others' : ''}.`
      }`,
      `${about}/${key.name}`,
      close ? [{ title: `Change to \`${close}\``, start: key.start, end: key.end, text: close }] : [],
    );
  }

  private strayProperty(property: Property): void {
    this.report(
      'misplaced',
      property.key,
      `\`${property.key.name}\` stands in nothing: a key belongs inside the braces of what it describes.`,
      property.key.name,
    );
  }

  private missingName(declared: Declared): void {
    const { statement, kind } = declared;
    const span = statement.form === 'declaration' ? statement.kind : statement;
    this.report(
      'missing-name',
      span,
      `This \`${kind.name}\` has no name: write \`${kind.name} name\`${statement.title ? ' before the title' : ''}.`,
      kind.name,
    );
  }

  /** Whether the syntax of a statement's head is reported already: what the vocabulary makes of the rest is guesswork. */
  private isBroken({ start, headEnd }: { readonly start: number; readonly headEnd: number }): boolean {
    const { problems } = this.outline.tree;
    let low = 0;
    for (let high = problems.length; low < high;) {
      const middle = (low + high) >> 1;
      if ((problems[middle]?.start ?? 0) < start) low = middle + 1;
      else high = middle;
    }
    return (problems[low]?.start ?? headEnd) < headEnd;
  }

  private unexpected(term: Term, about: string): void {
    this.report(
      'syntax',
      term,
      `\`${textOf(term)}\` is not expected here: a head is a name, a title in quotes, and words such as \`is\` or \`in\` with a name.`,
      `${about}/${textOf(term)}`,
    );
  }

  private report(
    code: ProblemCode,
    span: Span,
    message: string,
    about: string,
    repairs: readonly Repair[] = [],
    related?: Problem['related'],
  ): void {
    const problem = { code, start: span.start, end: span.end, message, repairs, about };
    this.problems.push(related ? { ...problem, related } : problem);
  }
}

/** A technology whose settings may be written, and where: in its element, or in a flow to or from it. */
interface Technology {
  readonly id: Id;
  readonly place: 'element' | 'flow';
}

/** IEEE 754 double precision ends there. */
const TOO_LARGE = 'This number is larger than can be computed with, about 1.8 × 10^308: write a smaller one.';

const NO_PROPERTIES: readonly LinkedProperty[] = [];

interface LookedUp {
  readonly resolution: Resolution;
  readonly ids: readonly Id[];
}

/** Of the things that a name could mean, so many are listed. */
const MOST_CANDIDATES = 8;

/** A suggestion looks at every name of the project; a document full of unknown names must not do so for each. */
const MOST_SUGGESTIONS = 50;
