import * as vscode from 'vscode';
import type { Happening } from '../../server/protocol.ts';
import type { Server } from '../server.ts';
import type { ToPage, Trial } from '../webview/messages.ts';

/** Failures that are tried out in the preview: asked anew whenever the model changed, and kept as scenarios. */
export class Trials {
  readonly #server: Server;
  readonly #log: vscode.LogOutputChannel;
  readonly #post: (message: ToPage) => void;
  #trial: Trial | undefined;
  /** What was asked last: an answer to anything else is stale. */
  #asked = 0;
  #cancel: vscode.CancellationTokenSource | undefined;

  constructor(server: Server, log: vscode.LogOutputChannel, post: (message: ToPage) => void) {
    this.#server = server;
    this.#log = log;
    this.#post = post;
  }

  async begin(uri: string, trial: Trial): Promise<void> {
    this.#trial = trial;
    await this.again(uri);
  }

  end(): void {
    this.#trial = undefined;
    this.#asked++;
    this.#cancel?.cancel();
  }

  async again(uri: string): Promise<void> {
    if (this.#trial === undefined) return;
    const asked = ++this.#asked;
    this.#cancel?.cancel();
    const cancel = (this.#cancel = new vscode.CancellationTokenSource());
    try {
      const result = await this.#server.request('faultline/whatIf', { uri, ...this.#trial }, cancel.token);
      if (result && asked === this.#asked) this.#post({ type: 'effects', result });
    } catch (error) {
      this.#log.error(vscode.l10n.t('What follows from the failures could not be computed: {0}', String(error)));
    } finally {
      cancel.dispose();
    }
  }

  /** Writes the scenario into the text, and shows it there. */
  async keep(uri: string, happens: Happening, columnFor: (uri: vscode.Uri) => vscode.ViewColumn): Promise<void> {
    const kept = await this.#server.request('faultline/keepScenario', { uri, happens });
    if (!kept) return;
    const { start, end } = kept.range;
    const target = vscode.Uri.parse(kept.uri);
    const edit = new vscode.WorkspaceEdit();
    edit.insert(target, new vscode.Position(start.line, start.character), kept.newText);
    if (!(await vscode.workspace.applyEdit(edit))) {
      this.#post({ type: 'notice', message: vscode.l10n.t('The scenario could not be written.') });
      return;
    }
    const blank = kept.newText.length - kept.newText.trimStart().length;
    const line = end.line + blank;
    await vscode.window.showTextDocument(target, {
      viewColumn: columnFor(target),
      selection: new vscode.Range(line, 0, line, 0),
    });
  }
}
