/**
 * A scenario of what was tried out: what happens, and what the description gives then, so that an edit which takes it
 * away is noticed. O(affected × places of a partition).
 */
import { Ground } from '../analyses/failures/situation.ts';
import type { Situation } from '../analyses/failures/situation.ts';
import { linesOf, storyOf } from '../analyses/failures/story.ts';
import { losesAtMost } from '../analyses/failures/recovery-point.ts';
import { works, worksAt } from '../analyses/failures/works.ts';
import { durationText } from '../analyses/timing/text.ts';
import type { Entity } from '../model/model.ts';
import { idOf } from '../model/symbols.ts';
import type { Project } from '../project/project.ts';
import { holdsState } from '../vocabulary/kinds.ts';

/** More lines than this nobody reads; they are easily added. */
const MOST_EXPECTED = 16;

/** @param affected what is other than usual then: only of that something is expected. */
export function scenarioText(project: Project, situation: Situation, affected: readonly Entity[]): string {
  const expected = project.ask(`kept ${JSON.stringify(situation)} ${affected.map(({ id }) => id).join()}`, (facts) =>
    affected.flatMap((entity) => expectations(new Ground(facts, situation), entity)),
  );
  const title = storyOf(situation).join('; ').replaceAll(/[`"]/g, '');
  return [
    `scenario ${freeName(project, situation)} "What if ${title}?" {`,
    ...linesOf(situation).map((line) => `  ${line}`),
    ...expected.slice(0, MOST_EXPECTED).map((line) => `  expect: ${line}`),
    '}',
    '',
  ].join('\n');
}

/** What certainly holds of it. */
function expectations(ground: Ground, entity: Entity): string[] {
  const name = entity.qualified;
  if (entity.kind === 'operation') {
    const { certainty, after = 0 } = works(ground, entity, 'available', undefined);
    const within = typeof after === 'number' && after > 0 ? ` within ${durationText(after)}` : '';
    return certainty === 'yes' ? [`${name} available${within}`] : [];
  }
  if (!holdsState(entity.kind)) return [];
  const sides = ground.situation.groups.flat().filter((place) => ground.stopsAt(place) === 'no');
  const kept = losesAtMost(ground, entity, 0).certainty === 'yes' ? [`${name} loses no acknowledged write`] : [];
  return [
    ...kept,
    ...sides.flatMap((place) => {
      const { certainty } = worksAt(ground, entity, 'writable', place);
      const where = `writable in ${place.slice(place.indexOf(':') + 1)}`;
      return certainty === 'yes' ? [`${name} ${where}`] : certainty === 'no' ? [`${name} not ${where}`] : [];
    }),
  ];
}

function freeName({ model }: Project, situation: Situation): string {
  const [first = 'nothing'] = linesOf(situation);
  const words = first.toLowerCase().match(/[a-z0-9]+/g) ?? [];
  const stem = words.slice(0, 6).join('-');
  for (let number = 1; ; number++) {
    const name = number === 1 ? stem : `${stem}-${String(number)}`;
    if (!model.entity(idOf('scenario', name))) return name;
  }
}
