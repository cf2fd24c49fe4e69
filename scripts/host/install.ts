/**
 * The real VS Code that the end-to-end tests and `npm run dev` use where no desktop VS Code can be downloaded:
 * code-server (VS Code's own server and workbench) in a git-ignored folder, and a Chromium to open it in.
 *
 * Invariant: running it again changes nothing, an interrupted run leaves nothing half-made behind, and nothing
 * outside `.cache/` is touched except by Debian's package manager when Chromium is missing.
 */
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fromRoot } from '../paths.ts';
import { ensureChromium, howToInstallChromium } from './chromium.ts';
import { findOnPath, run } from './commands.ts';

/** VS Code 1.139.1. Its server needs the major version of Node that it was built for. */
const codeServerVersion = '4.139.1';
const nodeVersion = '24.21.0';
const recipe = `code-server ${codeServerVersion}, node ${nodeVersion}`;

const hostFolder = fromRoot('.cache', 'host');
const stampName = 'installed.txt';

export interface HostServer {
  /** The Node that runs the server. */
  readonly node: string;
  /** The server's entry script. */
  readonly entry: string;
}

export interface RealHost extends HostServer {
  readonly chromium: string;
}

/** Either a host, or what a person has to install before there can be one. */
export type Preparation<T> =
  { readonly ready: true; readonly host: T } | { readonly ready: false; readonly install: readonly string[] };

type Log = (line: string) => void;

const serverIn = (folder: string): HostServer => ({
  node: path.join(folder, 'node_modules', `node-${process.platform}-${process.arch}`, 'bin', 'node'),
  entry: path.join(folder, 'node_modules', 'code-server', 'out', 'node', 'entry.js'),
});

function isInstalled(folder: string): boolean {
  const stamp = path.join(folder, stampName);
  return existsSync(stamp) && readFileSync(stamp, 'utf8') === recipe;
}

/** Lays the server out below `.cache/host`, unless it is there. */
export async function installServer(log: Log): Promise<HostServer> {
  if (isInstalled(hostFolder)) return serverIn(hostFolder);
  log(`Installing a VS Code server (${recipe}) into .cache/host, once…`);
  const staging = `${hostFolder}.${process.pid}`;
  try {
    await layOut(staging, log);
    writeFileSync(path.join(staging, stampName), recipe);
    rmSync(hostFolder, { recursive: true, force: true });
    renameSync(staging, hostFolder);
  } finally {
    rmSync(staging, { recursive: true, force: true });
  }
  return serverIn(hostFolder);
}

async function layOut(folder: string, log: Log): Promise<void> {
  const npm = findOnPath('npm') ?? 'npm';
  mkdirSync(folder, { recursive: true });
  writeFileSync(path.join(folder, 'package.json'), JSON.stringify({ private: true }));
  // The package's own postinstall compiles every native module for a quarter of an hour; only two of them matter here.
  const quiet = ['--no-audit', '--no-fund', '--no-save', '--ignore-scripts', '--loglevel=error'];
  const nodePackage = `node-${process.platform}-${process.arch}`;
  await run(npm, ['install', ...quiet, `${nodePackage}@${nodeVersion}`, `code-server@${codeServerVersion}`], {
    cwd: folder,
    env: environment(),
  });
  const workbench = path.join(folder, 'node_modules', 'code-server', 'lib', 'vscode');
  await run(npm, ['install', ...quiet, '--omit=dev'], { cwd: workbench, env: environment() });
  await buildNativeModules(npm, workbench, path.join(folder, 'node_modules', nodePackage), log);
}

/** The logger and the watchdog. The server runs without them, only louder, so a missing compiler is no failure. */
async function buildNativeModules(npm: string, workbench: string, nodeFolder: string, log: Log): Promise<void> {
  const env = {
    ...environment(),
    PATH: `${path.join(nodeFolder, 'bin')}${path.delimiter}${process.env['PATH'] ?? ''}`,
    // Headers of the Node that will load them, not of the one that a user's npm configuration points at.
    npm_config_nodedir: nodeFolder,
  };
  try {
    await run(npm, ['rebuild', '@vscode/spdlog', '@vscode/native-watchdog'], { cwd: workbench, env });
  } catch {
    log('  (no C++ compiler: the server goes without its native logger)');
  }
}

/** Without what an outer `npm run` adds: its lifecycle variables would make the inner npm work in the wrong package. */
function environment(): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(
    ([name]) => !/^npm_(package|lifecycle|config_local_prefix)/.test(name),
  );
  return { ...Object.fromEntries(kept), NODE_OPTIONS: '' };
}

/** Server and browser, each installed where that is possible. Throws only when a possible installation fails. */
export async function prepareRealHost(log: Log = console.log): Promise<Preparation<RealHost>> {
  const install: string[] = [];
  if (process.platform === 'win32') {
    install.push('run the tests in a desktop VS Code instead (FAULTLINE_E2E=electron)');
    return { ready: false, install };
  }
  const chromium = await ensureChromium(log);
  if (chromium === undefined) return { ready: false, install: [howToInstallChromium] };
  return { ready: true, host: { ...(await installServer(log)), chromium } };
}

/** The sentence for what was not run, and what would make it run. */
export const notRun = (what: string, install: readonly string[]): string =>
  `not run: ${what}. To run: ${install.join('; ')}.`;

if (import.meta.filename === process.argv[1]) {
  const preparation = await prepareRealHost();
  console.log(
    preparation.ready ? 'The VS Code server and Chromium are ready.' : notRun('nothing installed', preparation.install),
  );
  process.exitCode = preparation.ready ? 0 : 1;
}
