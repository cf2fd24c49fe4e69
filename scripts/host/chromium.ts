import { existsSync } from 'node:fs';
import { chromium as playwrightChromium } from 'playwright-core';
import { findOnPath, isExecutable, run } from './commands.ts';

const names = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome', 'chrome', 'microsoft-edge'];
const macApplications = [
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];

/** A Chromium that is already here: the one `CHROMIUM` names, one on PATH, an application, or Playwright's own. */
export function findChromium(): string | undefined {
  const named = process.env['CHROMIUM'];
  if (named !== undefined && named !== '') return isExecutable(named) ? named : undefined;
  for (const name of names) {
    const found = findOnPath(name);
    if (found !== undefined) return found;
  }
  return [...macApplications, playwrightChromium.executablePath()].find((file) => existsSync(file));
}

const canInstall = (): boolean => process.getuid?.() === 0 && findOnPath('apt-get') !== undefined;

/** What a person has to do where the browser cannot be installed from here. */
export const howToInstallChromium =
  'install Chromium (Debian, Ubuntu: `sudo apt-get install chromium`; elsewhere `npx playwright-core install chromium`), or name one in the variable CHROMIUM';

/**
 * Finds Chromium, installing Debian's package where it is missing and this process may do so.
 * Returns undefined where a person has to act; throws when an installation was tried and failed.
 */
export async function ensureChromium(log: (line: string) => void): Promise<string | undefined> {
  const found = findChromium();
  if (found !== undefined || process.env['CHROMIUM'] !== undefined || !canInstall()) return found;
  log('Installing Chromium with apt-get…');
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const install = ['install', '-y', '--no-install-recommends', 'chromium'];
  // The package lists of a fresh container are empty or stale: refresh them only when the first try needs it.
  await run('apt-get', install, { env }).catch(async () => {
    await run('apt-get', ['update'], { env });
    await run('apt-get', install, { env });
  });
  return findChromium();
}
