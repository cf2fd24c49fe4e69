/** Applies refactorings to texts and looks whether the model, built anew, is what it was. */
import { expect } from 'vitest';
import { refactorings } from '../../language/refactorings/refactorings.ts';
import type { Offer, Source } from '../../language/refactorings/refactoring.ts';
import { textsAfter } from '../../language/refactorings/texts.ts';
import { libraryText } from '../../server/lsp/library.ts';
import { projectOf } from '../support/project.ts';
import { differenceOf } from '../support/same-meaning.ts';

export type Texts = ReadonlyMap<string, string>;

export function sourceOf(texts: Texts): Source {
  const project = projectOf(texts, { incremental: true });
  return { project, textOf: (uri) => texts.get(uri) ?? libraryText(uri) };
}

/** The texts after an offer, checked to mean the same; or why it was refused. */
export function afterOffer(texts: Texts, source: Source, offer: Offer): Texts | string {
  const change = offer.change();
  if ('refused' in change) return change.refused;
  const after = new Map([...texts, ...textsAfter(source, change)]);
  expect(after.size).toBe(texts.size + change.files.length);
  const written = [...after].flatMap(([uri, text]) => (texts.get(uri) === text ? [] : [`--- ${uri}\n${text}`]));
  expect(
    differenceOf(source.project, projectOf(after), offer, change),
    `${offer.title}\n${written.join('\n')}`,
  ).toEqual([]);
  return after;
}

/** Every offer at every place of a text: at each offset where a statement, a word or a number starts. */
export function offersIn(source: Source, uri: string): Map<string, Offer> {
  const text = source.textOf(uri) ?? '';
  const offers = new Map<string, Offer>();
  for (const { index } of text.matchAll(/[\w"][\w."-]*/g))
    for (const offer of refactorings(source, { uri, start: index, end: index })) {
      const line = text.slice(0, index).split('\n').length;
      const key =
        offer.title.startsWith('Write in') || offer.kind === 'extract'
          ? `${offer.title} ${String(index)}`
          : offer.title;
      if (!offers.has(key) && !offers.has(`${key} ${String(line)}`)) offers.set(key, offer);
    }
  return offers;
}
