/**
 * How much is lost in a situation: nothing, what a copy lags behind, or what the newest backup lacks. O(backups) besides
 * what `keepsWrites` costs.
 *
 * Source: ISO 22301 (recovery point objective).
 */
import { label } from '../../model/model.ts';
import type { Entity } from '../../model/model.ts';
import { backupText, destinationsOf } from '../recovery/backups.ts';
import { durationText } from '../timing/text.ts';
import { asked } from './asking.ts';
import { groupsOf } from './group.ts';
import { keepsWrites } from './loss.ts';
import { allOf, anyOf, no, open, yes } from './outcome.ts';
import type { Outcome } from './outcome.ts';
import type { Ground } from './situation.ts';

/**
 * Whether no more is lost than the writes of the last `most` milliseconds; of nothing at all, no acknowledged write.
 * What cannot be taken from another copy comes back from the backup.
 */
export function losesAtMost(ground: Ground, element: Entity, most: number): Outcome {
  const ways = asked(ground.facts, element, 'write');
  const kept = allOf(
    ways.map((way) => keepsWrites(ground, element, way)),
    '',
  );
  if (most === 0 || kept.certainty === 'yes') return kept;
  const groups = groupsOf(ground, element) ?? [];
  const isGone = groups.every((group) =>
    group.all.every((copy) => ground.losesDisk(element.id, group.place(copy)) !== 'no'),
  );
  if (!isGone || groups.length === 0) {
    const lag = ways[0]?.how.lag?.value;
    if (lag === undefined || kept.certainty === 'unknown')
      return open(`${kept.because}; nobody says how far a copy of \`${label(element)}\` may lag (\`lag\`)`);
    const text = `${kept.because}; a copy is at most ${durationText(lag)} behind (\`lag\`)`;
    return lag <= most ? yes(text) : no(text);
  }
  return restored(ground, element, most, kept);
}

/** What the newest backup that is left can give back. */
function restored(ground: Ground, element: Entity, most: number, kept: Outcome): Outcome {
  const destinations = destinationsOf(ground.facts, element);
  if (destinations.length === 0) return kept;
  const name = `\`${label(element)}\``;
  const left = destinations.map(({ backup, keeper, places }): Outcome => {
    const text = `a backup of ${name} (${backupText(backup)})`;
    const isSafe =
      places?.length &&
      places.every((place) => ground.stopsAt(place) === 'no') &&
      !(keeper && ground.stopsElement(keeper.id));
    if (!isSafe) return open(`nobody says that ${text} stands where nothing fails`);
    if (backup.every === 'continuous') return open(`nobody says how far ${text} lags`);
    return backup.every <= most ? yes(`${text} is left`) : no(`${text} may be as old as its interval`);
  });
  const best = anyOf(left, kept.because);
  return best.certainty === 'no' && kept.certainty === 'no' ? no(`${kept.because}, and ${best.because}`) : best;
}
