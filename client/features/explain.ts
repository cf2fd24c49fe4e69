import * as vscode from 'vscode';
import type { DiagnosticData } from '../../server/protocol.ts';
import { languageId } from '../selectors.ts';
import type { Server } from '../server.ts';

const scheme = 'faultline-explain';
export const explainCommand = 'faultline.explainFinding';

/** Makes a finding's rule, where VS Code shows it behind the message, a link to the explanation. */
export function withExplanation(diagnostic: vscode.Diagnostic): vscode.Diagnostic {
  const id = findingId(diagnostic);
  if (id === undefined || typeof diagnostic.code !== 'string') return diagnostic;
  const argument = encodeURIComponent(JSON.stringify([id]));
  diagnostic.code = { value: diagnostic.code, target: vscode.Uri.parse(`command:${explainCommand}?${argument}`) };
  return diagnostic;
}

/** `Explain Finding`: the derivation behind a finding, as a rendered page beside the text. */
export function registerExplain(server: Server): vscode.Disposable {
  const changed = new vscode.EventEmitter<vscode.Uri>();
  return vscode.Disposable.from(
    changed,
    vscode.workspace.registerTextDocumentContentProvider(scheme, {
      onDidChange: changed.event,
      async provideTextDocumentContent(uri, token) {
        const id = uri.query;
        const explanation = await server.request('faultline/explain', { id }, token);
        return explanation?.markdown ?? vscode.l10n.t('There is no finding `{0}` any more.', id);
      },
    }),
    vscode.commands.registerCommand(explainCommand, async (argument?: unknown) => {
      const id = typeof argument === 'string' ? argument : await chooseFinding();
      if (id === undefined) return;
      const uri = vscode.Uri.from({ scheme, path: `/${pageName(id)}.md`, query: id });
      changed.fire(uri);
      await showMarkdown(uri);
    }),
  );
}

/** The name on the editor's tab; the identity itself travels in the query. */
const pageName = (id: string): string => id.replaceAll(/[/\\]/g, ' › ');

/** Rendered by VS Code's own Markdown extension; where a host has none, as text. */
async function showMarkdown(uri: vscode.Uri): Promise<void> {
  try {
    await vscode.commands.executeCommand('markdown.showPreviewToSide', uri);
  } catch {
    await vscode.window.showTextDocument(uri, { viewColumn: vscode.ViewColumn.Beside, preview: true });
  }
}

interface FindingItem extends vscode.QuickPickItem {
  readonly id: string;
}

/** The finding at the cursor; where there is none or more than one, the user chooses. */
export async function chooseFinding(): Promise<string | undefined> {
  const editor = vscode.window.activeTextEditor;
  if (editor?.document.languageId !== languageId) {
    void vscode.window.showInformationMessage(vscode.l10n.t('Open an .arch file to explain its findings.'));
    return undefined;
  }
  const here = editor.selection.active;
  const all = findingsOf(editor.document.uri);
  if (all.length === 0) {
    void vscode.window.showInformationMessage(vscode.l10n.t('This file has no findings.'));
    return undefined;
  }
  const atCursor = all.filter(({ diagnostic }) => diagnostic.range.contains(here));
  const onLine = all.filter(({ diagnostic }) => diagnostic.range.start.line === here.line);
  const candidates = [atCursor, onLine, all].find((found) => found.length > 0) ?? [];
  if (candidates.length === 1 && candidates !== all) return candidates[0]?.id;
  const picked = await vscode.window.showQuickPick(
    candidates.map(({ id, diagnostic }): FindingItem => ({
      id,
      label: diagnostic.message.split('\n', 1)[0] ?? id,
      description: vscode.l10n.t('line {0}', diagnostic.range.start.line + 1),
      detail: id,
    })),
    { title: vscode.l10n.t('Explain Finding'), placeHolder: vscode.l10n.t('Which finding?') },
  );
  return picked?.id;
}

interface LocatedFinding {
  readonly id: string;
  readonly diagnostic: vscode.Diagnostic;
}

const findingsOf = (uri: vscode.Uri): LocatedFinding[] =>
  vscode.languages.getDiagnostics(uri).flatMap((diagnostic) => {
    const id = findingId(diagnostic);
    return id === undefined ? [] : [{ id, diagnostic }];
  });

/** The language client keeps a diagnostic's `data`; VS Code's own type does not know of it. */
function findingId(diagnostic: vscode.Diagnostic): string | undefined {
  const { data } = diagnostic as { readonly data?: Partial<DiagnosticData> | null };
  return typeof data?.id === 'string' ? data.id : undefined;
}
