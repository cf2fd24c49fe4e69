/**
 * The projects of what is open in the editor. A project is the nearest `faultline.json` upwards with everything below
 * it that has none of its own; where there is none, the workspace's folder; for a file outside all folders, the files
 * beside it.
 *
 * Invariant: an open document's text wins over the file's. Texts arrive at once; everything that asks the host runs
 * one after the other in a queue, and `settled` says when it is through.
 */
import { configFileName } from '../../language/project/config.ts';
import { createParser } from '../../language/syntax/parser.ts';
import type { Host, Listing, ListOptions } from './host.ts';
import { libraryText } from './library.ts';
import { LONGEST_SLICE } from './pace.ts';
import { ProjectFolder } from './project-folder.ts';
import type { FolderOptions } from './project-folder.ts';
import { baseName, folderOf, inFolder, isBelow, isConfig, isLibrary, isStored } from './uris.ts';
import type { View } from './view.ts';

export interface WorkspaceEvents {
  /** Texts changed; findings may have. */
  changed(): void;
  /** @param of as many documents as are known of. */
  reading(read: number, of: number): void;
  failed(what: string, error: unknown): void;
}

export interface FileChange {
  readonly uri: string;
  readonly type: 'created' | 'changed' | 'deleted';
}

/** The text of an open document, as the editor has it now. */
export type OpenText = (uri: string) => string | undefined;

export class Workspace {
  readonly projects = new Map<string, ProjectFolder>();
  private readonly members = new Map<string, ProjectFolder>();
  private readonly folders = new Set<string>();
  private readonly open = new Set<string>();
  private readonly dirty = new Set<string>();
  private readonly host: Host;
  private readonly textOf: OpenText;
  private readonly events: WorkspaceEvents;
  private readonly parser = createParser();
  private queue: Promise<void> = Promise.resolve();
  private waiting = 0;
  private lastUsed: ProjectFolder | undefined;
  private sliceStart = 0;
  private environment: string | undefined;

  constructor(host: Host, textOf: OpenText, events: WorkspaceEvents) {
    this.host = host;
    this.textOf = textOf;
    this.events = events;
  }

  /** Whether files are still being read. */
  get busy(): boolean {
    return this.waiting > 0;
  }

  async settled(): Promise<void> {
    while (this.waiting > 0) await this.queue;
  }

  addFolders(roots: readonly string[]): void {
    for (const root of roots) {
      if (this.folders.has(root)) continue;
      this.folders.add(root);
      this.enqueue('reading a folder', () => this.loadTop(root));
    }
  }

  removeFolders(roots: readonly string[]): void {
    this.enqueue('closing a folder', async () => {
      for (const root of roots) {
        this.folders.delete(root);
        this.drop((project) => project.root === root || isBelow(project.root, root));
      }
      await this.adoptOpen();
    });
  }

  /** Checks for another environment from now on; `undefined` for the one that each project names itself. */
  setEnvironment(environment: string | undefined): void {
    if (this.environment === environment) return;
    this.environment = environment;
    this.enqueue('changing the environment', async () => {
      this.drop(() => true);
      for (const root of this.folders) await this.loadTop(root);
      await this.adoptOpen();
    });
  }

  documentOpened(uri: string): void {
    if (isLibrary(uri)) return;
    this.open.add(uri);
    this.documentChanged(uri);
  }

  documentChanged(uri: string): void {
    if (isLibrary(uri)) return;
    this.dirty.add(uri);
    this.events.changed();
  }

  documentClosed(uri: string): void {
    this.open.delete(uri);
    this.dirty.delete(uri);
    if (isLibrary(uri)) return;
    this.enqueue('closing a document', async () => {
      if (this.open.has(uri)) return;
      if (isConfig(uri)) await this.configChanged(uri);
      const project = this.members.get(uri);
      if (!project) return;
      const text = isStored(uri) ? await this.fileText(uri) : undefined;
      if (text === undefined) this.remove(project, uri);
      else project.set(uri, text);
      const isNeeded = [...project.documents()].some((member) => this.open.has(member));
      if (project.options.loose && !isNeeded) this.drop((other) => other === project);
    });
  }

  filesChanged(changes: readonly FileChange[]): void {
    this.enqueue('reading changed files', async () => {
      const relist = new Set<ProjectFolder>();
      for (const { uri, type } of changes) {
        if (isConfig(uri)) {
          await this.configChanged(uri);
          continue;
        }
        const project = this.members.get(uri) ?? this.projectAround(uri);
        if (!project) continue;
        if (type !== 'changed' || !project.has(uri)) relist.add(project);
        if (type === 'changed' && project.has(uri) && !this.open.has(uri)) await this.read(project, uri);
      }
      for (const project of relist) if (this.projects.get(project.root) === project) await this.list(project);
    });
  }

  /** Files are read under their new names; renamed folders may hold projects of their own, so all around is read anew. */
  filesRenamed(renames: readonly { readonly from: string; readonly to: string }[]): void {
    const isDocument = (uri: string): boolean => uri.endsWith('.arch');
    const [files, folders] = [renames.filter(({ to }) => isDocument(to)), renames.filter(({ to }) => !isDocument(to))];
    this.filesChanged(
      files.flatMap(({ from, to }): FileChange[] => [
        { uri: from, type: 'deleted' },
        { uri: to, type: 'created' },
      ]),
    );
    if (folders.length === 0) return;
    this.enqueue('reading renamed folders', async () => {
      for (const root of this.folders)
        if (folders.some(({ from, to }) => isBelow(from, root) || isBelow(to, root))) await this.loadTop(root);
    });
  }

  /** Hands every text typed since to its project. Cheap where nothing was typed. */
  flush(): void {
    for (const uri of this.dirty) {
      const text = this.textOf(uri);
      const project = this.members.get(uri);
      if (text === undefined) continue;
      if (project) project.set(uri, text);
      else if (isConfig(uri)) this.enqueue('reading the configuration', () => this.configChanged(uri));
      else this.enqueue('opening a document', () => this.adopt(uri));
    }
    this.dirty.clear();
  }

  /** The project of a document, up to date with what is typed; of a library document, that used last. */
  view(uri: string): View | undefined {
    this.flush();
    const project = isLibrary(uri) ? (this.lastUsed ?? this.projects.values().next().value) : this.members.get(uri);
    if (project) this.lastUsed = project;
    return project ?? (isLibrary(uri) ? this.emptyProject(uri) : undefined);
  }

  /** What positions in a document are counted in: the text that the last answer was about. */
  documentText(uri: string): string | undefined {
    const project = this.members.get(uri) ?? (isConfig(uri) ? this.projects.get(folderOf(uri)) : undefined);
    return isConfig(uri) ? project?.options.configText : (project?.textOf(uri) ?? libraryText(uri));
  }

  projectOf(uri: string): ProjectFolder | undefined {
    return this.members.get(uri);
  }

  private emptyProject(root: string): ProjectFolder {
    this.lastUsed = this.create({ root, configText: undefined, loose: true, deep: false });
    return this.lastUsed;
  }

  private create(options: Omit<FolderOptions, 'today' | 'parser' | 'environment' | 'onFailure'>): ProjectFolder {
    const onFailure: FolderOptions['onFailure'] = (what, error) => {
      this.events.failed(what, error);
    };
    const { environment, parser } = this;
    return new ProjectFolder({ ...options, environment, today: this.host.today(), parser, onFailure });
  }

  private enqueue(what: string, task: () => Promise<void>): void {
    this.waiting++;
    this.queue = this.queue
      .then(task)
      .catch((error: unknown) => {
        this.events.failed(what, error);
      })
      .then(() => {
        this.waiting--;
        this.events.changed();
      });
  }

  /** Reads a folder of the editor's and every project in it. */
  private async loadTop(root: string): Promise<void> {
    this.drop((project) => project.root === root || isBelow(project.root, root));
    await this.load({ root, loose: false, deep: true });
    await this.adoptOpen();
  }

  private async load(options: Pick<FolderOptions, 'root' | 'loose' | 'deep'>): Promise<ProjectFolder> {
    const configText = await this.configText(inFolder(options.root, configFileName));
    const project = this.create({ ...options, configText });
    this.projects.set(options.root, project);
    const nested = await this.list(project);
    for (const root of nested)
      if (!this.projects.has(root)) await this.load({ root, loose: options.loose, deep: true });
    return project;
  }

  /** Takes in what the host lists now and drops what it no longer does. */
  private async list(project: ProjectFolder): Promise<readonly string[]> {
    const { root, deep } = project.options;
    const { documents, nested } = await this.listing(root, { exclude: project.config.exclude, deep });
    const before = new Set(project.listed);
    project.listed.clear();
    for (const [read, uri] of documents.entries()) {
      this.events.reading(read, documents.length);
      project.listed.add(uri);
      if (before.delete(uri) && project.has(uri)) continue;
      await this.read(project, uri);
    }
    for (const uri of before) if (!this.open.has(uri)) this.remove(project, uri);
    return nested;
  }

  private async read(project: ProjectFolder, uri: string): Promise<void> {
    const text = this.textOf(uri) ?? (await this.fileText(uri));
    if (text === undefined) this.remove(project, uri);
    else this.join(project, uri, text);
    await this.letOthersIn();
  }

  private join(project: ProjectFolder, uri: string, text: string): void {
    const other = this.members.get(uri);
    if (other && other !== project) {
      other.delete(uri);
      if (other.options.loose && [...other.documents()].length === 0) this.projects.delete(other.root);
    }
    this.members.set(uri, project);
    // What was typed while the file was read wins.
    project.set(uri, this.textOf(uri) ?? text);
  }

  private remove(project: ProjectFolder, uri: string): void {
    project.delete(uri);
    if (this.members.get(uri) === project) this.members.delete(uri);
  }

  /** A file that cannot be read is as one that is not there. */
  private async fileText(uri: string): Promise<string | undefined> {
    try {
      return await this.host.files.read(uri);
    } catch (error) {
      this.events.failed(`reading ${uri}`, error);
      return undefined;
    }
  }

  private async listing(root: string, options: ListOptions): Promise<Listing> {
    try {
      return await this.host.files.list(root, options);
    } catch (error) {
      this.events.failed(`listing ${root}`, error);
      return { documents: [], nested: [] };
    }
  }

  private async letOthersIn(): Promise<void> {
    if (performance.now() - this.sliceStart < LONGEST_SLICE) return;
    await new Promise((resolve) => setTimeout(resolve, 0));
    this.sliceStart = performance.now();
  }

  private async adoptOpen(): Promise<void> {
    for (const uri of this.open) if (!this.members.has(uri)) await this.adopt(uri);
  }

  /** Finds the project of an open document that is in none. */
  private async adopt(uri: string): Promise<void> {
    const text = this.textOf(uri);
    if (text === undefined || isConfig(uri) || isLibrary(uri)) return;
    if (!isStored(uri)) {
      this.join(this.alone(uri), uri, text);
      return;
    }
    const project = this.projectAround(uri) ?? (await this.loadAround(uri));
    if (!this.members.has(uri)) {
      await this.list(project);
      // A file that is there but not listed is excluded from the project; one that is not there yet will be in it.
      const isExcluded = !project.listed.has(uri) && (await this.fileText(uri)) !== undefined;
      this.join(isExcluded ? this.alone(uri) : project, uri, text);
    } else this.members.get(uri)?.set(uri, this.textOf(uri) ?? text);
  }

  /** A project for one document that belongs to no folder's. */
  private alone(uri: string): ProjectFolder {
    const project = this.create({ root: uri, configText: undefined, loose: true, deep: false });
    this.projects.set(uri, project);
    return project;
  }

  /** The project whose folder is the innermost around a file. */
  private projectAround(uri: string): ProjectFolder | undefined {
    let found: ProjectFolder | undefined;
    for (const project of this.projects.values()) {
      const holds = project.options.deep ? isBelow(uri, project.root) : folderOf(uri) === project.root;
      if (holds && (!found || project.root.length > found.root.length)) found = project;
    }
    return found;
  }

  /** The project of a file outside all folders: that of the nearest configuration upwards, else of the files beside it. */
  private async loadAround(uri: string): Promise<ProjectFolder> {
    for (let folder = folderOf(uri); ; folder = folderOf(folder)) {
      if ((await this.fileText(inFolder(folder, configFileName))) !== undefined)
        return this.load({ root: folder, loose: true, deep: true });
      if (folder === folderOf(folder)) break;
    }
    return this.load({ root: folderOf(uri), loose: true, deep: false });
  }

  private async configText(uri: string): Promise<string | undefined> {
    return this.textOf(uri) ?? (await this.fileText(uri));
  }

  /** A configuration came, went or changed: the projects that it divides are read anew. */
  private async configChanged(uri: string): Promise<void> {
    if (baseName(uri) !== configFileName) return;
    const folder = folderOf(uri);
    const text = await this.configText(uri);
    const own = this.projects.get(folder);
    if (own ? own.options.configText === text : text === undefined) return;
    const top = [...this.folders].find((root) => root === folder || isBelow(folder, root));
    if (top !== undefined) {
      await this.loadTop(top);
      return;
    }
    this.drop(({ root }) => root === folder || isBelow(root, folder) || isBelow(folder, root));
    await this.adoptOpen();
  }

  private drop(isDropped: (project: ProjectFolder) => boolean): void {
    for (const [root, project] of this.projects) {
      if (!isDropped(project)) continue;
      this.projects.delete(root);
      for (const uri of project.documents()) if (this.members.get(uri) === project) this.members.delete(uri);
      if (this.lastUsed === project) this.lastUsed = undefined;
    }
  }
}
