/**
 * `npm run test:e2e`: the built extension in a real VS Code. By default in VS Code's server with a headless Chromium,
 * which installs itself; with `FAULTLINE_E2E=electron` in a desktop VS Code, which is downloaded.
 *
 * Where neither can be had it says what to install and what was not run; in CI that is a failure.
 */
import { cp, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { buildHostTests } from '../../scripts/build-client.ts';
import { notRun, prepareRealHost } from '../../scripts/host/install.ts';
import { packageExtension } from '../../scripts/package.ts';
import { fromRoot, root } from '../../scripts/paths.ts';
import { runElectronTests } from './electron.ts';
import { runHostTests, type HostTests } from './host.ts';
import { runUiFlow } from './ui.ts';

const log = (line: string): void => console.log(line);

/** Works on a copy of the fixture, so that no test can change the repository. */
async function withProject(use: (folder: string) => Promise<void>): Promise<void> {
  const parent = await mkdtemp(path.join(tmpdir(), 'faultline-project-'));
  const folder = path.join(parent, 'shop');
  try {
    await cp(fromRoot('test', 'e2e', 'fixture'), folder, { recursive: true });
    await use(folder);
  } finally {
    await rm(parent, { recursive: true, force: true, maxRetries: 5 });
  }
}

function hostTests(folder: string): HostTests {
  return { extension: root, tests: fromRoot('dist', 'test', 'e2e', 'suite.cjs'), folder, log };
}

/** What failed has been reported; what else there is to run still runs. */
function note(code: number): void {
  if (code !== 0) process.exitCode = 1;
}

/** The oldest VS Code that `engines` admits. */
async function oldestVsCode(): Promise<string> {
  const { engines } = JSON.parse(await readFile(fromRoot('package.json'), 'utf8')) as { engines: { vscode: string } };
  return engines.vscode.replace(/^\D+/, '');
}

async function inDesktop(): Promise<void> {
  const oldest = await oldestVsCode();
  await withProject(async (folder) => note(await runElectronTests(hostTests(folder), oldest)));
}

async function inServer(): Promise<void> {
  const preparation = await prepareRealHost(log);
  if (!preparation.ready) {
    console.error(notRun('the tests in a real VS Code', preparation.install));
    if (process.env['CI'] !== undefined) process.exitCode = 1;
    return;
  }
  const { host } = preparation;
  await withProject(async (folder) => note(await runHostTests(host, hostTests(folder))));
  log('\n  In the extension host of a browser');
  const inBrowser = { inBrowser: true, tests: fromRoot('dist', 'test', 'e2e', 'browser-suite.cjs') };
  await withProject(async (folder) => note(await runHostTests(host, { ...hostTests(folder), ...inBrowser })));
  const vsix = await packageExtension();
  log('\n  A user of the packaged extension');
  const walk = (): Promise<void> => withProject((folder) => runUiFlow(host, { vsix, folder, log }));
  // Keys and clicks in a browser on a busy machine get lost now and then: what fails twice is broken.
  await walk().catch((error: unknown) => {
    log(`    ✘ ${String(error)}\n  Once more, in a new window`);
    return walk();
  });
}

await buildHostTests();
await (process.env['FAULTLINE_E2E'] === 'electron' ? inDesktop() : inServer());
