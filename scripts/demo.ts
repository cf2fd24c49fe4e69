/** `npm run demo`: builds, checks a shipped example, and writes its picture and its model. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { buildAll } from './build.ts';
import { cliEntry } from './build-cli.ts';
import { fromRoot, root } from './paths.ts';

const example = path.join('examples', 'payments');
const out = path.join('out', 'demo');

function faultline(...args: string[]): number {
  console.log(`\n$ faultline ${args.join(' ')}`);
  const { status } = spawnSync(process.execPath, [cliEntry, ...args], { cwd: root, stdio: 'inherit' });
  return status ?? 2;
}

console.log('Building…');
await buildAll({ production: true });
rmSync(fromRoot(out), { recursive: true, force: true });
mkdirSync(fromRoot(out), { recursive: true });

// Findings are what the demo is about: exit code 1 means that there are some of severity error.
const checked = faultline('check', example);
const drawn = faultline('diagram', example, '--format', 'svg', '--out', out);
const exported = faultline('export', example, '--format', 'json', '--output', path.join(out, 'payments.json'));

const pictures = readdirSync(fromRoot(out)).filter((name) => name.endsWith('.svg'));

console.log(`
The description   ${example}
The picture       ${pictures.map((name) => path.join(out, name)).join(', ')}   (open it in a browser)
The model         ${path.join(out, 'payments.json')}`);
process.exit(checked === 2 || drawn !== 0 || exported !== 0 ? 1 : 0);
