/** What statements about an entity say of it, put together. O(properties). */
import { pathText } from '../syntax/tree.ts';
import type { KnobValue } from './knobs.ts';
import type { Contribution } from './linked.ts';
import type { Entity, KnobSetting } from './model.ts';
import { isLibrary } from './origin.ts';
import { qualifiedName } from './symbols.ts';
import type { Id } from './symbols.ts';

type Head =
  'id' | 'kind' | 'name' | 'qualified' | 'title' | 'documentation' | 'parent' | 'source' | 'target' | 'asynchronous';

/** What the head of a declaration says. */
export function headOf(id: Id, { kind, parent, source, target, declared }: Contribution): Pick<Entity, Head> {
  const { statement, name } = declared;
  return {
    id,
    kind,
    name: statement.name ? name || pathText(statement.name) : '',
    qualified: qualifiedName(id),
    title: statement.title?.value,
    documentation: statement.documentation,
    parent,
    source,
    target,
    asynchronous: statement.edge?.arrow.name === '~>',
  };
}

/** What the statements about an entity say, put together. */
export function valuesOf(
  parts: readonly { readonly uri: string; readonly contribution: Contribution }[],
): Pick<Entity, 'values' | 'knobs' | 'repeated'> {
  // Most entities set no knob, and many have no value at all: they share one empty map.
  let values: Map<string, unknown[]> | undefined;
  let knobs: Map<string, KnobSetting> | undefined;
  let isRepeated = false;
  for (const { contribution } of parts)
    for (const { key, value, knob } of contribution.properties)
      if (knob !== undefined) {
        knobs ??= new Map();
        if (knobs.has(key)) isRepeated = true;
        else knobs.set(key, { knob, value: value as KnobValue });
      } else {
        values ??= new Map();
        const others = values.get(key);
        if (others) {
          others.push(value);
          isRepeated = true;
        } else values.set(key, [value]);
      }
  return { values: values ?? EMPTY, knobs: knobs ?? EMPTY, repeated: isRepeated ? repeatedIn(parts) : EMPTY };
}

/** How often each key is written by the project that may be written once, where that is more than once. */
function repeatedIn(
  parts: readonly { readonly uri: string; readonly contribution: Contribution }[],
): ReadonlyMap<string, number> {
  const times = new Map<string, number>();
  for (const { uri, contribution } of parts)
    for (const { key, repeatable } of contribution.properties)
      if (!repeatable && !isLibrary(uri)) times.set(key, (times.get(key) ?? 0) + 1);
  const repeated = [...times].filter(([, count]) => count > 1);
  return repeated.length > 0 ? new Map(repeated) : EMPTY;
}

const EMPTY: ReadonlyMap<string, never> = new Map<string, never>();
