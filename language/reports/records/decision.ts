/** What a decision of the model says, as plain data for records: names resolved, places located. O(scenarios) each. */
import type { Answer } from '../../analyses/failures/expectations.ts';
import type { Location } from '../../model/finding.ts';
import { enclosing, label, written, writtenValues } from '../../model/model.ts';
import type { Entity, Model } from '../../model/model.ts';
import type { Id } from '../../model/symbols.ts';
import type { Project } from '../../project/project.ts';
import type { KeyValues } from '../../vocabulary/vocabulary.ts';
import { optionsOf } from '../comparison.ts';
import { answersOf } from '../scenarios.ts';

export interface StatedOption {
  readonly name: string;
  readonly title: string;
  readonly documentation: string | undefined;
}

/** A scenario that would notice if the decision stopped holding. */
export interface Confirmation {
  readonly scenario: string;
  readonly text: string;
  readonly verdict: Answer['verdict'];
  readonly because: string;
}

export interface StatedDecision {
  readonly id: Id;
  /** Qualified: what a record is recognised by. */
  readonly name: string;
  readonly title: string;
  readonly documentation: string | undefined;
  readonly number: number | undefined;
  readonly status: KeyValues['status'] | undefined;
  readonly deciders: readonly string[];
  readonly consulted: readonly string[];
  readonly informed: readonly string[];
  readonly drivers: readonly string[];
  readonly affects: readonly string[];
  readonly options: readonly StatedOption[];
  readonly chosen: StatedOption | undefined;
  readonly because: string | undefined;
  /** Names of other decisions. */
  readonly supersedes: readonly string[];
  readonly supersededBy: readonly string[];
  readonly amends: readonly string[];
  readonly amendedBy: readonly string[];
  readonly relatesTo: readonly string[];
  readonly confirmations: readonly Confirmation[];
  readonly location: Location;
}

/** In the order of documents and of the text. */
export function decisionsOf(project: Project): StatedDecision[] {
  const { model } = project;
  const decisions = model.ofKind('decision').flatMap((id) => model.entity(id) ?? []);
  const pointing = (key: 'supersedes' | 'amends', at: Id): string[] =>
    decisions.filter((other) => listOf(other, key).includes(at)).map(({ qualified }) => qualified);
  return decisions
    .flatMap((decision) => {
      const location = project.locationOf({ entity: decision.id });
      return location ? [stated(project, decision, location, pointing)] : [];
    })
    .sort((a, b) =>
      a.location.uri === b.location.uri
        ? a.location.range.start.line - b.location.range.start.line
        : a.location.uri < b.location.uri
          ? -1
          : 1,
    );
}

function stated(
  project: Project,
  decision: Entity,
  location: Location,
  pointing: (key: 'supersedes' | 'amends', at: Id) => string[],
): StatedDecision {
  const { model } = project;
  const people = (key: 'deciders' | 'consulted' | 'informed'): string[] =>
    writtenValues(decision, key).flatMap((all) =>
      all.map((one) => ('person' in one ? one.person : one.team.ids.map((id) => titleOf(model, id)).join(', '))),
    );
  const options = optionsOf(project, decision.id);
  const successor = written(decision, 'status')?.successor;
  const asOption = (option: Entity): StatedOption => ({
    name: option.name,
    title: option.title ?? option.name,
    documentation: option.documentation,
  });
  const chosen = written(decision, 'chosen');
  const chosenOption = options.find(({ id }) => chosen?.ids.includes(id));
  const affects = listOf(decision, 'affects');
  return {
    id: decision.id,
    name: decision.qualified,
    title: decision.title ?? decision.name,
    documentation: decision.documentation,
    number: written(decision, 'number'),
    status: written(decision, 'status'),
    deciders: people('deciders'),
    consulted: people('consulted'),
    informed: people('informed'),
    drivers: writtenValues(decision, 'drivers').flat(),
    affects: affects.map((id) => titleOf(model, id)),
    options: options.map(asOption),
    chosen: chosenOption && asOption(chosenOption),
    because: written(decision, 'because'),
    supersedes: names(model, listOf(decision, 'supersedes')),
    supersededBy: [...new Set([...names(model, successor?.ids ?? []), ...pointing('supersedes', decision.id)])],
    amends: names(model, listOf(decision, 'amends')),
    amendedBy: pointing('amends', decision.id),
    relatesTo: names(model, listOf(decision, 'relates-to')),
    confirmations: confirmationsOf(project, new Set(affects)),
    location,
  };
}

const listOf = (decision: Entity, key: 'affects' | 'supersedes' | 'amends' | 'relates-to'): Id[] =>
  writtenValues(decision, key).flatMap((all) => all.flatMap(({ ids }) => ids));

const names = (model: Model, ids: readonly Id[]): string[] => ids.flatMap((id) => model.entity(id)?.qualified ?? []);

function titleOf(model: Model, id: Id): string {
  const entity = model.entity(id);
  return entity ? (entity.title ?? label(entity)) : id;
}

/** What scenarios expect of what the decision affects, or of something inside. */
function confirmationsOf(project: Project, affected: ReadonlySet<Id>): Confirmation[] {
  const { model } = project;
  return model.ofKind('scenario').flatMap((id) => {
    const scenario = model.entity(id);
    if (!scenario) return [];
    const expected = writtenValues(scenario, 'expect');
    return answersOf(project, id).flatMap(({ index, text, verdict, because }): Confirmation[] => {
      const subject = model.entity(expected[index]?.subject.ids[0] ?? '');
      const concerns = subject && [...enclosing(model, subject)].some((outer) => affected.has(outer.id));
      return concerns ? [{ scenario: scenario.title ?? scenario.name, text, verdict, because }] : [];
    });
  });
}
