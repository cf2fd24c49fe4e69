import assert from 'node:assert/strict';
import * as vscode from 'vscode';

const patience = 15_000;
const interval = 50;

const delay = (milliseconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, milliseconds));

/** The file `name` of the opened project. */
export function file(name: string): vscode.Uri {
  const folder = vscode.workspace.workspaceFolders?.[0];
  assert.ok(folder, 'The tests need an opened folder.');
  return vscode.Uri.joinPath(folder.uri, name);
}

export async function show(name: string): Promise<vscode.TextEditor> {
  return vscode.window.showTextDocument(await vscode.workspace.openTextDocument(file(name)));
}

/** Where `text` stands in a document; `offset` moves into it. */
export function position(document: vscode.TextDocument, text: string, offset = 0): vscode.Position {
  const index = document.getText().indexOf(text);
  assert.notEqual(index, -1, `There is no “${text}” in ${document.uri.path}.`);
  return document.positionAt(index + offset);
}

/** Replaces `from` by `to`, as somebody who types it. */
export async function replace(document: vscode.TextDocument, from: string, to: string): Promise<void> {
  const start = position(document, from);
  const edit = new vscode.WorkspaceEdit();
  edit.replace(document.uri, new vscode.Range(start, document.positionAt(document.offsetAt(start) + from.length)), to);
  assert.ok(await vscode.workspace.applyEdit(edit));
}

/** Waits until `probe` answers something, and says what it was waiting for when it never does. */
export async function eventually<T>(what: string, probe: () => T | undefined | Promise<T | undefined>): Promise<T> {
  const end = Date.now() + patience;
  do {
    const value = await probe();
    if (value !== undefined) return value;
    await delay(interval);
  } while (Date.now() < end);
  assert.fail(`${what} never came.`);
}

export const ruleOf = ({ code }: vscode.Diagnostic): string =>
  String(typeof code === 'object' ? code.value : (code ?? ''));

export const findings = (uri: vscode.Uri): vscode.Diagnostic[] =>
  vscode.languages.getDiagnostics(uri).filter(({ source }) => source === 'faultline');

export const finding = (uri: vscode.Uri, rule: string): Promise<vscode.Diagnostic> =>
  eventually(`A finding of ${rule}`, () => findings(uri).find((diagnostic) => ruleOf(diagnostic) === rule));

export const noFinding = (uri: vscode.Uri, rule: string): Promise<true> =>
  eventually(`The end of the finding of ${rule}`, () =>
    findings(uri).every((diagnostic) => ruleOf(diagnostic) !== rule) ? true : undefined,
  );

/** Takes back every unsaved change in the project: the next test finds it as it lies on disk. */
export async function revertAll(): Promise<void> {
  for (const document of vscode.workspace.textDocuments) {
    // VS Code has unsaved documents of its own, such as user settings that it is about to write.
    if (!document.isDirty || vscode.workspace.getWorkspaceFolder(document.uri) === undefined) continue;
    await vscode.window.showTextDocument(document);
    await vscode.commands.executeCommand('workbench.action.files.revert');
  }
  await vscode.commands.executeCommand('workbench.action.closeAllEditors');
}
