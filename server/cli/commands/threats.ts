/** `faultline threats`: the threat model of a project as a document or as data for other tools. */
import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createElk } from '../../../language/diagrams/elk.ts';
import { loadPictureFormat } from '../../../language/diagrams/exports/formats.ts';
import type { DiagramGraph } from '../../../language/diagrams/graph.ts';
import { layoutGraph } from '../../../language/diagrams/layout.ts';
import { viewGraph } from '../../../language/diagrams/view.ts';
import { pathGraph } from '../../../language/diagrams/views/path.ts';
import type { Project } from '../../../language/project/project.ts';
import { firstWritten, regenerate, type Part } from '../../../language/reports/regions.ts';
import { changesBetween } from '../../../language/reports/threats/changes.ts';
import { cyclonedx } from '../../../language/reports/threats/cyclonedx.ts';
import { documentParts, type Changes, type Form } from '../../../language/reports/threats/document.ts';
import { html } from '../../../language/reports/threats/html.ts';
import { markdown } from '../../../language/reports/threats/markdown.ts';
import { threatModelOf, type ThreatModel } from '../../../language/reports/threats/model.ts';
import { otm } from '../../../language/reports/threats/otm.ts';
import { csv, json } from '../../../language/reports/threats/plain.ts';
import { threagile } from '../../../language/reports/threats/threagile.ts';
import { threatDragon } from '../../../language/reports/threats/threat-dragon.ts';
import { writeAtomically } from '../atomic-write.ts';
import type { core as Core } from '../core.ts';
import { UsageError, type ExitCode } from '../exit.ts';
import { sarif } from '../formats/sarif.ts';
import { textsAt } from '../git.ts';
import { defaultWidth, type Host } from '../host.ts';
import { countBySeverity } from '../report.ts';
import { openSingleProject } from '../single-project.ts';
import type { ThreatFormat } from '../threat-formats.ts';
import { version } from '../version.ts';

export interface ThreatsOptions {
  readonly format: ThreatFormat;
  readonly out?: string;
  readonly since?: string;
}

/** @throws UsageError where a document that exists was changed inside its marked regions: nothing is written. */
export async function threats(path: string, options: ThreatsOptions, host: Host): Promise<ExitCode> {
  const { core } = await import('../core.ts');
  const { project, code } = openSingleProject(path, host, core);
  const { out, format } = options;
  const target = out === undefined ? undefined : resolve(host.cwd, out);
  const titles = new Map((await core.ruleInfo()).map(({ id, title }) => [id, title]));
  const titleOf = (rule: string): string => titles.get(rule) ?? rule;
  const model = threatModelOf(project, titleOf);
  const changes = options.since === undefined ? undefined : changesSince(options.since, project, model, titleOf);
  const text = await written(format, { project, model, changes, core, host, target });
  if (target === undefined) host.stdout.write(text);
  else writeAtomically(target, text);
  return code;
}

interface Job {
  readonly project: Project;
  readonly model: ThreatModel;
  readonly changes: Changes | undefined;
  readonly core: typeof Core;
  readonly host: Host;
  readonly target: string | undefined;
}

const data: Readonly<Partial<Record<ThreatFormat, (model: ThreatModel, project: Project) => string>>> = {
  json,
  threagile,
  csv,
  otm,
  'threat-dragon': threatDragon,
  cyclonedx,
};

async function written(format: ThreatFormat, job: Job): Promise<string> {
  const write = data[format];
  if (write) return write(job.model, job.project);
  if (format === 'sarif') return sarifText(job);
  return document(format === 'html' ? html : markdown, format === 'html' ? 'svg' : 'mermaid', job);
}

/** The open threats as findings; a code scanning service closes those that are gone. */
async function sarifText({ project, core, host }: Job): Promise<string> {
  const findings = project.findings().filter(({ threat }) => threat !== undefined);
  const { error, warning, info, hint } = countBySeverity(findings);
  const report = {
    findings,
    documents: project.documents(),
    textOf: () => undefined,
    ruleInfo: async () => (await core.ruleInfo()).filter(({ area }) => area === 'security'),
    summary: { ...project.summaryOf(), errors: error, warnings: warning, infos: info, hints: hint, inBaseline: 0 },
    version,
    threshold: 'error',
  } as const;
  return sarif(report, { cwd: host.cwd, colour: false, width: defaultWidth, milliseconds: 0 });
}

async function document(
  form: Form,
  pictures: 'svg' | 'mermaid',
  { project, model, changes, target }: Job,
): Promise<string> {
  const picture = await loadPictureFormat(pictures);
  const elk = createElk();
  const draw = async (graph: DiagramGraph): Promise<string> =>
    picture.write({ graph, theme: 'light', laidOut: () => layoutGraph(graph, elk) });
  const graph = viewGraph(project, 'dataflow') ?? viewGraph(project, 'topology');
  const paths = new Map<string, string>();
  for (const { path } of model.threats) {
    const end = path.at(-1);
    if (path.length > 1 && end !== undefined && !paths.has(end)) paths.set(end, await draw(pathGraph(project, path)));
  }
  const parts = documentParts(model, { dataFlow: graph && (await draw(graph)), paths }, changes, form);
  return target !== undefined && existsSync(target) ? again(target, parts) : firstWritten(parts);
}

function again(target: string, parts: readonly Part[]): string {
  const result = regenerate(readFileSync(target, 'utf8'), parts);
  if ('text' in result) return result.text;
  const problems = result.problems.map(({ line, message }) => `  ${target}:${String(line)}: ${message}`).join('\n');
  throw new UsageError(`nothing was written, because marked regions were changed:\n${problems}`);
}

/** @throws UsageError where git, the repository or the revision is missing. */
function changesSince(
  revision: string,
  project: Project,
  now: ThreatModel,
  titleOf: (rule: string) => string,
): Changes {
  const before = project.sibling();
  for (const [uri, text] of textsAt(revision, fileURLToPath(project.root ?? ''))) before.setDocument(uri, text);
  return { revision, changes: changesBetween(threatModelOf(before, titleOf), now) };
}
