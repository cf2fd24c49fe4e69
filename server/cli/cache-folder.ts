/** Where a cache goes that nobody gave a place. */
import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { isAbsolute, join } from 'node:path';
import type { Host } from './host.ts';

/**
 * Among the other tools' caches where a project has a `node_modules`, else where the system keeps the user's caches:
 * the XDG base directory specification, `LOCALAPPDATA` on Windows, `Library/Caches` on macOS.
 */
export function cacheFolder(root: string, env: Host['env'], platform: NodeJS.Platform = process.platform): string {
  const modules = join(root, 'node_modules');
  return existsSync(modules) ? join(modules, '.cache', 'faultline') : join(userCaches(env, platform), 'faultline');
}

function userCaches(env: Host['env'], platform: NodeJS.Platform): string {
  if (platform === 'win32') return env['LOCALAPPDATA'] ?? join(homedir(), 'AppData', 'Local');
  if (platform === 'darwin') return join(homedir(), 'Library', 'Caches');
  // The specification has relative paths ignored.
  const { XDG_CACHE_HOME: configured } = env;
  return configured !== undefined && isAbsolute(configured) ? configured : join(homedir(), '.cache');
}
