/**
 * The language server: texts in, diagnostics out, questions answered. It knows the protocol and nothing of where it
 * runs: the connection and the host are given.
 *
 * Invariant: each provider is a pure function of a project and a question; one that fails costs its own answer and
 * nothing else. An answer is about the texts as they were when it was asked for.
 */
import {
  CodeLensRefreshRequest,
  ErrorCodes,
  PositionEncodingKind,
  ResponseError,
  TextDocuments,
} from 'vscode-languageserver';
import type { CancellationToken, Connection, InitializeParams, ResultProgressReporter } from 'vscode-languageserver';
import {
  DidChangeConfigurationNotification,
  DidChangeWatchedFilesNotification,
  FileChangeType,
} from 'vscode-languageserver';
import { TextDocument } from 'vscode-languageserver-textdocument';
import type { Notifications, Requests, Status } from '../protocol.ts';
import { answerQuestions } from './answers.ts';
import type { Desk, InDocument } from './answers.ts';
import { serverCapabilities, supportOf } from './capabilities.ts';
import type { Support } from './capabilities.ts';
import { diagnosticOf, Publisher } from './diagnostics.ts';
import type { Publication } from './diagnostics.ts';
import { Diagrams } from './diagram.ts';
import { entityAt } from './entity-at.ts';
import { Executions } from './execution.ts';
import { explain } from './explain.ts';
import { findingItems } from './finding-items.ts';
import type { Host } from './host.ts';
import { libraryContent } from './library.ts';
import { Loading } from './loading.ts';
import { locateInText } from './locate.ts';
import { outline } from './outline.ts';
import { pacedBy, stopIfCancelled } from './pace.ts';
import type { Stream } from './parts.ts';
import { chooseEncoding, Positions } from './positions.ts';
import type { ProjectFolder } from './project-folder.ts';
import type { ActionSupport } from './refactoring-actions.ts';
import { renameFiles } from './renamed-files.ts';
import { Scheduler } from './scheduler.ts';
import { settingsOf, settingsSection } from './settings.ts';
import type { Settings } from './settings.ts';
import { starter } from './starter.ts';
import { TokenHistory } from './token-history.ts';
import { normalUri, spelledFor } from './uris.ts';
import type { View } from './view.ts';
import { keepScenario, whatIf } from './what-if.ts';
import { workspaceEdit } from './workspace-edit.ts';
import { Workspace } from './workspace.ts';
import type { FileChange } from './workspace.ts';

export function serve(connection: Connection, host: Host): void {
  new Server(connection, host).listen();
}

class Server implements Desk {
  readonly connection: Connection;
  support: Support = supportOf({});
  settings: Settings = settingsOf(undefined);
  /** The settings as the client gave them when it started the server. */
  private given: unknown;
  readonly tokens = new TokenHistory();
  private readonly host: Host;
  private readonly documents = new TextDocuments({
    create: TextDocument.create,
    update: (document: TextDocument, changes, version) => {
      // Each change counts in the text that the one before left.
      for (const change of changes)
        TextDocument.update(document, [this.positions.inText(document.getText(), change)], version);
      return document;
    },
  });
  private positions = new Positions(PositionEncodingKind.UTF16, (uri) => this.workspace.documentText(uri));
  /** Open documents by their address in our own spelling. */
  private readonly open = new Map<string, TextDocument>();
  private readonly workspace: Workspace;
  private readonly publisher = new Publisher();
  private readonly loading: Loading;
  private readonly diagrams: Diagrams | undefined;
  private readonly executions: Executions;
  private readonly scheduler = new Scheduler(() => {
    this.update();
  });
  private phase: 'waiting' | 'running' | 'ended' = 'waiting';
  private folders: readonly string[] = [];
  private revision = 0;
  /** What was last said of the projects' models, to announce changes only. */
  private models = new Map<string, object>();
  private status: Status | undefined;

  constructor(connection: Connection, host: Host) {
    this.connection = connection;
    this.host = host;
    this.loading = new Loading(connection);
    this.diagrams = host.layout && new Diagrams(host.layout);
    this.executions = new Executions(host.explore);
    this.workspace = new Workspace(host, (uri) => this.open.get(uri)?.getText(), {
      changed: () => {
        this.scheduler.request();
      },
      reading: (read, of) => {
        this.loading.report(read, of);
      },
      failed: (what, error) => {
        this.report(what, error);
      },
    });
  }

  listen(): void {
    const { connection } = this;
    connection.onInitialize((params) => this.initialize(params));
    connection.onInitialized(() => {
      this.initialized();
    });
    connection.onShutdown(() => {
      this.phase = 'ended';
      this.scheduler.dispose();
      this.host.dispose?.();
    });
    answerQuestions(this);
    this.answerOwnQuestions();
    connection.listen();
  }

  private initialize({ capabilities, workspaceFolders, initializationOptions, ...older }: InitializeParams) {
    if (this.phase !== 'waiting')
      throw new ResponseError(ErrorCodes.InvalidRequest, 'The server was started already; start another one.');
    this.phase = 'running';
    // What is told before the start is passed over, as the protocol has it.
    this.followTexts();
    this.followRenames();
    this.support = supportOf(capabilities);
    const encoding = chooseEncoding(capabilities);
    this.positions = new Positions(encoding, (uri) => this.workspace.documentText(uri));
    this.given = initializationOptions;
    this.settings = settingsOf(initializationOptions);
    this.workspace.setEnvironment(this.settings.environment);
    // Some editors still say it the older way.
    const { rootUri } = older as { readonly rootUri?: string | null };
    const roots = workspaceFolders?.map(({ uri }) => uri) ?? (rootUri ? [rootUri] : []);
    this.folders = roots.map(folderUri);
    return { capabilities: serverCapabilities(encoding, this.support), serverInfo: { name: 'faultline' } };
  }

  private initialized(): void {
    const { connection } = this;
    this.workspace.addFolders(this.folders);
    this.tellStatus();
    if (this.support.workspaceFolders)
      connection.workspace.onDidChangeWorkspaceFolders((event) => {
        this.heed('changed folders', () => {
          const [added, removed] = [event.added, event.removed].map((folders) =>
            folders.map(({ uri }) => folderUri(uri)),
          );
          this.workspace.removeFolders(removed ?? []);
          this.workspace.addFolders(added ?? []);
        });
      });
    if (this.support.watchFiles)
      this.send('watching files', () =>
        connection.client.register(DidChangeWatchedFilesNotification.type, {
          watchers: [{ globPattern: '**/*.arch' }, { globPattern: '**/faultline.json' }],
        }),
      );
    this.followSettings();
  }

  /** Settings are asked for where the client lets us, and taken as they come where it does not. */
  private followSettings(): void {
    const { connection, support } = this;
    connection.onDidChangeConfiguration(({ settings }: { settings?: Record<string, unknown> | null }) => {
      if (support.configuration) this.send('reading the settings', () => this.pullSettings());
      else this.applySettings(settings?.[settingsSection]);
    });
    if (!support.configuration) return;
    if (support.configurationChanges)
      this.send('following the settings', () =>
        connection.client.register(DidChangeConfigurationNotification.type, { section: settingsSection }),
      );
    this.send('reading the settings', () => this.pullSettings());
  }

  private async pullSettings(): Promise<void> {
    this.applySettings(await this.connection.workspace.getConfiguration(settingsSection));
  }

  private applySettings(given: unknown): void {
    const before = JSON.stringify(this.settings);
    // Some clients have no such section, and said all they have at the start.
    this.settings = settingsOf(given ?? this.given);
    this.workspace.setEnvironment(this.settings.environment);
    if (JSON.stringify(this.settings) !== before) this.refresh();
  }

  /** What was answered before may be out of date: the client asks again for what it shows. */
  private refresh(): void {
    const { connection, support } = this;
    const { inlayHints, codeLenses, semanticTokens } = support.refresh;
    if (inlayHints) this.send('renewing hints', () => connection.languages.inlayHint.refresh());
    if (codeLenses) this.send('renewing lenses', () => connection.sendRequest(CodeLensRefreshRequest.type));
    if (semanticTokens) this.send('renewing colours', () => connection.languages.semanticTokens.refresh());
  }

  /** Asks the client for something; where that fails, the log says so and everything else goes on. */
  private send(what: string, request: () => Promise<unknown>): void {
    void request().catch((error: unknown) => {
      this.report(what, error);
    });
  }

  private followTexts(): void {
    const { connection, documents, workspace } = this;
    documents.onDidOpen(({ document }) => {
      const uri = normalUri(document.uri);
      this.open.set(uri, document);
      workspace.documentOpened(uri);
    });
    documents.onDidChangeContent(({ document }) => {
      workspace.documentChanged(normalUri(document.uri));
    });
    documents.onDidClose(({ document }) => {
      const uri = normalUri(document.uri);
      this.open.delete(uri);
      this.tokens.forget(document.uri);
      workspace.documentClosed(uri);
    });
    documents.listen(connection);
    connection.onDidChangeWatchedFiles(({ changes }) => {
      this.heed('changed files', () => {
        workspace.filesChanged(
          changes.map(({ uri, type }): FileChange => ({ uri: normalUri(uri), type: changeOf(type) })),
        );
      });
    });
  }

  private followRenames(): void {
    const { connection, workspace } = this;
    connection.workspace.onWillRenameFiles(({ files }, token) =>
      this.answer('renaming files', token, null, () => {
        const projects = [...workspace.projects.values()].map(({ options }) => options);
        return workspaceEdit(renameFiles(projects, files), this.actionSupport());
      }),
    );
    connection.workspace.onDidRenameFiles(({ files }) => {
      this.heed('renamed files', () => {
        workspace.filesRenamed(files.map(({ oldUri, newUri }) => ({ from: folderUri(oldUri), to: folderUri(newUri) })));
      });
    });
  }

  private answerOwnQuestions(): void {
    this.onOwn('faultline/diagram', ({ uri, view: name, standalone = false }, token) => {
      const nothing = { error: 'The picture could not be drawn. The log says why.' };
      return this.ask(
        'diagram',
        { textDocument: { uri } },
        token,
        nothing,
        (view) =>
          this.diagrams?.draw(view, { name, standalone, revision: this.revision }) ?? {
            error: 'No picture can be drawn here.',
          },
      );
    });
    this.onOwn('faultline/locate', ({ id, uri }, token) =>
      this.ask('locating', { textDocument: { uri } }, token, null, (view) => locateInText(view, id)),
    );
    this.onOwn('faultline/whatIf', (params, token) =>
      this.ask('what if', { textDocument: { uri: params.uri } }, token, null, (view) =>
        whatIf(view, params, this.revision, pacedBy(token)),
      ),
    );
    this.onOwn('faultline/keepScenario', ({ uri, happens }, token) =>
      this.ask('keeping a scenario', { textDocument: { uri } }, token, null, (view, own) =>
        keepScenario(view, own, happens, pacedBy(token)),
      ),
    );
    this.onOwn('faultline/entityAt', ({ uri, position }, token) =>
      this.ask('the entity', { textDocument: { uri }, position }, token, null, (view, own, asked) =>
        entityAt(view, own, asked.position),
      ),
    );
    this.onOwn('faultline/explain', ({ id }, token) =>
      this.answer('explanation', token, null, () => explain(this.workspace.projects.values(), id)),
    );
    this.onOwn('faultline/execution', ({ id }, token) =>
      this.answer('execution', token, { error: 'The execution could not be explored. The log says why.' }, () =>
        this.executions.show(this.workspace.projects.values(), id, token),
      ),
    );
    this.onOwn('faultline/outline', (params, token) =>
      this.answer('outline', token, { items: [], more: 0 }, () => outline(this.workspace.projects, params)),
    );
    this.onOwn('faultline/findings', (params, token) =>
      this.answer('findings', token, { items: [], more: 0 }, () =>
        findingItems(this.workspace.projects.values(), params),
      ),
    );
    this.onOwn('faultline/starter', starter);
    this.onOwn('faultline/libraryContent', ({ uri }) => libraryContent(normalUri(uri)));
    this.connection.workspace.textDocumentContent.on(({ uri }) => libraryContent(normalUri(uri)));
  }

  private onOwn<M extends keyof Requests>(
    method: M,
    handler: (
      params: Requests[M]['params'],
      token: CancellationToken,
    ) => Promise<Requests[M]['result']> | Requests[M]['result'],
  ): void {
    this.connection.onRequest(
      method,
      async (params: Requests[M]['params'], token: CancellationToken): Promise<unknown> => handler(params, token),
    );
  }

  private notify<M extends keyof Notifications>(method: M, params: Notifications[M]): void {
    void this.connection.sendNotification(method, params);
  }

  get projects(): Iterable<ProjectFolder> {
    return this.workspace.projects.values();
  }

  upToDate(): Promise<void> {
    return this.scheduler.settled();
  }

  ask<P extends InDocument, T>(
    what: string,
    params: P,
    token: CancellationToken,
    nothing: T,
    provide: (view: View, uri: string, params: P) => T | Promise<T>,
  ): Promise<T> {
    const uri = normalUri(params.textDocument.uri);
    return this.answer(
      what,
      token,
      nothing,
      () => {
        const view = this.workspace.view(uri);
        return view ? provide(view, uri, this.positions.incoming(params, uri)) : nothing;
      },
      uri,
    );
  }

  /** @param uri the document that the question was about. */
  async answer<T>(
    what: string,
    token: CancellationToken,
    nothing: T,
    provide: () => T | Promise<T>,
    uri?: string,
  ): Promise<T> {
    if (this.phase === 'waiting')
      throw new ResponseError(ErrorCodes.ServerNotInitialized, 'The server was not started: send `initialize` first.');
    if (this.phase === 'ended') throw new ResponseError(ErrorCodes.InvalidRequest, 'The server was told to end.');
    this.workspace.flush();
    await this.workspace.settled();
    stopIfCancelled(token);
    try {
      return this.asClient(await provide(), uri);
    } catch (error) {
      if (error instanceof ResponseError) throw error;
      this.report(what, error);
      return nothing;
    }
  }

  /** An answer with characters counted as the client does, and addresses spelled as it does. */
  private asClient<T>(answer: T, uri?: string): T {
    const counted = this.positions.outgoing(answer, uri);
    const differs = [...this.open].some(([own, document]) => own !== document.uri);
    return differs ? (spelledFor((own) => this.clientUri(own), counted) as T) : counted;
  }

  stream<T>(token: CancellationToken, partial: ResultProgressReporter<T[]> | undefined): Stream<T> {
    return {
      pause: pacedBy(token),
      send:
        partial &&
        ((part) => {
          partial.report(this.asClient(part));
        }),
    };
  }

  private clientUri(uri: string): string {
    return this.open.get(uri)?.uri ?? uri;
  }

  actionSupport(): ActionSupport {
    return { ...this.support, versionOf: (uri) => this.open.get(uri)?.version ?? null };
  }

  /** Brings what the client was told up to what the texts say now. */
  private update(): void {
    const { workspace } = this;
    workspace.flush();
    // Half a project would report names as unknown that are only not read yet.
    if (workspace.busy) {
      this.tellStatus();
      return;
    }
    this.loading.done();
    this.publish(this.publisher.keep(workspace.projects));
    let isChanged = false;
    for (const [root, project] of workspace.projects) {
      const versions = new Map<string, number>();
      for (const [uri, { version }] of this.open) if (project.has(uri)) versions.set(uri, version);
      try {
        const publications = this.publisher.update(root, project.findings(), versions);
        this.publish(publications);
        const { model } = project.project;
        isChanged ||= this.models.get(root) !== model;
        this.models.set(root, model);
      } catch (error) {
        this.report('findings', error);
      }
    }
    for (const root of this.models.keys()) if (!workspace.projects.has(root)) this.models.delete(root);
    if (isChanged) {
      this.notify('faultline/modelChanged', { revision: ++this.revision });
      this.refresh();
    }
    this.tellStatus();
  }

  private publish(publications: readonly Publication[]): void {
    if (publications.length > 0) this.notify('faultline/findingsChanged', {});
    for (const { uri, version, findings } of publications) {
      const diagnostics = findings.map((finding) => diagnosticOf(finding, this.support));
      void this.connection.sendDiagnostics(
        this.asClient({ uri, diagnostics, ...(version !== undefined && { version }) }),
      );
    }
  }

  private tellStatus(): void {
    const { busy, projects } = this.workspace;
    const next = { documents: 0, errors: 0, warnings: 0, busy };
    for (const project of projects.values()) {
      next.documents += [...project.documents()].length;
      if (busy) continue;
      for (const { severity } of project.findings()) {
        if (severity === 'error') next.errors++;
        else if (severity === 'warning') next.warnings++;
      }
    }
    const status: Status = busy
      ? { ...next, errors: this.status?.errors ?? 0, warnings: this.status?.warnings ?? 0 }
      : next;
    if (JSON.stringify(status) === JSON.stringify(this.status)) return;
    this.status = status;
    this.notify('faultline/status', status);
  }

  /** Takes in what is told; a message that cannot be read costs nothing but itself. */
  private heed(what: string, take: () => void): void {
    try {
      take();
    } catch (error) {
      this.report(what, error);
    }
  }

  private report(what: string, error: unknown): void {
    const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
    this.connection.console.error(`Faultline failed at: ${what}. ${text}`);
  }
}

/** Folders are written without a slash at the end. */
const folderUri = (uri: string): string => normalUri(uri).replace(/\/$/, '');

const changeOf = (type: FileChangeType): FileChange['type'] =>
  type === FileChangeType.Created ? 'created' : type === FileChangeType.Deleted ? 'deleted' : 'changed';
