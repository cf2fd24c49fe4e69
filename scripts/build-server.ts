/** Bundles the language server into `dist/server/`: one entry, chunks for what is loaded on demand, and the layout thread. */
import { rm } from 'node:fs/promises';
import { build, type BuildOptions } from 'esbuild';
import { fromRoot, root } from './paths.ts';

const folder = fromRoot('dist', 'server');

/** The server as a process; VS Code and other editors start it. */
export const serverEntry = fromRoot('dist', 'server', 'main.js');

export async function buildServer({ production }: { readonly production: boolean }): Promise<void> {
  await rm(folder, { recursive: true, force: true });
  const shared: BuildOptions = {
    absWorkingDir: root,
    outdir: folder,
    bundle: true,
    platform: 'node',
    format: 'esm',
    // VS Code 1.100 brings Node 20.
    target: 'node20',
    mainFields: ['module', 'main'],
    minify: production,
    sourcemap: production ? false : 'linked',
    // CommonJS dependencies ask for Node's own modules with `require`.
    banner: { js: "import{createRequire as nodeRequire}from'node:module';const require=nodeRequire(import.meta.url);" },
    logLevel: 'warning',
  };
  await Promise.all([
    build({
      ...shared,
      entryPoints: { main: 'server/lsp/main.ts' },
      chunkNames: 'chunks/[name]-[hash]',
      splitting: true,
    }),
    build({ ...shared, entryPoints: { 'layout-worker': 'server/layout/worker.ts' } }),
  ]);
}

if (import.meta.filename === process.argv[1]) await buildServer({ production: process.argv.includes('--production') });
