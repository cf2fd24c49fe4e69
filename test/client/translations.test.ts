/** Every text of the extension is collected for translators, and each translation is whole. */
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { bundleFile, collectTexts } from '../../scripts/l10n.ts';
import { fromRoot } from '../../scripts/paths.ts';

type Texts = Readonly<Record<string, string>>;

const textsIn = (file: string): Texts => JSON.parse(readFileSync(file, 'utf8')) as Texts;

const languages = readdirSync(fromRoot('l10n')).flatMap((file) => /^bundle\.l10n\.(\w+)\.json$/.exec(file)?.[1] ?? []);

const pairs = languages.flatMap((language) => [
  { language, what: 'while it runs', from: bundleFile, to: fromRoot('l10n', `bundle.l10n.${language}.json`) },
  {
    language,
    what: 'in the manifest',
    from: fromRoot('package.nls.json'),
    to: fromRoot(`package.nls.${language}.json`),
  },
]);

/** What a translation has to keep: places for values, commands behind links, code and bold names of what is typed. */
const kept = (text: string): string[] =>
  [...text.matchAll(/\{\d+\}|\]\(command:[^)]*\)|\n|`[.\w]*(?:arch|service|store|flow|topology)[\w]*`/g)]
    .map(([found]) => found)
    .sort();

describe('the texts of the extension', () => {
  it('are collected (node scripts/l10n.ts)', () => {
    expect(Object.keys(textsIn(bundleFile))).toEqual(collectTexts());
  });

  it('exist in another language', () => {
    expect(languages).toContain('de');
  });

  describe.each(pairs)('$language, what it says $what', ({ from, to }) => {
    const [texts, translated] = [textsIn(from), existsSync(to) ? textsIn(to) : {}];

    it('is whole, and nothing that is not said any more', () => {
      expect(Object.keys(translated)).toEqual(Object.keys(texts));
    });

    it('keeps values, links and names', () => {
      for (const [key, text] of Object.entries(translated))
        expect([key, kept(text)]).toEqual([key, kept(texts[key] ?? '')]);
    });
  });
});
