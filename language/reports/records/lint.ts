/**
 * What is wrong with a collection of decision records as such: statuses that mean nothing, numbers used twice, links that
 * lead nowhere or one way only. O(records + links).
 */
import type { DecisionRecord, LinkKind, RecordLink } from './record.ts';

export type RecordRule =
  | 'unknown-status'
  | 'no-status'
  | 'duplicate-number'
  | 'dangling-link'
  | 'one-sided-link'
  | 'superseded-by-nothing'
  | 'circular-supersession';

export interface RecordFinding {
  readonly rule: RecordRule;
  readonly path: string;
  /** Counted from 1. */
  readonly line: number;
  readonly message: string;
}

/** Finds a record by what a link says. */
export type Resolve = (from: DecisionRecord, target: string) => DecisionRecord | undefined;

export function lintRecords(records: readonly DecisionRecord[]): RecordFinding[] {
  const resolve = resolver(records);
  // A collection may do without: MADR leaves the status to whoever wants one.
  const mostState = records.filter(({ status }) => status).length * 2 > records.length;
  return [
    ...records.flatMap((record) => statusFindings(record, mostState)),
    ...duplicates(records),
    ...records.flatMap((record) => linkFindings(record, resolve)),
    ...circles(records, resolve),
  ].sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : a.line - b.line));
}

/** By path relative to the record that links, by file name, or by number. */
export function resolver(records: readonly DecisionRecord[]): Resolve {
  const byPath = new Map(records.map((record) => [record.path.toLowerCase(), record]));
  const byName = new Map(records.map((record) => [nameOf(record.path), record]));
  const byNumber = new Map<number, DecisionRecord[]>();
  for (const record of records)
    if (record.number !== undefined) byNumber.set(record.number, [...(byNumber.get(record.number) ?? []), record]);
  return (from, target) => {
    if (/^\d+$/.test(target)) {
      const found = byNumber.get(Number(target)) ?? [];
      return found.length === 1 ? found[0] : undefined;
    }
    const file = decoded(target.replace(/[#?].*$/, ''));
    return byPath.get(relativeTo(from.path, file)) ?? byName.get(nameOf(file));
  };
}

const nameOf = (path: string): string => (path.split('/').at(-1) ?? path).toLowerCase().replace(/\.(md|markdown)$/, '');

function decoded(target: string): string {
  try {
    return decodeURIComponent(target);
  } catch {
    return target;
  }
}

function relativeTo(path: string, target: string): string {
  const parts = target.startsWith('/') ? [] : path.split('/').slice(0, -1);
  for (const part of target.split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '.' && part !== '') parts.push(part);
  }
  return parts.join('/').toLowerCase();
}

function statusFindings(record: DecisionRecord, expected: boolean): RecordFinding[] {
  const { path, status } = record;
  if (!status && !expected) return [];
  if (!status)
    return [
      { rule: 'no-status', path, line: 1, message: 'It does not say where it stands: proposed, accepted, rejected, …' },
    ];
  if (status.value === undefined)
    return [
      {
        rule: 'unknown-status',
        path,
        line: status.line,
        message: `“${status.text.split('\n')[0] ?? ''}” is none of draft, proposed, accepted, rejected, deprecated, superseded.`,
      },
    ];
  const says = record.links.some(({ kind }) => kind === 'superseded-by');
  return status.value === 'superseded' && !says
    ? [
        {
          rule: 'superseded-by-nothing',
          path,
          line: status.line,
          message: 'It is superseded, but does not say by which record.',
        },
      ]
    : [];
}

function duplicates(records: readonly DecisionRecord[]): RecordFinding[] {
  const first = new Map<string, DecisionRecord>();
  return records.flatMap((record): RecordFinding[] => {
    if (record.number === undefined) return [];
    // Each folder of a collection may count for itself.
    const key = `${record.path.split('/').slice(0, -1).join('/')} ${String(record.number)}`;
    const other = first.get(key);
    if (!other) {
      first.set(key, record);
      return [];
    }
    const message = `Number ${String(record.number)} is taken by ${other.path}.`;
    return [{ rule: 'duplicate-number', path: record.path, line: 1, message }];
  });
}

const opposite: Readonly<Partial<Record<LinkKind, LinkKind>>> = {
  supersedes: 'superseded-by',
  'superseded-by': 'supersedes',
  amends: 'amended-by',
  'amended-by': 'amends',
};

const words: Readonly<Record<LinkKind, string>> = {
  supersedes: 'supersedes',
  'superseded-by': 'is superseded by',
  amends: 'amends',
  'amended-by': 'is amended by',
  'relates-to': 'relates to',
};

function linkFindings(record: DecisionRecord, resolve: Resolve): RecordFinding[] {
  return record.links.flatMap((link): RecordFinding[] => {
    const { path } = record;
    const other = resolve(record, link.target);
    if (!other)
      return [
        {
          rule: 'dangling-link',
          path,
          line: link.line,
          message: `It ${words[link.kind]} \`${link.target}\`, which is no record here.`,
        },
      ];
    const back = opposite[link.kind];
    if (back === undefined || hasLink(other, back, record, resolve)) return [];
    const message = `It ${words[link.kind]} ${other.path}, which does not say that it ${words[back]} this one.`;
    return [{ rule: 'one-sided-link', path, line: link.line, message }];
  });
}

const hasLink = (from: DecisionRecord, kind: LinkKind, to: DecisionRecord, resolve: Resolve): boolean =>
  from.links.some((link) => link.kind === kind && resolve(from, link.target) === to);

function circles(records: readonly DecisionRecord[], resolve: Resolve): RecordFinding[] {
  const supersedes = (record: DecisionRecord): { link: RecordLink; other: DecisionRecord }[] =>
    record.links.flatMap((link) => {
      const other = link.kind === 'supersedes' ? resolve(record, link.target) : undefined;
      return other ? [{ link, other }] : [];
    });
  return records.flatMap((record): RecordFinding[] => {
    const seen = new Set<DecisionRecord>();
    const next = supersedes(record);
    for (const { link, other } of next) {
      const open = [other];
      for (let at = open.pop(); at; at = open.pop()) {
        if (at === record)
          return [
            {
              rule: 'circular-supersession',
              path: record.path,
              line: link.line,
              message: 'It supersedes itself, by way of what it supersedes.',
            },
          ];
        if (seen.has(at)) continue;
        seen.add(at);
        open.push(...supersedes(at).map((one) => one.other));
      }
    }
    return [];
  });
}
