/**
 * ELK is a megabyte and a half, and needed by the command line and by the server's layout thread: they share one file,
 * `dist/elk.js`, and load it when something is drawn.
 */
import { build, type Plugin } from 'esbuild';
import { fromRoot, root } from './paths.ts';

const elk = 'elkjs/lib/elk.bundled.js';

/** @param file the shared file, as seen from the bundle that loads it */
export const sharedElk = (file: string): Plugin => ({
  name: 'shared-elk',
  setup(bundling) {
    bundling.onResolve({ filter: /^elkjs\/lib\/elk\.bundled\.js$/ }, () => ({ path: file, external: true }));
  },
});

export async function buildElk({ production }: { readonly production: boolean }): Promise<void> {
  await build({
    absWorkingDir: root,
    entryPoints: { elk },
    outdir: fromRoot('dist'),
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    minify: production,
    // It asks for Node's own modules with `require`.
    banner: { js: "import{createRequire as nodeRequire}from'node:module';const require=nodeRequire(import.meta.url);" },
    logLevel: 'warning',
  });
}
