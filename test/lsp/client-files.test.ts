/** Files that the server reads through its client: the same ones as it would find on a disk. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, describe, expect, it } from 'vitest';
import { ErrorCodes, ResponseError } from 'vscode-languageserver';
import { clientFiles } from '../../server/lsp/client-files.ts';
import type { Files, ListOptions } from '../../server/lsp/host.ts';
import { nodeFiles } from '../../server/lsp/node-host.ts';
import type { FileResult, FolderResult } from '../../server/protocol.ts';

const root = 'memory://server/project';
const everything: ListOptions = { exclude: [], deep: true };

/** A client whose file system holds these texts, by their paths. */
function through(texts: Readonly<Record<string, string>>, problems: string[] = []): Files {
  const inside = (uri: string): string => decodeURIComponent(uri.slice(root.length + 1));
  const list = (folder: string): FolderResult => {
    const start = folder === '' ? '' : `${folder}/`;
    const below = Object.keys(texts).filter((file) => file.startsWith(start));
    if (below.length === 0) return null;
    const names = new Map(
      below.map((file) => {
        const [name = '', ...rest] = file.slice(start.length).split('/');
        return [name, rest.length > 0 ? 'folder' : 'file'] as const;
      }),
    );
    return [...names].sort().map(([name, is]) => ({ name, is }));
  };
  const read = (file: string): FileResult => {
    const text = texts[file];
    if (text === 'UTF-16') return { problem: `${file} is encoded as UTF-16` };
    return text === undefined ? null : { text };
  };
  const answer = (method: unknown, params: unknown): Promise<unknown> => {
    const { uri } = params as { readonly uri: string };
    return Promise.resolve(method === 'faultline/fs/list' ? list(inside(uri)) : read(inside(uri)));
  };
  return clientFiles({ sendRequest: answer as never }, (problem) => problems.push(problem));
}

const cases: readonly {
  readonly name: string;
  readonly files: Readonly<Record<string, string>>;
  readonly exclude?: string[];
}[] = [
  { name: 'sources in folders', files: { 'a.arch': '', 'b/c.arch': '', 'b/d.txt': '', 'e f/ü.arch': '' } },
  {
    name: 'what git ignores',
    files: { '.gitignore': 'out/\n*.tmp.arch', 'a.arch': '', 'x.tmp.arch': '', 'out/b.arch': '' },
  },
  {
    name: 'an inner .gitignore that takes something back',
    files: { '.gitignore': '*.arch', 'a.arch': '', 'b/.gitignore': '!keep.arch', 'b/keep.arch': '', 'b/c.arch': '' },
  },
  {
    name: 'what the project excludes',
    files: { 'a.arch': '', 'old/b.arch': '', 'c.arch': '' },
    exclude: ['old/', 'c.arch'],
  },
  { name: 'dependencies', files: { 'a.arch': '', 'node_modules/x/b.arch': '', '.git/c.arch': '' } },
  {
    name: 'a project inside',
    files: { 'a.arch': '', 'in/faultline.json': '{}', 'in/b.arch': '', 'in/deep/c.arch': '' },
  },
];

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

function onDisk(files: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'faultline-files-'));
  folders.push(folder);
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
    writeFileSync(path.join(folder, name), text);
  }
  return pathToFileURL(folder).toString();
}

describe('a folder of the client’s', () => {
  it.each(cases)('is listed as one on the disk: $name', async ({ files, exclude = [] }) => {
    const disk = onDisk(files);
    const options = { exclude, deep: true };
    const relative = (start: string, uris: readonly string[]): string[] =>
      uris.map((uri) => decodeURIComponent(uri.slice(start.length + 1))).sort();
    const [found, expected] = await Promise.all([
      through(files).list(root, options),
      nodeFiles(() => undefined).list(disk, options),
    ]);
    expect(relative(root, found.documents)).toEqual(relative(disk, expected.documents));
    expect(relative(root, found.nested)).toEqual(relative(disk, expected.nested));
    expect(found.documents).not.toEqual([]);
  });

  it('is not looked into where only the folder itself is meant', async () => {
    const files = through({ 'a.arch': '', 'b/c.arch': '' });
    expect((await files.list(root, { exclude: [], deep: false })).documents).toEqual([`${root}/a.arch`]);
  });

  it('is empty where there is none', async () => {
    expect(await through({}).list(root, everything)).toEqual({ documents: [], nested: [] });
  });
});

describe('a file of the client’s', () => {
  it('is read, reported where it cannot be, and absent where it is not', async () => {
    const problems: string[] = [];
    const files = through({ 'a.arch': 'service a', 'b.arch': 'UTF-16' }, problems);
    expect(await files.read(`${root}/a.arch`)).toBe('service a');
    expect(await files.read(`${root}/b.arch`)).toBeUndefined();
    expect(await files.read(`${root}/c.arch`)).toBeUndefined();
    expect(problems).toEqual(['b.arch is encoded as UTF-16']);
  });

  it('is absent where the client offers none', async () => {
    const refuse = (): Promise<never> => Promise.reject(new ResponseError(ErrorCodes.MethodNotFound, 'no such method'));
    const files = clientFiles({ sendRequest: refuse as never }, () => undefined);
    expect(await files.read(`${root}/a.arch`)).toBeUndefined();
    expect(await files.list(root, everything)).toEqual({ documents: [], nested: [] });
  });
});
