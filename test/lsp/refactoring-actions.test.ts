/** Refactorings as the protocol has them: what is asked for, when edits are worked out, and in which form. */
import type { CodeAction, WorkspaceEdit } from 'vscode-languageserver';
import { describe, expect, it } from 'vitest';
import { fixAllKind, isWanted, refactoringActions, resolved } from '../../server/lsp/refactoring-actions.ts';
import type { ActionSupport } from '../../server/lsp/refactoring-actions.ts';
import type { View } from '../../server/lsp/view.ts';
import { applied, fixture, plainActions } from './fixtures.ts';
import type { Fixture } from './fixtures.ts';

const full: ActionSupport = {
  ...plainActions,
  documentChanges: true,
  makesFiles: true,
  snippetEdits: true,
  resolvesEdits: true,
  versionOf: () => 7,
};

function actionsIn(text: string, support: ActionSupport, only?: string[]): Fixture & { actions: CodeAction[] } {
  const all = fixture(text);
  const range = { start: all.position, end: all.position };
  return { ...all, actions: refactoringActions(all.view, all.uri, range, only, support) };
}

function editOf(view: View, action: CodeAction | undefined, support: ActionSupport): WorkspaceEdit {
  const chosen = resolved(view, action ?? { title: '' }, support);
  if ('refused' in chosen) throw new Error(chosen.refused);
  return chosen.edit ?? {};
}

describe('kinds', () => {
  it.each([
    ['refactor.move', ['refactor'], true],
    ['refactor.move', ['refactor.move'], true],
    ['refactor.move', ['refactor.extract', 'quickfix'], false],
    ['refactor.move', [''], true],
    ['refactor.move', undefined, true],
    [fixAllKind, ['source.fixAll'], true],
    [fixAllKind, [fixAllKind], true],
    [fixAllKind, ['source.fixAll.other'], false],
    [fixAllKind, undefined, false],
    [fixAllKind, [''], false],
  ])('%s is asked for by %j: %s', (kind, only, expected) => {
    expect(isWanted(kind, only)).toBe(expected);
  });

  it('are those of the answer', () => {
    const text = 'service $0a\nservice b\na -> b\n';
    const of = (only?: string[]): unknown[] => [
      ...new Set(actionsIn(text, full, only).actions.map(({ kind }) => kind)),
    ];
    expect(of(['refactor'])).toEqual(expect.arrayContaining(['refactor.extract', 'refactor.move']));
    expect(of(['refactor.move'])).toEqual(['refactor.move']);
    expect(of(['source.organizeImports'])).toEqual([]);
  });
});

describe('edits', () => {
  const text = 'service $0a\nservice b\na -> b\n';

  it('are worked out when an action is chosen, with versions and new files', () => {
    const { view, actions } = actionsIn(text, full, ['refactor.move']);
    const [action] = actions;
    expect(action?.edit).toBeUndefined();
    const [create, fill, remove] = editOf(view, action, full).documentChanges ?? [];
    expect(create).toMatchObject({ kind: 'create', uri: 'file:///project/a.arch', options: { overwrite: false } });
    expect(fill).toMatchObject({ textDocument: { version: null }, edits: [{ newText: 'service a\n' }] });
    expect(remove).toMatchObject({ textDocument: { uri: 'file:///project/main.arch', version: 7 } });
  });

  it('are there at once for a client that does not ask again, without new files where it cannot make any', () => {
    const { actions, textOf, uri } = actionsIn(text, plainActions);
    expect(actions.map(({ title }) => title)).toEqual([
      'Extract `a` into a new system',
      'Extract `a` into a new boundary',
    ]);
    expect(applied(textOf(uri), actions[0]?.edit?.changes?.[uri] ?? [])).toBe(
      'system new-system {\n  service a\n}\nservice b\na -> b\n',
    );
  });

  it('are refused, with the reason, where the text has changed', () => {
    const { view, project, uri, actions } = actionsIn(text, full, ['refactor.extract']);
    project.setDocument(uri, '');
    expect(resolved(view, actions[0] as CodeAction, full)).toMatchObject({
      refused: expect.stringContaining('the text has changed') as string,
    });
  });

  it('leave an action of somebody else as it is', () => {
    const { view } = fixture(text);
    const action = { title: 'x', data: { uri: 1 } };
    expect(resolved(view, action, full)).toBe(action);
  });
});

describe('a missing key', () => {
  it('is a placeholder where the client has them, else an example', () => {
    const flow = 'service a\nservice b\n$0a -> b { retries: 2 }\n';
    const { actions } = actionsIn(flow, full, ['refactor.rewrite']);
    const added = actions.find(({ title }) => title.startsWith('Add'));
    const [change] = added?.edit?.documentChanges ?? [];
    expect(change).toMatchObject({
      edits: [{ snippet: { kind: 'snippet', value: expect.stringMatching(/\$\{1:.+\}/) as string } }],
    });
    const plain = actionsIn(flow, plainActions, ['refactor.rewrite']);
    expect(plain.actions.find(({ title }) => title.startsWith('Add'))?.edit?.changes?.[plain.uri]).toHaveLength(1);
  });
});

describe('all safe fixes', () => {
  const text = 'service a {\n  replicas: 2\n  replicas: 3\n  replicas: 4\n}\n$0';

  it('are one edit of the source', () => {
    const { view, actions, textOf, uri } = actionsIn(text, full, ['source.fixAll']);
    expect(actions.map(({ kind }) => kind)).toEqual([fixAllKind]);
    const { changes } = editOf(view, actions[0], { ...full, documentChanges: false });
    expect(applied(textOf(uri), changes?.[uri] ?? [])).toBe('service a {\n  replicas: 2\n}\n');
  });

  it('are not offered where there is none', () => {
    expect(actionsIn('service a$0\n', full, ['source.fixAll']).actions).toEqual([]);
  });
});
