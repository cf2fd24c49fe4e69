import * as vscode from 'vscode';
import type { DiagramResult } from '../../server/protocol.ts';
import { isProjectDocument } from '../selectors.ts';
import type { Server } from '../server.ts';
import { isFromPage, isPreviewState, type FromPage, type PreviewState, type ToPage } from '../webview/messages.ts';
import { exportPicture } from './preview-export.ts';
import { previewPage } from './preview-page.ts';
import { Trials } from './preview-trials.ts';

const viewType = 'faultline.preview';
/** Bundles the changes of a burst of typing. The server needs its own time on top, so a drawing follows the text closely. */
const debounce = 80;

/** The preview: one panel, which follows the project of the active editor. */
export function registerPreview(
  server: Server,
  extension: vscode.Uri,
  log: vscode.LogOutputChannel,
): vscode.Disposable {
  let preview: Preview | undefined;

  const attach = (panel: vscode.WebviewPanel, uri: vscode.Uri, state?: PreviewState): void => {
    preview?.dispose();
    const created = new Preview(panel, uri, server, extension, log, state);
    preview = created;
    panel.onDidDispose(() => {
      created.dispose();
      if (preview === created) preview = undefined;
    });
  };
  const open = (column: vscode.ViewColumn, argument: unknown): void => {
    const uri = argument instanceof vscode.Uri ? argument : activeProjectDocument()?.uri;
    if (uri === undefined) {
      void vscode.window.showInformationMessage(vscode.l10n.t('Open an .arch file to see the picture of its project.'));
    } else if (preview === undefined) {
      const options = { viewColumn: column, preserveFocus: column === vscode.ViewColumn.Beside };
      attach(vscode.window.createWebviewPanel(viewType, 'Faultline', options), uri);
    } else {
      preview.show(uri, column);
    }
  };

  return vscode.Disposable.from(
    vscode.commands.registerCommand('faultline.openPreview', (uri?: unknown) => {
      open(vscode.ViewColumn.Active, uri);
    }),
    vscode.commands.registerCommand('faultline.openPreviewToSide', (uri?: unknown) => {
      open(vscode.ViewColumn.Beside, uri);
    }),
    vscode.commands.registerCommand('faultline.revealInPreview', (uri: vscode.Uri, id: string) => {
      open(vscode.ViewColumn.Beside, uri);
      preview?.reveal(id);
    }),
    vscode.window.registerWebviewPanelSerializer(viewType, {
      async deserializeWebviewPanel(panel, state) {
        const uri = isPreviewState(state) ? vscode.Uri.parse(state.uri) : activeProjectDocument()?.uri;
        if (uri === undefined) panel.dispose();
        else attach(panel, uri, isPreviewState(state) ? state : undefined);
        return Promise.resolve();
      },
    }),
    vscode.window.onDidChangeActiveTextEditor((editor) => {
      if (editor !== undefined && isProjectDocument(editor.document)) preview?.follow(editor.document.uri);
    }),
    vscode.window.onDidChangeTextEditorSelection(({ textEditor, selections: [selection] }) => {
      if (selection && isProjectDocument(textEditor.document))
        preview?.cursorAt(textEditor.document.uri, selection.active);
    }),
    server.on('faultline/modelChanged', ({ revision }) => preview?.modelChanged(revision)),
    server.onDidChangeState((state) => {
      if (state === 'running') preview?.refresh();
    }),
    new vscode.Disposable(() => preview?.dispose()),
  );
}

function activeProjectDocument(): vscode.TextDocument | undefined {
  const documents = [vscode.window.activeTextEditor, ...vscode.window.visibleTextEditors].map((e) => e?.document);
  return documents.find((document) => document !== undefined && isProjectDocument(document));
}

class Preview implements vscode.Disposable {
  readonly #panel: vscode.WebviewPanel;
  readonly #server: Server;
  readonly #log: vscode.LogOutputChannel;
  readonly #subscriptions: vscode.Disposable[] = [];
  #uri: vscode.Uri;
  #timer: ReturnType<typeof setTimeout> | undefined;
  /** One request at a time: the server lays out the latest model anyway, and a long layout must not pile up. */
  #drawing = false;
  /** What the page is to bring into view once it is there and shows the drawing. */
  #sought: string | undefined;
  #ready = false;
  #outdated = false;
  #disposed = false;
  /** The revision of the model that is on the page. */
  #drawn: number | undefined;
  /** Sent again when the page comes back after it was hidden. */
  #latest: ToPage | undefined;
  #view: string | undefined;
  #locked: boolean;
  #cursor: ReturnType<typeof setTimeout> | undefined;
  readonly #trials: Trials;

  constructor(
    panel: vscode.WebviewPanel,
    uri: vscode.Uri,
    server: Server,
    extension: vscode.Uri,
    log: vscode.LogOutputChannel,
    state?: PreviewState,
  ) {
    this.#view = state?.shownView;
    this.#locked = state?.locked === true;
    this.#trials = new Trials(server, log, (message) => this.#post(message));
    this.#panel = panel;
    this.#uri = uri;
    this.#server = server;
    this.#log = log;
    const resources = vscode.Uri.joinPath(extension, 'dist', 'client');
    panel.iconPath = {
      light: vscode.Uri.joinPath(extension, 'client', 'icons', 'preview-light.svg'),
      dark: vscode.Uri.joinPath(extension, 'client', 'icons', 'preview-dark.svg'),
    };
    panel.webview.options = { enableScripts: true, localResourceRoots: [resources] };
    this.#subscriptions.push(
      // A page that is hidden is discarded, and says that it is ready when it is back.
      panel.onDidChangeViewState(() => {
        this.#ready &&= panel.visible;
      }),
      panel.webview.onDidReceiveMessage((message: unknown) => {
        if (isFromPage(message)) void this.#receive(message);
      }),
    );
    panel.webview.html = previewPage(panel.webview, resources, uri);
  }

  dispose(): void {
    this.#disposed = true;
    clearTimeout(this.#timer);
    clearTimeout(this.#cursor);
    vscode.Disposable.from(...this.#subscriptions).dispose();
  }

  show(uri: vscode.Uri, column: vscode.ViewColumn): void {
    this.follow(uri);
    this.#panel.reveal(column === vscode.ViewColumn.Beside ? undefined : column, true);
  }

  reveal(id: string): void {
    this.#sought = id;
    this.refresh();
  }

  follow(uri: vscode.Uri): void {
    if (this.#locked || uri.toString() === this.#uri.toString()) return;
    this.#uri = uri;
    this.refresh();
  }

  /** The picture marks what the cursor stands in, once it rests. */
  cursorAt(uri: vscode.Uri, position: vscode.Position): void {
    clearTimeout(this.#cursor);
    this.#cursor = setTimeout(() => {
      void this.#mark(uri, position);
    }, debounce);
  }

  async #mark(uri: vscode.Uri, { line, character }: vscode.Position): Promise<void> {
    if (!this.#panel.visible) return;
    const found = await this.#server
      .request('faultline/entityAt', { uri: uri.toString(), position: { line, character } })
      .catch(() => undefined);
    if (found) this.#post({ type: 'mark', id: found.id });
  }

  modelChanged(revision: number): void {
    if (revision !== this.#drawn) this.refresh();
  }

  refresh(): void {
    this.#drawn = undefined;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#draw(), debounce);
  }

  async #draw(): Promise<void> {
    this.#outdated = this.#drawing;
    if (this.#drawing || this.#disposed) return;
    this.#drawing = true;
    this.#post({ type: 'busy' });
    const uri = this.#uri.toString();
    const result = await this.#ask(uri);
    this.#drawing = false;
    // Without an answer the request was cancelled for something newer; a server that is down draws when it is back.
    const cancelled = result === undefined && this.#server.state === 'running';
    if (this.#outdated || cancelled) this.refresh();
    // A drawing of the project that was left meanwhile is stale; one of an older text still shows the way things go.
    if (result === undefined || uri !== this.#uri.toString()) return;
    this.#present(uri, result);
    await this.#trials.again(uri);
  }

  /** Undefined when there is no answer to show. */
  async #ask(uri: string): Promise<DiagramResult | undefined> {
    try {
      return await this.#server.request('faultline/diagram', {
        uri,
        ...(this.#view !== undefined && { view: this.#view }),
      });
    } catch (error) {
      this.#log.error(vscode.l10n.t('The picture could not be drawn: {0}', String(error)));
      return { error: error instanceof Error ? error.message : String(error) };
    }
  }

  #present(uri: string, result: DiagramResult): void {
    if ('error' in result) {
      this.#latest = { type: 'problem', uri, message: result.error };
    } else {
      this.#drawn = result.revision;
      this.#panel.title = vscode.l10n.t('Preview: {0}', result.title);
      this.#latest = {
        type: 'diagram',
        uri,
        svg: result.svg,
        title: result.title,
        views: result.views,
        view: result.view,
      };
    }
    this.#post(this.#latest);
    if (this.#sought === undefined || !this.#ready || 'error' in result) return;
    this.#post({ type: 'reveal', id: this.#sought });
    this.#sought = undefined;
  }

  #post(message: ToPage): void {
    if (!this.#disposed) void this.#panel.webview.postMessage(message);
  }

  async #receive(message: FromPage): Promise<void> {
    switch (message.type) {
      case 'ready':
        this.#ready = true;
        if (this.#latest !== undefined) this.#post(this.#latest);
        this.refresh();
        break;
      case 'retry':
        this.refresh();
        break;
      case 'showLog':
        await vscode.commands.executeCommand('faultline.showLog');
        break;
      case 'locate':
        await this.#locate(message.id);
        break;
      case 'whatIf':
        await this.#trials.begin(this.#uri.toString(), message.trial);
        break;
      case 'endWhatIf':
        this.#trials.end();
        break;
      case 'keep':
        await this.#trials.keep(this.#uri.toString(), message.happens, (uri) => this.#columnFor(uri));
        break;
      case 'view':
        this.#view = message.view;
        this.refresh();
        break;
      case 'lock':
        this.#locked = message.locked;
        break;
      case 'export':
        await exportPicture(this.#server, this.#uri, this.#view);
        break;
    }
  }

  async #locate(id: string): Promise<void> {
    const place = await this.#server.request('faultline/locate', { id, uri: this.#uri.toString() });
    if (place === null || place === undefined) {
      this.#post({ type: 'notice', message: vscode.l10n.t('This is nowhere in the text any more.') });
      return;
    }
    const { start, end } = place.range;
    const uri = vscode.Uri.parse(place.uri);
    await vscode.window.showTextDocument(uri, {
      viewColumn: this.#columnFor(uri),
      selection: new vscode.Range(start.line, start.character, end.line, end.character),
    });
  }

  /** Where the file is open already, or where the texts are: a click in the picture must not cover the picture. */
  #columnFor(uri: vscode.Uri): vscode.ViewColumn {
    const editors = vscode.window.visibleTextEditors.filter(({ viewColumn }) => viewColumn !== undefined);
    const own = this.#panel.viewColumn;
    const beside = own === vscode.ViewColumn.One ? vscode.ViewColumn.Beside : vscode.ViewColumn.One;
    const shown = editors.find(({ document }) => document.uri.toString() === uri.toString());
    return (shown ?? editors.find(({ viewColumn }) => viewColumn !== own))?.viewColumn ?? beside;
  }
}
