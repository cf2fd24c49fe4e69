/** Bundles the command line into `dist/cli/`: one entry and a chunk for what each command loads on demand. */
import { chmod, rm } from 'node:fs/promises';
import { build, type Plugin } from 'esbuild';
import { minimumNode } from '../server/cli/node-version.ts';
import { lightLangium } from './light-langium.ts';
import { fromRoot, root } from './paths.ts';
import { sharedElk } from './shared-elk.ts';

const folder = fromRoot('dist', 'cli');

/** The command line as a bundle; `bin` of package.json names it. */
export const cliEntry = fromRoot('dist', 'cli', 'main.js');

/** The language server is bundled already, for editors. @param file it, as seen from the chunk that starts it */
const sharedServer = (file: string): Plugin => ({
  name: 'shared-server',
  setup(bundling) {
    bundling.onResolve({ filter: /\/lsp\/main\.ts$/ }, () => ({ path: file, external: true }));
  },
});

export async function buildCli({ production }: { readonly production: boolean }): Promise<void> {
  await rm(folder, { recursive: true, force: true });
  await build({
    absWorkingDir: root,
    entryPoints: { main: 'server/cli/main.ts' },
    outdir: folder,
    chunkNames: 'chunks/[name]-[hash]',
    bundle: true,
    splitting: true,
    platform: 'node',
    format: 'esm',
    target: `node${minimumNode}`,
    // jsonc-parser's CommonJS build cannot be bundled.
    mainFields: ['module', 'main'],
    minify: production,
    sourcemap: production ? false : 'linked',
    // Loaded from a chunk.
    plugins: [lightLangium, sharedElk('../../elk.js'), sharedServer('../../server/main.js')],
    // CommonJS dependencies ask for Node's own modules with `require`.
    banner: { js: "import{createRequire as nodeRequire}from'node:module';const require=nodeRequire(import.meta.url);" },
    logLevel: 'warning',
  });
  await chmod(cliEntry, 0o755);
}
