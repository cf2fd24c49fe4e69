/**
 * The language server: texts in, diagnostics out, questions answered. It knows the protocol and nothing of where it
 * runs: the connection and the host are given.
 *
 * Invariant: each provider is a pure function of a project and a question; one that fails costs its own answer and
 * nothing else. An answer is about the texts as they were when it was asked for.
 */
import { ErrorCodes, LSPErrorCodes, ResponseError, TextDocuments } from 'vscode-languageserver';
import type { CancellationToken, Connection, InitializeParams, WorkspaceEdit } from 'vscode-languageserver';
import { DidChangeWatchedFilesNotification, FileChangeType } from 'vscode-languageserver';
import { TextDocument } from 'vscode-languageserver-textdocument';
import type { TextEdit } from '../../language/model/finding.ts';
import type { Notifications, Requests, Status } from '../protocol.ts';
import { serverCapabilities, supportOf } from './capabilities.ts';
import type { Support } from './capabilities.ts';
import { changesOf, codeActions } from './code-actions.ts';
import { completion } from './completion.ts';
import { definition } from './definition.ts';
import { diagnosticOf, Publisher } from './diagnostics.ts';
import type { Publication } from './diagnostics.ts';
import { Diagrams } from './diagram.ts';
import { documentSymbols } from './document-symbols.ts';
import { explain } from './explain.ts';
import { findingItems } from './finding-items.ts';
import { foldingRanges } from './folding.ts';
import { formatting } from './formatting.ts';
import type { Host } from './host.ts';
import { hover } from './hover.ts';
import { libraryContent } from './library.ts';
import { locateInText } from './locate.ts';
import { outline } from './outline.ts';
import { documentHighlights, references } from './references.ts';
import { prepareRename, rename } from './rename.ts';
import type { Refused } from './rename.ts';
import { Scheduler } from './scheduler.ts';
import { semanticTokens } from './semantic-tokens.ts';
import { starter } from './starter.ts';
import { normalUri, spelledFor } from './uris.ts';
import type { View } from './view.ts';
import { workspaceSymbols } from './workspace-symbols.ts';
import { Workspace } from './workspace.ts';
import type { FileChange } from './workspace.ts';

export function serve(connection: Connection, host: Host): void {
  new Server(connection, host).listen();
}

interface InDocument {
  readonly textDocument: { readonly uri: string };
}

class Server {
  private readonly connection: Connection;
  private readonly host: Host;
  private readonly documents = new TextDocuments(TextDocument);
  /** Open documents by their address in our own spelling. */
  private readonly open = new Map<string, TextDocument>();
  private readonly workspace: Workspace;
  private readonly publisher = new Publisher();
  private readonly diagrams: Diagrams | undefined;
  private readonly scheduler = new Scheduler(() => {
    this.update();
  });
  private support: Support = supportOf({});
  private folders: readonly string[] = [];
  private revision = 0;
  /** What was last said of the projects' models, to announce changes only. */
  private models = new Map<string, object>();
  private status: Status | undefined;

  constructor(connection: Connection, host: Host) {
    this.connection = connection;
    this.host = host;
    this.diagrams = host.layout && new Diagrams(host.layout);
    this.workspace = new Workspace(host, (uri) => this.open.get(uri)?.getText(), {
      changed: () => {
        this.scheduler.request();
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
      this.scheduler.dispose();
      this.host.dispose?.();
    });
    this.followTexts();
    this.answerQuestions();
    this.answerOwnQuestions();
    connection.listen();
  }

  private initialize({ capabilities, workspaceFolders, ...older }: InitializeParams) {
    this.support = supportOf(capabilities);
    // Some editors still say it the older way.
    const { rootUri } = older as { readonly rootUri?: string | null };
    const roots = workspaceFolders?.map(({ uri }) => uri) ?? (rootUri ? [rootUri] : []);
    this.folders = roots.map(folderUri);
    return { capabilities: serverCapabilities, serverInfo: { name: 'faultline' } };
  }

  private initialized(): void {
    const { connection } = this;
    this.workspace.addFolders(this.folders);
    this.tellStatus();
    if (this.support.workspaceFolders)
      connection.workspace.onDidChangeWorkspaceFolders(({ added, removed }) => {
        this.workspace.removeFolders(removed.map(({ uri }) => folderUri(uri)));
        this.workspace.addFolders(added.map(({ uri }) => folderUri(uri)));
      });
    if (this.support.watchFiles)
      void connection.client
        .register(DidChangeWatchedFilesNotification.type, {
          watchers: [{ globPattern: '**/*.arch' }, { globPattern: '**/faultline.json' }],
        })
        .catch((error: unknown) => {
          this.report('watching files', error);
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
      workspace.documentClosed(uri);
    });
    documents.listen(connection);
    connection.onDidChangeWatchedFiles(({ changes }) => {
      workspace.filesChanged(
        changes.map(({ uri, type }): FileChange => ({ uri: normalUri(uri), type: changeOf(type) })),
      );
    });
  }

  private answerQuestions(): void {
    const { connection } = this;
    connection.onCompletion((params, token) =>
      this.ask('completion', params, token, null, (view, uri) =>
        completion(view, uri, params.position, { ...this.support, trigger: params.context?.triggerCharacter }),
      ),
    );
    connection.onHover((params, token) =>
      this.ask('hover', params, token, null, (view, uri) => hover(view, uri, params.position)),
    );
    connection.onDefinition((params, token) =>
      this.ask('definition', params, token, null, (view, uri) => definition(view, uri, params.position)),
    );
    connection.onReferences((params, token) =>
      this.ask('references', params, token, null, (view, uri) =>
        references(view, uri, params.position, params.context.includeDeclaration),
      ),
    );
    connection.onDocumentHighlight((params, token) =>
      this.ask('highlights', params, token, null, (view, uri) => documentHighlights(view, uri, params.position)),
    );
    connection.onPrepareRename((params, token) =>
      this.ask('rename', params, token, null, (view, uri) => orRefuse(prepareRename(view, uri, params.position))),
    );
    connection.onRenameRequest((params, token) =>
      this.ask('rename', params, token, null, (view, uri) =>
        this.workspaceEdit(orRefuse(rename(view, uri, params.position, params.newName))),
      ),
    );
    connection.onDocumentSymbol((params, token) => this.ask('symbols', params, token, null, documentSymbols));
    connection.onWorkspaceSymbol(({ query }, token) =>
      this.answer('symbols', token, [], () => workspaceSymbols(this.workspace.projects.values(), query)),
    );
    connection.languages.semanticTokens.on((params, token) =>
      this.ask('colours', params, token, { data: [] }, semanticTokens),
    );
    connection.onFoldingRanges((params, token) => this.ask('folding', params, token, null, foldingRanges));
    connection.onCodeAction((params, token) =>
      this.ask('actions', params, token, null, (view, uri) =>
        codeActions(view, uri, params.range, params.context, this.support),
      ),
    );
    connection.onDocumentFormatting((params, token) => this.ask('formatting', params, token, null, formatting));
  }

  private answerOwnQuestions(): void {
    this.onOwn('faultline/diagram', ({ uri }, token) => {
      const nothing = { error: 'The picture could not be drawn. The log says why.' };
      return this.ask(
        'diagram',
        { textDocument: { uri } },
        token,
        nothing,
        (view) => this.diagrams?.draw(view, this.revision) ?? { error: 'No picture can be drawn here.' },
      );
    });
    this.onOwn('faultline/locate', ({ id, uri }, token) =>
      this.ask('locating', { textDocument: { uri } }, token, null, (view) => locateInText(view, id)),
    );
    this.onOwn('faultline/explain', ({ id }, token) =>
      this.answer('explanation', token, null, () => explain(this.workspace.projects.values(), id)),
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

  /** Answers a question about a document's project; where there is none (yet), with nothing. */
  private ask<T>(
    what: string,
    { textDocument }: InDocument,
    token: CancellationToken,
    nothing: T,
    provide: (view: View, uri: string) => T | Promise<T>,
  ): Promise<T> {
    const uri = normalUri(textDocument.uri);
    return this.answer(what, token, nothing, () => {
      const view = this.workspace.view(uri);
      return view ? provide(view, uri) : nothing;
    });
  }

  private async answer<T>(
    what: string,
    token: CancellationToken,
    nothing: T,
    provide: () => T | Promise<T>,
  ): Promise<T> {
    this.workspace.flush();
    await this.workspace.settled();
    if (token.isCancellationRequested) throw new ResponseError(LSPErrorCodes.RequestCancelled, 'Cancelled.');
    try {
      return this.spelled(await provide());
    } catch (error) {
      if (error instanceof ResponseError) throw error;
      this.report(what, error);
      return nothing;
    }
  }

  /** The answer with the client's own spelling of addresses, where that is not ours. */
  private spelled<T>(answer: T): T {
    const differs = [...this.open].some(([uri, document]) => uri !== document.uri);
    return differs ? (spelledFor((uri) => this.clientUri(uri), answer) as T) : answer;
  }

  private clientUri(uri: string): string {
    return this.open.get(uri)?.uri ?? uri;
  }

  private workspaceEdit(edits: readonly TextEdit[]): WorkspaceEdit {
    const changes = changesOf(edits);
    if (!this.support.documentChanges) return { changes };
    return {
      documentChanges: Object.entries(changes).map(([uri, textEdits]) => ({
        textDocument: { uri, version: this.open.get(uri)?.version ?? null },
        edits: textEdits,
      })),
    };
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
    if (isChanged) this.notify('faultline/modelChanged', { revision: ++this.revision });
    this.tellStatus();
  }

  private publish(publications: readonly Publication[]): void {
    if (publications.length > 0) this.notify('faultline/findingsChanged', {});
    for (const { uri, version, findings } of publications) {
      const diagnostics = findings.map((finding) => diagnosticOf(finding, this.support));
      void this.connection.sendDiagnostics(
        this.spelled({ uri, diagnostics, ...(version !== undefined && { version }) }),
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

  private report(what: string, error: unknown): void {
    const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
    this.connection.console.error(`Faultline failed at: ${what}. ${text}`);
  }
}

/** Folders are written without a slash at the end. */
const folderUri = (uri: string): string => normalUri(uri).replace(/\/$/, '');

const changeOf = (type: FileChangeType): FileChange['type'] =>
  type === FileChangeType.Created ? 'created' : type === FileChangeType.Deleted ? 'deleted' : 'changed';

function orRefuse<T extends object>(result: T | Refused): T {
  if ('refused' in result) throw new ResponseError(ErrorCodes.InvalidRequest, result.refused);
  return result;
}
