import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import {
  eventually,
  file,
  finding,
  findings,
  noFinding,
  position,
  replace,
  revertAll,
  ruleOf,
  show,
} from './workspace.ts';

const unknownKey = 'language/unknown-key';
const weaker = 'consistency/weaker-than-needed';

describe('Faultline in VS Code', () => {
  afterEach(revertAll);

  it('gives .arch files their language', async () => {
    const { document } = await show('shop.arch');
    assert.equal(document.languageId, 'arch');
  });

  it('reports findings of a file that is opened', async () => {
    const { document } = await show('typing.arch');
    const diagnostic = await finding(document.uri, unknownKey);
    assert.equal(document.getText(diagnostic.range), 'replcias');
    assert.match(diagnostic.message, /replicas/);
    assert.ok(typeof diagnostic.code === 'object', 'The rule behind the message leads to its explanation.');
    assert.match(diagnostic.code.target.toString(), /^command:faultline\.explainFinding\?/);
  });

  it('reports findings of files that nobody has opened', async () => {
    await finding(file('typing.arch'), unknownKey);
  });

  it('mends an unknown key by its quick fix', async () => {
    const { document } = await show('typing.arch');
    const { range } = await finding(document.uri, unknownKey);
    const actions = await vscode.commands.executeCommand<vscode.CodeAction[]>(
      'vscode.executeCodeActionProvider',
      document.uri,
      range,
      vscode.CodeActionKind.QuickFix.value,
    );
    const fix = actions.find(({ edit, title }) => edit !== undefined && title.includes('replicas'));
    assert.ok(fix?.edit, `No fix among: ${actions.map(({ title }) => title).join(', ')}`);
    assert.ok(await vscode.workspace.applyEdit(fix.edit));
    assert.match(document.getText(), /^ {2}replicas: 2$/m);
    await noFinding(document.uri, unknownKey);
  });

  it('completes a key', async () => {
    const { document } = await show('typing.arch');
    await replace(document, 'replcias: 2', 'repl');
    const labels = await eventually('A completion', async () => {
      const list = await vscode.commands.executeCommand<vscode.CompletionList>(
        'vscode.executeCompletionItemProvider',
        document.uri,
        position(document, '  repl', 6),
      );
      const names = list.items.map(({ label }) => (typeof label === 'string' ? label : label.label));
      return names.includes('replicas') ? names : undefined;
    });
    assert.ok(labels.includes('replicas'));
  });

  it('renames across files', async () => {
    const { document } = await show('store.arch');
    await finding(file('shop.arch'), weaker);
    const edit = await vscode.commands.executeCommand<vscode.WorkspaceEdit>(
      'vscode.executeDocumentRenameProvider',
      document.uri,
      position(document, 'orders', 1),
      'purchases',
    );
    assert.ok(await vscode.workspace.applyEdit(edit));
    const shop = await vscode.workspace.openTextDocument(file('shop.arch'));
    assert.match(document.getText(), /store purchases "Orders"/);
    assert.match(shop.getText(), /web -> purchases place[^]*web -> purchases show/);
    await finding(file('shop.arch'), weaker);
    assert.deepEqual(
      findings(file('shop.arch')).filter((found) => ruleOf(found).startsWith('language/')),
      [],
    );
  });

  it('tells about a technology and opens its declaration in the library', async () => {
    const { document } = await show('store.arch');
    await finding(file('shop.arch'), weaker);
    const at = position(document, 'postgres', 2);
    const hovers = await vscode.commands.executeCommand<vscode.Hover[]>(
      'vscode.executeHoverProvider',
      document.uri,
      at,
    );
    const text = hovers.flatMap(({ contents }) =>
      contents.map((part) => (part instanceof vscode.MarkdownString ? part.value : '')),
    );
    assert.match(text.join('\n'), /PostgreSQL/);

    const found = await vscode.commands.executeCommand<(vscode.Location | vscode.LocationLink)[]>(
      'vscode.executeDefinitionProvider',
      document.uri,
      at,
    );
    const target = found.map((place) =>
      'targetUri' in place ? new vscode.Location(place.targetUri, place.targetRange) : place,
    )[0];
    assert.equal(target?.uri.scheme, 'faultline-library');
    const library = await vscode.workspace.openTextDocument(target.uri);
    assert.match(library.getText(target.range), /postgres/);
    assert.equal(library.languageId, 'arch');
  });

  it('shows derived values in the text, and no more once they are switched off', async () => {
    const { document } = await show('store.arch');
    const settings = vscode.workspace.getConfiguration('faultline');
    const hints = async (): Promise<string> => {
      const everything = new vscode.Range(0, 0, document.lineCount, 0);
      const found = await vscode.commands.executeCommand<vscode.InlayHint[]>(
        'vscode.executeInlayHintProvider',
        document.uri,
        everything,
      );
      return JSON.stringify(found.map(({ label }) => label));
    };
    await eventually('A hint', async () => (await hints()).includes('primary-backup') || undefined);
    try {
      await settings.update('inlayHints.consistency', false, vscode.ConfigurationTarget.Global);
      await eventually('No hint', async () => !(await hints()).includes('"primary-backup"') || undefined);
    } finally {
      await settings.update('inlayHints.consistency', undefined, vscode.ConfigurationTarget.Global);
    }
  });

  it('counts above a declaration how often it is named, and leads there', async () => {
    const { document } = await show('store.arch');
    const lens = await eventually('A lens', async () => {
      const lenses = await vscode.commands.executeCommand<vscode.CodeLens[]>(
        'vscode.executeCodeLensProvider',
        document.uri,
        10,
      );
      return lenses.find(({ command }) => command?.title === '2 references');
    });
    assert.equal(lens.command?.command, 'faultline.showReferences');
    await vscode.commands.executeCommand(lens.command.command, ...(lens.command.arguments as unknown[]));
  });

  it('follows an edit in one file with the findings of another', async () => {
    const shop = await show('shop.arch');
    const diagnostic = await finding(shop.document.uri, weaker);
    assert.match(shop.document.getText(diagnostic.range), /\S/);
    const store = await show('store.arch');
    await replace(store.document, 'reads: any replica', 'reads: primary');
    await noFinding(shop.document.uri, weaker);
    await replace(store.document, 'reads: primary', 'reads: any replica');
    await finding(shop.document.uri, weaker);
  });

  it('explains a finding on a page beside the text', async () => {
    const editor = await show('shop.arch');
    const { range } = await finding(editor.document.uri, weaker);
    editor.selection = new vscode.Selection(range.start, range.start);
    await vscode.commands.executeCommand('faultline.explainFinding');
    const page = await eventually('The explanation', () =>
      vscode.workspace.textDocuments.find(({ uri }) => uri.scheme === 'faultline-explain'),
    );
    assert.match(page.getText(), /\S/);
    assert.doesNotMatch(page.getText(), /There is no finding/);
    await eventually('The rendered explanation', () =>
      vscode.window.tabGroups.all
        .flatMap(({ tabs }) => tabs)
        .find(({ input }) => input instanceof vscode.TabInputWebview && input.viewType.includes('markdown')),
    );
  });

  it('opens the preview', async () => {
    await show('shop.arch');
    await vscode.commands.executeCommand('faultline.openPreviewToSide');
    await eventually('The drawn preview', () =>
      vscode.window.tabGroups.all.flatMap(({ tabs }) => tabs).find(({ label }) => label.startsWith('Preview: ')),
    );
  });

  it('finds everything again after the server was restarted', async () => {
    const { document } = await show('typing.arch');
    await finding(document.uri, unknownKey);
    await vscode.commands.executeCommand('faultline.restartServer');
    await finding(document.uri, unknownKey);
    await finding(file('shop.arch'), weaker);
  });
});
