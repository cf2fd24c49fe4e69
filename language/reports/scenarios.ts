/** Scenarios as tests: what each expects, whether it holds and why, and where it is written. */
import { answers } from '../analyses/failures/expectations.ts';
import type { Answer } from '../analyses/failures/expectations.ts';
import type { Location } from '../model/finding.ts';
import type { Id } from '../model/symbols.ts';
import type { Project } from '../project/project.ts';

export interface ScenarioReport {
  readonly id: Id;
  readonly name: string;
  readonly title: string | undefined;
  readonly location: Location;
  readonly expectations: readonly (Answer & { readonly location: Location })[];
}

export interface Tally {
  readonly passed: number;
  readonly failed: number;
  readonly unknown: number;
}

/** The scenarios of a project, in the order of the text. */
export function scenariosOf(project: Project): ScenarioReport[] {
  return project.model
    .ofKind('scenario')
    .flatMap((id) => reportOf(project, id) ?? [])
    .sort((a, b) => inText(a.location, b.location));
}

function reportOf(project: Project, id: Id): ScenarioReport | undefined {
  const scenario = project.model.entity(id);
  const location = project.locationOf({ entity: id });
  if (!scenario || !location) return undefined;
  const expectations = answersOf(project, id).map((answer) => ({
    ...answer,
    location: project.locationOf({ entity: id, key: 'expect', index: answer.index }) ?? location,
  }));
  return { id, name: scenario.qualified, title: scenario.title, location, expectations };
}

export const answersOf = (project: Project, scenario: Id): readonly Answer[] =>
  project.ask(`scenario ${scenario}`, (facts) => facts.of(answers, scenario));

export function tallyOf(found: readonly Pick<Answer, 'verdict'>[]): Tally {
  const count = (verdict: Answer['verdict']): number => found.filter((answer) => answer.verdict === verdict).length;
  return { passed: count('holds'), failed: count('fails'), unknown: count('unknown') };
}

const inText = (a: Location, b: Location): number =>
  a.uri === b.uri ? a.range.start.line - b.range.start.line : a.uri < b.uri ? -1 : 1;
