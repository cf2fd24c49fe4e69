/** What happens in a situation, in words and as it is written. */
import { qualifiedName } from '../../model/symbols.ts';
import type { Id } from '../../model/symbols.ts';
import { durationText } from '../timing/text.ts';
import type { Cut, Situation, Stopped } from './situation.ts';

/** One sentence for each thing that happens. */
export const storyOf = (situation: Situation): string[] => steps(situation).map(({ words }) => words);

/** As many of the things that happen, in the order of the story. */
export function firstOf(situation: Situation, number: number): Situation {
  const first = steps(situation).slice(0, Math.max(0, number));
  return {
    stopped: first.flatMap(({ part }) => part.stopped ?? []),
    groups: first.flatMap(({ part }) => part.groups ?? []),
    cuts: first.flatMap(({ part }) => part.cuts ?? []),
    slow: first.flatMap(({ part }) => part.slow ?? []),
  };
}

interface Step {
  readonly words: string;
  readonly part: Partial<Situation>;
}

const disks = { kept: 'stops, and keeps its disk', gone: 'is gone with its disk', open: 'stops' } as const;
const name = (id: Id): string => `\`${qualifiedName(id)}\``;

function steps({ stopped, groups, cuts, slow }: Situation): Step[] {
  return [
    ...stopped.map((one) => ({
      words: `${name(one.id)}${one.at === undefined ? '' : ` in ${name(one.at)}`} ${disks[one.disk]}`,
      part: { stopped: [one] },
    })),
    ...(groups.length > 1
      ? [
          {
            words: `${groups.map((places) => places.map(name).join(', ')).join(' and ')} cannot reach each other`,
            part: { groups },
          },
        ]
      : []),
    ...paired(cuts).map(({ cut, both }) => ({
      words: both
        ? `nothing gets between ${name(cut.from)} and ${name(cut.to)}`
        : `nothing gets from ${name(cut.from)} to ${name(cut.to)}`,
      part: { cuts: both ? [cut, { from: cut.to, to: cut.from }] : [cut] },
    })),
    ...slow.map((one) => ({
      words: `the link between ${name(one.between[0])} and ${name(one.between[1])} is slow${one.time === undefined ? '' : ` (${durationText(one.time)})`}`,
      part: { slow: [one] },
    })),
  ];
}

/** A cut in both directions is one. */
function paired(cuts: readonly Cut[]): { readonly cut: Cut; readonly both: boolean }[] {
  const isReverse = (a: Cut) => (b: Cut) => a.from === b.to && a.to === b.from && a.from !== a.to;
  return cuts
    .filter((cut, index) => !cuts.slice(0, index).some(isReverse(cut)))
    .map((cut) => ({ cut, both: cuts.some(isReverse(cut)) }));
}

/** The lines of a scenario in which this happens. */
export function linesOf({ stopped, groups, cuts, slow }: Situation): string[] {
  const named = (disk: Stopped['disk']): string =>
    stopped
      .filter((one) => one.disk === disk)
      .map(({ id, at }) => qualifiedName(id) + (at === undefined ? '' : ` in ${qualifiedName(at)}`))
      .join(', ');
  const links = paired(cuts).map(
    ({ cut, both }) => `${qualifiedName(cut.from)} ${both ? '<->' : '->'} ${qualifiedName(cut.to)}`,
  );
  const slowed = slow.map(
    ({ between: [a, b], time }) =>
      `${qualifiedName(a)} <-> ${qualifiedName(b)}${time === undefined ? '' : ` ${durationText(time)}`}`,
  );
  const sides = groups.map((places) => places.map(qualifiedName).join(', ')).join(' | ');
  return [
    ['fail', named('open')],
    ['crash', named('kept')],
    ['lose', named('gone')],
    ['partition', groups.length > 1 ? sides : ''],
    ['cut', links.join(', ')],
    ['slow', slowed.join(', ')],
  ].flatMap(([key = '', value = '']) => (value === '' ? [] : [`${key}: ${value}`]));
}
