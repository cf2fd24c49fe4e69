import { existsSync, readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { exampleLines } from '../../language/reports/reference.ts';
import { loadLibrary } from '../../language/library/library.ts';
import { slotsOf } from '../../language/reports/slots.ts';
import { technologyDocumentation } from '../../language/reports/technologies.ts';
import { createParser } from '../../language/syntax/parser.ts';
import type { Property } from '../../language/syntax/tree.ts';
import { matchAll } from '../../language/vocabulary/pattern.ts';
import type { Pattern } from '../../language/vocabulary/pattern.ts';
import * as units from '../../language/vocabulary/units.ts';
import { standardVocabulary } from '../../language/vocabulary/vocabulary.ts';
import { documentationPages, generatedFolders } from '../../scripts/docs.ts';
import { fromRoot } from '../../scripts/paths.ts';
import { findingsOf } from '../support/project.ts';

const parser = createParser();
/** Everything that `units.ts` reads. */
const slots = Object.values(units).filter((item): item is Pattern<never> => 'shape' in item && 'match' in item);

function propertyOf(line: string): Property {
  const tree = parser.parse(`service s {\n  ${line}\n}\n`);
  expect(tree.problems, line).toEqual([]);
  const [statement, ...others] = tree.statements[0]?.block?.statements ?? [];
  expect(others, line).toEqual([]);
  if (statement?.form !== 'property') throw new Error(`${line} is no property.`);
  return statement;
}

function expectToFit(pattern: Pattern<unknown>, line: string): void {
  expect(matchAll(pattern, propertyOf(line).terms, () => []).ok, line).toBe(true);
}

describe('the generated documentation', () => {
  it('is what `npm run docs` writes', async () => {
    const pages = await documentationPages();
    for (const page of pages) {
      const file = fromRoot('docs', page.path);
      expect(existsSync(file) && readFileSync(file, 'utf8'), `docs/${page.path} is out of date: npm run docs`).toBe(
        page.text,
      );
    }
    const written = generatedFolders.flatMap((folder) =>
      readdirSync(fromRoot('docs', folder), { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) => path.relative(fromRoot('docs'), path.join(entry.parentPath, entry.name))),
    );
    expect(written.sort()).toEqual(pages.map((page) => page.path).sort());
  });

  it('links only to what is there', async () => {
    const pages = new Map((await documentationPages()).map((page) => [page.path, page.text]));
    const anchors = (text: string): string[] =>
      [...text.matchAll(/^#+ (.*)$/gm)].map(([, heading = '']) => heading.toLowerCase().replaceAll(' ', '-'));
    for (const [from, text] of pages)
      for (const [, target = ''] of text.matchAll(/\]\(((?!https?:)[^)]+)\)/g)) {
        const [file = '', anchor] = target.split('#');
        const page = pages.get(file === '' ? from : path.posix.join(path.posix.dirname(from), file));
        expect(page, `${from} links to ${target}`).toBeDefined();
        if (anchor !== undefined) expect(anchors(page ?? ''), `${from} links to ${target}`).toContain(anchor);
      }
  });

  it.each([...standardVocabulary.keys])('shows examples of `%s` that can be read', (name, key) => {
    expect(key.examples).not.toEqual([]);
    for (const line of exampleLines(name, key)) expectToFit(key.pattern, line);
  });

  const technologies = technologyDocumentation(loadLibrary(), standardVocabulary).flatMap(({ path: file, text }) =>
    [...text.matchAll(/^```arch\n([^]*?)\n```$/gm)].map(([, block = '']) => [file, block] as const),
  );
  it.each(technologies)('shows an example in %s that can be read', (_, block) => {
    const isDeclaring = /^\w+ example is /m.test(block);
    const text = isDeclaring ? block : `technology product {\n${block}\n}`;
    expect(findingsOf(text).filter(({ rule }) => rule.startsWith('language/'))).toEqual([]);
  });

  it.each(slotsOf(standardVocabulary))('shows examples of $name that are read', ({ name, examples }) => {
    const pattern = slots.find(({ shape }) => shape.type === 'slot' && shape.name === name);
    expect(examples).not.toEqual([]);
    for (const example of examples) expectToFit(pattern as Pattern<unknown>, `x: ${example}`);
  });
});
