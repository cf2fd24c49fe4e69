/** What a picture is coloured by: figures and names that analyses contribute, and the findings. O(elements). */
import { contributors } from '../../generated/contributions.ts';
import { severities } from '../../model/finding.ts';
import type { Entity } from '../../model/model.ts';
import type { Id } from '../../model/symbols.ts';
import type { Project } from '../../project/project.ts';
import { MOST_CLASSES } from '../graph.ts';
import type { SeverityCounts } from '../graph.ts';
import { isGroupKind } from './elements.ts';

export interface Colours {
  readonly meaning: string;
  /** From 0 to 1, with the figure in words. */
  readonly heat: ReadonlyMap<Id, { readonly heat: number; readonly text: string }>;
  /** The names that elements are told apart by, and which one each has. */
  readonly classes: Classes;
}

export interface Classes {
  readonly names: readonly string[];
  readonly of: ReadonlyMap<Id, number>;
}

const NO_CLASSES: Classes = { names: [], of: new Map() };

/** The figure or the name that an analysis contributes under the colour's name, for everything that is no group. */
export function coloursOf(
  project: Project,
  elements: readonly Entity[],
  colour: string | undefined,
): Colours | undefined {
  for (const { colourings = [], on } of contributors) {
    const colouring = colourings.find(({ name }) => name === colour);
    if (!colouring) continue;
    const coloured = elements.filter(({ kind }) => !isGroupKind(kind) && on.includes(kind));
    const { meaning, name } = colouring;
    if ('classify' in colouring) {
      const named = coloured.flatMap(({ id }) => {
        const text = project.ask(`colour ${name} ${id}`, (facts) => {
          const entity = facts.entity(id);
          return entity && colouring.classify(facts, entity);
        });
        return text === undefined ? [] : [[id, text] as const];
      });
      return { meaning, heat: new Map(), classes: classesOf(named, colouring.order) };
    }
    const measured = coloured.flatMap(({ id }) => {
      const figure = project.ask(`colour ${name} ${id}`, (facts) => {
        const entity = facts.entity(id);
        return entity && colouring.measure(facts, entity);
      });
      return figure ? [[id, figure] as const] : [];
    });
    return { meaning, heat: heats(measured), classes: NO_CLASSES };
  }
  return undefined;
}

/** Each amount as a share of the highest. */
export function heats(
  measured: readonly (readonly [Id, { readonly amount: number; readonly text: string }])[],
): Colours['heat'] {
  const most = measured.reduce((highest, [, { amount }]) => Math.max(highest, amount), 0);
  return new Map(measured.map(([id, { amount, text }]) => [id, { heat: most > 0 ? amount / most : 0, text }]));
}

/** @param order names in the order of the legend; others follow by name. Beyond as many as can be told apart, the rest has no colour. */
export function classesOf(named: readonly (readonly [Id, string])[], order: readonly string[] = []): Classes {
  const rank = (name: string): number => (order.includes(name) ? order.indexOf(name) : order.length);
  const names = [...new Set(named.map(([, name]) => name))]
    .sort((a, b) => rank(a) - rank(b) || (a < b ? -1 : 1))
    .slice(0, MOST_CLASSES);
  const of = new Map(named.flatMap(([id, name]) => (names.includes(name) ? [[id, names.indexOf(name)] as const] : [])));
  return { names, of };
}

/** `colour: findings`: the worse and the more, the hotter. */
export function findingColours(elements: readonly Entity[], findings: ReadonlyMap<Id, SeverityCounts>): Colours {
  const measured = elements.flatMap(({ id, kind }) => {
    const counts = findings.get(id);
    const worst = counts && severities.findIndex((severity) => (counts[severity] ?? 0) > 0);
    if (worst === undefined || worst < 0 || isGroupKind(kind)) return [];
    return [[id, { amount: severities.length - worst, text: '' }] as const];
  });
  return { meaning: 'Worst finding', heat: heats(measured), classes: NO_CLASSES };
}
