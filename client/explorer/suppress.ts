/** Suppressing a finding from a list: the server's own quick fix, applied to the text and left for its reason. */
import * as vscode from 'vscode';
import type { FindingItem } from '../../server/protocol.ts';
import { openLocation, rangeOf } from './open.ts';

export async function suppress(finding: FindingItem): Promise<void> {
  const uri = vscode.Uri.parse(finding.uri);
  const editor = await openLocation(finding);
  const actions = await vscode.commands.executeCommand<vscode.CodeAction[]>(
    'vscode.executeCodeActionProvider',
    uri,
    rangeOf(finding.range),
    vscode.CodeActionKind.QuickFix.value,
  );
  const edit = actions.map((action) => action.edit).find((candidate) => suppresses(candidate, uri, finding.rule));
  if (edit === undefined || !(await vscode.workspace.applyEdit(edit))) {
    void vscode.window.showInformationMessage(
      vscode.l10n.t('{0} cannot be suppressed here: what is wrong with the text itself is mended.', finding.rule),
    );
    return;
  }
  selectReason(editor, finding.range.start.line);
}

const comment = 'faultline-ignore';

const suppresses = (edit: vscode.WorkspaceEdit | undefined, uri: vscode.Uri, rule: string): boolean =>
  edit?.get(uri).some(({ newText }) => newText.includes(`${comment} ${rule} `)) === true;

/** What stands behind the dashes is there to be written over. */
function selectReason(editor: vscode.TextEditor, line: number): void {
  const { text, range } = editor.document.lineAt(line);
  const dashes = text.indexOf(' -- ');
  if (dashes < 0) return;
  editor.selection = new vscode.Selection(range.start.translate(0, dashes + ' -- '.length), range.end);
}
