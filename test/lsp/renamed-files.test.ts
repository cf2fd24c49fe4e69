/** What of a configuration follows when files are renamed. */
import { describe, expect, it } from 'vitest';
import { renameFiles } from '../../server/lsp/renamed-files.ts';
import { applied } from './fixtures.ts';

function after(configText: string, from: string, to: string, root = 'file:///p'): string {
  const edits = renameFiles([{ root, configText }], [{ oldUri: `file:///p/${from}`, newUri: `file:///p/${to}` }]);
  expect(edits.every(({ uri }) => uri === `${root}/faultline.json`)).toBe(true);
  return applied(configText, edits);
}

describe('a pattern', () => {
  it.each([
    ['a file', 'drafts/a.arch', 'drafts/a.arch', 'drafts/b.arch', 'drafts/b.arch'],
    ['a file at the top', '/a.arch', 'a.arch', 'x/a.arch', '/x/a.arch'],
    ['a folder', 'drafts/', 'drafts', 'old', 'old/'],
    ['everything in a folder', 'drafts/**', 'drafts', 'old', 'old/**'],
    ['something in a renamed folder', 'drafts/*.arch', 'drafts', 'old', 'old/*.arch'],
    ['an exception', '!drafts/a.arch', 'drafts/a.arch', 'a.arch', '!a.arch'],
    ['a name with a sign of patterns', 'a.arch', 'a.arch', 'a [1].arch', 'a \\\\[1\\\\].arch'],
    ['a name with a space', 'my a.arch', 'my%20a.arch', 'my%20b.arch', 'my b.arch'],
  ])('that names %s follows', (_, pattern, from, to, expected) => {
    const config = (value: string): string => `{\n  // why\n  "exclude": ["other", "${value}"], // and\n}\n`;
    expect(after(config(pattern), from, to)).toBe(config(expected));
  });

  it.each([
    ['that only matches', '*.arch', 'a.arch', 'b.arch'],
    ['of another file', 'a.arch', 'ab.arch', 'b.arch'],
    ['of another folder', 'drafts2/a.arch', 'drafts', 'old'],
  ])('%s stays', (_, pattern, from, to) => {
    const config = `{ "exclude": ["${pattern}"] }`;
    expect(after(config, from, to)).toBe(config);
  });

  it('of a file that leaves the folder stays', () => {
    const config = '{ "exclude": ["a.arch"] }';
    expect(after(config, 'sub/a.arch', 'a.arch', 'file:///p/sub')).toBe(config);
  });

  it('follows in any list of patterns, and nowhere else', () => {
    const config = '{ "overrides": [{ "files": ["a.arch"], "rules": { "a.arch": "off" } }], "names": ["a.arch"] }';
    expect(after(config, 'a.arch', 'b.arch')).toBe(
      '{ "overrides": [{ "files": ["b.arch"], "rules": { "a.arch": "off" } }], "names": ["a.arch"] }',
    );
  });

  it('is read relative to its own configuration', () => {
    expect(after('{ "exclude": ["a.arch"] }', 'sub/a.arch', 'sub/b.arch', 'file:///p/sub')).toBe(
      '{ "exclude": ["b.arch"] }',
    );
  });

  it('of a broken configuration is left alone', () => {
    expect(after('nonsense', 'a.arch', 'b.arch')).toBe('nonsense');
  });
});
