/** The bundled technologies as pages of Markdown. Invariant: everything on them is read from the library's own texts. */
import { knobPattern } from '../model/knobs.ts';
import { outlineOf } from '../model/outline.ts';
import type { Declared } from '../model/outline.ts';
import type { Property, Tree } from '../syntax/tree.ts';
import { pathText } from '../syntax/tree.ts';
import { describe } from '../vocabulary/pattern.ts';
import type { Vocabulary } from '../vocabulary/vocabulary.ts';
import { cell, code, linkTo, page, table } from './markdown.ts';
import type { Page } from './reference.ts';

export interface LibraryText {
  readonly uri: string;
  readonly text: string;
  readonly tree: Tree;
}

export function technologyDocumentation(library: readonly LibraryText[], vocabulary: Vocabulary): Page[] {
  const technologies = library.flatMap(({ uri, text, tree }) => {
    const { declared } = outlineOf(uri, tree, vocabulary);
    return declared
      .filter(({ kind }) => kind.name === 'technology')
      .map((entry) => new Technology(entry, declared, text, vocabulary));
  });
  return [
    { path: 'technologies/README.md', text: overview(technologies) },
    ...technologies.map((technology) => ({ path: `technologies/${technology.name}.md`, text: technology.page() })),
  ];
}

function overview(technologies: readonly Technology[]): string {
  return page(
    '# Technologies',
    'What ships with Faultline, written in its own notation: what a product does unless it is told otherwise, and its settings under their own names. `store orders is postgres` takes it over; what the element itself says wins. A technology of your own is declared in the same way, and may build on one of these.',
    table(
      ['technology', 'name', 'version', 'can be'],
      technologies.map((each) => [
        linkTo(each.title, `${each.name}.md`),
        code(each.name),
        each.plain('version'),
        each.values('for').join(', '),
      ]),
    ),
  );
}

/** Keys about the description itself rather than about what the product does. */
const ABOUT = new Set(['version', 'for', 'source', 'caveat']);

class Technology {
  readonly name: string;
  readonly title: string;
  private readonly declared: Declared;
  private readonly knobs: readonly Declared[];
  private readonly cases: readonly Declared[];
  private readonly text: string;
  private readonly vocabulary: Vocabulary;

  constructor(declared: Declared, all: readonly Declared[], text: string, vocabulary: Vocabulary) {
    this.declared = declared;
    this.name = declared.name;
    this.title = declared.statement.title?.value ?? declared.name;
    this.knobs = all.filter(({ kind, owner }) => kind.name === 'knob' && owner === declared);
    this.cases = all.filter(({ kind }) => kind.name === 'case');
    this.text = text;
    this.vocabulary = vocabulary;
  }

  /** The values of a key, as written. */
  values(key: string, of: Declared = this.declared): string[] {
    return of.properties.filter((property) => property.key.name === key).map((property) => this.written(property));
  }

  /** The texts of a key whose values are in quotes. */
  plain(key: string, of: Declared = this.declared): string {
    return this.texts(key, of).join(', ');
  }

  page(): string {
    const { declared } = this;
    const base = declared.statement.clauses.find(({ word }) => word.name === 'is')?.target;
    return page(
      `# ${this.title}`,
      [
        code(this.name),
        base && `builds on ${linkTo(code(pathText(base)), `${pathText(base)}.md`)}`,
        this.plain('version') && `version ${this.plain('version')}`,
        `can be: ${this.values('for').join(', ') || 'anything'}`,
      ]
        .filter((part) => part !== undefined && part !== '')
        .join(' · '),
      declared.statement.documentation,
      ...this.defaults(),
      ...this.caveats(declared),
      ...(this.knobs.length > 0 ? ['## Settings', ...this.knobs.flatMap((knob) => this.knob(knob))] : []),
      ...this.writtenOut(),
      this.sources(declared),
    );
  }

  private defaults(): string[] {
    const given = declaredKeys(this.declared).filter(([name]) => !ABOUT.has(name));
    if (given.length === 0) return [];
    return [
      '## Gives',
      'Unless the element, the flow or a setting says otherwise:',
      `\`\`\`arch\n${given.map(([name, property]) => `${name}: ${this.written(property)}`).join('\n')}\n\`\`\``,
    ];
  }

  private knob(knob: Declared): (string | undefined)[] {
    const places = this.values('on', knob)[0] ?? 'element';
    const [fallback] = this.values('default', knob);
    const cases = this.cases.filter(({ owner }) => owner === knob);
    const means = cases.map((entry) => [
      code(entry.name),
      cell(entry.statement.documentation ?? ''),
      cell(
        [
          ...declaredKeys(entry)
            .filter(([name]) => !ABOUT.has(name))
            .map(([name, property]) => code(`${name}: ${this.written(property)}`)),
          ...this.texts('caveat', entry),
        ].join(' '),
      ),
    ]);
    return [
      `### ${knob.name}`,
      knob.statement.documentation,
      `\`\`\`text\n${knob.name}: ${describe(knobPattern(knob, this.vocabulary).shape)}\n\`\`\``,
      `Set on: ${places}. Not written: ${fallback === undefined ? '*unknown*' : code(fallback)}.`,
      means.length > 0 ? table(['value', 'meaning', 'what follows'], means) : undefined,
      ...this.caveats(knob),
      this.sources(knob),
    ];
  }

  /** Every setting that has a default, at that default. */
  private writtenOut(): string[] {
    const [kind = 'service'] = this.values('for')[0]?.split(/,\s*/) ?? [];
    const linesOn = (place: string): string[] =>
      this.knobs.flatMap((knob) => {
        const [fallback] = this.values('default', knob);
        const [places = 'element'] = this.values('on', knob);
        return fallback !== undefined && places.split(/,\s*/).includes(place) ? [`  ${knob.name}: ${fallback}`] : [];
      });
    const block = (head: string, lines: readonly string[]): string =>
      lines.length === 0 ? head : `${head} {\n${lines.join('\n')}\n}`;
    const onElement = linesOn('element');
    const onFlow = linesOn('flow').filter((line) => !onElement.includes(line));
    if (onElement.length === 0 && onFlow.length === 0) return [];
    const statements = [
      block(`${kind} example is ${this.name}`, onElement),
      ...(onFlow.length > 0 ? ['service user', block('user -> example', onFlow)] : []),
    ];
    return ['## With its defaults written out', `\`\`\`arch\n${statements.join('\n\n')}\n\`\`\``];
  }

  private caveats(of: Declared): string[] {
    return this.texts('caveat', of).map((caveat) => `> ${caveat}`);
  }

  private sources(of: Declared): string | undefined {
    const sources = this.texts('source', of).map((source) => (/^https?:/.test(source) ? `<${source}>` : source));
    return sources.length > 0 ? `Source: ${sources.join(', ')}` : undefined;
  }

  private texts(key: string, of: Declared): string[] {
    return of.properties
      .filter((property) => property.key.name === key)
      .flatMap(({ terms }) => terms.flatMap((term) => (term.type === 'string' ? [term.value] : [])));
  }

  private written({ terms, headEnd }: Property): string {
    return this.text.slice(terms[0]?.start ?? headEnd, headEnd);
  }
}

const declaredKeys = (of: Declared): (readonly [name: string, property: Property])[] =>
  of.properties.map((property) => [property.key.name, property] as const);
