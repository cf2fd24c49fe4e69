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
