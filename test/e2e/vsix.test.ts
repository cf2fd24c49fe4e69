import { readFile } from 'node:fs/promises';
import { beforeAll, describe, expect, it } from 'vitest';
import { packageExtension } from '../../scripts/package.ts';
import { fromRoot } from '../../scripts/paths.ts';
import { zipEntries } from './zip.ts';

const megabyte = 1024 * 1024;
const largest = 3 * megabyte;

/** Everything that may travel; what is not described here is a mistake. */
const allowed = [
  /^\[Content_Types\]\.xml$/,
  /^extension\.vsixmanifest$/,
  /^extension\/(package(\.nls(\.[a-z]+)?)?\.json|readme\.md|changelog\.md|LICENSE\.txt)$/,
  /^extension\/client\/icons\/([a-z]+-(light|dark)\.svg|activity\.svg|faultline\.png)$/,
  /^extension\/client\/walkthrough\/[a-z]+\.(md|svg)$/,
  /^extension\/l10n\/bundle\.l10n(\.[a-z]+)?\.json$/,
  /^extension\/client\/snippets\/arch\.json$/,
  /^extension\/syntaxes\/(arch\.tmLanguage|language-configuration)\.json$/,
  /^extension\/dist\/client\/(extension\.cjs|web\.cjs|(preview|execution)\.(js|css))$/,
  /^extension\/dist\/server\/[\w./-]+\.(js|json|wasm)$/,
  /^extension\/dist\/web\/(server|layout-worker)\.js$/,
  /^extension\/dist\/cli\/(main|chunks\/[\w.-]+)\.js$/,
  /^extension\/dist\/faultline\.schema\.json$/,
  /^extension\/dist\/elk\.js$/,
];

interface Manifest {
  readonly main: string;
  readonly browser: string;
  readonly icon: string;
  readonly contributes: {
    readonly languages: readonly { readonly configuration: string; readonly icon: Readonly<Record<string, string>> }[];
    readonly grammars: readonly { readonly path: string }[];
    readonly snippets: readonly { readonly path: string }[];
    readonly jsonValidation: readonly { readonly url: string }[];
    readonly commands: readonly { readonly icon?: string | Readonly<Record<string, string>> }[];
    readonly viewsContainers: { readonly activitybar: readonly { readonly icon: string }[] };
    readonly walkthroughs: readonly {
      readonly steps: readonly { readonly media: { readonly svg?: string; readonly markdown?: string } }[];
    }[];
  };
}

describe('the packaged extension', () => {
  let zip: Buffer;
  let names: string[];

  beforeAll(async () => {
    zip = await readFile(await packageExtension());
    names = zipEntries(zip).map(({ name }) => name);
  }, 60_000);

  it('is small', () => {
    expect(zip.length).toBeLessThan(largest);
  });

  it('contains what is described and nothing else', () => {
    expect(names.filter((name) => !allowed.some((pattern) => pattern.test(name)))).toEqual([]);
  });

  it('says everything in its manifest that people read in `package.nls.json`, and nothing else there', async () => {
    const manifest = await readFile(fromRoot('package.json'), 'utf8');
    const texts = JSON.parse(await readFile(fromRoot('package.nls.json'), 'utf8')) as Record<string, string>;
    const used = [...manifest.matchAll(/"%([^%"]+)%"/g)].map(([, key]) => key);
    expect(used.toSorted()).toEqual(Object.keys(texts).toSorted());
    // The first description is npm's, which knows no translations.
    const [, ...plain] = manifest.matchAll(/"(?:title|description|markdownDescription)": "([^%][^"]*)"/g);
    expect(plain.map(([, text]) => text).filter((text) => text !== 'Faultline')).toEqual([]);
  });

  it('contains every file that its manifest names', async () => {
    const { main, browser, icon, contributes } = JSON.parse(
      await readFile(fromRoot('package.json'), 'utf8'),
    ) as Manifest;
    const named = [
      main,
      browser,
      icon,
      ...contributes.languages.flatMap((language) => [language.configuration, ...Object.values(language.icon)]),
      ...contributes.grammars.map(({ path }) => path),
      ...contributes.snippets.map(({ path }) => path),
      ...contributes.jsonValidation.map(({ url }) => url),
      // The others are VS Code's own icons, by name.
      ...contributes.commands.flatMap((command) =>
        typeof command.icon === 'object' ? Object.values(command.icon) : [],
      ),
      ...contributes.viewsContainers.activitybar.map((container) => container.icon),
      ...contributes.walkthroughs.flatMap(({ steps }) =>
        steps.flatMap(({ media }) => media.svg ?? media.markdown ?? []),
      ),
      './dist/server/main.js',
      './dist/web/server.js',
      './dist/web/layout-worker.js',
      './dist/cli/main.js',
      './dist/elk.js',
      './dist/client/preview.js',
      './dist/client/preview.css',
    ];
    const missing = named.filter((file) => !names.includes(`extension/${file.replace(/^\.\//, '')}`));
    expect(missing).toEqual([]);
  });
});
