/**
 * `npm run dev`: a VS Code with this repository's extension loaded and the examples opened. The one on PATH, else the
 * server host in a browser of one's own choice, until Ctrl-C.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { startHost, workbenchUrl } from '../test/e2e/host.ts';
import { buildAll } from './build.ts';
import { findOnPath } from './host/commands.ts';
import { installServer } from './host/install.ts';
import { fromRoot, root } from './paths.ts';

const folder = path.resolve(process.argv[2] ?? fromRoot('examples'));
/** `SERVER=1 npm run dev` takes the server host although there is a desktop VS Code. */
const desktop = process.env['SERVER'] === undefined ? findOnPath('code') : undefined;

await buildAll({ production: false });
if (desktop === undefined) await serve();
else await openDesktop(desktop);

async function openDesktop(code: string): Promise<void> {
  const child = spawn(code, [`--extensionDevelopmentPath=${root}`, folder], {
    stdio: 'inherit',
    shell: process.platform === 'win32',
  });
  const [exitCode] = (await once(child, 'exit')) as [number | null];
  process.exitCode = exitCode ?? 1;
}

async function serve(): Promise<void> {
  const host = await startHost(await installServer(console.log));
  console.log(`\nVS Code with Faultline: ${workbenchUrl(host.origin, { folder, extension: root })}\nCtrl-C ends it.`);
  await Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')]);
  await host.stop();
}
