/** Every refactoring at every place where it is offered in whole projects: either it keeps the meaning, or says why not. */
import { describe, expect, it } from 'vitest';
import { uriOf } from '../support/annotated.ts';
import { haveSharedExamples, ownExamples, sharedExamples } from '../support/shared.ts';
import { afterOffer, offersIn, sourceOf } from './harness.ts';

haveSharedExamples('refactoring the shared examples');
const projects = new Map<string, Map<string, string>>();
for (const [prefix, files] of [
  ['', ownExamples],
  ['shared/', sharedExamples.filter(({ name }) => !name.includes('/'))],
] as const)
  for (const { name, text } of files) {
    const folder = prefix + (name.includes('/') ? name.slice(0, name.lastIndexOf('/')) : name);
    projects.set(folder, (projects.get(folder) ?? new Map<string, string>()).set(uriOf(name), text));
  }

describe.each([...projects])('%s', (_, texts) => {
  const source = sourceOf(texts);
  it.each([...texts.keys()])('%s', (uri) => {
    const refused: string[] = [];
    const offers = offersIn(source, uri);
    for (const offer of offers.values()) {
      const after = afterOffer(texts, source, offer);
      if (typeof after === 'string') refused.push(`${offer.title}: ${after}`);
    }
    expect(refused).toEqual([]);
  });
});
