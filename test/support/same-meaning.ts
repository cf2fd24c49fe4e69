/**
 * Whether a refactored project means what it did before, apart from what the refactoring is meant to change. Compared by
 * ids with the new names taken out, which is another way than the refactorings themselves go.
 */
import { isDeepStrictEqual } from 'node:util';
import type { Entity } from '../../language/model/model.ts';
import type { Project } from '../../language/project/project.ts';
import type { Change, Offer } from '../../language/refactorings/refactoring.ts';

/** What differs, a few of each; nothing, if all is well. */
export function differenceOf(old: Project, fresh: Project, offer: Offer, change: Change): string[] {
  const added = /new-(?:system|boundary)(?:-\d+)?/.exec(change.edits.map(({ newText }) => newText).join(''))?.[0];
  const meant: Meant = {
    added: offer.kind === 'extract' ? added : undefined,
    named: /^Name this flow `(.+)`/.exec(offer.title)?.[1],
    inlined: /^Write out `([^:]+):/.exec(offer.title)?.[1],
  };
  const entities = (project: Project): string[] =>
    [...project.model.entities.values()]
      .filter(({ name }) => meant.added === undefined || name !== meant.added)
      .map((entity) => JSON.stringify(essence(entity, meant)))
      .sort();
  // A new trust boundary is meant to change what crosses one; what is written out decides what was left open.
  const isJudged = (rule: string): boolean =>
    (rule.startsWith('language/') && rule !== 'language/unanswered') ||
    !(offer.title.endsWith('boundary') || meant.inlined !== undefined);
  const rules = (project: Project): string[] =>
    project
      .findings()
      .map(({ rule }) => rule)
      .filter(isJudged)
      .sort();
  const [now, then] = [rules(fresh), rules(old)];
  // What stands deeper may hide less.
  const gone = offer.kind === 'extract' ? without(then, now) : [];
  return [...differing(entities(old), entities(fresh)), ...differing(then, [...now, ...gone].sort())];
}

/** Items that are there more often than in others. */
function without(items: readonly string[], others: readonly string[]): string[] {
  const left = [...others];
  return items.filter((item) => {
    const at = left.indexOf(item);
    if (at >= 0) left.splice(at, 1);
    return at < 0;
  });
}

/** More of a kind say no more. */
const MOST = 3;

function differing(before: readonly string[], after: readonly string[]): string[] {
  if (isDeepStrictEqual(before, after)) return [];
  const [lost, found] = [
    before.filter((each) => !after.includes(each)),
    after.filter((each) => !before.includes(each)),
  ];
  if (lost.length + found.length === 0) return ['something is there once more, or once less'];
  return [...lost.slice(0, MOST).map((each) => `- ${each}`), ...found.slice(0, MOST).map((each) => `+ ${each}`)];
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
