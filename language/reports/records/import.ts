/**
 * Decision records that people wrote as decisions of a model: what the notation has a word for becomes its value, the
 * rest stays where it is, in the record. Links follow the records; what links lead nowhere is told in a comment.
 * O(records × elements) for the elements that a record names.
 */
import type { DraftElement } from '../../imports/draft.ts';
import { Names } from '../../imports/names.ts';
import { listOf, say, textOf, writeDraft } from '../../imports/write.ts';
import { resolver } from './lint.ts';
import type { Resolve } from './lint.ts';
import type { DecisionRecord, LinkKind } from './record.ts';

/** An element that a record may be about. */
export interface Nameable {
  readonly qualified: string;
  readonly title: string | undefined;
}

/**
 * @param elements what the decisions may affect; each one that a record names is offered in a comment, for somebody to
 *   confirm: a name in a text proves nothing.
 */
export function decisionsFrom(records: readonly DecisionRecord[], elements: readonly Nameable[]): string {
  const naming = new Names();
  const names = new Map(
    records.map((record) => [
      record,
      naming.nameOf(undefined, record.title, `decision-${String(record.number ?? '')}`),
    ]),
  );
  const resolve = resolver(records);
  return writeDraft(
    {
      title: undefined,
      notes: [],
      data: [],
      elements: records.map((record) => decision(record, names, resolve, elements)),
      flows: [],
      statements: [],
    },
    'decision records',
  );
}

function decision(
  record: DecisionRecord,
  names: ReadonlyMap<DecisionRecord, string>,
  resolve: Resolve,
  elements: readonly Nameable[],
): DraftElement {
  const { status, date, number } = record;
  const others = (kind: LinkKind): DecisionRecord[] =>
    record.links.flatMap((link) => (link.kind === kind ? (resolve(record, link.target) ?? []) : []));
  const linked = (kind: LinkKind): string | undefined =>
    listOf([...new Set(others(kind).flatMap((other) => (other === record ? [] : (names.get(other) ?? []))))]);
  const optionNames = new Names();
  const options = record.options.map(({ title }) => ({ title, name: optionNames.nameOf(undefined, title, 'option') }));
  const chosen = options.find(({ title }) => title === record.chosen)?.name;
  const successor = names.get(others('superseded-by')[0] ?? record);
  const by = status?.value === 'superseded' && successor !== names.get(record) ? ` by ${successor ?? ''}` : '';
  const on = date === undefined ? '' : ` on ${date}`;
  const people = (list: readonly string[]): string | undefined => listOf(list.flatMap((one) => textOf(one) ?? []));
  return {
    kind: 'decision',
    name: names.get(record) ?? '',
    title: record.title,
    description: undefined,
    said: [
      ...say('number', number === undefined ? undefined : String(number)),
      ...say('status', status?.value === undefined ? undefined : `${status.value}${on}${by}`),
      ...say('deciders', people(record.deciders)),
      ...say('consulted', people(record.consulted)),
      ...say('informed', people(record.informed)),
      ...say('drivers', people(record.drivers)),
      ...say('supersedes', linked('supersedes')),
      ...say('amends', linked('amends')),
      ...say('relates-to', linked('relates-to')),
      ...say('chosen', chosen),
      ...say('because', textOf(record.because)),
    ],
    notes: notesOf(record, resolve, chosen, elements),
    inside: options.map(({ name, title }) => ({
      ...{ kind: 'option', name, title, description: undefined },
      ...{ said: [], notes: [], inside: [] },
    })),
  };
}

/** What no value could say. */
function notesOf(
  record: DecisionRecord,
  resolve: Resolve,
  chosen: string | undefined,
  elements: readonly Nameable[],
): string[] {
  const { path, status, date, links } = record;
  const lost = links.filter((link) => resolve(record, link.target) === undefined);
  const named = namedIn(record, elements);
  return [
    `Its record: ${path}`,
    ...(status && status.value === undefined ? [`Status: ${status.text}`] : []),
    ...(date !== undefined && status?.value === undefined ? [`Date: ${date}`] : []),
    ...(record.chosen !== undefined && chosen === undefined ? [`Chosen: ${record.chosen}`] : []),
    ...lost.map(({ kind, target }) => `${kind}: ${target}, which is no record here`),
    ...(named.length > 0 ? [`It names these; if it is about them, write affects: ${named.join(', ')}`] : []),
  ];
}

/** Elements whose name or title stands in the record as a word of its own. */
function namedIn({ text }: DecisionRecord, elements: readonly Nameable[]): string[] {
  const lower = ` ${text.toLowerCase().replace(/[^\p{Letter}\p{Number}]+/gu, ' ')} `;
  const stands = (words: string): boolean => {
    const plain = words
      .toLowerCase()
      .replace(/[^\p{Letter}\p{Number}]+/gu, ' ')
      .trim();
    return plain.length >= SHORTEST_NAME && lower.includes(` ${plain} `);
  };
  return elements
    .filter(
      ({ qualified, title }) => stands(qualified.split('.').at(-1) ?? '') || (title !== undefined && stands(title)),
    )
    .map(({ qualified }) => qualified);
}

/** Shorter names are found in any text, in characters. */
const SHORTEST_NAME = 3;
