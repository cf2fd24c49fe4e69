/** The baseline of a run: what it knows is not reported, and what is mended is said, or taken out of the file. */
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Finding } from '../../language/model/finding.ts';
import { writeAtomically } from './atomic-write.ts';
import { baselineOf, compareWithBaseline, parseBaseline, serializeBaseline, type Baseline } from './baseline.ts';
import type { CheckOptions } from './check-options.ts';
import { UsageError } from './exit.ts';
import { plural } from './formats/counts.ts';
import type { Host } from './host.ts';
import type { Workspace } from './workspace.ts';

export interface BaselineOutcome {
  readonly findings: readonly Finding[];
  /** How many of the named documents' findings are not shown because they are known. */
  readonly known: number;
}

/** @param isShown whether a finding is among what the run was asked about. */
export function applyBaseline(
  given: string,
  all: readonly Finding[],
  isShown: (finding: Finding) => boolean,
  workspace: Workspace,
  options: CheckOptions,
  host: Host,
): BaselineOutcome {
  const path = resolve(host.cwd, given);
  const folder = dirname(path);
  const fileOf = (uri: string) =>
    uri.startsWith('file:') ? relative(folder, fileURLToPath(uri)).split(sep).join('/') : uri;
  const shown = all.filter(isShown);

  if (!existsSync(path)) {
    if (!options.updateBaseline) {
      throw new UsageError(`there is no baseline ${given}: create it by adding --update-baseline.`);
    }
    write(path, baselineOf(shown, fileOf), workspace);
    host.stderr.write(`${given}: ${plural(shown.length, 'finding')} recorded as known.\n`);
    return { findings: [], known: shown.length };
  }

  const analysed = new Set(workspace.projects.flatMap(({ texts }) => [...texts.keys()].map(fileOf)));
  const isJudged = (file: string) => analysed.has(file) || !existsSync(join(folder, file));
  const baseline = parseBaseline(readFileSync(path, 'utf8'), given);
  const { fresh, stale, ratcheted } = compareWithBaseline(baseline, all, fileOf, isJudged);
  if (stale.length > 0) {
    const isPruned = options.updateBaseline ?? options.pruneBaseline ?? false;
    if (isPruned) write(path, ratcheted, workspace);
    const what = isPruned ? 'mended and removed from it' : 'mended: ratchet it down with --prune-baseline';
    const list = stale.map(({ id, count }) => `  ${id}${count > 1 ? ` (${String(count)} times)` : ''}\n`);
    host.stderr.write(`${given}: ${plural(stale.length, 'known finding')} ${what}.\n${list.join('')}`);
  }
  return { findings: fresh, known: shown.length - fresh.filter(isShown).length };
}

/** A run that could not read everything knows too little to change a baseline. */
function write(path: string, baseline: Baseline, workspace: Workspace): void {
  if (workspace.problems.length === 0) writeAtomically(path, serializeBaseline(baseline));
}
