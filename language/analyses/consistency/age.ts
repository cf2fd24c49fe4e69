/**
 * How old what a reader gets from a cache or a follower may be, as far as the description bounds it: the time for which an
 * entry stays, or the lag, and that of what it is filled from. Lags add up along a chain.
 *
 * O(length of the chain).
 */
import { written } from '../../model/model.ts';
import type { Entity } from '../../model/model.ts';
import type { Id } from '../../model/symbols.ts';
import type { Facts } from '../facts.ts';
import { durationText } from '../timing/text.ts';
import { invalidationOf, sourcesOf } from './caches.ts';

export interface Age {
  /** Milliseconds; infinite where nothing bounds it, undefined where it is not known. */
  readonly most: number | undefined;
  /** What makes it so old, from the reader’s side on. */
  readonly because: readonly string[];
  /** The store that would have to say more, and what, where it is not known. */
  readonly missing: readonly { readonly entity: Id; readonly key: string }[];
}

const FRESH: Age = { most: 0, because: [], missing: [] };

/** The age of what is read at `store`, beyond that of the replica that answers. */
export function ageAt(facts: Facts, store: Entity, passed: ReadonlySet<Id> = new Set()): Age {
  if (passed.has(store.id)) return FRESH;
  const own = written(store, 'caches') ? cached(facts, store) : followed(store);
  const sources = written(store, 'caches')?.sources ?? written(store, 'follows')?.sources ?? [];
  const seen = new Set([...passed, store.id]);
  const before = sourcesOf(facts, sources)
    .map((source) => ageAt(facts, source, seen))
    .sort((a, b) => (b.most ?? 0) - (a.most ?? 0))[0];
  if (!before) return own;
  return {
    most: own.most === undefined || before.most === undefined ? undefined : own.most + before.most,
    because: [...own.because, ...before.because],
    missing: [...own.missing, ...before.missing],
  };
}

function followed(store: Entity): Age {
  const follows = written(store, 'follows');
  if (!follows) return FRESH;
  if (follows.within === undefined)
    return {
      most: Infinity,
      because: [`nothing bounds how far \`${store.name}\` lags (\`follows\` without \`within\`)`],
      missing: [],
    };
  const because = `\`${store.name}\` lags by up to ${durationText(follows.within)} (\`within\`)`;
  return { most: follows.within, because: [because], missing: [] };
}

function cached(facts: Facts, cache: Entity): Age {
  const strategy = written(cache, 'caches')?.strategy;
  if (strategy === undefined) return { most: undefined, because: [], missing: [] };
  // What passes through it is in it; who writes past it is told by its guarantees.
  if (strategy === 'through' || strategy === 'behind') return FRESH;
  const out = invalidationOf(facts, cache);
  const mayRace = strategy === 'aside' && out.fills !== 'leased';
  if (out.when === 'on write' && !mayRace) return FRESH;
  const ttl = written(cache, 'ttl');
  const told = out.when === 'never' || out.when === 'on write' || mayRace ? undefined : (out.within ?? Infinity);
  if (ttl === undefined && told === undefined)
    return { most: undefined, because: [], missing: [{ entity: cache.id, key: 'ttl' }] };
  const most = Math.min(ttl ?? Infinity, told ?? Infinity);
  const because =
    most === Infinity
      ? `nothing bounds when \`${cache.name}\` learns of a write`
      : most === ttl
        ? `an entry of \`${cache.name}\` lives up to ${durationText(most)} (\`ttl\`)`
        : `\`${cache.name}\` learns of a write within ${durationText(most)} (\`invalidated\`)`;
  return { most, because: [because], missing: [] };
}

/** An age for people: `up to 5min old`. */
export function ageText(most: number): string {
  if (most === 0) return 'as new as its source';
  return Number.isFinite(most) ? `up to ${durationText(most)} old` : 'of any age';
}
