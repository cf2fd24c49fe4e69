/** The vocabulary, the library and the model as Markdown, for hovers and completion. */
import { contributors } from '../../language/generated/contributions.ts';
import type { Fact } from '../../language/analyses/facts.ts';
import { knobPattern } from '../../language/model/knobs.ts';
import type { KnobValue } from '../../language/model/knobs.ts';
import { given, written, writtenValues } from '../../language/model/model.ts';
import type { Entity, Given } from '../../language/model/model.ts';
import type { Id, SymbolEntry } from '../../language/model/symbols.ts';
import type { Project } from '../../language/project/project.ts';
import { describe } from '../../language/vocabulary/pattern.ts';
import type { Absence, Key } from '../../language/vocabulary/keys.ts';
import type { KeyName, Kind } from '../../language/vocabulary/vocabulary.ts';
import type { View } from './view.ts';

const paragraphs = (...parts: readonly (string | undefined)[]): string =>
  parts.filter((part) => part !== undefined && part !== '').join('\n\n');

const code = (text: string): string => `\`${text.replaceAll('`', "'")}\``;
const block = (text: string): string => `\`\`\`arch\n${text}\n\`\`\``;

export function keyDocumentation(name: string, key: Key): string {
  return paragraphs(
    block(`${name}: ${describe(key.pattern.shape)}`),
    key.meaning,
    `*Not written:* ${absence(key.absence)}`,
    key.repeatable ? 'May be written several times; each line counts.' : undefined,
    key.examples.length > 0 ? `For example ${key.examples.map((e) => code(`${name}: ${e}`)).join(', ')}.` : undefined,
    key.source && `*Source:* ${key.source}`,
  );
}

const absence = (value: Absence): string => (value === 'unknown' ? 'unknown' : value.means);

export function kindDocumentation(kind: Kind, project: Project): string {
  const keys = project.vocabulary.keysOf(kind.name);
  return paragraphs(
    `**${kind.name}**`,
    kind.meaning,
    keys.length > 0 ? `*Keys:* ${keys.map(code).join(', ')}` : undefined,
    kind.source && `*Source:* ${kind.source}`,
  );
}

export function knobDocumentation(knob: SymbolEntry, view: View): string {
  const { project } = view;
  const entity = project.model.entity(knob.id);
  const technology = project.model.entity(entity?.parent ?? '');
  const fallback = entity && written(entity, 'default');
  return paragraphs(
    block(`${knob.name}: ${describe(knobPattern(knob.declared, project.vocabulary).shape)}`),
    `A setting of ${technology?.title ?? technology?.name ?? 'the technology'}${entity?.title ? `: ${entity.title}` : '.'}`,
    entity?.documentation,
    fallback && `*Not written:* ${code(String(Object.values(fallback)[0]))}, the product’s default`,
    ...(entity ? caveatsAndSources(entity) : []),
  );
}

/** What is known of something declared: what it is, what was derived, and what its technology brings along. */
export function entityDocumentation(view: View, id: Id): string | undefined {
  const { project } = view;
  const symbol = project.symbols.first(id);
  if (symbol?.category === 'knob') return knobDocumentation(symbol, view);
  const entity = project.model.entity(id);
  if (!entity) return symbol && `**${symbol.kind.name}** ${code(symbol.qualified)}`;
  const technology = project.model.entity(entity.clauses['is'] ?? '');
  return paragraphs(
    `**${entity.kind}** ${code(entity.qualified)}${entity.title === undefined ? '' : `: ${entity.title}`}`,
    entity.documentation,
    ends(project, entity),
    technology && entity.kind !== 'technology'
      ? `*Technology:* ${technology.title ?? technology.name} (${code(technology.name)})`
      : undefined,
    entity.kind === 'technology' ? technologyDetails(project, entity) : undefined,
    ...caveatsAndSources(entity),
    list('Derived', factsOf(project, entity).map(factText)),
    list(
      'From the technology',
      technologyValues(view, entity).map(({ text }) => text),
    ),
  );
}

function ends(project: Project, entity: Entity): string | undefined {
  if (entity.source === undefined || entity.target === undefined) return undefined;
  const name = (id: Id): string => project.model.entity(id)?.qualified ?? id.slice(id.indexOf(':') + 1);
  const arrow = entity.kind === 'flow' ? (entity.asynchronous ? '~>' : '->') : '<->';
  return `${code(name(entity.source))} ${arrow} ${code(name(entity.target))}${entity.asynchronous ? ', without waiting for the answer' : ''}`;
}

function technologyDetails(project: Project, entity: Entity): string | undefined {
  const kinds = written(entity, 'for');
  const knobs = project.model.childrenOf(entity.id).flatMap((child) => {
    const knob = project.model.entity(child);
    return knob?.kind === 'knob' ? [knob.name] : [];
  });
  return paragraphs(
    kinds && `*Can be:* ${kinds.join(', ')}`,
    knobs.length > 0 ? `*Settings:* ${knobs.map(code).join(', ')}` : undefined,
  );
}

function caveatsAndSources(entity: Entity): string[] {
  const caveats = writtenValues(entity, 'caveat');
  const sources = writtenValues(entity, 'source').flat();
  return [
    ...caveats.map((caveat) => `⚠ ${caveat}`),
    ...(sources.length > 0 ? [`*Sources:* ${sources.map(link).join(', ')}`] : []),
  ];
}

const link = (source: string): string => (/^https?:\/\/\S+$/.test(source) ? `<${source}>` : source);

const list = (title: string, items: readonly string[]): string | undefined =>
  items.length > 0 ? `*${title}:*\n${items.map((item) => `- ${item}`).join('\n')}` : undefined;

/** What the analyses say about an entity; one that fails says nothing. */
export function factsOf(project: Project, entity: Entity): readonly Fact[] {
  return contributors
    .filter(({ on }) => on.includes(entity.kind))
    .flatMap((contributor, i) => {
      try {
        return project.ask(`facts ${String(i)} ${entity.id}`, (facts) => contributor.facts(facts, entity));
      } catch {
        return [];
      }
    });
}

export const factText = ({ label, value, reason }: Fact): string =>
  `${label}: ${value}${reason === undefined ? '' : ` (${reason})`}`;

/** A value that the technology brings along. */
interface TechnologyValue {
  readonly key: KeyName;
  /** As it is written there. */
  readonly value: string;
  /** Whether nobody chose it: no setting of the entity's own led to it. */
  readonly isDefault: boolean;
  /** The same with where it comes from, as Markdown. */
  readonly text: string;
}

export const technologyDefaults = (view: View, entity: Entity): TechnologyValue[] =>
  technologyValues(view, entity).filter(({ isDefault }) => isDefault);

function technologyValues(view: View, entity: Entity): TechnologyValue[] {
  const { vocabulary, model } = view.project;
  if (entity.kind === 'technology' || entity.kind === 'flow') return [];
  return vocabulary.keysOf(entity.kind).flatMap((key) => {
    if (!vocabulary.keys.get(key)?.technologyDefault || entity.values.has(key)) return [];
    const value = given(model, entity, key as KeyName);
    return (value && technologyValue(view, value, key as KeyName)) ?? [];
  });
}

function technologyValue(view: View, { provenance }: Given<unknown>, key: KeyName): TechnologyValue | undefined {
  const { model } = view.project;
  if (provenance.from === 'written') return undefined;
  if (provenance.from === 'technology') {
    const value = textOfKey(view, provenance.technology, key);
    return value === undefined
      ? undefined
      : { key, value, isDefault: true, text: `${code(`${key}: ${value}`)}, by default` };
  }
  const knob = model.entity(provenance.knob);
  const chosen = knob && caseOf(view.project, knob, provenance.value);
  const value = chosen && textOfKey(view, chosen.id, key);
  if (value === undefined) return undefined;
  const setting = knob ? code(`${knob.name}: ${String(provenance.value)}`) : 'a setting';
  const { isDefault } = provenance;
  return {
    key,
    value,
    isDefault,
    text: `${code(`${key}: ${value}`)}, from ${setting}${isDefault ? ' (the default)' : ''}`,
  };
}

function caseOf(project: Project, knob: Entity, value: KnobValue): Entity | undefined {
  for (const id of project.model.childrenOf(knob.id)) {
    const child = project.model.entity(id);
    if (child?.name === String(value)) return child;
  }
  return undefined;
}

/** A value as it is written. */
export function textOfKey(view: View, entity: Id, key: string): string | undefined {
  for (const document of view.project.documentsOf(entity))
    for (const contribution of document.contributions.get(entity) ?? [])
      for (const linked of contribution.properties) {
        const { terms, headEnd } = linked.property;
        if (linked.key === key && terms[0]) return view.textOf(document.uri)?.slice(terms[0].start, headEnd);
      }
  return undefined;
}
