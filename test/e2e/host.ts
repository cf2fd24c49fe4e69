/**
 * A real VS Code for one test run: its server on the loopback interface, its workbench in a headless Chromium.
 *
 * Invariant: everything that a run writes lies in a temporary folder of its own, and closing the host leaves neither
 * process nor file behind. No test knows a path or a port.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { format } from 'node:util';
import { chromium, type Browser, type Page } from 'playwright-core';
import { run } from '../../scripts/host/commands.ts';
import type { HostServer, RealHost } from '../../scripts/host/install.ts';
import { reportMark } from './report.ts';

const startTimeout = 60_000;
const stopTimeout = 5_000;
const testTimeout = 180_000;
const window = { width: 1400, height: 900 };

export interface StartOptions {
  /** A packaged extension to install before the server starts. */
  readonly vsix?: string;
  /** More user settings, over the quiet ones. */
  readonly settings?: Readonly<Record<string, unknown>>;
  readonly port?: number;
}

export interface RunningHost {
  readonly origin: string;
  /** What the server has printed. */
  log(): string;
  stop(): Promise<void>;
}

/** No welcome pages, updates, recommendations or telemetry: nothing that covers the editor or leaves the machine. */
const quietSettings = {
  'workbench.startupEditor': 'none',
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'workbench.tips.enabled': false,
  'chat.disableAIFeatures': true,
  'telemetry.telemetryLevel': 'off',
  'extensions.autoCheckUpdates': false,
  'extensions.autoUpdate': false,
  'extensions.ignoreRecommendations': true,
  'files.simpleDialog.enable': true,
  // In a browser VS Code saves by itself; a test's edits are to be taken back instead.
  'files.autoSave': 'off',
  'git.enabled': false,
};

export async function startHost(server: HostServer, options: StartOptions = {}): Promise<RunningHost> {
  const folder = await realpath(await mkdtemp(path.join(tmpdir(), 'faultline-host-')));
  const config = path.join(folder, 'config.yaml');
  const user = path.join(folder, 'user');
  const folders = ['--config', config, '--user-data-dir', user, '--extensions-dir', path.join(folder, 'extensions')];
  await mkdir(path.join(user, 'User'), { recursive: true });
  await writeFile(config, 'auth: none\n');
  await writeFile(path.join(user, 'User', 'settings.json'), JSON.stringify({ ...quietSettings, ...options.settings }));
  const env = { ...process.env, EXTENSIONS_GALLERY: '{"serviceUrl":""}', NODE_OPTIONS: '' };
  if (options.vsix !== undefined) {
    await run(server.node, [server.entry, ...folders, '--install-extension', options.vsix], { env });
  }
  const port = options.port ?? (await freePort());
  const child = spawn(
    server.node,
    [
      ...[server.entry, ...folders, '--auth', 'none', '--bind-addr', `127.0.0.1:${port}`],
      ...['--disable-telemetry', '--disable-update-check', '--disable-workspace-trust'],
      '--disable-getting-started-override',
      // Without it a built workbench ignores the extension and the tests that the page's address names.
      ...['--vscode-option', 'enable-smoke-test-driver'],
    ],
    // A process group of its own: the server's children (extension host, language server) end with it.
    { env, stdio: ['ignore', 'pipe', 'pipe'], detached: true },
  );
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const origin = `http://127.0.0.1:${port}`;
  const stop = async (): Promise<void> => {
    await terminate(child);
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  };
  try {
    await healthy(origin, child);
  } catch (error) {
    await stop();
    throw new Error(`The VS Code server did not start:\n${output}`, { cause: error });
  }
  return { origin, log: () => output, stop };
}

async function healthy(origin: string, child: ChildProcess): Promise<void> {
  const end = Date.now() + startTimeout;
  while (Date.now() < end && child.exitCode === null) {
    const answer = await fetch(`${origin}/healthz`).catch(() => undefined);
    if (answer?.ok === true) return;
    await delay(100);
  }
  throw new Error(child.exitCode === null ? 'no answer' : `it exited with ${child.exitCode}`);
}

async function terminate(child: ChildProcess): Promise<void> {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, 'exit');
  signal(child.pid, 'SIGTERM');
  const force = setTimeout(signal, stopTimeout, child.pid, 'SIGKILL');
  await gone;
  clearTimeout(force);
}

function signal(group: number, name: NodeJS.Signals): void {
  try {
    process.kill(-group, name);
  } catch {
    // It ended by itself meanwhile.
  }
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address() as AddressInfo;
  probe.close();
  await once(probe, 'close');
  return port;
}

export interface WorkbenchOptions {
  readonly folder: string;
  /** An extension to load from its folder. */
  readonly extension?: string;
  /** A module with `run(): Promise<void>` to run inside the extension host. */
  readonly tests?: string;
}

/** The workbench's address, with what it has to load in the payload that VS Code's own smoke tests use. */
export function workbenchUrl(origin: string, { folder, extension, tests }: WorkbenchOptions): string {
  const remote = (file: string): string => `vscode-remote://${new URL(origin).host}${file}`;
  const payload = [
    ...(extension === undefined ? [] : [['extensionDevelopmentPath', remote(extension)]]),
    ...(tests === undefined ? [] : [['extensionTestsPath', remote(tests)]]),
    ['skipWelcome', 'true'],
    ['skipReleaseNotes', 'true'],
  ];
  const query = new URLSearchParams({ folder, payload: JSON.stringify(payload) });
  return `${origin}/?${query.toString()}`;
}

/** Chromium that runs in a container as root, draws without a GPU, and reaches no host but this one. */
export const launchBrowser = (executablePath: string): Promise<Browser> =>
  chromium.launch({
    executablePath,
    headless: true,
    args: [
      ...['--no-sandbox', '--disable-gpu', '--disable-quic', '--disable-dev-shm-usage', '--no-first-run'],
      ...['--disable-background-networking', '--disable-component-update', '--disable-sync'],
      '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE *.localhost, EXCLUDE 127.0.0.1',
    ],
  });

/** Opens a host and its browser for `use`, and closes both whatever happens. */
export async function withHost<T>(
  host: RealHost,
  options: StartOptions,
  use: (running: RunningHost, page: Page) => Promise<T>,
): Promise<T> {
  const running = await startHost(host, options);
  try {
    const browser = await launchBrowser(host.chromium);
    try {
      return await use(running, await browser.newPage({ viewport: window }));
    } finally {
      await browser.close();
    }
  } finally {
    await running.stop();
  }
}

export interface HostTests {
  readonly extension: string;
  readonly tests: string;
  readonly folder: string;
  /** Runs the extension in the browser's own extension host, a web worker, instead of the server's. */
  readonly inBrowser?: boolean;
  readonly log: (line: string) => void;
}

/** The page's payload has a field for it that built workbenches do not read. */
const browserHost = { 'remote.extensionKind': { 'faultline.faultline': ['web'] } };

/** Runs tests inside the extension host, passes on what they report, and answers their exit code. */
export const runHostTests = (host: RealHost, { log, inBrowser = false, ...options }: HostTests): Promise<number> =>
  withHost(host, inBrowser ? { settings: browserHost } : {}, async (running, page) => {
    const chatter: string[] = [];
    const print = (line: string): void => {
      if (line.startsWith(reportMark)) log(line.slice(reportMark.length));
      else chatter.push(line);
    };
    const exit = new Promise<number>((resolve, reject) => {
      openWithTests(page, workbenchUrl(running.origin, options), print, resolve).catch(reject);
    });
    const timedOut = delay(testTimeout, undefined, { ref: false }).then(() => {
      throw new Error('The tests inside VS Code did not end in time.');
    });
    try {
      return await Promise.race([exit, timedOut]);
    } catch (error) {
      log([...chatter, running.log()].join('\n'));
      throw error;
    }
  });

/** The workbench hands what its test driver reports to two functions that the page has to offer. */
async function openWithTests(
  page: Page,
  url: string,
  log: (line: string) => void,
  exit: (code: number) => void,
): Promise<void> {
  await page.exposeFunction('codeAutomationExit', exit);
  await page.exposeFunction('codeAutomationLog', (_level: string, values: readonly unknown[]) => {
    log(format(...values));
  });
  await page.goto(url);
}
