/**
 * What follows when something fails: what becomes of each entity, as every analysis that has something to say about it
 * sees it, and whether what scenarios expect of the very same failures holds. O(entities × what one of them costs), each
 * computed once for a situation and kept until what it read changes.
 */
import { answersIn } from '../analyses/failures/expectations.ts';
import type { Answer } from '../analyses/failures/expectations.ts';
import { Ground, isSame, NOTHING_FAILS, situationOf } from '../analyses/failures/situation.ts';
import type { Situation } from '../analyses/failures/situation.ts';
import { effectKinds } from '../analyses/facts.ts';
import type { Effect } from '../analyses/facts.ts';
import { contributors } from '../generated/contributions.ts';
import type { Entity } from '../model/model.ts';
import { isLibrary } from '../model/origin.ts';
import type { Id } from '../model/symbols.ts';
import type { Project } from '../project/project.ts';

export interface Affected {
  readonly entity: Entity;
  /** The worst first. */
  readonly effects: readonly Effect[];
}

export interface Expected extends Answer {
  readonly scenario: Entity;
}

/** What is affected, one after the other, so that a caller can pause in between. */
export function* affectedBy(project: Project, situation: Situation): Generator<Affected | undefined> {
  const key = JSON.stringify(situation);
  for (const entity of [...project.model.entities.values()]) {
    if (isLibrary(entity.uris[0] ?? '')) continue;
    const effects = effectsOn(project, situation, key, entity);
    yield effects.length > 0 ? { entity, effects } : undefined;
  }
}

function effectsOn(project: Project, situation: Situation, key: string, entity: Entity): readonly Effect[] {
  const telling = contributors.filter(({ on, effects }) => effects && on.includes(entity.kind));
  if (telling.length === 0) return [];
  return project.ask(`what if ${key} ${entity.id}`, (facts) => {
    const grounds = { failing: new Ground(facts, situation), usual: new Ground(facts, NOTHING_FAILS) };
    return telling
      .flatMap(({ effects }) => effects?.(grounds, entity) ?? [])
      .sort((a, b) => effectKinds.indexOf(a.kind) - effectKinds.indexOf(b.kind));
  });
}

/** The expectations of a scenario, or of all in which exactly this happens. */
export function expectedIn(project: Project, situation: Situation, scenario: Id | undefined): Expected[] {
  const { model } = project;
  const scenarios = (scenario === undefined ? model.ofKind('scenario') : [scenario]).flatMap(
    (id) => model.entity(id) ?? [],
  );
  return scenarios
    .filter((entity) => entity.id === scenario || isSame(situationOf(entity), situation))
    .flatMap((entity) =>
      project
        .ask(`expected ${JSON.stringify(situation)} ${entity.id}`, (facts) =>
          answersIn(new Ground(facts, situation), entity),
        )
        .map((answer) => ({ ...answer, scenario: entity })),
    );
}
