/** Everything that may be done with a selection, in the order in which it is offered. */
import { convertUnit } from './convert-unit.ts';
import { extract } from './extract.ts';
import { inlineDefault } from './inline-default.ts';
import { move } from './move.ts';
import { nameFlow } from './name-flow.ts';
import type { Offer, Refactoring, Selection, Source } from './refactoring.ts';
import { organise } from './organise.ts';
import { split } from './split.ts';

const all: readonly Refactoring[] = [convertUnit, nameFlow, inlineDefault, extract, move, split, organise];

export const refactorings = (source: Source, selection: Selection): Offer[] =>
  isBroken(source, selection) ? [] : all.flatMap((refactoring) => refactoring(source, selection));

/** What an author meant by a text that cannot be read is not known, and so not whether it stays the same. */
const isBroken = ({ project }: Source, { uri }: Selection): boolean =>
  project.document(uri)?.outline.tree.problems.length !== 0;
