/** The peer: LikeC4, installed into a git-ignored cache when it is first needed. */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fromRoot } from '../../scripts/paths.ts';

export const cache = fromRoot('.cache', 'bench');
const VERSION = '1.59.4';
const ENTRY = path.join('node_modules', 'likec4', 'bin', 'likec4.mjs');

/** @returns LikeC4's command line, for Node; undefined, with the reason said, where it cannot be installed. */
export function likec4Entry(): string | undefined {
  const folder = process.env['FAULTLINE_BENCH_PEER'] ?? path.join(cache, 'peer');
  const entry = path.join(folder, ENTRY);
  if (existsSync(entry)) return entry;
  mkdirSync(folder, { recursive: true });
  writeFileSync(path.join(folder, 'package.json'), '{ "private": true }\n');
  console.error(`Installing likec4@${VERSION} …`);
  try {
    execFileSync('npm', ['install', '--no-audit', '--no-fund', `likec4@${VERSION}`], { cwd: folder, stdio: 'inherit' });
    return entry;
  } catch {
    console.error(`likec4@${VERSION} cannot be installed: what is measured against it is left out.`);
    return undefined;
  }
}
