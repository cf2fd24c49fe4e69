/**
 * Findings a project had when it began to be checked: they are known, and only new ones are reported. A baseline
 * only ever ratchets down: what is mended leaves it, and nothing is added to one that exists (to begin anew, delete
 * the file). It counts findings by their id, which rests on qualified names, so that it survives edits, reordering
 * and moving a declaration to another file.
 */
import type { Finding } from '../../language/model/finding.ts';
import { UsageError } from './exit.ts';

const formatVersion = 1;

/** How often each finding id occurs, by file; files are relative to the baseline's folder. */
export type Baseline = ReadonlyMap<string, ReadonlyMap<string, number>>;

/** @throws UsageError where the text is no baseline. */
export function parseBaseline(text: string, shownPath: string): Baseline {
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch (error) {
    throw new UsageError(`the baseline ${shownPath} is not valid JSON: ${(error as Error).message}`);
  }
  if (!isRecord(content) || content['version'] !== formatVersion || !isRecord(content['findings'])) {
    throw new UsageError(
      `${shownPath} is not a baseline of this version (${String(formatVersion)}): delete it and run with --update-baseline to begin anew.`,
    );
  }
  const baseline = new Map<string, Map<string, number>>();
  for (const [id, files] of Object.entries(content['findings'])) {
    const counts = isRecord(files) ? Object.entries(files) : [];
    if (counts.length === 0 || !counts.every((entry): entry is [string, number] => isCount(entry[1]))) {
      throw new UsageError(`the baseline ${shownPath} is damaged at "${id}": counts by file are expected there.`);
    }
    baseline.set(id, new Map(counts));
  }
  return baseline;
}

/** The text of a baseline, sorted so that changes to it read well. */
export function serializeBaseline(baseline: Baseline): string {
  const findings = Object.fromEntries(
    [...baseline].sort(byKey).map(([id, files]) => [id, Object.fromEntries([...files].sort(byKey))]),
  );
  return `${JSON.stringify({ version: formatVersion, findings }, undefined, 2)}\n`;
}

/** @param fileOf the path of a document relative to the baseline's folder. */
export function baselineOf(findings: readonly Finding[], fileOf: (uri: string) => string): Baseline {
  const baseline = new Map<string, Map<string, number>>();
  for (const { id, uri } of findings) {
    const files = baseline.get(id) ?? new Map<string, number>();
    const file = fileOf(uri);
    baseline.set(id, files.set(file, (files.get(file) ?? 0) + 1));
  }
  return baseline;
}

export interface Compared {
  /** Findings the baseline does not know. */
  readonly fresh: readonly Finding[];
  readonly known: number;
  /** Entries whose finding is gone. */
  readonly stale: readonly { readonly id: string; readonly count: number }[];
  /** The baseline without what is stale. */
  readonly ratcheted: Baseline;
}

/**
 * @param findings of everything that was analysed, not only of what is shown.
 * @param fileOf the path of a document relative to the baseline's folder.
 * @param isJudged whether this run can tell that a file's findings are gone: it was analysed, or is deleted.
 */
export function compareWithBaseline(
  baseline: Baseline,
  findings: readonly Finding[],
  fileOf: (uri: string) => string,
  isJudged: (file: string) => boolean,
): Compared {
  const current = baselineOf(findings, fileOf);
  const left = new Map<string, number>();
  const stale: { id: string; count: number }[] = [];
  const ratcheted = new Map<string, ReadonlyMap<string, number>>();
  for (const [id, files] of baseline) {
    const unjudged = new Map([...files].filter(([file]) => !isJudged(file)));
    const allowed = total(files) - total(unjudged);
    left.set(id, allowed);
    const kept = new Map([...unjudged, ...keep(current.get(id) ?? new Map<string, number>(), allowed)]);
    if (kept.size > 0) ratcheted.set(id, kept);
    const gone = total(files) - total(kept);
    if (gone > 0) stale.push({ id, count: gone });
  }
  const fresh = findings.filter(({ id }) => {
    const allowed = left.get(id) ?? 0;
    left.set(id, allowed - 1);
    return allowed <= 0;
  });
  return { fresh, known: findings.length - fresh.length, stale, ratcheted };
}

/** At most `allowed` of the current counts, in the order of the files. */
function keep(files: ReadonlyMap<string, number>, allowed: number): [string, number][] {
  const kept: [string, number][] = [];
  let left = allowed;
  for (const [file, count] of [...files].sort(byKey)) {
    const taken = Math.min(count, left);
    if (taken > 0) kept.push([file, taken]);
    left -= taken;
  }
  return kept;
}

function total(files: ReadonlyMap<string, number>): number {
  return [...files.values()].reduce((sum, count) => sum + count, 0);
}

function byKey(a: readonly [string, unknown], b: readonly [string, unknown]): number {
  return a[0] < b[0] ? -1 : a[0] > b[0] ? 1 : 0;
}

function isCount(value: unknown): boolean {
  return Number.isInteger(value) && (value as number) > 0;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
