/**
 * `npm run package`: the extension as a .vsix. What travels is decided by `.vscodeignore` alone; everything that runs
 * is bundled, so no dependency travels.
 */
import { createVSIX } from '@vscode/vsce';
import { existsSync } from 'node:fs';
import { mkdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { root } from './paths.ts';

/** What a build has to have produced. */
const built = [
  ...['dist/client/extension.cjs', 'dist/client/web.cjs', 'dist/client/preview.js', 'dist/client/preview.css'],
  ...['dist/server/main.js', 'dist/web/server.js', 'dist/web/layout-worker.js', 'dist/cli/main.js', 'dist/elk.js'],
];

/** Packages a tree that is built into its `out/`, and answers the file. */
export async function packageExtension(tree: string = root): Promise<string> {
  const missing = built.filter((file) => !existsSync(path.join(tree, file)));
  if (missing.length > 0) throw new Error(`Build first (npm run build): there is no ${missing.join(', ')}.`);
  const manifest = JSON.parse(await readFile(path.join(tree, 'package.json'), 'utf8')) as Record<string, unknown>;
  const packagePath = path.join(tree, 'out', `${String(manifest['name'])}-${String(manifest['version'])}.vsix`);
  await mkdir(path.dirname(packagePath), { recursive: true });
  await createVSIX({
    cwd: tree,
    packagePath,
    dependencies: false,
    allowMissingRepository: true,
    // Relative links of the README lead into a repository that a package built from a copy cannot know.
    rewriteRelativeLinks: false,
  });
  return packagePath;
}

if (import.meta.filename === process.argv[1]) {
  // Loaded only here: who packages a finished build needs no generators.
  const { buildAll } = await import('./build.ts');
  await buildAll({ production: true });
  console.log(await packageExtension());
}
