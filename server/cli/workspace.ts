/** Projects read from disk into the core. Invariant: the only place of the command line that fills a project. */
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Finding } from '../../language/model/finding.ts';
import type { Config } from '../../language/project/config.ts';
import { discover, realFile } from './discovery.ts';
import type { Host } from './host.ts';
import { displayPath } from './paths.ts';
import type { Progress } from './progress.ts';
import { readSource } from '../files/read-source.ts';

/** What every command needs of a core project. */
export interface ProjectLike {
  readonly setDocument: (uri: string, text: string) => void;
  readonly findings: () => readonly Finding[];
  readonly summaryOf: () => { readonly documents: number; readonly elements: number; readonly flows: number };
}

export interface ProjectSettings {
  readonly config: Config;
  /** Address of the project's folder. */
  readonly root: string;
  readonly today: string;
}

export interface Core<P extends ProjectLike = ProjectLike> {
  readonly createProject: (options: ProjectSettings) => P;
  readonly ruleIds: readonly string[];
}

export interface OpenProject<P extends ProjectLike = ProjectLike> {
  readonly project: P;
  readonly root: string;
  /** Text by address of every document. */
  readonly texts: ReadonlyMap<string, string>;
}

export interface Workspace<P extends ProjectLike = ProjectLike> {
  readonly projects: readonly OpenProject<P>[];
  /** Whether the document at an address is among what the command line named. */
  readonly isNamed: (uri: string) => boolean;
  /** The text of a document, where it was read. */
  readonly textOf: (uri: string) => string | undefined;
  /** What could not be read, one sentence each: the answer is then incomplete. */
  readonly problems: readonly string[];
}

/** A text to be taken in place of (or as) a file. */
export interface TextInPlace {
  readonly file: string;
  readonly text: string;
}

export interface WorkspaceOptions {
  readonly progress?: Progress;
  readonly inPlace?: TextInPlace | undefined;
  readonly environment?: string | undefined;
}

/** @throws UsageError as `discover` does. */
export function openWorkspace<P extends ProjectLike>(
  paths: readonly string[],
  host: Host,
  core: Core<P>,
  { progress, inPlace, environment }: WorkspaceOptions = {},
): Workspace<P> {
  const discovery = discover(paths, host.cwd, core.ruleIds, { virtualFile: inPlace?.file, environment });
  const problems = [...discovery.problems];
  const texts = new Map<string, string>();
  const named = new Set<string>();
  const inPlacePath = inPlace && realFile(resolve(host.cwd, inPlace.file));
  const total = discovery.projects.reduce((sum, { files }) => sum + files.length, 0);

  const projects = discovery.projects.map(({ root, config, files }) => {
    const project = core.createProject({ config, root: pathToFileURL(root).href, today: host.today });
    const own = new Map<string, string>();
    for (const file of files) {
      const shown = displayPath(file, host.cwd);
      progress?.report(`reading ${String(texts.size + 1)} of ${String(total)}: ${shown}`);
      const source = inPlace && file === inPlacePath ? { text: inPlace.text } : readSource(file, shown);
      if ('problem' in source) {
        problems.push(source.problem);
        continue;
      }
      const uri = pathToFileURL(file).href;
      if (discovery.isNamed(file)) named.add(uri);
      texts.set(uri, source.text);
      own.set(uri, source.text);
      project.setDocument(uri, source.text);
    }
    return { project, root, texts: own };
  });
  return { projects, isNamed: (uri) => named.has(uri), textOf: (uri) => texts.get(uri), problems };
}

/** All findings of all projects, in the order of what is shown. */
export function findingsOf(workspace: Workspace): Finding[] {
  return workspace.projects
    .flatMap(({ project }) => project.findings())
    .sort(
      (a, b) =>
        compare(a.uri, b.uri) ||
        a.range.start.line - b.range.start.line ||
        a.range.start.character - b.range.start.character ||
        compare(a.rule, b.rule),
    );
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
