/** What follows from failures that somebody tries out in the picture, and the scenario that keeps them. */
import { situationOf } from '../../language/analyses/failures/situation.ts';
import type { Situation } from '../../language/analyses/failures/situation.ts';
import { firstOf, storyOf } from '../../language/analyses/failures/story.ts';
import type { Entity } from '../../language/model/model.ts';
import { isLibrary } from '../../language/model/origin.ts';
import type { Project } from '../../language/project/project.ts';
import { scenarioText } from '../../language/reports/kept-scenario.ts';
import { affectedBy, expectedIn } from '../../language/reports/what-if.ts';
import type { Affected } from '../../language/reports/what-if.ts';
import { endpointKinds, placeKinds } from '../../language/vocabulary/kinds.ts';
import type { Happening, KeptScenario, WhatIfParams, WhatIfPlace, WhatIfResult } from '../protocol.ts';
import type { Pause } from './pace.ts';
import type { View } from './view.ts';

/** Nobody tries out more at once; a message that asks for more is cut short. */
const MOST_FAILURES = 64;

export async function whatIf(view: View, params: WhatIfParams, revision: number, pause: Pause): Promise<WhatIfResult> {
  const { project } = view;
  project.refresh();
  const scenario = params.scenario === undefined ? undefined : project.model.entity(params.scenario);
  const whole = scenario?.kind === 'scenario' ? situationOf(scenario) : known(project, params.happens);
  const situation = params.steps === undefined ? whole : firstOf(whole, params.steps);
  const affected = await affectedThen(project, situation, pause);
  return {
    revision,
    happens: situation,
    story: storyOf(situation),
    steps: storyOf(whole).length,
    effects: [...affected]
      .sort((a, b) => rankOf(a.entity) - rankOf(b.entity))
      .map(({ entity, effects }) => ({
        id: entity.id,
        name: nameOf(entity),
        kind: entity.kind,
        effects,
      })),
    expectations: expectedIn(project, situation, scenario?.id).map((expected) => ({
      text: expected.text,
      verdict: expected.verdict,
      because: expected.because,
      scenario: expected.scenario.id,
    })),
    places: placesOf(project),
    scenarios: ownOf(project, 'scenario').map(({ id, name, title }) => ({ id, name: title ?? name })),
  };
}

/** What users notice comes first, what causes it last. */
const rankOf = ({ id }: Entity): number =>
  ['operation:', 'element:', 'flow:', 'place:'].findIndex((kind) => id.startsWith(kind));

/** Zones are called alike in every region. */
function nameOf({ id, title, name, qualified }: Entity): string {
  if (id.startsWith('place:')) return qualified;
  return title ?? (name === '' ? qualified : name);
}

async function affectedThen(project: Project, situation: Situation, pause: Pause): Promise<Affected[]> {
  const nothing = Object.values(situation).every((list: readonly unknown[]) => list.length === 0);
  if (nothing) return [];
  const affected: Affected[] = [];
  for (const one of affectedBy(project, situation)) {
    if (one) affected.push(one);
    await pause();
  }
  return affected;
}

/** Where the scenario goes: behind the last one, else at the end of the document that was asked about. */
export async function keepScenario(
  view: View,
  uri: string,
  happens: Happening,
  pause: Pause,
): Promise<KeptScenario | null> {
  const { project } = view;
  project.refresh();
  const situation = known(project, happens);
  if (storyOf(situation).length === 0) return null;
  const affected = await affectedThen(project, situation, pause);
  const target = ownOf(project, 'scenario').at(-1)?.uris[0] ?? uri;
  const document = project.document(target);
  const text = view.textOf(target);
  if (!document || text === undefined || isLibrary(target)) return null;
  const { lineStarts } = document.outline.tree;
  const line = lineStarts.length - 1;
  const end = { line, character: text.length - (lineStarts[line] ?? 0) };
  const gap = text === '' ? '' : text.endsWith('\n') ? '\n' : '\n\n';
  const kept = scenarioText(
    project,
    situation,
    affected.map(({ entity }) => entity),
  );
  return { uri: target, range: { start: end, end }, newText: gap + kept };
}

const ownOf = ({ model }: Project, kind: string): Entity[] =>
  model.ofKind(kind).flatMap((id) => {
    const entity = model.entity(id);
    return entity && !isLibrary(entity.uris[0] ?? '') ? [entity] : [];
  });

function placesOf(project: Project): WhatIfPlace[] {
  return placeKinds
    .flatMap((kind) => ownOf(project, kind))
    .map(({ id, qualified, title, kind, parent }) => ({
      id,
      name: title === undefined ? qualified : `${qualified} (${title})`,
      kind,
      ...(parent?.startsWith('place:') && { parent }),
    }))
    .sort((a, b) => (a.id < b.id ? -1 : 1));
}

/** Only what the model knows by the kinds that can fail: pages are as good as what they remember. */
function known({ model }: Project, happens: Happening | undefined): Situation {
  const kindOf = (id: string): string => model.entity(id)?.kind ?? '';
  const isPlace = (id: string): boolean => (placeKinds as readonly string[]).includes(kindOf(id));
  const canStop = (id: string): boolean => isPlace(id) || (endpointKinds as readonly string[]).includes(kindOf(id));
  const few = <T>(all: readonly T[] | undefined): readonly T[] => (all ?? []).slice(0, MOST_FAILURES);
  const groups = few(happens?.groups)
    .map((places) => few(places).filter(isPlace))
    .filter((places) => places.length > 0);
  return {
    stopped: few(happens?.stopped).filter(({ id, at }) => canStop(id) && (at === undefined || isPlace(at))),
    groups: groups.length > 1 ? groups : [],
    cuts: few(happens?.cuts).filter(({ from, to }) => isPlace(from) && isPlace(to)),
    slow: few(happens?.slow)
      .filter(({ between: [a, b] }) => isPlace(a) && isPlace(b))
      .map(({ between, time }) => ({ between, time })),
  };
}
