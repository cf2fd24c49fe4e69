/** The built server: what it advertises it answers, in the client's own units, as people set it. */
import type {
  CallHierarchyItem,
  CallHierarchyOutgoingCall,
  CodeLens,
  DocumentLink,
  Hover,
  InlayHint,
  LinkedEditingRanges,
  Location,
  SelectionRange,
  SemanticTokens,
  SemanticTokensDelta,
  SignatureHelp,
  TextEdit,
  TypeHierarchyItem,
  WorkspaceEdit,
} from 'vscode-languageserver';
import { ProgressType } from 'vscode-languageserver';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { ShowReferences } from '../../server/protocol.ts';
import { applied } from './fixtures.ts';
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

const text = `service web { replicas: 3; cost: 60 USD/month per replica }
store ledger is postgres // https://example.org/x
web -> ledger pay { deadline: 350ms }
operation checkout at web { steps: pay }
`;
const range = { start: { line: 0, character: 0 }, end: { line: 4, character: 0 } };

describe('what is advertised', () => {
  it('is answered', async () => {
    const session = await start({ files: `// file: a.arch\n${text}` });
    const { connection, initialized } = session;
    session.open('a.arch', text);
    const uri = session.uri('a.arch');
    const document = { textDocument: { uri } };
    const at = (line: number, character: number) => ({ ...document, position: { line, character } });
    const ask = <T>(method: string, params: object): Promise<T> => connection.sendRequest<T>(method, params);
    expect(initialized.capabilities).toMatchObject({
      positionEncoding: 'utf-16',
      inlayHintProvider: true,
      callHierarchyProvider: true,
      typeHierarchyProvider: true,
    });
    expect(initialized.capabilities.workspace?.textDocumentContent).toBeUndefined();

    const hints = await ask<InlayHint[]>('textDocument/inlayHint', { ...document, range });
    expect(hints.map(({ label }) => label)).toContain('180 USD/month');

    const lenses = await ask<CodeLens[]>('textDocument/codeLens', document);
    const lens = await ask<CodeLens>('codeLens/resolve', lenses[0] ?? {});
    expect(lens.command?.title).toBe('2 references');
    const [argument] = lens.command?.arguments as [ShowReferences];
    expect(argument).toMatchObject({ uri, position: { line: 0, character: 8 } });

    const help = await ask<SignatureHelp>('textDocument/signatureHelp', at(2, 30));
    expect(help.signatures[0]?.label).toBe('deadline: <duration>');

    const [selection] = await ask<SelectionRange[]>('textDocument/selectionRange', {
      ...document,
      positions: [{ line: 2, character: 32 }],
    });
    expect(selection?.parent?.parent?.range.start).toEqual({ line: 2, character: 20 });
    const linked = await ask<LinkedEditingRanges>('textDocument/linkedEditingRange', at(0, 9));
    expect(linked.ranges).toHaveLength(3);
    const links = await ask<DocumentLink[]>('textDocument/documentLink', document);
    expect(links.map(({ target }) => target?.replace(/#.*/, ''))).toEqual([
      'https://example.org/x',
      'faultline-library:/postgresql.arch',
    ]);

    const [caller] = await ask<CallHierarchyItem[]>('textDocument/prepareCallHierarchy', at(3, 12));
    const outgoing = await ask<CallHierarchyOutgoingCall[]>('callHierarchy/outgoingCalls', { item: caller });
    expect(outgoing.map(({ to }) => to.name)).toEqual(['pay']);
    expect(await ask('callHierarchy/incomingCalls', { item: outgoing[0]?.to })).toHaveLength(2);
    const [type] = await ask<TypeHierarchyItem[]>('textDocument/prepareTypeHierarchy', at(1, 8));
    const above = await ask<TypeHierarchyItem[]>('typeHierarchy/supertypes', { item: type });
    expect(above.map(({ name }) => name)).toEqual(['postgres']);
    const below = await ask<TypeHierarchyItem[]>('typeHierarchy/subtypes', { item: above[0] });
    expect(below.map(({ name }) => name)).toContain('ledger');
  });

  it('formats lines as they are typed, and ranges', async () => {
    const typed = 'service a {\n      owner:   "x"\nreplicas: 2\n}\n';
    const session = await start({ files: '' });
    session.open('a.arch', typed);
    const options = { tabSize: 2, insertSpaces: true };
    const document = { textDocument: { uri: session.uri('a.arch') }, options };
    const onType = await session.connection.sendRequest<TextEdit[]>('textDocument/onTypeFormatting', {
      ...document,
      position: { line: 2, character: 0 },
      ch: '\n',
    });
    expect(applied(typed, onType)).toBe('service a {\n      owner:   "x"\n  replicas: 2\n}\n');
    const inRange = await session.connection.sendRequest<TextEdit[]>('textDocument/rangeFormatting', {
      ...document,
      range: { start: { line: 1, character: 8 }, end: { line: 1, character: 8 } },
    });
    expect(applied(typed, inRange)).toBe('service a {\n  owner: "x"\nreplicas: 2\n}\n');
  });

  it('tells what differs in the colours', async () => {
    const session = await start({ files: '' });
    session.open('a.arch', text);
    const document = { textDocument: { uri: session.uri('a.arch') } };
    const { connection } = session;
    const full = await connection.sendRequest<SemanticTokens>('textDocument/semanticTokens/full', document);
    const line = { start: { line: 0, character: 0 }, end: { line: 0, character: 99 } };
    const some = await connection.sendRequest<SemanticTokens>('textDocument/semanticTokens/range', {
      ...document,
      range: line,
    });
    expect(full.data.slice(0, some.data.length)).toEqual(some.data);
    expect(some.data.length).toBeLessThan(full.data.length);
    session.change('a.arch', `${text}service more\n`, 2);
    const delta = await connection.sendRequest<SemanticTokensDelta>('textDocument/semanticTokens/full/delta', {
      ...document,
      previousResultId: full.resultId,
    });
    expect(delta.edits).toMatchObject([{ start: full.data.length, deleteCount: 0 }]);
  });

  it('shows the library in the way of the protocol where the client knows it', async () => {
    const session = await start({ files: '', capabilities: { workspace: { textDocumentContent: {} } } });
    expect(session.initialized.capabilities.workspace?.textDocumentContent).toEqual({ schemes: ['faultline-library'] });
    const content = await session.connection.sendRequest<{ text: string }>('workspace/textDocumentContent', {
      uri: 'faultline-library:/postgresql.arch',
    });
    expect(content.text).toContain('technology postgres');
  });

  it('sends long answers in parts where the client asks for them', async () => {
    const session = await start({ files: `// file: a.arch\n${text}` });
    const parts: Location[] = [];
    session.connection.onProgress(new ProgressType<Location[]>(), 'p', (part) => {
      parts.push(...part);
    });
    const rest = await session.connection.sendRequest('textDocument/references', {
      textDocument: { uri: session.uri('a.arch') },
      position: { line: 0, character: 9 },
      context: { includeDeclaration: true },
      partialResultToken: 'p',
    });
    expect(rest).toEqual([]);
    expect(parts).toHaveLength(3);
  });
});

describe('settings', () => {
  const settled = (session: Session): Promise<InlayHint[]> =>
    session.connection.sendRequest<InlayHint[]>('textDocument/inlayHint', {
      textDocument: { uri: session.uri('a.arch') },
      range,
    });

  it('are asked for, and asked for again when they change', async () => {
    let shown = false;
    const refreshed: string[] = [];
    const session = await start({
      files: `// file: a.arch\n${text}`,
      capabilities: {
        workspace: {
          configuration: true,
          didChangeConfiguration: { dynamicRegistration: true },
          inlayHint: { refreshSupport: true },
          codeLens: { refreshSupport: true },
        },
      },
      answers: {
        'workspace/configuration': () => [{ inlayHints: { cost: shown, defaults: false, time: false } }],
        'client/registerCapability': () => null,
        'workspace/inlayHint/refresh': () => refreshed.push('hints'),
        'workspace/codeLens/refresh': () => refreshed.push('lenses'),
      },
    });
    await expect.poll(() => settled(session)).toEqual([]);
    refreshed.length = 0;
    shown = true;
    await session.connection.sendNotification('workspace/didChangeConfiguration', { settings: null });
    await expect.poll(() => refreshed.toSorted()).toEqual(['hints', 'lenses']);
    expect((await settled(session)).map(({ label }) => label)).toEqual(['180 USD/month']);
    expect(session.log).toEqual([]);
  });

  it('are taken as they come where the client does not answer', async () => {
    const session = await start({ files: `// file: a.arch\n${text}` });
    await session.connection.sendNotification('workspace/didChangeConfiguration', {
      settings: { faultline: { inlayHints: { cost: false, defaults: false, time: false } } },
    });
    expect(await settled(session)).toEqual([]);
  });
});

describe('a client that counts bytes', () => {
  const capabilities = { general: { positionEncodings: ['utf-8', 'utf-16'] } };
  const line = 'service a "🦊"; service b; a -> b "ä𝒳" { deadline: 3ms }';
  const bytes = (before: string): number => Buffer.byteLength(before);
  const place = (word: string) => ({ line: 0, character: bytes(line.slice(0, line.indexOf(word))) });

  it('gets bytes in every answer, and is understood', async () => {
    const session = await start({ files: '', capabilities });
    expect(session.initialized.capabilities.positionEncoding).toBe('utf-8');
    session.open('a.arch', `${line}\nfoo: 1\n`);
    const [finding] = await session.diagnostics('a.arch', (found) => found.length > 0);
    expect(finding?.range.start.line).toBe(1);
    const document = { textDocument: { uri: session.uri('a.arch') } };
    const hover = await session.connection.sendRequest<Hover>('textDocument/hover', {
      ...document,
      position: place('deadline'),
    });
    expect(hover.range).toEqual({
      start: place('deadline'),
      end: { line: 0, character: place('deadline').character + 'deadline'.length },
    });
    const edit = await session.connection.sendRequest<WorkspaceEdit>('textDocument/rename', {
      ...document,
      position: place('b;'),
      newName: 'c',
    });
    expect(edit.changes?.[session.uri('a.arch')]?.map(({ range: { start } }) => start)).toEqual([
      place('b;'),
      place('b "'),
    ]);
  });

  it('edits by bytes, each change in the text that the one before left', async () => {
    const session = await start({ files: '', capabilities });
    session.open('a.arch', line);
    await session.connection.sendNotification('textDocument/didChange', {
      textDocument: { uri: session.uri('a.arch'), version: 2 },
      contentChanges: [
        { range: { start: place('service b'), end: place('service b') }, text: 'service 𝒳; ' },
        {
          range: {
            start: { line: 0, character: place('deadline').character + bytes('service 𝒳; ') },
            end: { line: 0, character: place('deadline').character + bytes('service 𝒳; deadline') },
          },
          text: 'onwer',
        },
      ],
    });
    const found = await session.diagnostics('a.arch', (_, version) => version === 2);
    const wrong = found.find(({ code }) => code === 'language/unknown-key');
    expect(wrong?.range.start.character).toBe(place('deadline').character + bytes('service 𝒳; '));
    expect(wrong?.range.end.character).toBe(place('deadline').character + bytes('service 𝒳; onwer'));
  });
});
