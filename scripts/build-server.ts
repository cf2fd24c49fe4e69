/** Bundles the language server into `dist/server/`: one entry, chunks for what is loaded on demand, and the layout thread; and the same for browsers into `dist/web/`. */
import { copyFile, mkdir, rm } from 'node:fs/promises';
import { build, type BuildOptions } from 'esbuild';
import path from 'node:path';
import { fromRoot, root } from './paths.ts';
import { buildElk, sharedElk } from './shared-elk.ts';

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
      // What the thread shares with the server is in chunks of both.
      entryPoints: { main: 'server/lsp/main.ts', 'execution-worker': 'server/executions/worker.ts' },
      chunkNames: 'chunks/[name]-[hash]',
      splitting: true,
    }),
    build({
      ...shared,
      entryPoints: { 'layout-worker': 'server/layout/worker.ts' },
      plugins: [sharedElk('../elk.js')],
    }),
    buildElk({ production }),
  ]);
}

/** The server for a browser's worker, in one file: workers of another origin can load no second one. */
export async function buildWebServer({ production }: { readonly production: boolean }): Promise<void> {
  const target = fromRoot('dist', 'web');
  await rm(target, { recursive: true, force: true });
  await mkdir(target, { recursive: true });
  await Promise.all([
    build({
      absWorkingDir: root,
      entryPoints: { server: 'server/browser/main.ts' },
      outdir: target,
      bundle: true,
      platform: 'browser',
      format: 'iife',
      target: 'chrome128',
      minify: production,
      sourcemap: production ? false : 'linked',
      logLevel: 'warning',
    }),
    copyFile(fromRoot('node_modules', 'elkjs', 'lib', 'elk-worker.min.js'), path.join(target, 'layout-worker.js')),
  ]);
}

if (import.meta.filename === process.argv[1]) {
  const production = process.argv.includes('--production');
  await Promise.all([buildServer({ production }), buildWebServer({ production })]);
}
