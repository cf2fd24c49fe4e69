/** Projects read from disk into the core. Invariant: the only place of the command line that fills a project. */
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Stopwatch } from '../../language/analyses/stopwatch.ts';
import type { Finding, Location } from '../../language/model/finding.ts';
import type { Config } from '../../language/project/config.ts';
import { discover, realFile } from './discovery.ts';
import type { Host } from './host.ts';
import { displayPath } from './paths.ts';
import type { Progress } from './progress.ts';
import { readSource } from '../files/read-source.ts';

/** What every command needs of a core project. */
export interface ProjectLike {
  readonly setDocument: (uri: string, text: string) => void;
  readonly deleteDocument: (uri: string) => void;
  readonly findings: () => readonly Finding[];
  readonly summaryOf: () => ModelSize;
  /** Where the text stands that says something about an entity. */
  readonly ownText: (id: string) => readonly Location[];
}

export interface ModelSize {
  readonly documents: number;
  readonly elements: number;
  readonly flows: number;
}

export interface ProjectSettings {
  readonly config: Config;
  /** Address of the project's folder. */
  readonly root: string;
  readonly today: string;
  /** Whether texts will change after they were analysed. */
  readonly incremental?: boolean;
  readonly stopwatch?: Stopwatch | undefined;
}

export interface Core<P extends ProjectLike = ProjectLike> {
  readonly createProject: (options: ProjectSettings) => P;
  readonly ruleIds: readonly string[];
}

/** What follows from one project, as plain data. */
export interface Analysis {
  readonly findings: readonly Finding[];
  readonly size: ModelSize;
  /** Where the text of what findings are about stands, by the id of the subject. */
  readonly ownText: Readonly<Record<string, readonly Location[]>>;
}

/** Remembers what followed from a project's texts. */
export interface Memory {
  readonly recall: (project: ProjectContent) => Analysis | undefined;
  readonly keep: (project: ProjectContent, analysis: Analysis) => void;
}

/** Everything that an analysis depends on. */
export interface ProjectContent {
  readonly settings: ProjectSettings;
  /** Text by address of every document. */
  readonly texts: ReadonlyMap<string, string>;
}

/** A project whose core is filled only when it is asked. */
export class OpenProject<P extends ProjectLike = ProjectLike> implements ProjectContent {
  readonly root: string;
  readonly settings: ProjectSettings;
  readonly #texts: Map<string, string>;
  readonly #create: Core<P>['createProject'];
  readonly #memory: Memory | undefined;
  #project: P | undefined;
  #analysis: Analysis | undefined;

  constructor(
    root: string,
    settings: ProjectSettings,
    texts: ReadonlyMap<string, string>,
    create: Core<P>['createProject'],
    memory: Memory | undefined,
  ) {
    this.root = root;
    this.settings = settings;
    this.#texts = new Map(texts);
    this.#create = create;
    this.#memory = memory;
  }

  get texts(): ReadonlyMap<string, string> {
    return this.#texts;
  }

  get project(): P {
    if (this.#project) return this.#project;
    const project = this.#create(this.settings);
    for (const [uri, text] of this.#texts) project.setDocument(uri, text);
    return (this.#project = project);
  }

  get analysis(): Analysis {
    this.#analysis ??= this.#memory?.recall(this) ?? this.#analyse();
    return this.#analysis;
  }

  /** Changes a text; only an incremental project may be asked again afterwards. */
  setText(uri: string, text: string): void {
    this.#texts.set(uri, text);
    this.#project?.setDocument(uri, text);
    this.#analysis = undefined;
  }

  /** Takes in the texts as they are now. */
  update(texts: ReadonlyMap<string, string>): void {
    for (const uri of [...this.#texts.keys()]) {
      if (texts.has(uri)) continue;
      this.#texts.delete(uri);
      this.#project?.deleteDocument(uri);
      this.#analysis = undefined;
    }
    for (const [uri, text] of texts) if (this.#texts.get(uri) !== text) this.setText(uri, text);
  }

  #analyse(): Analysis {
    const { project } = this;
    const findings = project.findings();
    const subjects = new Set(findings.flatMap(({ subject }) => subject ?? []));
    const ownText = Object.fromEntries([...subjects].map((id) => [id, project.ownText(id)]));
    const analysis = { findings, size: project.summaryOf(), ownText };
    this.#memory?.keep(this, analysis);
    return analysis;
  }
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
  /** Whether texts will change after they were analysed. */
  readonly incremental?: boolean;
  readonly stopwatch?: Stopwatch | undefined;
  /** Of the project in a folder. */
  readonly memoryOf?: (root: string) => Memory | undefined;
}

/** @throws UsageError as `discover` does. */
export function openWorkspace<P extends ProjectLike>(
  paths: readonly string[],
  host: Host,
  core: Core<P>,
  { progress, inPlace, environment, incremental = false, stopwatch, memoryOf }: WorkspaceOptions = {},
): Workspace<P> {
  const discovery = discover(paths, host.cwd, core.ruleIds, { virtualFile: inPlace?.file, environment });
  const problems = [...discovery.problems];
  const named = new Set<string>();
  const inPlacePath = inPlace && realFile(resolve(host.cwd, inPlace.file));
  const total = discovery.projects.reduce((sum, { files }) => sum + files.length, 0);
  let read = 0;

  const projects = discovery.projects.map(({ root, config, files }) => {
    const texts = new Map<string, string>();
    const problemsBefore = problems.length;
    for (const file of files) {
      const shown = displayPath(file, host.cwd);
      progress?.report(`reading ${String(++read)} of ${String(total)}: ${shown}`);
      const source = inPlace && file === inPlacePath ? { text: inPlace.text } : readSource(file, shown);
      if ('problem' in source) {
        problems.push(source.problem);
        continue;
      }
      const uri = pathToFileURL(file).href;
      if (discovery.isNamed(file)) named.add(uri);
      texts.set(uri, source.text);
    }
    const settings = { config, root: pathToFileURL(root).href, today: host.today, incremental, stopwatch };
    const isComplete = problems.length === problemsBefore;
    return new OpenProject(root, settings, texts, core.createProject, isComplete ? memoryOf?.(root) : undefined);
  });
  return {
    projects,
    isNamed: (uri) => named.has(uri),
    textOf: (uri) => projects.find(({ texts }) => texts.has(uri))?.texts.get(uri),
    problems,
  };
}

/** All findings of all projects, in the order of what is shown. */
export function findingsOf(workspace: Workspace): Finding[] {
  return workspace.projects
    .flatMap(({ analysis }) => analysis.findings)
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
