/** The server where there is no process and no disk, as in a browser: a connection over streams, files in a map. */
import { PassThrough } from 'node:stream';
import { createConnection } from 'vscode-languageserver/node';
import { createProtocolConnection, StreamMessageReader, StreamMessageWriter } from 'vscode-languageserver/node';
import type { ProtocolConnection } from 'vscode-languageserver/node';
import { afterEach, expect, it, vi } from 'vitest';
import { catalogue } from '../../language/rules/catalogue.ts';
import type { Diagnostic } from 'vscode-languageserver';
import type { Host } from '../../server/lsp/host.ts';
import { serve } from '../../server/lsp/server.ts';

const connections: { dispose(): void }[] = [];
afterEach(() => {
  for (const connection of connections.splice(0)) connection.dispose();
});

interface Memory {
  readonly client: ProtocolConnection;
  readonly log: string[];
  readonly registered: string[];
  /** Codes of the diagnostics last published, by file. */
  readonly codes: Map<string, unknown[]>;
}

async function startIn(
  files: Record<string, string>,
  host: Partial<Host['files']> = {},
  watch = false,
): Promise<Memory> {
  const [up, down] = [new PassThrough(), new PassThrough()];
  const server = createConnection(new StreamMessageReader(up), new StreamMessageWriter(down));
  serve(server, {
    today: () => '2026-11-24',
    files: {
      list: () => Promise.resolve({ documents: Object.keys(files).filter((uri) => uri.endsWith('.arch')), nested: [] }),
      read: (uri) => Promise.resolve(files[uri]),
      ...host,
    },
  });
  const client = createProtocolConnection(new StreamMessageReader(down), new StreamMessageWriter(up));
  const memory: Memory = { client, log: [], registered: [], codes: new Map() };
  client.onNotification('window/logMessage', ({ message }: { message: string }) => {
    memory.log.push(message);
  });
  client.onNotification('textDocument/publishDiagnostics', (params: { uri: string; diagnostics: Diagnostic[] }) => {
    memory.codes.set(
      params.uri,
      params.diagnostics.map(({ code }) => code),
    );
  });
  client.onRequest('client/registerCapability', ({ registrations }: { registrations: { method: string }[] }) => {
    memory.registered.push(...registrations.map(({ method }) => method));
  });
  client.listen();
  connections.push(client, server);
  await client.sendRequest('initialize', {
    processId: null,
    rootUri: 'file:///m',
    capabilities: watch ? { workspace: { didChangeWatchedFiles: { dynamicRegistration: true } } } : {},
  });
  await client.sendNotification('initialized', {});
  return memory;
}

it('needs no disk', async () => {
  const { client, codes } = await startIn({ 'file:///m/a.arch': 'service a { onwer: "x" }' });
  await expect.poll(() => codes.get('file:///m/a.arch')).toContain('language/unknown-key');
  expect(await client.sendRequest('faultline/diagram', { uri: 'file:///m/a.arch' })).toEqual({
    error: 'No picture can be drawn here.',
  });
});

it('watches files itself where the client lets it', async () => {
  const { registered } = await startIn({}, {}, true);
  await expect.poll(() => registered).toEqual(['workspace/didChangeWatchedFiles']);
});

it('writes addresses as the client does', async () => {
  const { client, codes } = await startIn({ 'file:///m/a%20%28b%29.arch': 'service a' });
  const uri = 'file:///m/a (b).arch';
  await client.sendNotification('textDocument/didOpen', {
    textDocument: { uri, languageId: 'arch', version: 1, text: 'service a\nservice b\na -> b\nfoo: 1' },
  });
  await expect.poll(() => codes.get(uri)).toContain('language/misplaced');
  expect(
    await client.sendRequest('textDocument/rename', {
      textDocument: { uri },
      position: { line: 0, character: 8 },
      newName: 'c',
    }),
  ).toMatchObject({ changes: { [uri]: [{ newText: 'c' }, { newText: 'c' }] } });
});

it('goes on where a file cannot be read', async () => {
  const files = { 'file:///m/a.arch': 'service a { onwer: "x" }', 'file:///m/b.arch': '' };
  const { client, codes, log } = await startIn(files, {
    read: (uri) =>
      uri.endsWith('a.arch') ? Promise.reject(new Error('The disk is on fire.')) : Promise.resolve('x: 1'),
  });
  await expect.poll(() => log.join('\n')).toContain('The disk is on fire.');
  await client.sendNotification('textDocument/didOpen', {
    textDocument: { uri: 'file:///m/c.arch', languageId: 'arch', version: 1, text: 'foo: 1' },
  });
  await expect.poll(() => codes.get('file:///m/c.arch')).toContain('language/misplaced');
});

it('goes on where a rule breaks', async () => {
  const broken = catalogue.find(({ id }) => id === 'operations/no-owner')?.rule;
  if (!broken || broken.on === 'document' || broken.on === 'suppressions') throw new Error('a rule about entities');
  vi.spyOn(broken, 'check').mockImplementation(() => {
    throw new Error('The rule fell over.');
  });
  const { codes, log } = await startIn({ 'file:///m/a.arch': 'service a { onwer: "x" }' });
  await expect.poll(() => codes.get('file:///m/a.arch')).toContain('language/unknown-key');
  expect(log.join('\n')).toContain('The rule fell over.');
});
