/**
 * What follows from a model, as figures that can be set side by side: everything that the registered analyses have to
 * tell. Knows no analysis: one that is registered joins.
 */
import type { Consequence, Facts } from '../analyses/facts.ts';
import { contributions } from '../generated/contributions.ts';
import type { Model } from '../model/model.ts';
import { isLibrary } from '../model/origin.ts';
import type { Id } from '../model/symbols.ts';

/** A project, or a variant of it. */
export interface Asked {
  readonly model: Model;
  ask<T>(key: string, question: (facts: Facts) => T): T;
}

/** A figure, and the analysis that it comes from. */
export interface Figure extends Consequence {
  readonly analysis: string;
}

/** The figures about one entity; an analysis that fails has none. */
export function figuresOf(asked: Asked, id: Id): Figure[] {
  const entity = asked.model.entity(id);
  if (!entity || isLibrary(entity.uris[0] ?? '')) return [];
  return Object.entries(contributions).flatMap(([analysis, contributor]) => {
    if (!contributor.consequences || !contributor.on.includes(entity.kind)) return [];
    try {
      return asked.ask(`consequences of ${analysis} ${id}`, (facts): Figure[] => {
        const now = facts.entity(id);
        return (now ? (contributor.consequences?.(facts, now) ?? []) : []).map((figure) => ({ ...figure, analysis }));
      });
    } catch {
      return [];
    }
  });
}

/** What tells one figure from all others of a model: of what, by whom, and what is measured. */
export const keyOf = ({ analysis, entity, measure }: Figure): string => `${entity}\n${analysis}\n${measure}`;
/** How a figure stands to the same one of another model: of what cannot be compared, only that it is other. */
export type Change = 'same' | 'better' | 'worse' | 'other';

export function changeOf(before: Figure | undefined, after: Figure | undefined): Change {
  if (!before || !after) return before === after ? 'same' : 'other';
  const { amount: from, unit, keeps = [], breaks = [] } = before;
  const { amount: to, better = before.better } = after;
  if (before.value === after.value && from === to && sameList(keeps, after.keeps) && sameList(breaks, after.breaks))
    return 'same';
  if (from !== undefined && to !== undefined && unit === after.unit && better !== undefined && from !== to) {
    const isMore = to > from;
    // What is known in part may be more: only against the other end is the direction certain.
    const isOpen = isMore ? before.atLeast && !after.atLeast : after.atLeast && !before.atLeast;
    return isOpen ? 'other' : isMore === (better === 'more') ? 'better' : 'worse';
  }
  const isLost = keeps.some((promise) => after.breaks?.includes(promise));
  const isGained = breaks.some((promise) => after.keeps?.includes(promise));
  return isLost ? 'worse' : isGained ? 'better' : 'other';
}

const sameList = (a: readonly string[], b: readonly string[] = []): boolean =>
  a.length === b.length && a.every((item, i) => item === b[i]);
