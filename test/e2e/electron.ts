import { runTests } from '@vscode/test-electron';
import type { HostTests } from './host.ts';

/**
 * The same tests in a desktop VS Code, which is downloaded: `FAULTLINE_E2E=electron`, on Linux below `xvfb-run`.
 * `FAULTLINE_VSCODE_VERSION` names a version; the default is the oldest that the extension promises to work with.
 */
export const runElectronTests = ({ extension, tests, folder }: HostTests, oldest: string): Promise<number> =>
  runTests({
    version: process.env['FAULTLINE_VSCODE_VERSION'] ?? oldest,
    extensionDevelopmentPath: extension,
    extensionTestsPath: tests,
    launchArgs: [folder, '--disable-extensions', '--disable-workspace-trust', '--skip-welcome', '--skip-release-notes'],
  });
