/**
 * Reads a decision record in whichever of the usual forms it is written: MADR 2 to 4, Nygard's sections (as adr-tools
 * writes them), log4brains. What is not recognised is absent; no text makes it fail. O(length of the text).
 *
 * Sources: Nygard, Documenting Architecture Decisions, 2011; MADR 2.1, 3.0 and 4.0 templates; adr-tools; log4brains.
 */
import { fromMarkdown } from 'mdast-util-from-markdown';
import { toString } from 'mdast-util-to-string';
import { CORE_SCHEMA, load } from 'js-yaml';
import { recordStatuses } from './record.ts';
import type { DecisionRecord, LinkKind, RecordLink, RecordStatus } from './record.ts';

type Root = ReturnType<typeof fromMarkdown>;
type RootContent = Root['children'][number];
type Nodes = Root | RootContent;
type Heading = Extract<RootContent, { type: 'heading' }>;
type List = Extract<RootContent, { type: 'list' }>;
type ListItem = List['children'][number];

/** A statement about the record: from the front matter, a list under the title, or a line of its own. */
interface Entry {
  readonly name: string;
  readonly value: string;
  readonly line: number;
  readonly nodes: readonly Nodes[];
  readonly style: 'front-matter' | 'list';
}

/** What stands under a heading, up to the next of the same or a higher level. */
interface Section {
  readonly title: string;
  readonly depth: number;
  readonly line: number;
  readonly content: readonly RootContent[];
}

/** @param path of the file, with slashes; its name gives number and day. */
export function readRecord(path: string, text: string): DecisionRecord {
  const { matter, body, skippedLines } = splitFrontMatter(text.replace(/^\uFEFF/, '').replaceAll('\r\n', '\n'));
  const tree = fromMarkdown(body);
  const lineOf = (node: Nodes): number => (node.position?.start.line ?? 1) + skippedLines;
  const sections = sectionsOf(tree, lineOf);
  const name = path.split('/').at(-1) ?? path;
  const entries = [...frontMatterEntries(matter), ...bodyEntries(tree, lineOf)];
  const entry = (...names: string[]): Entry | undefined => entries.find((one) => names.includes(one.name));
  const section = (pattern: RegExp): Section | undefined => sections.find(({ title }) => pattern.test(title));
  const status = statusOf(entry('status'), section(/^status$/i));
  const outcome = section(/^decision( outcome)?$/i);
  return {
    path,
    number: numberOf(name),
    day: /^(\d{4})(\d{2})(\d{2})-/.exec(name)?.slice(1, 4).join('-'),
    title: titleOf(sections, name),
    status: status && { value: status.value, text: status.text, style: status.style, line: status.line },
    decides: outcome !== undefined,
    date: isoDate(entry('date')?.value),
    deciders: people(entry('decision-makers', 'deciders', 'decision makers')?.value),
    consulted: people(entry('consulted')?.value),
    informed: people(entry('informed')?.value),
    drivers: itemsOf(section(/^decision drivers/i)),
    options: itemsOf(section(/^considered (options|alternatives)/i)).map((title) => ({ title })),
    ...chosenIn(outcome),
    links: [
      ...linksIn(status?.nodes ?? [], status?.style === 'section' ? lineOf : () => status?.line ?? 1),
      ...entries.filter(({ name: what }) => what !== 'status').flatMap((one) => linksInEntry(one)),
      ...(status?.style === 'section' ? [] : linksIn(section(/^status$/i)?.content ?? [], lineOf)),
      ...linksIn(section(/^(links|related decisions|more information)$/i)?.content ?? [], lineOf),
    ].filter(isFirst),
    text,
  };
}

/** YAML between `---` on the first line and the next such line. */
function splitFrontMatter(text: string): { matter: string; body: string; skippedLines: number } {
  const found = /^---[ \t]*\n([^]*?)^(?:---|\.\.\.)[ \t]*(?:\n|$)/m.exec(text);
  if (found?.index !== 0 || !text.startsWith('---')) return { matter: '', body: text, skippedLines: 0 };
  return {
    matter: found[1] ?? '',
    body: text.slice(found[0].length),
    skippedLines: found[0].split('\n').length - 1,
  };
}

/** Broken YAML says nothing. */
function frontMatterEntries(matter: string): Entry[] {
  if (matter.trim() === '') return [];
  let value: unknown;
  try {
    value = load(matter, { schema: CORE_SCHEMA });
  } catch {
    return [];
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return [];
  const lines = matter.split('\n');
  return Object.entries(value).flatMap(([name, said]): Entry[] => {
    const text = Array.isArray(said) ? said.map(plain).join(', ') : plain(said);
    const line = lines.findIndex((one) => one.startsWith(`${name}:`)) + 2;
    return text === ''
      ? []
      : [{ name: name.toLowerCase(), value: text, line, nodes: fromMarkdown(text).children, style: 'front-matter' }];
  });
}

const plain = (value: unknown): string =>
  typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? String(value).trim() : '';

/** `Status: accepted` in a list or a line between the title and the first section. */
function bodyEntries(tree: Root, lineOf: (node: Nodes) => number): Entry[] {
  const entries: Entry[] = [];
  for (const node of tree.children) {
    if (node.type === 'heading' && node.depth > 1) break;
    if (node.type === 'list')
      for (const item of node.children) entries.push(...entryIn(toString(item), lineOf(item), [item]));
    else if (node.type === 'paragraph')
      toString(node)
        .split('\n')
        .forEach((line, index) => {
          entries.push(...entryIn(line, lineOf(node) + index, node.position ? [node] : []));
        });
  }
  return entries;
}

function entryIn(text: string, line: number, nodes: readonly Nodes[]): Entry[] {
  const [, name, value] = /^\s*([A-Za-z][A-Za-z -]{1,30}?)\s*:\s*([^]*)$/.exec(text) ?? [];
  return name === undefined || value === undefined
    ? []
    : [{ name: name.toLowerCase(), value: value.trim(), line, nodes, style: 'list' }];
}

function sectionsOf(tree: Root, lineOf: (node: Nodes) => number): Section[] {
  return tree.children.flatMap((node, index): Section[] => {
    if (node.type !== 'heading') return [];
    const rest = tree.children.slice(index + 1);
    const end = rest.findIndex((next) => next.type === 'heading' && next.depth <= node.depth);
    return [
      {
        title: cleanTitle(node),
        depth: node.depth,
        line: lineOf(node),
        content: end === -1 ? rest : rest.slice(0, end),
      },
    ];
  });
}

/** Without the comments that templates put behind headings, and without emphasis. */
const cleanTitle = (heading: Heading): string =>
  toString(heading, { includeHtml: false })
    .replace(/\s+/g, ' ')
    .replace(/[ :]+$/, '')
    .trim();

/** A title without the number that repeats the file's, and without saying that it is a record. */
function titleOf(sections: readonly Section[], name: string): string {
  const heading = sections.find(({ depth }) => depth === 1) ?? sections.find(({ title }) => !isUsual(title));
  const title = (heading?.title ?? '')
    .replace(/^(?:ADR|Architecture Decision Record)\b[\s#:-]*(?=\S)/i, '')
    .replace(/^\d+\s*[.:)-]\s*(?=\S)/, '');
  return title === '' ? titleFromName(name) : title;
}

const isUsual = (title: string): boolean =>
  /^(status|context|decision|consequences|considered|pros and cons|links|more information)/i.test(title);

function titleFromName(name: string): string {
  const words = name
    .replace(/\.(md|markdown)$/i, '')
    .replace(/^(?:adr[-_ ]?)?\d+[-_ .]*/i, '')
    .replace(/[-_]+/g, ' ')
    .trim();
  return words === '' ? name : words.charAt(0).toUpperCase() + words.slice(1);
}

/** `0012-title.md`, `adr-012-title.md`, `12.md`; a day is no number. */
function numberOf(name: string): number | undefined {
  const digits = /^(?:adr[-_ ]?)?(\d{1,6})(?=[-_ .])/i.exec(name)?.[1];
  return digits === undefined ? undefined : Number(digits);
}

interface StatedStatus {
  readonly value: RecordStatus | undefined;
  readonly text: string;
  readonly style: 'front-matter' | 'list' | 'section';
  readonly line: number;
  readonly nodes: readonly Nodes[];
}

/** Front matter first, then the list, then the section; a template's choice of all of them is no status. */
function statusOf(entry: Entry | undefined, section: Section | undefined): StatedStatus | undefined {
  if (entry && entry.value !== '') {
    const { value: text, line, nodes, style } = entry;
    return isPlaceholder(text) ? undefined : { value: meantBy(text), text, style, line, nodes };
  }
  const first = section?.content[0];
  if (!section || !first || first.type === 'heading') return undefined;
  const text = toString(first).trim();
  if (text === '' || isPlaceholder(text)) return undefined;
  return { value: meantBy(text), text, style: 'section', line: section.line, nodes: section.content };
}

const isPlaceholder = (text: string): boolean => /^[[{].*\|.*[\]}]?/.test(text);

/** Words that are used for a status besides its own name. */
const synonyms: Readonly<Record<string, RecordStatus>> = {
  approved: 'accepted',
  decided: 'accepted',
  adopted: 'accepted',
  implemented: 'accepted',
  pending: 'proposed',
  open: 'proposed',
  'in review': 'proposed',
  'on hold': 'draft',
  wip: 'draft',
  declined: 'rejected',
  withdrawn: 'rejected',
  obsolete: 'deprecated',
  retired: 'deprecated',
  replaced: 'superseded',
};

function meantBy(text: string): RecordStatus | undefined {
  const words = text
    .toLowerCase()
    .replace(/[*_`"']/g, '')
    .trim();
  return (
    recordStatuses.find((status) => words.startsWith(status)) ??
    Object.entries(synonyms).find(([word]) => words.startsWith(word))?.[1]
  );
}

function isoDate(text: string | undefined): string | undefined {
  const found = /\b(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})\b/.exec(text ?? '');
  if (!found) return undefined;
  const [, year = '', month = '', day = ''] = found;
  const iso = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
  const parsed = new Date(`${iso}T00:00:00Z`);
  return Number.isNaN(parsed.valueOf()) || parsed.toISOString().slice(0, 10) !== iso ? undefined : iso;
}

function people(text: string | undefined): string[] {
  if (text === undefined || isPlaceholder(text) || /^[[{]/.test(text)) return [];
  return text
    .split(/[,;]/)
    .map((one) => one.trim())
    .filter((one) => one !== '');
}

function itemsOf(section: Section | undefined): string[] {
  const list = section?.content.find((node): node is List => node.type === 'list');
  return (list?.children ?? []).map(firstLine).filter((title) => title !== '' && !/^[[{].*[\]}]$/.test(title));
}

const firstLine = (item: ListItem): string =>
  toString(item.children[0] ?? item, { includeHtml: false })
    .split('\n')[0]
    ?.trim() ?? '';

/** `Chosen option: "title", because …`, in any of the quotes that people use. */
function chosenIn(outcome: Section | undefined): { chosen: string | undefined; because: string | undefined } {
  const said = (outcome?.content ?? []).filter((node) => node.type === 'paragraph').map((node) => toString(node));
  for (const text of said) {
    const found =
      /chosen (?:option|alternative)s?\s*:\s*(?:["“'‘`](.+?)["”'’`]|([^,.\n]+))\s*(?:[,.;]|$)\s*([^]*)/i.exec(text);
    const chosen = (found?.[1] ?? found?.[2])?.trim();
    if (!found || chosen === undefined || chosen === '' || /^[[{]/.test(chosen)) continue;
    const because = /^because:?\s+([^]+)$/i.exec((found[3] ?? '').trim())?.[1]?.trim();
    return { chosen, because: because === undefined || /^[[{]/.test(because) ? undefined : because };
  }
  return { chosen: undefined, because: undefined };
}

/** In the order in which they are looked for: `superseded by` before `supersedes`. */
const relations: readonly (readonly [RegExp, LinkKind])[] = [
  [/(?:superseded|replaced)\s+by/i, 'superseded-by'],
  [/(?:supersedes|replaces)/i, 'supersedes'],
  [/amended\s+by/i, 'amended-by'],
  [/amends/i, 'amends'],
  [/(?:relates?\s+to|related|refines|refined\s+by|clarifies|depends\s+on|linked?\s+to)/i, 'relates-to'],
];

const relationIn = (text: string): LinkKind | undefined => relations.find(([pattern]) => pattern.test(text))?.[1];

function linksInEntry({ name, value, line, nodes }: Entry): RecordLink[] {
  const kind = relationIn(name.replaceAll('-', ' '));
  return kind ? targetsIn(nodes, value).map((target) => ({ kind, target, line })) : linksIn(nodes, () => line);
}

/** A relation and what it names, in one paragraph or one item of a list. */
function linksIn(nodes: readonly Nodes[], lineOf: (node: Nodes) => number): RecordLink[] {
  return nodes.flatMap((node): RecordLink[] => {
    if ('children' in node && node.type !== 'paragraph' && node.type !== 'listItem')
      return linksIn(node.children as Nodes[], lineOf);
    const text = toString(node);
    const kind = relationIn(text);
    if (!kind || text.length > LONGEST_LINK) return [];
    return targetsIn([node], text).map((target) => ({ kind, target, line: lineOf(node) }));
  });
}

/** A sentence that only mentions another record is prose, not a link; in characters. */
const LONGEST_LINK = 200;

/** Files that are linked to; else numbers as in `ADR-0005`. */
function targetsIn(nodes: readonly Nodes[], text: string): string[] {
  const files = nodes.flatMap(urlsIn).filter((url) => !/^[a-z][a-z+.-]*:/i.test(url) && !url.startsWith('#'));
  if (files.length > 0) return files;
  return [...text.matchAll(/(?:ADR[-_ #]*|#)(\d{1,6})\b/gi)].map(([, digits]) => String(Number(digits)));
}

function urlsIn(node: Nodes): string[] {
  if (node.type === 'link') return [node.url];
  return 'children' in node ? (node.children as Nodes[]).flatMap(urlsIn) : [];
}

const isFirst = (link: RecordLink, index: number, all: readonly RecordLink[]): boolean =>
  all.findIndex(({ kind, target }) => kind === link.kind && target === link.target) === index;
