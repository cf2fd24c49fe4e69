/** Applies refactorings to texts and looks whether the model, built anew, is what it was. */
import { expect } from 'vitest';
import type { Entity } from '../../language/model/model.ts';
import type { Project } from '../../language/project/project.ts';
import { libraryText } from '../../server/lsp/library.ts';
import { refactorings } from '../../language/refactorings/refactorings.ts';
import type { Change, Offer, Source } from '../../language/refactorings/refactoring.ts';
import { textsAfter } from '../../language/refactorings/texts.ts';
import { projectOf } from '../support/project.ts';

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
  expectSameMeaning(texts, source.project, after, offer, change);
  return after;
}

function expectSameMeaning(before: Texts, old: Project, after: Texts, offer: Offer, change: Change): void {
  const context = `${offer.title}\n${[...textsOf(change, after)].join('\n')}`;
  const fresh = projectOf(after);
  const added = /new-(?:system|boundary)(?:-\d+)?/.exec([...change.edits].map(({ newText }) => newText).join(''))?.[0];
  const named = /^Name this flow `(.+)`/.exec(offer.title)?.[1];
  const inlined = /^Write out `([^:]+):/.exec(offer.title)?.[1];
  const entities = (project: Project): unknown[] =>
    [...project.model.entities.values()]
      .filter(({ name }) => offer.kind !== 'extract' || name !== added)
      .map((entity) => essence(entity, { added, named, inlined }))
      .sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
  expect(entities(fresh), context).toEqual(entities(old));
  // A new trust boundary is meant to change what crosses one; what is written out decides what was left open.
  const isJudged = (rule: string): boolean =>
    rule.startsWith('language/') || !(offer.title.endsWith('boundary') || inlined !== undefined);
  const rules = (project: Project): string[] =>
    project
      .findings()
      .map(({ rule }) => rule)
      .filter(isJudged)
      .sort();
  const [now, then] = [rules(fresh), rules(old)];
  // What stands deeper may hide less.
  const gone = offer.kind === 'extract' ? then.filter((rule) => !now.includes(rule)) : [];
  expect([...now, ...gone].sort(), context).toEqual(then);
  expect(before.size + change.files.length).toBe(after.size);
}

function* textsOf({ edits, files }: Change, after: Texts): Iterable<string> {
  for (const uri of new Set([...edits, ...files].map((each) => each.uri))) yield `--- ${uri}\n${after.get(uri) ?? ''}`;
}

interface Meant {
  readonly added: string | undefined;
  readonly named: string | undefined;
  readonly inlined: string | undefined;
}

/** An entity with the names that were meant to change taken out. */
function essence(entity: Entity, { added, named, inlined }: Meant): unknown {
  const plain = JSON.stringify(
    {
      ...entity,
      uris: [],
      ...(entity.kind === 'flow' && named !== undefined && { id: '', name: '', qualified: '' }),
      values: [...entity.values].filter(([key]) => key !== inlined).sort(),
      knobs: [...entity.knobs].filter(([key]) => key !== inlined).sort(),
      repeated: [...entity.repeated],
    },
    // References are compared by what they mean.
    (key, value: unknown) => (key === 'path' ? undefined : value),
  );
  const unwrapped =
    added === undefined
      ? plain
      : plain.replaceAll(`${added}.`, '').replaceAll(`,"parent":"element:${added}"`, '').replaceAll(`.${added}"`, '"');
  return JSON.parse(
    named === undefined ? unwrapped : unwrapped.replaceAll(/"[^"]*:[^"]*->[^"]*(?:#\d+)?"/g, '""'),
  ) as unknown;
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
