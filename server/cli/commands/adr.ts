/** `faultline adr`: decision records written from the model, and those that people wrote, looked over. */
import { existsSync, mkdirSync, readFileSync, readdirSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { pathToFileURL } from 'node:url';
import { isLibrary } from '../../../language/model/origin.ts';
import type { Id } from '../../../language/model/symbols.ts';
import type { Project } from '../../../language/project/project.ts';
import { compare } from '../../../language/reports/comparison.ts';
import { consequencesText } from '../../../language/reports/records/consequences.ts';
import { decisionsOf } from '../../../language/reports/records/decision.ts';
import { decisionsFrom } from '../../../language/reports/records/import.ts';
import type { Nameable } from '../../../language/reports/records/import.ts';
import { lintRecords } from '../../../language/reports/records/lint.ts';
import { planRecords } from '../../../language/reports/records/plan.ts';
import type { RecordPlan, RecordSettings } from '../../../language/reports/records/plan.ts';
import { readRecord } from '../../../language/reports/records/read.ts';
import { isRecord } from '../../../language/reports/records/record.ts';
import type { DecisionRecord } from '../../../language/reports/records/record.ts';
import { isOwnFile } from '../../files/read-source.ts';
import { writeAtomically } from '../atomic-write.ts';
import { exitCodes, type ExitCode } from '../exit.ts';
import { plural } from '../formats/counts.ts';
import type { Host } from '../host.ts';
import { displayPath } from '../paths.ts';
import { openSingleProject } from '../single-project.ts';
import { unifiedDiff } from '../unified-diff.ts';

export interface AdrOptions {
  /** Relative to the working directory; without it, `docs/decisions` of the project. */
  readonly out?: string;
  readonly format: RecordSettings['form'];
  readonly naming: RecordSettings['naming'];
  /** Writes nothing; exit code 1 where a record is not up to date. */
  readonly check?: boolean;
  /** Prints what would change where people have changed generated text, as a patch. */
  readonly diff?: boolean;
}

export async function adr(path: string, options: AdrOptions, host: Host): Promise<ExitCode> {
  const { core } = await import('../core.ts');
  const { project, root, code } = openSingleProject(path, host, core);
  if (code !== exitCodes.clean) return code;
  const folder = options.out === undefined ? join(root, 'docs', 'decisions') : resolve(host.cwd, options.out);
  const settings: RecordSettings = { form: options.format, naming: options.naming, today: host.today };
  const plan = planRecords(decisionsOf(project), markdownIn(folder), settings, ({ id, location }) => ({
    source: sourceFrom(folder, location),
    consequences: consequencesOf(project, id),
  }));
  const shown = (name: string): string => displayPath(join(folder, name), host.cwd);
  for (const { name, line, message, instead } of plan.conflicts) {
    host.stderr.write(`faultline: ${shown(name)}:${String(line)}: ${message}\n`);
    if (options.diff && instead !== undefined)
      host.stdout.write(unifiedDiff(shown(name), readFileSync(join(folder, name), 'utf8'), instead));
  }
  for (const { name, before, text } of plan.files) {
    if (options.diff) host.stdout.write(unifiedDiff(shown(name), before ?? '', text));
    else host.stdout.write(`${shown(name)}\n`);
    if (options.check || options.diff || plan.conflicts.length > 0) continue;
    mkdirSync(folder, { recursive: true });
    writeAtomically(join(folder, name), text);
  }
  host.stderr.write(`${summaryOf(plan, options)}\n`);
  if (plan.conflicts.length > 0) return exitCodes.failed;
  return (options.check || options.diff) && plan.files.length > 0 ? exitCodes.findings : exitCodes.clean;
}

function consequencesOf(project: Project, decision: Id): string | undefined {
  const comparison = compare(project, decision);
  return comparison && consequencesText(comparison);
}

function summaryOf({ files, unchanged, conflicts }: RecordPlan, { check, diff }: AdrOptions): string {
  if (conflicts.length > 0)
    return `Nothing was written: ${plural(conflicts.length, 'conflict')}. "faultline adr --diff" shows what would change.`;
  const changes = `${plural(files.length, 'record')} ${check || diff ? 'would be written' : 'written'}`;
  return `${changes}, ${plural(unchanged, 'record')} up to date.`;
}

export function lintFolder(path: string, host: Host): ExitCode {
  const folder = resolve(host.cwd, path);
  const records = recordsIn(folder);
  const found = lintRecords(records);
  for (const { path: name, line, rule, message } of found)
    host.stdout.write(`${displayPath(join(folder, name), host.cwd)}:${String(line)}: ${message} [${rule}]\n`);
  host.stderr.write(`${plural(found.length, 'finding')} in ${plural(records.length, 'record')}.\n`);
  return found.length > 0 ? exitCodes.findings : exitCodes.clean;
}

/** Prints the records of a folder as decisions of a model; the records stay as they are. */
export async function importFolder(
  path: string,
  options: { readonly project?: string; readonly out?: string },
  host: Host,
): Promise<ExitCode> {
  const records = recordsIn(resolve(host.cwd, path));
  const text = decisionsFrom(records, options.project === undefined ? [] : await nameables(options.project, host));
  if (options.out === undefined) host.stdout.write(text);
  else writeAtomically(resolve(host.cwd, options.out), text);
  host.stderr.write(`${plural(records.length, 'record')} read. "faultline adr lint" looks them over.\n`);
  return exitCodes.clean;
}

async function nameables(path: string, host: Host): Promise<readonly Nameable[]> {
  const { core } = await import('../core.ts');
  const { project } = openSingleProject(path, host, core);
  return [...project.model.entities.values()].filter(
    ({ id, uris }) => id.startsWith('element:') && !isLibrary(uris[0] ?? ''),
  );
}

const recordsIn = (folder: string): DecisionRecord[] =>
  [...markdownIn(folder, true)].map(([name, text]) => readRecord(name, text)).filter(isRecord);

/** Texts by name with slashes. Links that lead out of the folder are not followed. */
function markdownIn(folder: string, deep = false): Map<string, string> {
  if (!existsSync(folder)) return new Map();
  return new Map(
    readdirSync(folder, { recursive: deep, encoding: 'utf8' })
      .filter((name) => /\.(md|markdown)$/i.test(name) && !name.split(sep).includes('node_modules'))
      .filter((name) => isOwnFile(join(folder, name)))
      .sort()
      .map((name) => [name.split(sep).join('/'), readFileSync(join(folder, name), 'utf8')]),
  );
}

/** Nothing where the source lies on another drive. */
function sourceFrom(
  folder: string,
  { uri, range }: { uri: string; range: { start: { line: number } } },
): string | undefined {
  const base = pathToFileURL(`${folder}${sep}`).href;
  const [from, to] = [new URL(base), new URL(uri)];
  if (from.protocol !== to.protocol || from.host !== to.host) return undefined;
  const path = relative(decodeURIComponent(from.pathname), decodeURIComponent(dirname(to.pathname)));
  const name = uri.split('/').at(-1) ?? '';
  const steps = path === '' ? [] : path.split(sep).map(encodeURIComponent);
  return `${[...steps, name].join('/')}#L${String(range.start.line + 1)}`;
}
