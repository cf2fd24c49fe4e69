/**
 * Which record files are to be written for the decisions of a project, given those that exist. A record is recognised by
 * the decision that it names, so a file keeps its name and number whatever the title becomes. Nothing is decided about a
 * file where that would lose something. O(decisions + files).
 */
import { cell, escaped, linkTo, page, table } from '../markdown.ts';
import { firstWritten, regenerate } from '../regions.ts';
import type { Part, RegionProblem } from '../regions.ts';
import type { StatedDecision } from './decision.ts';
import { decisionOf, recordParts } from './write.ts';
import type { RecordForm, Surroundings } from './write.ts';

export const namings = ['number', 'date'] as const;

export interface RecordSettings {
  readonly form: RecordForm;
  /** `0012-title.md`, or as log4brains does, `20261002-title.md`. */
  readonly naming: (typeof namings)[number];
  /** ISO date, for the names of decisions that have none. */
  readonly today: string;
}

export interface PlannedFile {
  readonly name: string;
  /** What is there. */
  readonly before: string | undefined;
  readonly text: string;
}

export interface RecordConflict {
  readonly name: string;
  readonly line: number;
  readonly message: string;
  /** What would be written if the changes were given up. */
  readonly instead: string | undefined;
}

export interface RecordPlan {
  /** Those that change. */
  readonly files: readonly PlannedFile[];
  readonly unchanged: number;
  readonly conflicts: readonly RecordConflict[];
}

export const INDEX = 'README.md';

/**
 * @param existing Markdown files of the folder by name.
 * @param around gives what a record links to, but for the other records.
 */
export function planRecords(
  decisions: readonly StatedDecision[],
  existing: ReadonlyMap<string, string>,
  settings: RecordSettings,
  around: (decision: StatedDecision) => Omit<Surroundings, 'recordOf'>,
): RecordPlan {
  const { names, conflicts } = namesOf(decisions, existing, settings);
  const wanted = decisions.flatMap((decision) => {
    const name = names.get(decision.name);
    const recordOf = (other: string): string | undefined => names.get(other);
    return name === undefined
      ? []
      : [{ name, parts: recordParts(settings.form, decision, { ...around(decision), recordOf }) }];
  });
  if (decisions.length > 0) wanted.push({ name: INDEX, parts: indexParts(decisions, names) });
  const files: PlannedFile[] = [];
  let unchanged = 0;
  for (const { name, parts } of wanted) {
    const before = existing.get(name);
    const result = before === undefined ? { text: firstWritten(parts) } : regenerate(before, parts);
    if ('problems' in result)
      conflicts.push(...result.problems.map((problem) => conflict(name, problem, result.instead)));
    else if (result.text === before) unchanged++;
    else files.push({ name, before, text: result.text });
  }
  return { files, unchanged, conflicts };
}

const conflict = (name: string, { line, message }: RegionProblem, instead: string | undefined): RecordConflict => ({
  name,
  line,
  message,
  instead,
});

/** The file of each decision; none where it cannot be told which. */
function namesOf(
  decisions: readonly StatedDecision[],
  existing: ReadonlyMap<string, string>,
  settings: RecordSettings,
): { names: ReadonlyMap<string, string>; conflicts: RecordConflict[] } {
  const names = new Map<string, string>();
  const conflicts: RecordConflict[] = [];
  for (const [name, text] of [...existing].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const decision = decisionOf(text);
    if (decision === undefined) continue;
    const other = names.get(decision);
    if (other === undefined) names.set(decision, name);
    else
      conflicts.push({
        ...{ name, line: 1, instead: undefined },
        message: `${other} is the record of \`${decision}\` too. Remove one of them, or its line \`faultline:record\`.`,
      });
  }
  const taken = new Set([...existing.keys()].flatMap((name) => leadingNumber(name) ?? []));
  for (const decision of decisions) {
    if (names.has(decision.name)) continue;
    const name =
      settings.naming === 'date'
        ? `${(decision.status?.date ?? settings.today).replaceAll('-', '')}-${slug(decision.title)}.md`
        : numbered(decision, taken);
    const holder = existing.has(name) ? name : holderOf(decision, existing);
    if (holder !== undefined || [...names.values()].includes(name))
      conflicts.push({
        ...{ name: holder ?? name, line: 1, instead: undefined },
        message: `It is there already and is not the record of \`${decision.name}\`. If it is meant to be, add the line \`<!-- faultline:record ${decision.name} -->\`.`,
      });
    else names.set(decision.name, name);
  }
  return { names, conflicts };
}

/** The file that has the number which a decision asks for. */
function holderOf({ number }: StatedDecision, existing: ReadonlyMap<string, string>): string | undefined {
  return number === undefined ? undefined : [...existing.keys()].find((name) => leadingNumber(name) === number);
}

function numbered({ number, title }: StatedDecision, taken: Set<number>): string {
  const free = number ?? Math.max(0, ...taken) + 1;
  taken.add(free);
  return `${String(free).padStart(4, '0')}-${slug(title)}.md`;
}

function leadingNumber(name: string): number | undefined {
  const digits = /^(?:adr[-_])?(\d{1,6})[-_.]/i.exec(name)?.[1];
  return digits === undefined ? undefined : Number(digits);
}

/** `How is the ledger replicated?` becomes `how-is-the-ledger-replicated`. */
function slug(title: string): string {
  const words = title
    .normalize('NFKD')
    .replace(/\p{Mark}/gu, '')
    .toLowerCase()
    .replace(/[^\p{Letter}\p{Number}]+/gu, '-')
    .replace(/^-+|-+$/g, '');
  return words.slice(0, LONGEST_SLUG).replace(/-+$/, '') || 'decision';
}

/** In characters: file names stay readable in lists, and legal everywhere. */
const LONGEST_SLUG = 80;

function indexParts(decisions: readonly StatedDecision[], names: ReadonlyMap<string, string>): Part[] {
  const link = (name: string, text: string): string => {
    const file = names.get(name);
    return file === undefined ? escaped(text) : linkTo(escaped(text), file);
  };
  const rows = decisions.map((decision) => [
    cell(link(decision.name, decision.title)),
    decision.status?.status ?? 'not stated',
    decision.status?.date ?? '',
    cell(decision.chosen ? escaped(decision.chosen.title) : ''),
    decision.supersededBy.map((other) => cell(link(other, other))).join(', '),
  ]);
  const sorted = rows.toSorted((a, b) => ((a[2] ?? '') < (b[2] ?? '') ? -1 : (a[2] ?? '') > (b[2] ?? '') ? 1 : 0));
  return [
    { once: '# Decisions\n\n' },
    {
      region: 'index',
      text: page(
        table(['decision', 'status', 'since', 'chosen', 'superseded by'], sorted),
        supersessions(decisions),
      ).trimEnd(),
    },
  ];
}

/** Which decision replaced or changed which, for readers that draw Mermaid. */
function supersessions(decisions: readonly StatedDecision[]): string {
  const number = new Map(decisions.map(({ name }, index) => [name, `d${String(index)}`]));
  const arrows = decisions.flatMap((decision) => [
    ...decision.supersedes.map((other) => [decision.name, 'supersedes', other] as const),
    ...decision.amends.map((other) => [decision.name, 'amends', other] as const),
  ]);
  const known = arrows.filter(([from, , to]) => number.has(from) && number.has(to));
  if (known.length === 0) return '';
  const shown = new Set(known.flatMap(([from, , to]) => [from, to]));
  const nodes = decisions
    .filter(({ name }) => shown.has(name))
    .map(
      ({ name, title }) => `  ${number.get(name) ?? ''}["${title.replaceAll('"', '#quot;').replaceAll('\n', ' ')}"]`,
    );
  const lines = known.map(([from, what, to]) => `  ${number.get(from) ?? ''} -->|${what}| ${number.get(to) ?? ''}`);
  return ['```mermaid', 'flowchart LR', ...nodes, ...lines, '```'].join('\n');
}
