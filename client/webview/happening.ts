/** What happens in a trial, added to and taken from as plain data. Knows no page. */
import type { Happening, WhatIfPlace } from '../../server/protocol.ts';

export const nothingHappens: Happening = { stopped: [], groups: [], cuts: [], slow: [] };

/** The ids of what can fail behind a part of the picture: an element, a place, or the copy of an element in a place. */
export function subjectOf(id: string): { readonly id: string; readonly at?: string } | undefined {
  const [element = '', at] = id.split(' in ');
  if (!/^(element|place):/.test(element)) return undefined;
  if (at === undefined) return { id: element };
  return at.startsWith('place:') ? { id: element, at } : undefined;
}

/** The ends of a link of the picture. */
export function linkOf(id: string): readonly [string, string] | undefined {
  const [a = '', b = '', ...more] = id.split(' to ');
  return a.startsWith('place:') && b.startsWith('place:') && more.length === 0 ? [a, b] : undefined;
}

type Stop = Happening['stopped'][number];

/** What already fails that way does no more. */
export function toggleStop(happens: Happening, stop: Stop): Happening {
  const others = happens.stopped.filter(({ id, at }) => id !== stop.id || at !== stop.at);
  const same = happens.stopped.some(({ id, at, disk }) => id === stop.id && at === stop.at && disk === stop.disk);
  return { ...happens, stopped: same ? others : [...others, stop] };
}

/** A place against all others of its level, and those around it. */
export function cutOff(happens: Happening, place: string, places: readonly WhatIfPlace[]): Happening {
  const parentOf = new Map(places.map(({ id, parent }) => [id, parent]));
  const rest: string[] = [];
  for (let at: string | undefined = place; at !== undefined; at = parentOf.get(at)) {
    const parent = parentOf.get(at);
    rest.push(...places.filter((other) => other.parent === parent && other.id !== at).map(({ id }) => id));
  }
  return rest.length === 0 ? happens : { ...happens, groups: [[place], rest.sort()] };
}

export function toggleCut(happens: Happening, [from, to]: readonly [string, string]): Happening {
  const isThis = (cut: { readonly from: string; readonly to: string }): boolean =>
    (cut.from === from && cut.to === to) || (cut.from === to && cut.to === from);
  const others = happens.cuts.filter((cut) => !isThis(cut));
  const same = others.length < happens.cuts.length;
  return { ...happens, cuts: same ? others : [...others, { from, to }, { from: to, to: from }] };
}

export function toggleSlow(happens: Happening, [a, b]: readonly [string, string], time: number): Happening {
  const others = happens.slow.filter(({ between }) => !(between.includes(a) && between.includes(b)));
  const same = others.length < happens.slow.length;
  return { ...happens, slow: same ? others : [...others, { between: [a, b], time }] };
}

/** Without the thing that stands at this place of the story. */
export function without(happens: Happening, index: number): Happening {
  const { stopped, groups, cuts, slow } = happens;
  if (index < stopped.length) return { ...happens, stopped: stopped.filter((_, at) => at !== index) };
  let left = index - stopped.length;
  if (groups.length > 1 && left-- === 0) return { ...happens, groups: [] };
  const firsts = cuts.filter(
    ({ from, to }, at) => !cuts.slice(0, at).some((other) => other.from === to && other.to === from),
  );
  const cut = firsts[left];
  if (cut) {
    const isThis = ({ from, to }: typeof cut): boolean =>
      (from === cut.from && to === cut.to) || (from === cut.to && to === cut.from);
    return { ...happens, cuts: cuts.filter((other) => !isThis(other)) };
  }
  return { ...happens, slow: slow.filter((_, at) => at !== left - firsts.length) };
}

export const isQuiet = ({ stopped, groups, cuts, slow }: Happening): boolean =>
  stopped.length + cuts.length + slow.length === 0 && groups.length < 2;
