/** A project that takes in only the technologies that are named says the same as one that has them all. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isLibrary } from '../../language/model/origin.ts';
import type { Project } from '../../language/project/project.ts';
import { library } from '../../language/library/library.ts';
import { uriOf } from '../support/annotated.ts';
import { mutate, random } from '../support/mutate.ts';
import { projectOf, strict } from '../support/project.ts';
import { runs } from '../support/properties.ts';
import { ownExamples, sharedExamples } from '../support/shared.ts';

const said = (project: Project): unknown => [
  project.findings(),
  [...project.model.entities.values()]
    .filter(({ uris }) => !isLibrary(uris[0] ?? ''))
    .sort((a, b) => (a.id < b.id ? -1 : 1)),
];

const taken = (project: Project): string[] =>
  [...project.allDocuments()].map(({ uri }) => uri).filter((uri) => isLibrary(uri));

const both = (text: string): readonly [whole: Project, needed: Project] => [
  projectOf([[uriOf('main.arch'), text]], { config: strict }),
  projectOf([[uriOf('main.arch'), text]], { config: strict, library: 'needed' }),
];

describe('the technologies that a project needs', () => {
  it.each([
    ['nothing of it', 'service a', []],
    ['what is named', 'store a is postgres', ['postgresql.arch']],
    ['what is named where it is continued', 'extend postgres { caveat: "x" }', ['postgresql.arch']],
    ['what is declared once more', 'technology kafka { for: log }', ['kafka.arch']],
    ['what what is named builds on', 'technology own is redis-sentinel { for: cache }', ['redis.arch']],
  ])('are %s', (_, text, files) => {
    const [whole, needed] = both(text);
    expect(said(needed)).toEqual(said(whole));
    expect(taken(needed).map((uri) => uri.slice(uri.indexOf('/') + 1))).toEqual(files);
  });

  it('are all of them where a name is not found, so that the nearest is suggested', () => {
    const [whole, needed] = both('store a is postgrse');
    expect(needed.findings()[0]?.message).toContain('postgres');
    expect(said(needed)).toEqual(said(whole));
    expect(taken(needed)).toHaveLength(library.length);
  });

  it('change nothing of what is said, whatever the text', () => {
    const texts = [...ownExamples, ...sharedExamples].map(({ text }) => text);
    fc.assert(
      fc.property(fc.constantFrom(...texts), fc.nat(), fc.nat(4), (text, seed, times) => {
        const [whole, needed] = both(mutate(text, times, random(seed)));
        expect(said(needed)).toEqual(said(whole));
      }),
      { numRuns: runs(60) },
    );
  });
});
