/** The built server, over the protocol, on standard input and output. */
import { spawnSync } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CancellationTokenSource, FileChangeType, LSPErrorCodes } from 'vscode-languageserver';
import type {
  CodeAction,
  CompletionList,
  Diagnostic,
  DocumentSymbol,
  Hover,
  Location,
  SemanticTokens,
  SymbolInformation,
  TextEdit,
  WorkspaceEdit,
} from 'vscode-languageserver';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { DiagramResult, ExplainResult, LibraryContentResult, LocateResult } from '../../server/protocol.ts';
import { applied } from './fixtures.ts';
import { serverEntry } from '../../scripts/build-server.ts';
import { ensureServerBuilt, startSession } from './server-process.ts';
import type { Session, SessionOptions } from './server-process.ts';

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

const two = {
  'a.arch': 'service web\nweb -> ledger pay { deadline: 350ms }\n',
  'b.arch': '/** Who owes whom. */\nstore ledger "Ledger" is postgres {\n  reads: primary\n}\n',
};
const twoFiles = Object.entries(two)
  .map(([name, text]) => `// file: ${name}\n${text}`)
  .join('');

const codes = (diagnostics: readonly Diagnostic[]): unknown[] => diagnostics.map(({ code }) => code);
const has = (code: string) => (diagnostics: readonly Diagnostic[]) => codes(diagnostics).includes(code);
const lacks = (code: string) => (diagnostics: readonly Diagnostic[]) => !codes(diagnostics).includes(code);

describe('diagnostics', () => {
  it('are pushed for files that nobody opened', async () => {
    const session = await start({ files: 'service a { onwer: "x" }' });
    const [found] = await session.diagnostics('main.arch', has('language/unknown-key'));
    expect(found).toMatchObject({
      source: 'faultline',
      severity: 1,
      code: 'language/unknown-key',
      data: { id: expect.stringContaining('language/unknown-key@') as string },
      range: { start: { line: 0, character: 12 }, end: { line: 0, character: 17 } },
    });
    expect(session.published.every(({ version }) => version === undefined)).toBe(true);
  });

  it('follow an edit in another file, there and back', async () => {
    const session = await start({ files: twoFiles });
    session.open('a.arch', two['a.arch']);
    session.open('b.arch', two['b.arch']);
    await session.diagnostics('a.arch', lacks('language/unresolved-name'));
    session.change('b.arch', two['b.arch'].replace('ledger', 'book'), 2);
    await session.diagnostics('a.arch', has('language/unresolved-name'));
    session.change('b.arch', two['b.arch'], 3);
    await session.diagnostics('a.arch', lacks('language/unresolved-name'));
  });

  it('carry the version of every edit, also where nothing changed', async () => {
    const session = await start({ files: twoFiles });
    session.open('a.arch', two['a.arch'], 5);
    await session.diagnostics('a.arch', (_, version) => version === 5);
    session.change('a.arch', `${two['a.arch']}// more\n`, 6);
    await session.diagnostics('a.arch', (_, version) => version === 6);
    session.change('a.arch', `${two['a.arch']}// even more\n`, 7);
    session.change('a.arch', `${two['a.arch']}oops: 1\n`, 8);
    const last = await session.diagnostics('a.arch', (_, version) => version === 8);
    expect(codes(last)).toContain('language/misplaced');
  });

  it('are published again only where they differ', async () => {
    const session = await start({ files: twoFiles });
    session.open('a.arch', two['a.arch']);
    await session.diagnostics('a.arch', (_, version) => version === 1);
    const before = session.published.length;
    session.change('a.arch', `${two['a.arch']}// more\n`, 2);
    await session.diagnostics('a.arch', (_, version) => version === 2);
    expect(session.published.slice(before).map(({ uri }) => uri)).toEqual([session.uri('a.arch')]);
  });

  it('point at the other places involved', async () => {
    const session = await start({ files: '// file: a.arch\nservice x\n// file: b.arch\nservice x\n' });
    const [found] = await session.diagnostics('b.arch', has('language/duplicate-name'));
    expect(found?.relatedInformation?.[0]?.location.uri).toBe(session.uri('a.arch'));
  });

  it('follow incremental edits, in any line ends, with characters of two units', async () => {
    const session = await start({ files: '' });
    session.open('x.arch', 'service a "🦊🦊" { onwer: "x" }\r\nservice b\r\n');
    const [found] = await session.diagnostics('x.arch', has('language/unknown-key'));
    expect(found?.range).toEqual({ start: { line: 0, character: 19 }, end: { line: 0, character: 24 } });
    await session.connection.sendNotification('textDocument/didChange', {
      textDocument: { uri: session.uri('x.arch'), version: 2 },
      contentChanges: [
        { range: { start: { line: 1, character: 0 }, end: { line: 1, character: 0 } }, text: '// 🦊\r\n' },
        { range: { start: { line: 0, character: 19 }, end: { line: 0, character: 24 } }, text: 'owner' },
        { range: { start: { line: 2, character: 9 }, end: { line: 2, character: 9 } }, text: ' { bad: 1 }' },
      ],
    });
    const after = await session.diagnostics('x.arch', (_, version) => version === 2);
    expect(after.filter(({ severity }) => severity === 1).map(({ code, range }) => [code, range.start])).toEqual([
      ['language/unknown-key', { line: 2, character: 12 }],
    ]);
  });

  it('disappear with the file, and come back with it', async () => {
    const session = await start({ files: twoFiles });
    await session.connection.sendRequest('workspace/symbol', { query: 'ledger' });
    rmSync(join(session.folder, 'b.arch'));
    const changed = (type: FileChangeType) =>
      session.connection.sendNotification('workspace/didChangeWatchedFiles', {
        changes: [{ uri: session.uri('b.arch'), type }],
      });
    await changed(FileChangeType.Deleted);
    await session.diagnostics('a.arch', has('language/unresolved-name'));
    session.write('b.arch', two['b.arch']);
    await changed(FileChangeType.Created);
    await session.diagnostics('a.arch', lacks('language/unresolved-name'));
    session.write('b.arch', 'service other');
    await changed(FileChangeType.Changed);
    await session.diagnostics('a.arch', has('language/unresolved-name'));
  }, 40_000);

  it('take an open text over the file, and the file again when it is closed', async () => {
    const session = await start({ files: twoFiles });
    session.open('b.arch', 'service nothing');
    await session.diagnostics('a.arch', has('language/unresolved-name'));
    session.write('b.arch', two['b.arch']);
    await session.connection.sendNotification('workspace/didChangeWatchedFiles', {
      changes: [{ uri: session.uri('b.arch'), type: FileChangeType.Changed }],
    });
    const found = await session.connection.sendRequest<Location[]>('textDocument/definition', {
      textDocument: { uri: session.uri('a.arch') },
      position: { line: 1, character: 8 },
    });
    expect(found).toEqual([]);
    await session.connection.sendNotification('textDocument/didClose', {
      textDocument: { uri: session.uri('b.arch') },
    });
    await session.diagnostics('a.arch', lacks('language/unresolved-name'));
  });
});

describe('projects', () => {
  it('are divided by their configurations, which are obeyed and checked', async () => {
    const files = `// file: faultline.json
{ "rules": { "language/unknown-key": "warning", "language/*": "loud" }, "exclude": ["drafts"] }
// file: a.arch
service a { onwer: "x" }
// file: drafts/d.arch
service draft { onwer: "x" }
// file: nested/faultline.json
{}
// file: nested/n.arch
service a { onwer: "x" }
service b
b -> c
// file: node_modules/m.arch
service c { onwer: "x" }
`;
    const session = await start({ files });
    const own = await session.diagnostics('a.arch', has('language/unknown-key'));
    expect(own.find(({ code }) => code === 'language/unknown-key')?.severity).toBe(2);
    const nested = await session.diagnostics('nested/n.arch', has('language/unknown-key'));
    expect(nested.find(({ code }) => code === 'language/unknown-key')?.severity).toBe(1);
    expect(codes(nested)).toContain('language/unresolved-name');
    expect(codes(nested)).not.toContain('language/duplicate-name');
    const config = await session.diagnostics('faultline.json', (found) => found.length > 0);
    expect(config[0]?.message).toContain('loud');
    expect(session.published.map(({ uri }) => uri)).not.toContain(session.uri('node_modules/m.arch'));
    expect(session.published.map(({ uri }) => uri)).not.toContain(session.uri('drafts/d.arch'));

    session.write('faultline.json', '{}');
    await session.connection.sendNotification('workspace/didChangeWatchedFiles', {
      changes: [{ uri: session.uri('faultline.json'), type: FileChangeType.Changed }],
    });
    await session.diagnostics('faultline.json', (found) => found.length === 0);
    await session.diagnostics('a.arch', (found) => found.some(({ severity }) => severity === 1));
    await session.diagnostics('drafts/d.arch', has('language/unknown-key'));
  }, 40_000);

  it('take in a file that is not written yet, and one outside every folder with those beside it', async () => {
    const files =
      '// file: inside/b.arch\nstore ledger\n// file: outside/c.arch\nservice c\nc -> d\n// file: outside/d.arch\nservice d\n// file: outside/deep/e.arch\nservice c\n';
    const session = await start({ files, folders: ['inside'] });
    session.open('inside/new.arch', 'service web\nweb -> ledger\n');
    expect(codes(await session.diagnostics('inside/new.arch', (_, version) => version === 1))).not.toContain(
      'language/unresolved-name',
    );
    session.open('outside/c.arch', 'service c\nc -> d\n');
    const outside = await session.diagnostics('outside/c.arch', (_, version) => version === 1);
    expect(codes(outside)).not.toContain('language/unresolved-name');
    expect(codes(outside)).not.toContain('language/duplicate-name');
  });

  it('come and go with the folders of the workspace, and with texts that have no file', async () => {
    const session = await start({
      files: '// file: one/a.arch\nservice a { onwer: "x" }\n// file: two/b.arch\nservice b { onwer: "x" }\n',
      folders: ['one'],
    });
    await session.diagnostics('one/a.arch', has('language/unknown-key'));
    await session.connection.sendNotification('workspace/didChangeWorkspaceFolders', {
      event: {
        added: [{ uri: session.uri('two'), name: 'two' }],
        removed: [{ uri: session.uri('one'), name: 'one' }],
      },
    });
    await session.diagnostics('two/b.arch', has('language/unknown-key'));
    await session.diagnostics('one/a.arch', (found) => found.length === 0);
    await session.connection.sendNotification('textDocument/didOpen', {
      textDocument: { uri: 'untitled:Untitled-1', languageId: 'arch', version: 1, text: 'service u { onwer: "x" }' },
    });
    const symbols = await session.connection.sendRequest<DocumentSymbol[]>('textDocument/documentSymbol', {
      textDocument: { uri: 'untitled:Untitled-1' },
    });
    expect(symbols.map(({ name }) => name)).toEqual(['u']);
  });
});

describe('questions', () => {
  const at = (session: Session, name: string, line: number, character: number) => ({
    textDocument: { uri: session.uri(name) },
    position: { line, character },
  });

  it('are all answered that are advertised', async () => {
    const session = await start({ files: twoFiles });
    const { connection } = session;
    expect(session.initialized.capabilities.diagnosticProvider).toBeUndefined();
    session.open('a.arch', two['a.arch']);
    const there = at(session, 'a.arch', 1, 8);
    const document = { textDocument: there.textDocument };

    const hover = await connection.sendRequest<Hover>('textDocument/hover', there);
    expect(JSON.stringify(hover.contents)).toContain('Who owes whom.');
    const definition = await connection.sendRequest<Location[]>('textDocument/definition', there);
    expect(definition).toEqual([
      { uri: session.uri('b.arch'), range: { start: { line: 1, character: 6 }, end: { line: 1, character: 12 } } },
    ]);
    const references = await connection.sendRequest<Location[]>('textDocument/references', {
      ...there,
      context: { includeDeclaration: true },
    });
    expect(references.map(({ uri }) => uri)).toEqual([session.uri('a.arch'), session.uri('b.arch')]);
    expect(await connection.sendRequest('textDocument/documentHighlight', there)).toHaveLength(1);
    expect(await connection.sendRequest('textDocument/prepareRename', there)).toMatchObject({ placeholder: 'ledger' });
    const symbols = await connection.sendRequest<DocumentSymbol[]>('textDocument/documentSymbol', document);
    expect(symbols.map(({ name }) => name)).toEqual(['web', 'pay']);
    const found = await connection.sendRequest<SymbolInformation[]>('workspace/symbol', { query: 'ldgr' });
    expect(found.map(({ name, location }) => [name, location.uri])).toEqual([['ledger', session.uri('b.arch')]]);
    const tokens = await connection.sendRequest<SemanticTokens>('textDocument/semanticTokens/full', document);
    expect(tokens.data.length).toBeGreaterThan(20);
    expect(
      await connection.sendRequest('textDocument/foldingRange', { textDocument: { uri: session.uri('b.arch') } }),
    ).toEqual([{ startLine: 1, endLine: 2 }]);
    const completion = await connection.sendRequest<CompletionList>(
      'textDocument/completion',
      at(session, 'a.arch', 1, 19),
    );
    expect(completion.items.map(({ label }) => label)).toContain('retries');
    session.change('a.arch', 'service   web\n', 2);
    const edits = await connection.sendRequest<TextEdit[]>('textDocument/formatting', {
      ...document,
      options: { tabSize: 2, insertSpaces: true },
    });
    expect(applied('service   web\n', edits)).toBe('service web\n');
  });

  it('are about the text as it is, not as it was', async () => {
    const session = await start({ files: twoFiles });
    session.open('a.arch', two['a.arch']);
    for (let version = 2; version < 12; version++) {
      session.change('a.arch', `service v${String(version)}\n`, version);
      const symbols = await session.connection.sendRequest<DocumentSymbol[]>('textDocument/documentSymbol', {
        textDocument: { uri: session.uri('a.arch') },
      });
      expect(symbols.map(({ name }) => name)).toEqual([`v${String(version)}`]);
    }
  });

  it('rename across files, and everything still fits afterwards', async () => {
    const session = await start({ files: twoFiles });
    session.open('a.arch', two['a.arch'], 3);
    await session.diagnostics('a.arch', (_, version) => version === 3);
    const edit = await session.connection.sendRequest<WorkspaceEdit>('textDocument/rename', {
      ...at(session, 'a.arch', 1, 8),
      newName: 'book',
    });
    const changes = (edit.documentChanges ?? []).flatMap((change) => ('edits' in change ? [change] : []));
    expect(changes.map(({ textDocument }) => [textDocument.uri, textDocument.version])).toEqual([
      [session.uri('a.arch'), 3],
      [session.uri('b.arch'), null],
    ]);
    const [first, second] = changes.map(({ edits }) => edits as TextEdit[]);
    const after = applied(two['a.arch'], first ?? []);
    expect(after).toBe('service web\nweb -> book pay { deadline: 350ms }\n');
    session.change('a.arch', after, 4);
    writeFileSync(join(session.folder, 'b.arch'), applied(two['b.arch'], second ?? []));
    await session.connection.sendNotification('workspace/didChangeWatchedFiles', {
      changes: [{ uri: session.uri('b.arch'), type: FileChangeType.Changed }],
    });
    await session.diagnostics('a.arch', (found, version) => version === 4 && lacks('language/unresolved-name')(found));
  });

  it('refuse a rename that would change what something means', async () => {
    const session = await start({ files: twoFiles });
    const rename = (position: { line: number; character: number }, newName: string): Promise<unknown> =>
      session.connection.sendRequest('textDocument/rename', {
        textDocument: { uri: session.uri('b.arch') },
        position,
        newName,
      });
    await expect(rename({ line: 1, character: 8 }, 'web')).rejects.toThrow('`web` is there already');
    await expect(rename({ line: 1, character: 27 }, 'pg')).rejects.toThrow('Faultline’s library');
    await expect(rename({ line: 1, character: 8 }, 'no name')).rejects.toThrow('cannot be a name');
  });

  it('lead into the library and show it', async () => {
    const session = await start({ files: twoFiles });
    const [found] = await session.connection.sendRequest<Location[]>(
      'textDocument/definition',
      at(session, 'b.arch', 1, 27),
    );
    expect(found?.uri).toMatch(/^faultline-library:/);
    const uri = found?.uri ?? '';
    const content = await session.connection.sendRequest<LibraryContentResult>('faultline/libraryContent', { uri });
    const line = content?.text.split('\n')[found?.range.start.line ?? 0];
    expect(line?.slice(found?.range.start.character, found?.range.end.character)).toBe('postgres');
    await session.connection.sendNotification('textDocument/didOpen', {
      textDocument: { uri, languageId: 'arch', version: 1, text: content?.text ?? '' },
    });
    const hover = await session.connection.sendRequest<Hover>('textDocument/hover', {
      textDocument: { uri },
      position: found?.range.start,
    });
    expect(JSON.stringify(hover.contents)).toContain('technology');
    expect(
      await session.connection.sendRequest('faultline/libraryContent', { uri: 'faultline-library:/none.arch' }),
    ).toBeNull();
    expect(session.published.map((each) => each.uri)).not.toContain(uri);
  });

  it('offer fixes, and a fix mends', async () => {
    const text = 'service a { onwer: "x" }\n';
    const session = await start({ files: `// file: m.arch\n${text}` });
    session.open('m.arch', text);
    const [diagnostic] = await session.diagnostics('m.arch', has('language/unknown-key'));
    const actions = await session.connection.sendRequest<CodeAction[]>('textDocument/codeAction', {
      textDocument: { uri: session.uri('m.arch') },
      range: diagnostic?.range,
      context: { diagnostics: [diagnostic] },
    });
    const fix = actions.find(({ isPreferred }) => isPreferred);
    const [change] = fix?.edit?.documentChanges ?? [];
    expect(change).toMatchObject({ textDocument: { uri: session.uri('m.arch'), version: 1 } });
    session.change('m.arch', applied(text, (change as { edits: TextEdit[] }).edits), 2);
    await session.diagnostics('m.arch', (found, version) => version === 2 && lacks('language/unknown-key')(found));
    const { data } = diagnostic as { data: { id: string } };
    expect(await session.connection.sendRequest('faultline/explain', { id: data.id })).not.toBeUndefined();
  });

  it('explain findings and rules', async () => {
    const session = await start({ files: 'service a { onwer: "x" }' });
    const [found] = await session.diagnostics('main.arch', has('language/unknown-key'));
    const { id } = found?.data as { id: string };
    const finding = await session.connection.sendRequest<ExplainResult>('faultline/explain', { id });
    expect(finding?.markdown).toContain(found?.message);
    expect(finding?.markdown).toContain('## How to fix');
    const rule = await session.connection.sendRequest<ExplainResult>('faultline/explain', {
      id: 'language/unknown-key',
    });
    expect(rule?.markdown).toMatch(/^# /);
    expect(await session.connection.sendRequest('faultline/explain', { id: 'no/such' })).toBeNull();
  });

  it('draw the project and lead back to its text', async () => {
    const session = await start({ files: twoFiles });
    const revisions: number[] = [];
    session.connection.onNotification('faultline/modelChanged', ({ revision }: { revision: number }) => {
      revisions.push(revision);
    });
    const uri = session.uri('a.arch');
    const drawn = await session.connection.sendRequest<DiagramResult>('faultline/diagram', { uri });
    if ('error' in drawn) throw new Error(drawn.error);
    expect(drawn.svg).toMatch(/^<svg[^]*<\/svg>\s*$/);
    const [, id = ''] = /data-id="(element:[^"]*ledger)"/.exec(drawn.svg) ?? [];
    const place = await session.connection.sendRequest<LocateResult>('faultline/locate', { uri, id });
    expect(place).toMatchObject({ uri: session.uri('b.arch'), range: { start: { line: 1, character: 6 } } });
    expect(await session.connection.sendRequest('faultline/locate', { uri, id: 'element:none' })).toBeNull();
    session.open('a.arch', `${two['a.arch']}service another\n`);
    await session.diagnostics('a.arch', (_, version) => version === 1);
    await expect.poll(() => revisions.at(-1)).toBeGreaterThan(0);
  });

  it('tell what the server is doing', async () => {
    const session = await start({ files: 'service a { onwer: "x" }' });
    const status: unknown[] = [];
    session.connection.onNotification('faultline/status', (each: unknown) => {
      status.push(each);
    });
    session.open('main.arch', 'service a { onwer: "x" }\nfoo: 1');
    await expect.poll(() => status.at(-1)).toMatchObject({ documents: 1, errors: 2, busy: false });
  });
});

describe('robustness', () => {
  it('answers unknown questions with an error and goes on', async () => {
    const session = await start({ files: twoFiles });
    await expect(session.connection.sendRequest('faultline/nonsense', {})).rejects.toThrow(/unhandled|not found/i);
    await session.connection.sendNotification('faultline/nonsense', {});
    await session.connection.sendNotification('textDocument/didClose', {
      textDocument: { uri: session.uri('never.arch') },
    });
    await session.connection.sendNotification('textDocument/didChange', {
      textDocument: { uri: session.uri('never.arch'), version: 2 },
      contentChanges: [{ text: 'x' }],
    });
    expect(
      await session.connection.sendRequest('textDocument/hover', {
        textDocument: { uri: session.uri('never.arch') },
        position: { line: 3, character: 3 },
      }),
    ).toBeNull();
    expect(
      await session.connection.sendRequest('textDocument/definition', {
        textDocument: { uri: session.uri('a.arch') },
        position: { line: 99, character: 99 },
      }),
    ).toEqual([]);
  });

  it('takes cancelled questions back', async () => {
    const session = await start({ files: twoFiles });
    const source = new CancellationTokenSource();
    const asked = session.connection.sendRequest(
      'textDocument/hover',
      {
        textDocument: { uri: session.uri('a.arch') },
        position: { line: 1, character: 8 },
      },
      source.token,
    );
    source.cancel();
    await asked.catch((error: unknown) => {
      expect(error).toMatchObject({ code: LSPErrorCodes.RequestCancelled });
    });
    expect(await session.connection.sendRequest('workspace/symbol', { query: 'ledger' })).toHaveLength(1);
  });

  it('answers every question in every state of a text that is being typed', async () => {
    const text = 'system s {\n  service a "🦊" is postgres { owner: "x" }\n  a -> b c { deadline: 3ms, ; }\n';
    const session = await start({ files: '' });
    session.open('t.arch', '');
    const document = { textDocument: { uri: session.uri('t.arch') } };
    for (let length = 0, version = 2; length <= text.length; length += 3, version++) {
      const typed = text.slice(0, length);
      session.change('t.arch', typed, version);
      const lines = typed.split('\n');
      const position = { line: lines.length - 1, character: lines.at(-1)?.length ?? 0 };
      const places = ['signatureHelp', 'linkedEditingRange', 'prepareCallHierarchy', 'prepareTypeHierarchy'];
      for (const method of ['completion', 'hover', 'definition', 'documentHighlight', 'prepareRename', ...places])
        await session.connection
          .sendRequest(`textDocument/${method}`, { ...document, position })
          .catch((error: unknown) => {
            expect(String(error)).toMatch(/can be renamed|cannot be changed/);
          });
      const wholes = ['documentSymbol', 'foldingRange', 'semanticTokens/full', 'documentLink', 'codeLens'];
      for (const method of wholes) await session.connection.sendRequest(`textDocument/${method}`, document);
      const range = { start: { line: 0, character: 0 }, end: position };
      const options = { tabSize: 2, insertSpaces: true };
      for (const method of ['inlayHint', 'rangeFormatting', 'semanticTokens/range'])
        await session.connection.sendRequest(`textDocument/${method}`, { ...document, range, options });
      for (const ch of ['}', '\n'])
        await session.connection.sendRequest('textDocument/onTypeFormatting', { ...document, position, ch, options });
      await session.connection.sendRequest('textDocument/selectionRange', { ...document, positions: [position] });
    }
    expect(session.log.filter((line) => line.includes('failed'))).toEqual([]);
  }, 30_000);

  it('ends as asked', async () => {
    const session = await startSession({ files: '' });
    expect(await session.stop()).toBe(0);
  });

  it('answers what was asked before its input ended, and ends without being asked', () => {
    const send = (message: object): string => {
      const body = JSON.stringify({ jsonrpc: '2.0', ...message });
      return `Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`;
    };
    const initialize = send({
      id: 1,
      method: 'initialize',
      params: { processId: null, capabilities: {}, rootUri: null },
    });
    const run = (input: string) =>
      spawnSync(process.execPath, [serverEntry, '--stdio'], { input, encoding: 'utf8', timeout: 20_000 });
    const bye = send({ id: 2, method: 'shutdown' }) + send({ method: 'exit' });
    const polite = run(initialize + send({ method: 'initialized', params: {} }) + bye);
    expect([polite.status, polite.stdout.includes('"capabilities"')]).toEqual([0, true]);
    const cut = run(initialize);
    expect([cut.status, cut.stdout.includes('"capabilities"')]).toEqual([1, true]);
  });
});
