/**
 * What one access may rely on along its path: at the store that it goes to, through the cache or the projection that this
 * store is, and for a user whose session ends at one replica of a service.
 *
 * Invariant: what stands in front of a store takes guarantees away and gives none. A grant of a path is one of what is
 * read at the end of it, and a refutation of the store itself stays one.
 *
 * O(length of the path × flows at each store on it).
 */
import { written } from '../../model/model.ts';
import type { Entity } from '../../model/model.ts';
import type { Id } from '../../model/symbols.ts';
import type { KeyValues } from '../../vocabulary/vocabulary.ts';
import type { Facts } from '../facts.ts';
import { besideCaches, throughCache } from './caches.ts';
import { guaranteesOf } from './derive.ts';
import { atFollower } from './followers.ts';
import { NOTHING_KNOWN } from './guarantees.ts';
import type { AnyRefutation, PathGuarantees } from './guarantees.ts';
import { mechanismFor } from './mechanism.ts';
import { setting } from './on-path.ts';
import type { Path } from './on-path.ts';
import { sessionOf, splitSession } from './session.ts';

/** What `as` may rely on where it goes to `store`, whatever that keeps copies of. */
export function guaranteesAlong(
  facts: Facts,
  as: Entity,
  store: Entity,
  passed: ReadonlySet<Id> = new Set(),
): PathGuarantees {
  const { flow, here } = forUsers(facts, as, store);
  if (written(flow, 'access') === undefined) return here;
  const seen = new Set([...passed, store.id]);
  const readAt = (source: Entity, by: readonly Entity[]): PathGuarantees[] => {
    // Stores that follow each other in a circle say nothing of where their data comes from.
    if (seen.has(source.id)) return [NOTHING_KNOWN];
    const reads = by.length > 0 ? by : [readLike(as, source)];
    return reads.map((read) => guaranteesAlong(facts, read, source, seen));
  };
  const path: Path = { facts, flow, store, here, readAt };
  const caches = written(store, 'caches');
  if (caches) return throughCache(path, caches);
  const follows = written(store, 'follows');
  if (follows) return atFollower(path, follows);
  return besideCaches(path);
}

/** The same access, asked for at the source instead. */
const readLike = (flow: Entity, source: Entity): Entity => ({
  ...flow,
  target: source.id,
  knobs: new Map(),
  values: new Map([...flow.values].filter(([key]) => key === 'session')).set('access', ['read']),
});

const withSession = (flow: Entity, session: KeyValues['session']): Entity =>
  written(flow, 'session') === session ? flow : { ...flow, values: new Map(flow.values).set('session', [session]) };

/** The access with what ties the requests of its users together, and what the store itself gives it. */
function forUsers(facts: Facts, as: Entity, store: Entity): { flow: Entity; here: PathGuarantees } {
  const said = sessionOf(facts, as);
  const byProduct = said === undefined ? mechanismFor(facts, as, store).session : undefined;
  const session = said ?? byProduct?.value;
  const flow = session === undefined ? as : withSession(as, session);
  const own = guaranteesOf(facts, byProduct ? as : flow, store);
  const split = splitSession(facts, flow, session);
  // Who says that a token ties a flow’s requests together says it of its users; of a product it is not known.
  if (!split || (said !== undefined && !split.isCertain)) return { flow, here: own };
  const untied = withSession(flow, 'none');
  const without = guaranteesOf(facts, untied, store);
  if (!split.isCertain) return { flow, here: { ...own, grants: without.grants } };
  const known = new Set(own.refutations.map(({ model }) => model));
  const refutations = without.refutations.map((refutation): AnyRefutation => {
    if (known.has(refutation.model)) return refutation;
    return {
      model: refutation.model,
      cause: 'session-split',
      argument: `${split.argument}; and ${refutation.argument}`,
      settings: [...(byProduct ? [byProduct] : setting(as, 'session')), ...refutation.settings],
      remedy: `Tie a user’s requests together before they get there (\`session: ${split.tie}\` on ${split.entries.length === 1 ? 'that flow' : 'those flows'}), or need less.`,
      mends: split.entries
        .slice(split.entries.length - 1)
        .map(({ id }) => ({ entity: id, key: 'session', value: split.tie })),
    };
  });
  return { flow: untied, here: { ...without, refutations } };
}
