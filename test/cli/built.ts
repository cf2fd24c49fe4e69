/** The built command line as a process of its own, as a shell or CI runs it. */
import { spawn } from 'node:child_process';
import { readdirSync, statSync } from 'node:fs';
import { buildCli, cliEntry } from '../../scripts/build-cli.ts';
import { fromRoot } from '../../scripts/paths.ts';

export { cliEntry } from '../../scripts/build-cli.ts';

/** Builds the command line unless it is newer than everything it is made of. */
export async function ensureBuilt(): Promise<void> {
  const built = statSync(cliEntry, { throwIfNoEntry: false })?.mtimeMs ?? 0;
  const sources = ['language', 'server'].flatMap((folder) =>
    readdirSync(fromRoot(folder), { recursive: true, encoding: 'utf8' }).map((name) => fromRoot(folder, name)),
  );
  const isStale = [...sources, fromRoot('package.json')].some((file) => statSync(file).mtimeMs > built);
  if (isStale) await buildCli({ production: true });
}

export interface Run {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

export interface RunOptions {
  readonly stdin?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** A module that Node loads first, as source text. */
  readonly before?: string;
}

export async function faultline(cwd: string, args: readonly string[], options: RunOptions = {}): Promise<Run> {
  const before =
    options.before === undefined ? [] : ['--import', `data:text/javascript,${encodeURIComponent(options.before)}`];
  // The test runner colours its own output.
  const env = { ...process.env };
  delete env['FORCE_COLOR'];
  const child = spawn(process.execPath, [...before, cliEntry, ...args], { cwd, env: { ...env, ...options.env } });
  child.stdin.end(options.stdin ?? '');
  const read = async (stream: NodeJS.ReadableStream) => {
    let text = '';
    for await (const chunk of stream.setEncoding('utf8')) text += chunk as string;
    return text;
  };
  const closed = new Promise<number | null>((resolve, reject) => child.on('close', resolve).on('error', reject));
  const [code, out, err] = await Promise.all([closed, read(child.stdout), read(child.stderr)]);
  return { code, out, err };
}
