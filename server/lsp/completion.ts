/** What may be written at a place: statements, keys and their values, words of a head, names. */
import { CompletionItemKind } from 'vscode-languageserver';
import type { CompletionItem, CompletionList, Position, Range } from 'vscode-languageserver';
import { CONTINUABLE } from '../../language/model/symbols.ts';
import { ruleIds } from '../../language/rules/catalogue.ts';
import type { Declaration, Flow, Property, Term } from '../../language/syntax/tree.ts';
import { endpointKinds } from '../../language/vocabulary/kinds.ts';
import { describe, expectedAfter } from '../../language/vocabulary/pattern.ts';
import type { Expectation, Pattern } from '../../language/vocabulary/pattern.ts';
import type { Kind } from '../../language/vocabulary/vocabulary.ts';
import { item, nameItem, plain } from './completion-items.ts';
import type { CompletionSupport, ItemOptions } from './completion-items.ts';
import { entityDocumentation, keyDocumentation, kindDocumentation, knobDocumentation } from './documentation.ts';
import { namesAt } from './names.ts';
import { withRequiredParts } from './required-parts.ts';
import { commentAt, isInString, partialAt, placeAt } from './place.ts';
import type { Partial, Place } from './place.ts';
import { declaredBy, fitsKind, ownerOf, patternOf, scopeAround, subjectOf } from './subject.ts';
import type { Subject } from './subject.ts';
import { offsetIn, pageOf, rangeIn } from './view.ts';
import type { Page, View } from './view.ts';

export interface CompletionOptions extends CompletionSupport {
  /** The sign that was typed, where that asked for completion. */
  readonly trigger?: string | undefined;
}

const NOTHING: CompletionList = { isIncomplete: false, items: [] };

export function completion(view: View, uri: string, position: Position, options: CompletionOptions): CompletionList {
  const page = pageOf(view, uri);
  if (!page) return NOTHING;
  const offset = offsetIn(page, position);
  const found = new Completion(view, page, offset, options.trigger).run();
  return { isIncomplete: found.isCut, items: found.items.map((each): CompletionItem => item(each, options)) };
}

interface Found {
  readonly items: readonly ItemOptions[];
  readonly isCut: boolean;
}

const NONE: Found = { items: [], isCut: false };
const all = (items: readonly ItemOptions[]): Found => ({ items, isCut: false });
const both = (...parts: readonly Found[]): Found => ({
  items: parts.flatMap(({ items }) => items),
  isCut: parts.some(({ isCut }) => isCut),
});

class Completion {
  private readonly view: View;
  private readonly page: Page;
  private readonly offset: number;
  private readonly trigger: string | undefined;
  private readonly partial: Partial;
  private readonly range: Range;

  constructor(view: View, page: Page, offset: number, trigger: string | undefined) {
    this.view = view;
    this.page = page;
    this.offset = offset;
    this.trigger = trigger;
    this.partial = partialAt(page.text, offset);
    this.range = rangeIn(page.document, this.partial);
  }

  run(): Found {
    const { page, offset } = this;
    const { tree } = page.document.outline;
    const comment = commentAt(tree, offset);
    if (comment) return this.suppressedRules(comment.start);
    const place = placeAt(tree, page.text, offset);
    const { statement } = place;
    if (statement && isInString(statement, page.text, offset)) return NONE;
    if (!statement || this.partial.start <= statement.start) return this.statementStart(place);
    switch (statement.form) {
      case 'property':
        return offset <= statement.key.end ? this.statementStart(place) : this.value(statement);
      case 'junk':
        return NONE;
      default:
        return this.head(statement);
    }
  }

  /** Behind `// faultline-ignore`: the rules. */
  private suppressedRules(commentStart: number): Found {
    const before = this.page.text.slice(commentStart, this.offset);
    const match = /^\/\/\s*faultline-ignore\s+(?:[\w/-]+\s*,\s*)*([\w/-]*)$/.exec(before);
    if (!match) return NONE;
    const range = rangeIn(this.page.document, { start: this.offset - (match[1] ?? '').length, end: this.offset });
    return all(ruleIds.map((label) => ({ label, rank: 'value', kind: CompletionItemKind.Reference, range })));
  }

  private statementStart({ owners }: Place): Found {
    // A blank typed at the start of a line indents it.
    if (this.trigger === ' ') return NONE;
    const owner = owners[owners.length - 1];
    const declared = owner && declaredBy(this.page.document, owner);
    if (owner && !declared) return NONE;
    const subject = declared && subjectOf(this.view.project, this.page.document, declared);
    return both(
      ...(subject ? [all(this.keys(subject)), all(this.knobs(subject))] : []),
      all(this.kinds(subject)),
      this.flowSources(subject),
    );
  }

  private keys(subject: Subject): ItemOptions[] {
    const { vocabulary } = this.view.project;
    const written = this.writtenKeys(subject);
    return vocabulary.keysOf(subject.kind.name).flatMap((name, order): ItemOptions[] => {
      const key = vocabulary.keys.get(name);
      if (!key || (written.has(name) && !key.repeatable)) return [];
      return [
        {
          label: name,
          rank: 'key',
          order,
          kind: CompletionItemKind.Property,
          range: this.range,
          detail: describe(key.pattern.shape),
          documentation: keyDocumentation(name, key),
          text: this.isColonNext() ? name : `${name}: `,
        },
      ];
    });
  }

  private knobs(subject: Subject): ItemOptions[] {
    const written = this.writtenKeys(subject);
    return subject.knobs
      .filter(({ name }) => !written.has(name))
      .map((knob) => ({
        label: knob.name,
        rank: 'knob',
        kind: CompletionItemKind.Property,
        range: this.range,
        detail: `setting of ${knob.scope}`,
        documentation: knobDocumentation(knob, this.view),
        text: this.isColonNext() ? knob.name : `${knob.name}: `,
      }));
  }

  /** Keys that the block has already, without the one that is being written. */
  private writtenKeys(subject: Subject): ReadonlySet<string> {
    const others = subject.declared.properties.filter(({ key }) => key.start !== this.partial.start);
    return new Set(others.map(({ key }) => key.name));
  }

  private kinds(subject: Subject | undefined): ItemOptions[] {
    const { project } = this.view;
    const isAlone = this.isRestOfLineEmpty();
    return [...project.vocabulary.kinds.values()]
      .filter((kind) => fitsIn(kind, subject))
      .map((kind) => ({
        label: kind.name,
        rank: 'kind',
        kind: CompletionItemKind.Keyword,
        range: this.range,
        detail: kind.meaning,
        documentation: kindDocumentation(kind, project),
        text: isAlone ? `${kind.name} ` : kind.name,
        ...(isAlone && { snippet: kindSnippet(kind) }),
      }));
  }

  /** A flow starts with a name; that is only offered once a letter of it is there. */
  private flowSources(subject: Subject | undefined): Found {
    if (this.partial.text === '' || (subject && !mayHoldFlows(subject.kind))) return NONE;
    const names = this.names(subject?.scope ?? '', endpointKinds, false);
    const arrow = this.isRestOfLineEmpty() ? ' -> ' : '';
    return { ...names, items: names.items.map((each) => ({ ...each, text: `${each.label}${arrow}` })) };
  }

  private value(property: Property): Found {
    const owner = ownerOf(this.page.document, property);
    if (!owner) return NONE;
    const { project } = this.view;
    const subject = subjectOf(project, this.page.document, owner);
    const pattern = patternOf(project, subject, property.key.name);
    if (!pattern) return NONE;
    const before = property.terms.filter(({ end }) => end <= this.partial.start);
    const expected = expectedAfter(pattern, before);
    const examples = project.vocabulary.keys.get(property.key.name)?.examples ?? [];
    return both(
      ...expected.map((each, order) =>
        this.expected(each, order, subject, (word) => withRequiredParts(pattern, before, word)),
      ),
      all(this.unitsOfWritten(pattern, before)),
      before.length === 0 && this.partial.text === '' ? all(this.examples(examples, expected)) : NONE,
    );
  }

  private expected(
    expectation: Expectation,
    order: number,
    subject: Subject,
    snippetOf: (word: string) => string | undefined,
  ): Found {
    switch (expectation.type) {
      case 'word': {
        if (!/^\w/.test(expectation.word)) return NONE;
        const snippet = this.isRestOfValueEmpty() ? snippetOf(expectation.word) : undefined;
        return all([
          {
            label: expectation.word,
            rank: 'value',
            order,
            kind: CompletionItemKind.EnumMember,
            range: this.range,
            ...(expectation.meaning !== '' && {
              detail: expectation.meaning,
              documentation: `**${expectation.word}**: ${expectation.meaning}`,
            }),
            ...(snippet !== undefined && { snippet }),
          },
        ]);
      }
      case 'reference':
        return this.names(subject.scope, expectation.kinds, expectation.wildcard);
      case 'slot':
        return all(this.slot(expectation));
      case 'end':
        return NONE;
    }
  }

  /** A number that needs a unit is offered with each; an empty place shows an example. */
  private slot({ slot, example, units }: Expectation & { type: 'slot' }): ItemOptions[] {
    const digits = /^[\d_.]+/.exec(this.partial.text)?.[0];
    const base = { rank: 'example', kind: CompletionItemKind.Value, range: this.range, detail: `<${slot}>` } as const;
    if (digits !== undefined)
      return units.map((unit, order) => ({
        ...base,
        order,
        kind: CompletionItemKind.Unit,
        label: `${digits}${unit}`,
      }));
    if (this.partial.text !== '' || example === '') return [];
    return [{ ...base, label: example, snippet: `\${1:${plain(example)}}` }];
  }

  /** A unit of several words, where its first are written: `60 USD/`. */
  private unitsOfWritten(pattern: Pattern<unknown>, before: readonly Term[]): ItemOptions[] {
    const index = before.findLastIndex(({ type }) => type === 'number');
    const number = before[index];
    if (number?.type !== 'number' || number.unit !== '') return [];
    const typed = this.page.text.slice(number.start, this.offset);
    const digits = this.page.text.slice(number.start, number.end);
    const range = rangeIn(this.page.document, { start: number.start, end: Math.max(this.partial.end, this.offset) });
    return expectedAfter(pattern, before.slice(0, index)).flatMap((each) =>
      each.type !== 'slot'
        ? []
        : each.units
            .map((unit, order) => ({ label: `${digits}${unit}`, order }))
            .filter(({ label }) => label.startsWith(typed))
            .map(({ label, order }) => ({
              label,
              order,
              rank: 'example',
              kind: CompletionItemKind.Unit,
              range,
              detail: `<${each.slot}>`,
            })),
    );
  }

  /** Whole values; not where names are meant, for an example's names are not the project's. */
  private examples(examples: readonly string[], expected: readonly Expectation[]): ItemOptions[] {
    if (expected.some(({ type }) => type === 'reference')) return [];
    const offered = new Set(
      expected.map((each) => (each.type === 'word' ? each.word : each.type === 'slot' ? each.example : '')),
    );
    return examples
      .filter((example) => !offered.has(example))
      .map((label) => ({
        label,
        rank: 'example',
        kind: CompletionItemKind.Snippet,
        range: this.range,
        detail: 'example',
        snippet: `\${1:${plain(label)}}`,
      }));
  }

  private head(statement: Declaration | Flow): Found {
    const { document } = this.page;
    const { project } = this.view;
    const declared = declaredBy(document, statement);
    if (!declared) return NONE;
    const { kind } = declared;
    const scope = scopeAround(project, document, declared);
    const { edge, name, title } = statement;
    const isWritten = (term: Term | undefined): boolean => term !== undefined && term.end <= this.partial.start;
    if (edge && this.offset >= edge.arrow.end && !isWritten(edge.target)) return this.ends(kind, scope);
    if (kind.connects && (!edge || this.offset <= edge.arrow.start)) {
      if (!isWritten(edge?.source ?? name)) return this.ends(kind, scope);
      return edge ? NONE : all([this.connection()]);
    }
    if (statement.form === 'flow' || kind.connects) return NONE;
    const open = statement.clauses.find(
      ({ word, target }) => word.end < this.partial.start && (!target || target.end >= this.partial.start),
    );
    if (open) return this.clauseTargets(kind, open.word.name, scope);
    if (!isWritten(name) && !(kind.naming === 'none' && kind.clauses)) return this.headName(kind, scope);
    if (title && this.offset < title.start) return NONE;
    return all(this.clauseWords(kind, statement));
  }

  /** The name of something new is its writer's; that of something continued is known. */
  private headName(kind: Kind, scope: string): Found {
    if (kind.continues) return this.names(scope, CONTINUABLE, false);
    if (!kind.namedByRule) return NONE;
    const before = /[\w/-]*$/.exec(this.page.text.slice(0, this.offset))?.[0] ?? '';
    const range = rangeIn(this.page.document, { start: this.offset - before.length, end: this.offset });
    return all(ruleIds.map((label) => ({ label, rank: 'value', kind: CompletionItemKind.Reference, range })));
  }

  private ends(kind: Kind, scope: string): Found {
    const kinds = kind.connects ?? endpointKinds;
    const names = this.names(scope, kinds, false);
    if (!kind.connects) return names;
    const any = kind.connects.map((label): ItemOptions => ({
      label,
      rank: 'value',
      kind: CompletionItemKind.Keyword,
      range: this.range,
      detail: `any ${label}`,
    }));
    return both(names, all(any));
  }

  private connection(): ItemOptions {
    return {
      label: '<->',
      rank: 'value',
      kind: CompletionItemKind.Operator,
      range: this.range,
      detail: 'both ways',
      text: '<-> ',
    };
  }

  private clauseWords(kind: Kind, statement: Declaration | Flow): ItemOptions[] {
    const used = new Set(
      statement.clauses.filter(({ word }) => word.start !== this.partial.start).map(({ word }) => word.name),
    );
    return Object.entries(kind.clauses ?? {})
      .filter(([word]) => !used.has(word))
      .map(([word, kinds]) => ({
        label: word,
        rank: 'value',
        kind: CompletionItemKind.Keyword,
        range: this.range,
        detail: clauseMeaning(word, kinds),
        text: `${word} `,
      }));
  }

  private clauseTargets(kind: Kind, word: string, scope: string): Found {
    const { project } = this.view;
    const kinds = kind.clauses && Object.hasOwn(kind.clauses, word) ? kind.clauses[word] : undefined;
    if (!kinds) return NONE;
    const isTechnology = word === 'is' && kind.name !== 'technology';
    return this.names(scope, kinds, false, (id) => !isTechnology || fitsKind(project, id, kind.name));
  }

  private names(
    scope: string,
    kinds: readonly string[],
    wildcard: boolean,
    isWanted: (id: string) => boolean = () => true,
  ): Found {
    const { view, partial, range } = this;
    const { names, isCut } = namesAt(view.project, scope, kinds, partial.text, wildcard, ({ id }) => isWanted(id));
    return {
      isCut,
      items: names.map(({ name, symbol }) => {
        const entry = nameItem(name, symbol, range);
        if (name.endsWith('*')) return { ...entry, order: 1, detail: `every part of ${symbol.qualified}` };
        // Few enough to be read one by one.
        return symbol.category === 'technology'
          ? { ...entry, documentation: entityDocumentation(view, symbol.id) }
          : entry;
      }),
    };
  }

  private isColonNext(): boolean {
    return /^\s*:/.test(this.page.text.slice(this.partial.end));
  }

  private isRestOfValueEmpty(): boolean {
    return /^[ \t]*(?:$|[\r\n};])/.test(this.page.text.slice(this.partial.end));
  }

  private isRestOfLineEmpty(): boolean {
    return /^[ \t]*(?:$|[\r\n}])/.test(this.page.text.slice(this.partial.end));
  }
}

/** Where a flow may stand. */
const mayHoldFlows = (kind: Kind): boolean => kind.category === 'element' || kind.category === 'option';

function fitsIn(kind: Kind, subject: Subject | undefined): boolean {
  // Flows are written with arrows; their kind has no word.
  if (kind.category === 'flow') return false;
  if (kind.within.includes(subject?.kind.name ?? '')) return true;
  return subject?.declared.overlay === true && kind.within.includes('');
}

function kindSnippet(kind: Kind): string {
  const { name } = kind;
  if (kind.connects) return `${name} \${1:a} <-> \${2:b} {\n\t$0\n}`;
  if (kind.name === 'remove') return `${name} \${1:name}$0`;
  if (kind.naming === 'none') return `${name} {\n\t$0\n}`;
  return `${name} \${1:name} {\n\t$0\n}`;
}

export function clauseMeaning(word: string, kinds: readonly string[]): string {
  const what = kinds.length > 3 ? 'an element' : kinds.join(' or ');
  return `${word} <${what}>`;
}
