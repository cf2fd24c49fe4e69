/**
 * What an access may rely on that goes through a cache. A cache keeps what its source held once: a read from it is as old
 * as the entry, and what takes the entry out decides how old that is.
 *
 * - Nothing but time takes it out: a session does not find what it wrote, and sees new and old values side by side.
 * - Whoever writes removes it (cache-aside): a reader that missed, read the source and was overtaken by a write puts the
 *   old value back afterwards. Leases exclude that: the write ends the lease of the miss.
 * - It is told later (change capture, events): until then it is stale.
 * - Writes pass through it: it is as new as its source, unless somebody writes past it.
 * - It acknowledges before the source has the write (write-behind): what the cache loses is gone.
 *
 * Source: Nishtala et al., Scaling Memcache at Facebook, NSDI 2013, sections 3.2 and 4; Terry et al., Session PathGuarantees,
 * 1994.
 *
 * O(flows at the cache and its sources).
 */
import { label, written } from '../../model/model.ts';
import type { Entity } from '../../model/model.ts';
import type { Id } from '../../model/symbols.ts';
import { listed } from '../../model/wording.ts';
import { isStateKind } from '../../vocabulary/kinds.ts';
import type { KeyValues } from '../../vocabulary/vocabulary.ts';
import { entitiesOf } from '../facts.ts';
import type { Facts } from '../facts.ts';
import { durationText } from '../timing/text.ts';
import { mayStayAtPrimary } from './acknowledgement.ts';
import { mechanism } from './mechanism.ts';
import type { Grant, PathGuarantees, PathCause, PathRefutation } from './guarantees.ts';
import { grantsModel, readsBy, setting } from './on-path.ts';
import type { Path } from './on-path.ts';
import { writersOf } from './writers.ts';

type Caches = KeyValues['caches'];
type Invalidated = KeyValues['invalidated'];

/** The stores that a cache keeps copies of, services and others left out. */
export const sourcesOf = (facts: Facts, sources: Caches['sources']): Entity[] =>
  entitiesOf(
    facts,
    sources.flatMap((source) => source.ids),
  ).filter((source) => isStateKind(source.kind));

/** When an entry is taken out: as written, else on write where everybody who writes the source writes here too. */
export function invalidationOf(facts: Facts, cache: Entity): Pick<Invalidated, 'when'> & Partial<Invalidated> {
  const said = written(cache, 'invalidated');
  if (said) return said;
  const here = new Set(writersOf(facts, cache.id).map(({ source }) => source));
  const writers = sourcesOf(facts, written(cache, 'caches')?.sources ?? []).flatMap(({ id }) => writersOf(facts, id));
  return { when: writers.length > 0 && writers.every(({ source }) => here.has(source)) ? 'on write' : 'never' };
}

export function throughCache(path: Path, caches: Caches): PathGuarantees {
  const { facts, flow, store, here } = path;
  const losses = caches.strategy === 'behind' ? [...lostWithCache(facts, store, caches)] : [];
  if (written(flow, 'access') !== 'read')
    return { grants: [], refutations: [...losses, ...here.refutations], missing: [] };
  if (caches.strategy === undefined) return { grants: [], refutations: here.refutations, missing: [] };
  const fills = fillsOf(path, caches);
  const refutations = [...losses, ...staleReads(path, caches), ...here.refutations, ...staleSources(path, fills)];
  return { grants: grantsOf(path, caches, fills), refutations, missing: here.missing };
}

function* staleReads({ facts, flow, store }: Path, caches: Caches): Iterable<PathRefutation> {
  const { strategy } = caches;
  const source = namesOf(facts, caches);
  const out = invalidationOf(facts, store);
  const stays = lifeOf(store);
  const settings = [...setting(store, 'caches'), ...setting(store, 'invalidated'), ...setting(store, 'ttl')];
  const leased = { entity: store.id, key: 'invalidated', value: 'on write, leased' };
  const token = { entity: flow.id, key: 'session', value: 'token' };
  const isTied = written(flow, 'session') === 'token';
  const stale = (cause: PathCause, argument: string, remedy: string, mends: PathRefutation['mends']) =>
    ({ cause, argument, remedy, mends, settings }) as const;
  if (strategy === 'through' || strategy === 'behind') {
    const past = passers(facts, store, caches);
    if (past.length === 0 || out.when === 'on write') return;
    const names = listed(
      past.map((writer) => `\`${label(writer)}\``),
      'and',
    );
    const bypassed = stale(
      'cache-bypassed',
      `${names} ${past.length === 1 ? 'writes' : 'write'} \`${source}\` past \`${store.name}\`, which goes on answering with what it has ${stays}`,
      `Let every write pass through \`${store.name}\`, remove the entry on each (\`invalidated: on write, leased\`), or need less.`,
      [leased],
    );
    yield { model: 'safe', ...bypassed };
    if (!isTied) yield { model: 'read-your-writes', ...bypassed };
    return;
  }
  const race = stale(
    'stale-fill',
    `a reader that misses in \`${store.name}\`, reads \`${source}\` and is overtaken by a write puts the old value into \`${store.name}\` afterwards, where it stays ${stays}`,
    'Refuse what is put in after a write (`invalidated: on write, leased`), read past the cache, or need less.',
    [leased],
  );
  if (out.when === 'never') {
    const old = stale(
      'stale-cache',
      `\`${store.name}\` answers with what it once read from \`${source}\`, and an entry stays ${stays}, whatever is written meanwhile`,
      'Remove the entry on each write, with leases (`invalidated: on write, leased`), read past the cache, or need less.',
      [leased],
    );
    yield { model: 'safe', ...old };
    if (!isTied) {
      yield { model: 'read-your-writes', ...old };
      yield { model: 'monotonic-writes', ...old };
      yield { model: 'writes-follow-reads', ...old };
    }
  } else if (out.when !== 'on write') {
    const within = out.within === undefined ? 'at some later time' : `within ${durationText(out.within)}`;
    const told = stale(
      'stale-cache',
      `\`${store.name}\` learns of a write to \`${source}\` by ${out.when} ${within}, after it was acknowledged, and answers with the old value until then`,
      'Remove the entry before a write is acknowledged (`invalidated: on write, leased`), read past the cache, or need less.',
      [leased],
    );
    yield { model: 'safe', ...told };
    if (!isTied) yield { model: 'read-your-writes', ...told, mends: [token, leased] };
  } else if (strategy === 'aside' && out.fills !== 'leased') {
    yield { model: 'safe', ...race };
    if (!isTied) yield { model: 'read-your-writes', ...race };
  }
  if (strategy === 'aside' && out.fills !== 'leased' && !isTied) yield { model: 'monotonic-reads', ...race };
}

/** Who writes the source and not the cache, where writes are to pass through it. */
function passers(facts: Facts, cache: Entity, caches: Caches): Entity[] {
  const through = new Set<Id | undefined>([cache.id, ...writersOf(facts, cache.id).map(({ source }) => source)]);
  return sourcesOf(facts, caches.sources).flatMap(({ id }) =>
    writersOf(facts, id).filter(({ source }) => !through.has(source)),
  );
}

/** Writes that the cache has acknowledged and the source does not have yet go with the cache. */
function* lostWithCache(facts: Facts, cache: Entity, caches: Caches): Iterable<PathRefutation> {
  const how = facts.of(mechanism, cache.id);
  const isCopied =
    how?.family !== undefined &&
    how.family !== 'single-copy' &&
    (how.commit === undefined || !mayStayAtPrimary(how.commit.value));
  // What another kind of store acknowledges it may have on disk.
  if (cache.kind !== 'cache' || isCopied) return;
  const source = namesOf(facts, caches);
  const lost: Omit<PathRefutation, 'model'> = {
    cause: 'lost-with-cache',
    argument: `\`${cache.name}\` acknowledges a write before \`${source}\` has it (\`caches: ${source} behind\`); when it stops before it has passed the write on, the acknowledged write is gone`,
    settings: setting(cache, 'caches'),
    remedy: 'Write to the source before acknowledging (`through` for `behind`), or need less.',
    mends: [{ entity: cache.id, key: 'caches', value: `${writtenSources(caches)} through` }],
  };
  yield { model: 'read-your-writes', ...lost };
  yield { model: 'monotonic-reads', ...lost };
  yield { model: 'linearizable', ...lost };
}

interface Fill {
  readonly flow: Entity | undefined;
  readonly source: Entity;
  readonly gives: PathGuarantees;
}

/** The reads that fill the cache: of whoever uses it, or its own. */
function fillsOf({ facts, flow, store, readAt }: Path, caches: Caches): Fill[] {
  const reader = caches.strategy === 'aside' ? flow.source : store.id;
  return sourcesOf(facts, caches.sources).flatMap((source) => {
    const by = readsBy(facts, reader, source);
    return readAt(source, by).map((gives, i) => ({ flow: by[i], source, gives }));
  });
}

/** What a described fill may miss, the reader of the cache misses with it. */
function* staleSources({ store }: Path, fills: readonly Fill[]): Iterable<PathRefutation> {
  for (const { flow, source, gives } of fills)
    for (const { model, argument, settings } of flow ? gives.refutations : [])
      yield {
        model,
        cause: 'stale-source',
        argument: `what \`${store.name}\` does not have is read from \`${source.name}\` by \`${label(flow ?? source)}\`, and ${argument}`,
        settings,
        remedy: `Mend that read of \`${source.name}\`, or need less.`,
        mends: [],
        ...(flow && { flow: flow.id }),
      };
}

function grantsOf({ facts, store }: Path, { strategy, sources }: Caches, fills: readonly Fill[]): Grant[] {
  const ttl = written(store, 'ttl');
  // A service or somebody else’s system may answer with anything.
  if (ttl === undefined || fills.length === 0 || sourcesOf(facts, sources).length < sources.length) return [];
  const argument = `an entry of \`${store.name}\` lives ${durationText(ttl)} at most, and is then read anew`;
  const model = (['bounded-staleness', 'eventual'] as const).find((weak) =>
    fills.every(({ gives }) => grantsModel(gives, weak)),
  );
  // Between reading the source and putting the value in, a reader may pause as long as it likes.
  if (strategy === 'behind' || model === undefined) return [];
  return [{ model: strategy === 'aside' ? 'eventual' : model, argument }];
}

/** A cache that acknowledges writes before it sends them to the store, as far as that flow is described. */
function cacheBehind(facts: Facts, store: Entity): Entity | undefined {
  const senders = entitiesOf(
    facts,
    facts.flowsTo(store.id).flatMap((id) => facts.entity(id)?.source ?? []),
  );
  return senders.find((cache) => {
    const caches = written(cache, 'caches');
    return (
      caches?.strategy === 'behind' &&
      caches.sources.some(({ ids }) => ids.includes(store.id)) &&
      writersOf(facts, cache.id).length > 0
    );
  });
}

/** Reading a store itself, while a cache beside it has acknowledged writes that the store lacks. */
export function besideCaches({ facts, flow, store, here }: Path): PathGuarantees {
  if (written(flow, 'access') !== 'read') return here;
  const cache = cacheBehind(facts, store);
  if (!cache || cache.id === flow.source) return here;
  const behind: Omit<PathRefutation, 'model'> = {
    cause: 'written-behind',
    argument: `\`${cache.name}\` acknowledges writes and sends them to \`${store.name}\` later (\`caches: ${store.name} behind\`), and this read goes to \`${store.name}\` past it`,
    settings: setting(cache, 'caches'),
    remedy: `Read through \`${cache.name}\`, let it write through, or need less.`,
    mends: [{ entity: cache.id, key: 'caches', value: `${writtenSources(written(cache, 'caches'))} through` }],
  };
  const isTied = written(flow, 'session') === 'token';
  const refutations: PathRefutation[] = [{ model: 'safe', ...behind }];
  if (!isTied) refutations.push({ model: 'read-your-writes', ...behind });
  const grants = here.grants.filter(({ model }) => model === 'eventual' || model === 'monotonic-reads');
  return { ...here, grants, refutations: [...refutations, ...here.refutations] };
}

const writtenSources = (caches: Caches | undefined): string =>
  (caches?.sources ?? []).map(({ path }) => path).join(' and ');

const namesOf = (facts: Facts, { sources }: Caches): string =>
  entitiesOf(
    facts,
    sources.flatMap(({ ids }) => ids),
  )
    .map((source) => source.name)
    .join('` and `') || sources.map(({ path }) => path).join('` and `');

function lifeOf(cache: Entity): string {
  const ttl = written(cache, 'ttl');
  return ttl === undefined ? 'until it expires or makes room' : `for up to ${durationText(ttl)}`;
}
