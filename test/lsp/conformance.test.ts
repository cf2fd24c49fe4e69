/** The built server against the protocol: what it advertises, in and out of order, with good and with bad questions. */
import { spawnSync } from 'node:child_process';
import { renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { CancellationTokenSource, FileChangeType, LSPErrorCodes } from 'vscode-languageserver';
import type { CodeAction, Diagnostic, SemanticTokens, ServerCapabilities, WorkspaceEdit } from 'vscode-languageserver';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { serverEntry } from '../../scripts/build-server.ts';
import { random } from '../support/mutate.ts';
import { ownExamples } from '../support/shared.ts';
import { ensureServerBuilt, startSession } from './server-process.ts';
import type { Session, SessionOptions } from './server-process.ts';
import { malformed } from './well-formed.ts';

const sessions: Session[] = [];

beforeAll(ensureServerBuilt, 120_000);
afterEach(async () => {
  await Promise.all(sessions.splice(0).map((session) => session.stop()));
});

async function start(options: SessionOptions): Promise<Session> {
  const session = await startSession(options);
  sessions.push(session);
  return session;
}

const codes = (diagnostics: readonly Diagnostic[]): unknown[] => diagnostics.map(({ code }) => code);
const has = (code: string) => (diagnostics: readonly Diagnostic[]) => codes(diagnostics).includes(code);
const lacks = (code: string) => (diagnostics: readonly Diagnostic[]) => !codes(diagnostics).includes(code);

/** Two units for one sign, a letter with its accent apart, and a mark at the start. */
const text = `/** Owes 🦊. */
store ledger "Ledger 𝒳 é" is postgres {
  reads: primary
  replicas: 2
  replicas: 2
}
service web "https://example.org/🦊" {
  owner: "x"
}
web -> ledger pay { deadline: 350ms }
operation buy at web { steps: pay }
`;

interface Asked {
  readonly document: { readonly textDocument: { readonly uri: string } };
  readonly at: {
    readonly textDocument: { readonly uri: string };
    readonly position: { line: number; character: number };
  };
  readonly range: {
    readonly start: { line: number; character: number };
    readonly end: { line: number; character: number };
  };
  /** Asks, looks whether the answer is well-formed, and returns it. */
  readonly ask: <T>(method: string, params: object) => Promise<T>;
}

type Case = (asked: Asked) => Promise<unknown>;

const onDocument =
  (method: string): Case =>
  ({ ask, document }) =>
    ask(`textDocument/${method}`, document);
const onPosition =
  (method: string, more: object = {}): Case =>
  ({ ask, at }) =>
    ask(`textDocument/${method}`, { ...at, ...more });
const onRange =
  (method: string): Case =>
  ({ ask, document, range }) =>
    ask(`textDocument/${method}`, { ...document, range });
const options = { tabSize: 2, insertSpaces: true };

/** Asks for items, then for one of them in full. */
const withResolve =
  (list: Case, method: string): Case =>
  async (asked) => {
    const answer = (await list(asked)) as object[] | { items: object[] } | null;
    const [first] = Array.isArray(answer) ? answer : (answer?.items ?? []);
    if (first) await asked.ask(method, first);
    return answer;
  };

const hierarchy =
  (kind: string, ...ways: readonly string[]): Case =>
  async ({ ask, at }) => {
    const items = await ask<object[] | null>(`textDocument/prepare${kind}Hierarchy`, at);
    for (const way of ways)
      if (items?.[0]) await ask(`${kind === 'Call' ? 'callHierarchy' : 'typeHierarchy'}/${way}`, { item: items[0] });
    return items;
  };

/** One for each capability; those that have parts ask for all of them. */
const cases: Readonly<Partial<Record<keyof ServerCapabilities, Case>>> = {
  completionProvider: withResolve(onPosition('completion'), 'completionItem/resolve'),
  hoverProvider: onPosition('hover'),
  signatureHelpProvider: onPosition('signatureHelp'),
  definitionProvider: onPosition('definition'),
  referencesProvider: onPosition('references', { context: { includeDeclaration: true } }),
  documentHighlightProvider: onPosition('documentHighlight'),
  renameProvider: async (asked) => {
    await onPosition('prepareRename')(asked);
    return onPosition('rename', { newName: 'book' })(asked);
  },
  documentSymbolProvider: onDocument('documentSymbol'),
  workspaceSymbolProvider: ({ ask }) => ask('workspace/symbol', { query: 'ledger' }),
  semanticTokensProvider: async (asked) => {
    const { data } = (await onDocument('semanticTokens/full')(asked)) as SemanticTokens;
    expect(data.length % 5).toBe(0);
    return data;
  },
  foldingRangeProvider: onDocument('foldingRange'),
  selectionRangeProvider: ({ ask, document, at }) =>
    ask('textDocument/selectionRange', { ...document, positions: [at.position] }),
  linkedEditingRangeProvider: onPosition('linkedEditingRange'),
  documentLinkProvider: onDocument('documentLink'),
  inlayHintProvider: onRange('inlayHint'),
  codeLensProvider: withResolve(onDocument('codeLens'), 'codeLens/resolve'),
  callHierarchyProvider: hierarchy('Call', 'incomingCalls', 'outgoingCalls'),
  typeHierarchyProvider: hierarchy('Type', 'supertypes', 'subtypes'),
  documentFormattingProvider: ({ ask, document }) => ask('textDocument/formatting', { ...document, options }),
  documentRangeFormattingProvider: ({ ask, document, range }) =>
    ask('textDocument/rangeFormatting', { ...document, range, options }),
  documentOnTypeFormattingProvider: onPosition('onTypeFormatting', { ch: '\n', options }),
  codeActionProvider: async ({ ask, document, range }) => {
    const context = { diagnostics: [], triggerKind: 1 };
    const actions = await ask<CodeAction[]>('textDocument/codeAction', { ...document, range, context });
    const source = await ask<CodeAction[]>('textDocument/codeAction', {
      ...document,
      range,
      context: { ...context, only: ['source.fixAll'] },
    });
    expect(source.map(({ kind }) => kind)).toEqual(['source.fixAll.faultline']);
    for (const action of [...actions, ...source]) {
      const chosen = await ask<CodeAction>('codeAction/resolve', action);
      expect(chosen.edit ?? chosen.command, chosen.title).toBeDefined();
    }
    return actions;
  },
};

/** What says how to speak, not what can be asked; renamed files and folders have tests of their own below. */
const MANNERS: readonly string[] = ['positionEncoding', 'textDocumentSync', 'workspace'];

const wide = {
  workspace: {
    workspaceFolders: true,
    workspaceEdit: { documentChanges: true, resourceOperations: ['create', 'rename', 'delete'] as const },
  },
  textDocument: {
    codeAction: {
      dataSupport: true,
      resolveSupport: { properties: ['edit'] },
      codeActionLiteralSupport: { codeActionKind: { valueSet: ['', 'quickfix', 'refactor', 'source'] } },
    },
    documentSymbol: { hierarchicalDocumentSymbolSupport: true },
    publishDiagnostics: { versionSupport: true },
  },
};

describe('what is advertised', () => {
  it('is answered, in a form that fits', async () => {
    const session = await start({
      files: '// file: b.arch\nservice other\n',
      capabilities: {
        ...wide,
        workspace: { ...wide.workspace, workspaceEdit: { documentChanges: true, resourceOperations: ['create'] } },
      },
    });
    session.open('a.arch', text);
    const uri = session.uri('a.arch');
    const document = { textDocument: { uri } };
    const asked: Asked = {
      document,
      at: { ...document, position: { line: 1, character: 8 } },
      range: { start: { line: 1, character: 6 }, end: { line: 1, character: 12 } },
      ask: async <T>(method: string, params: object) => {
        const answer = await session.connection.sendRequest<T>(method, params);
        const textOf = (of: string): string | undefined => (of === uri ? text : undefined);
        expect(malformed(answer, uri, textOf), `${method}: ${JSON.stringify(answer)}`).toEqual([]);
        return answer;
      },
    };
    const advertised = Object.entries(session.initialized.capabilities).filter(([, value]) => Boolean(value));
    for (const [capability] of advertised) {
      if (MANNERS.includes(capability)) continue;
      const check = cases[capability as keyof ServerCapabilities];
      if (!check) throw new Error(`${capability} is advertised, and nothing here asks for it.`);
      await check(asked);
    }
    expect(session.log).toEqual([]);
  });

  it('includes renamed files: what names them follows, and so do findings', async () => {
    const session = await start({
      files:
        '// file: faultline.json\n{ "exclude": ["drafts/d.arch"] }\n// file: a.arch\nservice a { onwer: "x" }\n// file: drafts/d.arch\nservice d { onwer: "x" }\n',
    });
    await session.diagnostics('a.arch', has('language/unknown-key'));
    const rename = (from: string, to: string) => ({
      files: [{ oldUri: session.uri(from), newUri: session.uri(to) }],
    });
    const edit = await session.connection.sendRequest<WorkspaceEdit>(
      'workspace/willRenameFiles',
      rename('drafts', 'old'),
    );
    expect(edit.documentChanges).toMatchObject([
      { textDocument: { uri: session.uri('faultline.json') }, edits: [{ newText: '"old/d.arch"' }] },
    ]);
    renameSync(join(session.folder, 'a.arch'), join(session.folder, 'b.arch'));
    await session.connection.sendNotification('workspace/didRenameFiles', rename('a.arch', 'b.arch'));
    await session.diagnostics('b.arch', has('language/unknown-key'));
    await session.diagnostics('a.arch', (found) => found.length === 0);
    renameSync(join(session.folder, 'drafts'), join(session.folder, 'old'));
    session.write('faultline.json', '{ "exclude": ["old/d.arch"] }');
    session.write('old/e.arch', 'service e { onwer: "x" }');
    await session.connection.sendNotification('workspace/didRenameFiles', rename('drafts', 'old'));
    await session.diagnostics('old/e.arch', has('language/unknown-key'));
    expect(session.published.map(({ uri }) => uri)).not.toContain(session.uri('old/d.arch'));
    const library = await session.connection.sendRequest('workspace/willRenameFiles', {
      files: [{ oldUri: 'faultline-library:/etcd.arch', newUri: session.uri('etcd.arch') }],
    });
    expect(library).toMatchObject({ documentChanges: [] });
  });
});

/** One message as it goes over the wire. */
const framed = (message: object): string => {
  const body = JSON.stringify({ jsonrpc: '2.0', ...message });
  return `Content-Length: ${String(Buffer.byteLength(body))}\r\n\r\n${body}`;
};

interface Answer {
  readonly id?: number;
  readonly result?: unknown;
  readonly error?: { readonly code: number; readonly message: string };
}

/** Everything that a server says to some messages before its input ends, and how it ends. */
function dialogue(...messages: readonly object[]): { status: number | null; answers: Map<number, Answer> } {
  const { status, stdout } = spawnSync(process.execPath, [serverEntry, '--stdio'], {
    input: messages.map(framed).join(''),
    encoding: 'utf8',
    timeout: 30_000,
  });
  const answers = new Map<number, Answer>();
  for (const body of stdout.split(/Content-Length: \d+\r\n\r\n/).filter((part) => part !== '')) {
    const answer = JSON.parse(body) as Answer;
    if (answer.id !== undefined) answers.set(answer.id, answer);
  }
  return { status, answers };
}

const initialize = (id: number): object => ({
  id,
  method: 'initialize',
  params: { processId: null, capabilities: {}, rootUri: null },
});
const initialized = { method: 'initialized', params: {} };
const hover = (id: number): object => ({
  id,
  method: 'textDocument/hover',
  params: { textDocument: { uri: 'file:///none/a.arch' }, position: { line: 0, character: 0 } },
});
const exit = { method: 'exit' };

describe('out of order', () => {
  it('what is asked before the start is refused, and told before it is passed over', () => {
    const opened = {
      method: 'textDocument/didOpen',
      params: { textDocument: { uri: 'file:///none/a.arch', languageId: 'arch', version: 1, text: 'service a' } },
    };
    const { answers } = dialogue(
      hover(1),
      { id: 2, method: 'workspace/symbol', params: { query: '' } },
      opened,
      initialize(3),
      initialized,
      hover(4),
    );
    expect(answers.get(1)?.error?.code).toBe(-32002);
    expect(answers.get(2)?.error?.code).toBe(-32002);
    expect(answers.get(3)?.result).toMatchObject({ serverInfo: { name: 'faultline' } });
    expect(answers.get(4)).toMatchObject({ result: null });
  });

  it('a second start is refused', () => {
    const { answers } = dialogue(initialize(1), initialized, initialize(2), hover(3));
    expect(answers.get(2)?.error?.code).toBe(-32600);
    expect(answers.get(3)).toMatchObject({ result: null });
  });

  it('what is asked after the end is refused', async () => {
    const session = await start({ files: 'service a' });
    await session.connection.sendRequest('shutdown');
    await expect(session.connection.sendRequest('workspace/symbol', { query: 'a' })).rejects.toMatchObject({
      code: -32600,
    });
  });

  it('an exit without an end is a failure', () => {
    expect(dialogue(initialize(1), initialized, exit).status).toBe(1);
    expect(dialogue(exit).status).toBe(1);
  });
});

describe('bad messages', () => {
  it('unknown ones are refused, or passed over, and `$/…` with them', async () => {
    const session = await start({ files: 'service a' });
    for (const method of ['textDocument/nonsense', '$/nonsense', 'nonsense'])
      await expect(session.connection.sendRequest(method, {})).rejects.toMatchObject({ code: -32601 });
    for (const method of ['textDocument/nonsense', '$/nonsense', '$/setTrace', '$/cancelRequest'])
      await session.connection.sendNotification(method, { value: 'off', id: 12345 });
    expect(await session.connection.sendRequest('workspace/symbol', { query: 'a' })).toHaveLength(1);
  });

  const bad: readonly unknown[] = [
    null,
    {},
    [],
    { textDocument: null },
    { textDocument: {} },
    { textDocument: { uri: 7 } },
    { textDocument: { uri: '' } },
    { textDocument: { uri: 'file:///%zz' } },
    { textDocument: { uri: '::' }, position: { line: 0, character: 0 } },
    { textDocument: { uri: 'A' }, position: null },
    { textDocument: { uri: 'A' }, position: { line: -1, character: -7 }, range: null, context: null },
    { textDocument: { uri: 'A' }, position: { line: 1e300, character: '3' }, range: {}, context: {} },
    { textDocument: { uri: 'A' }, contentChanges: [{ range: { start: { line: 99 } }, text: null }] },
    { textDocument: { uri: 'A', version: 'x', text: null, languageId: 3 } },
    { files: null, changes: null, event: null, query: null, id: {} },
    { files: [{}], changes: [{}, { uri: 1 }], event: { added: [{}], removed: null } },
  ];

  it('neither end the server nor change what it knows', async () => {
    const session = await start({ files: 'service a { onwer: "x" }' });
    session.open('main.arch', 'service a { onwer: "x" }');
    await session.diagnostics('main.arch', has('language/unknown-key'));
    const real = session.uri('main.arch');
    const inPlace = (params: unknown): unknown =>
      JSON.parse(JSON.stringify(params).replace('"A"', JSON.stringify(real)));
    const asked = Object.entries(session.initialized.capabilities).length;
    expect(asked).toBeGreaterThan(5);
    const methods = [
      ...['hover', 'completion', 'definition', 'references', 'documentHighlight', 'prepareRename', 'rename'],
      ...['documentSymbol', 'foldingRange', 'semanticTokens/full', 'codeAction', 'formatting'],
    ].map((name) => `textDocument/${name}`);
    methods.push('workspace/symbol', 'workspace/willRenameFiles', 'codeAction/resolve');
    methods.push(
      'faultline/diagram',
      'faultline/locate',
      'faultline/explain',
      'faultline/libraryContent',
      'faultline/entityAt',
    );
    const told = ['textDocument/didOpen', 'textDocument/didChange', 'textDocument/didClose', 'textDocument/didSave'];
    told.push('workspace/didChangeWatchedFiles', 'workspace/didRenameFiles', 'workspace/didChangeWorkspaceFolders');
    for (const params of bad) {
      for (const method of methods)
        await session.connection.sendRequest(method, inPlace(params)).catch((error: unknown) => {
          expect(error, method).toHaveProperty('code');
        });
      for (const method of told) {
        // What would close or change the document as it should is no bad message.
        if (JSON.stringify(params).includes('"A"')) continue;
        await session.connection.sendNotification(method, inPlace(params));
      }
    }
    session.change('main.arch', 'service a { onwer: "x" }\nfoo: 1', 2);
    await session.diagnostics('main.arch', (found, version) => version === 2 && has('language/misplaced')(found));
    expect(await session.connection.sendRequest('workspace/symbol', { query: 'a' })).toHaveLength(1);
  });

  it('cancelled ones are given back, all or answered', async () => {
    const session = await start({ files: 'service a\nservice b\na -> b' });
    const asked = Array.from({ length: 50 }, (_, i) => {
      const source = new CancellationTokenSource();
      const answer = session.connection.sendRequest('workspace/symbol', { query: 'a' }, source.token);
      if (i % 2 === 0) source.cancel();
      return answer;
    });
    const settled = await Promise.allSettled(asked);
    for (const [i, result] of settled.entries()) {
      if (result.status === 'fulfilled') expect(result.value).toHaveLength(1);
      else {
        expect(i % 2).toBe(0);
        expect(result.reason).toMatchObject({ code: LSPErrorCodes.RequestCancelled });
      }
    }
  });
});

describe('texts', () => {
  const EDITS = 1000;

  it('after a thousand random edits are as if opened now', async () => {
    const next = random(20_261_124);
    const pick = (below: number): number => Math.floor(next() * below);
    const pieces = [
      '🦊',
      '𝒳',
      'é',
      '\r\n',
      '\n',
      ' ',
      '{',
      '}',
      '"',
      '// x',
      '/*',
      '*/',
      ';',
      ',',
      'service q',
      'a -> b',
    ];
    const source = ownExamples.find(({ name }) => name.startsWith('payments/payments'))?.text ?? '';
    const session = await start({ files: '// file: t.arch\n' });
    let document = TextDocument.create(session.uri('t.arch'), 'arch', 1, source.replace(/\n/g, '\r\n'));
    session.open('t.arch', document.getText());
    const place = (): number => {
      const at = pick(document.getText().length + 1);
      // No editor splits a sign of two units.
      return /[\udc00-\udfff]/.test(document.getText().charAt(at)) ? at + 1 : at;
    };
    for (let edit = 1; edit <= EDITS; edit++) {
      const changes = Array.from({ length: 1 + pick(3) }, () => {
        const [start, end] = [place(), place()].sort((a, b) => a - b) as [number, number];
        const isShort = end - start < 40;
        const range = { start: document.positionAt(start), end: document.positionAt(isShort ? end : start) };
        const from = pick(source.length);
        const piece = next() < 0.5 ? (pieces[pick(pieces.length)] ?? '') : source.slice(from, from + pick(30));
        const change = { range, text: piece };
        document = TextDocument.update(document, [change], edit + 1);
        return change;
      });
      await session.connection.sendNotification('textDocument/didChange', {
        textDocument: { uri: document.uri, version: edit + 1 },
        contentChanges: changes,
      });
      if (edit % (EDITS / 4) !== 0) continue;
      expect(await seen(session, edit + 1)).toEqual(await seenAnew(document.getText()));
    }
  });

  async function seen(session: Session, version: number): Promise<unknown> {
    const diagnostics = await session.diagnostics('t.arch', (_, published) => published === version);
    const params = { textDocument: { uri: session.uri('t.arch') } };
    const answers: unknown[] = [];
    for (const method of ['documentSymbol', 'foldingRange'])
      answers.push(await session.connection.sendRequest(`textDocument/${method}`, params));
    answers.push(
      (await session.connection.sendRequest<SemanticTokens>('textDocument/semanticTokens/full', params)).data,
    );
    // Findings point at other places by address, and each session has a folder of its own.
    return JSON.parse(JSON.stringify([diagnostics, answers]).replaceAll(session.uri('t.arch'), 't.arch')) as unknown;
  }

  async function seenAnew(of: string): Promise<unknown> {
    const session = await startSession({ files: '// file: t.arch\n' });
    try {
      session.open('t.arch', of, 1);
      return await seen(session, 1);
    } finally {
      await session.stop();
    }
  }

  it.each([
    ['lines that end in two signs', 'service a "🦊"\r\n\r\nservice b { onwer: "x" }\r\n', 2, 12],
    ['a mark at the start', '\ufeffservice b { onwer: "x" }\n', 0, 13],
    ['signs of two units before', 'service b "𝒳🦊" { onwer: "x" }\n', 0, 19],
    ['a letter with its accent apart', 'service b "e\u0301" { onwer: "x" }\n', 0, 17],
    ['a line that ends in a carriage return', 'service a\rservice b { onwer: "x" }', 1, 12],
  ])('have positions in UTF-16: %s', async (_, written, line, character) => {
    const session = await start({ files: '' });
    session.open('p.arch', written);
    const [found] = await session.diagnostics('p.arch', has('language/unknown-key'));
    expect(found?.range).toEqual({ start: { line, character }, end: { line, character: character + 5 } });
    const hovered = await session.connection.sendRequest<{ range?: unknown } | null>('textDocument/hover', {
      textDocument: { uri: session.uri('p.arch') },
      position: { line, character: character - 2 },
    });
    expect(malformed(hovered, session.uri('p.arch'), () => written)).toEqual([]);
  });
});

describe('files', () => {
  it('that come, change, move and go outside are followed', async () => {
    const session = await start({ files: '// file: a.arch\nservice a\na -> b\n' });
    await session.diagnostics('a.arch', has('language/unresolved-name'));
    const tell = (...changes: readonly (readonly [string, FileChangeType])[]): Promise<void> =>
      session.connection.sendNotification('workspace/didChangeWatchedFiles', {
        changes: changes.map(([name, type]) => ({ uri: session.uri(name), type })),
      });
    session.write('deep/er/b.arch', 'service b\n');
    await tell(['deep/er/b.arch', FileChangeType.Created]);
    await session.diagnostics('a.arch', lacks('language/unresolved-name'));
    renameSync(join(session.folder, 'deep'), join(session.folder, 'moved'));
    await tell(['deep/er/b.arch', FileChangeType.Deleted], ['moved/er/b.arch', FileChangeType.Created]);
    session.write('moved/er/b.arch', 'service c\n');
    await tell(['moved/er/b.arch', FileChangeType.Changed]);
    await session.diagnostics('a.arch', has('language/unresolved-name'));
    rmSync(join(session.folder, 'moved'), { recursive: true });
    session.write('b.arch', 'service b\n');
    await tell(['moved/er/b.arch', FileChangeType.Deleted], ['b.arch', FileChangeType.Created]);
    await session.diagnostics('a.arch', lacks('language/unresolved-name'));
  });

  it('of several folders are told apart, whichever come and go', async () => {
    const files = ['one', 'two', 'three'].map((name) => `// file: ${name}/x.arch\nservice x { onwer: "${name}" }\n`);
    const session = await start({ files: files.join(''), folders: ['one', 'two'] });
    const folder = (name: string) => ({ uri: session.uri(name), name });
    const change = (added: readonly string[], removed: readonly string[]): Promise<void> =>
      session.connection.sendNotification('workspace/didChangeWorkspaceFolders', {
        event: { added: added.map(folder), removed: removed.map(folder) },
      });
    for (const name of ['one', 'two'])
      expect(codes(await session.diagnostics(`${name}/x.arch`, has('language/unknown-key')))).not.toContain(
        'language/duplicate-name',
      );
    await change(['three'], ['one']);
    await session.diagnostics('three/x.arch', has('language/unknown-key'));
    await session.diagnostics('one/x.arch', (found) => found.length === 0);
    await change(['one'], ['three', 'two']);
    await session.diagnostics('one/x.arch', has('language/unknown-key'));
    for (const name of ['two', 'three']) await session.diagnostics(`${name}/x.arch`, (found) => found.length === 0);
    const found = await session.connection.sendRequest<unknown[]>('workspace/symbol', { query: 'x' });
    expect(found).toHaveLength(1);
  });

  it('and texts are the same for a server that takes over from one that was killed', async () => {
    const files = '// file: a.arch\nservice a\na -> b\n// file: b.arch\nservice b\n';
    const edited = 'service a\na -> c\n';
    const first = await startSession({ files });
    first.open('a.arch', 'service a\n', 1);
    first.change('a.arch', edited, 2);
    const before = await first.diagnostics('a.arch', (found, version) => version === 2 && found.length > 0);
    await first.kill();
    const second = await start({ files, folder: first.folder });
    // An editor opens its texts again with what they are by then.
    second.open('a.arch', edited, 2);
    expect(await second.diagnostics('a.arch', (_, version) => version === 2)).toEqual(before);
  });
});
