import { build, type BuildOptions } from 'esbuild';
import { copyFile, mkdir } from 'node:fs/promises';
import path from 'node:path';
import { fromRoot } from './paths.ts';

export interface BuildClientOptions {
  readonly production: boolean;
}

/** Pages shown inside VS Code, each a script and its styles. */
const pages = ['preview', 'execution'];

/** Bundles the extension's entries and its pages into `dist/client/`. */
export async function buildClient({ production }: BuildClientOptions): Promise<void> {
  const shared = common(production);
  await mkdir(fromRoot('dist', 'client'), { recursive: true });
  await Promise.all([
    build({
      ...shared,
      ...nodeInVsCode,
      entryPoints: [fromRoot('client', 'extension.ts')],
      outfile: fromRoot('dist', 'client', 'extension.cjs'),
    }),
    build({
      ...shared,
      ...browserInVsCode,
      entryPoints: [fromRoot('client', 'web', 'extension.ts')],
      outfile: fromRoot('dist', 'client', 'web.cjs'),
    }),
    ...pages.flatMap((page) => [
      build({
        ...shared,
        entryPoints: [fromRoot('client', 'webview', `${page}.ts`)],
        outfile: fromRoot('dist', 'client', `${page}.js`),
        platform: 'browser',
        format: 'iife',
        target: 'chrome128',
      }),
      copyFile(fromRoot('client', 'webview', `${page}.css`), fromRoot('dist', 'client', `${page}.css`)),
    ]),
  ]);
}

/** Bundles the tests that run inside VS Code into `dist/test/e2e/`. Never packaged. */
export async function buildHostTests(): Promise<void> {
  const suite = fromRoot('test', 'e2e', 'suite');
  await build({
    ...common(false),
    ...browserInVsCode,
    entryPoints: { 'browser-suite': path.join(suite, 'browser', 'index.ts') },
    outdir: fromRoot('dist', 'test', 'e2e'),
    outExtension: { '.js': '.cjs' },
    // Mocha's browser build takes `module.exports` for itself: the tests' own is set after it.
    format: 'iife',
    globalName: 'tests',
    footer: { js: 'module.exports = tests;' },
    alias: { 'node:assert/strict': path.join(suite, 'browser', 'assert.ts') },
  });
  await build({
    ...common(false),
    ...nodeInVsCode,
    entryPoints: { suite: path.join(suite, 'index.ts') },
    outdir: fromRoot('dist', 'test', 'e2e'),
    outExtension: { '.js': '.cjs' },
    // Mocha's parallel mode looks for files of its own. It is not used, and the bundle then needs nothing beside it.
    logOverride: { 'require-resolve-not-external': 'silent' },
  });
}

const common = (production: boolean): BuildOptions => ({
  absWorkingDir: fromRoot(),
  bundle: true,
  minify: production,
  sourcemap: !production,
  logLevel: 'warning',
});

/** VS Code loads extensions and their tests as CommonJS; 1.100 brings Node 20. */
const nodeInVsCode: BuildOptions = {
  platform: 'node',
  format: 'cjs',
  target: 'node20',
  external: ['vscode'],
};

/** The extension host of a browser loads the same module format. The build fails on anything of Node's. */
const browserInVsCode: BuildOptions = {
  platform: 'browser',
  format: 'cjs',
  target: 'chrome128',
  external: ['vscode'],
};

if (import.meta.filename === process.argv[1]) {
  await buildClient({ production: process.argv.includes('--production') });
  await buildHostTests();
}
