import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { fromRoot } from '../../scripts/paths.ts';
import { projectOf } from '../support/project.ts';

const readme = readFileSync(fromRoot('README.md'), 'utf8');

const block = (language: string): string =>
  new RegExp(`^\`\`\`${language}\\n([^]*?)^\`\`\``, 'm').exec(readme)?.[1] ?? '';

it('shows in the README what the shown model gives', () => {
  const [finding, ...others] = projectOf([['file:///hello.arch', block('arch')]]).findings();
  expect(others).toEqual([]);
  const shown = block('text').replace(/\s+/g, ' ').trim();
  expect(shown).toBe(`${finding?.severity ?? ''}[${finding?.rule ?? ''}]: ${finding?.message ?? ''}`);
});

it('shows in the README the model of the example, without its comments', () => {
  const example = readFileSync(fromRoot('examples/hello/hello.arch'), 'utf8')
    .replace(/ *\/\/.*$/gm, '')
    .trim();
  expect(block('arch').trim()).toBe(example);
});
