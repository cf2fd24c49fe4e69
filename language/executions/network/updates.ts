/**
 * Whether updates (read, change and write back, all at once) can have happened one after the other. Each found what another
 * had left, so that there is one order at most: a chain from what was there at first.
 *
 * Source: Herlihy and Wing, Linearizability, 1990, for objects whose operations read and write. O(n²) for n updates.
 */
import type { Program, World } from './world.ts';

interface Update {
  readonly session: number;
  readonly object: string;
  readonly value: number;
  readonly found: number | undefined;
  readonly invoked: number;
  readonly returned: number | undefined;
}

/** Why no order explains the updates; nothing where one does. */
export function updatesBroken(
  program: Program,
  { observed }: Pick<World<unknown, unknown>, 'observed'>,
): string | undefined {
  const known = observed.flatMap((calls, session) =>
    calls.flatMap(({ invoked, returned, found }, i): Update[] => {
      const call = program[session]?.[i];
      return call?.action === 'update'
        ? [{ session, object: call.object, value: call.value, found, invoked, returned }]
        : [];
    }),
  );
  // What an update without an answer found, nobody knows.
  const updates = known.filter(({ returned }) => returned !== undefined);
  for (const [i, a] of updates.entries())
    for (const b of updates.slice(i + 1))
      if (a.object === b.object && a.found === b.found)
        return `the updates to ${String(a.value)} and to ${String(b.value)} of ${a.object} both found ${foundText(a.found)}: one of them is lost`;
  for (const later of updates)
    for (let at = updates.find(({ value }) => value === later.found); at; at = predecessor(updates, at))
      if (later.returned !== undefined && later.returned < at.invoked)
        return `the update to ${String(later.value)} found what was written only after it`;
  return undefined;
}

const predecessor = (updates: readonly Update[], { found }: Update): Update | undefined =>
  updates.find(({ value }) => value === found);

const foundText = (found: number | undefined): string => (found === undefined ? 'nothing' : String(found));
