/** What is known of an access: the models that it is granted, and those that it is refused, each with its argument. */
import type { Given } from '../../model/model.ts';
import type { Id } from '../../model/symbols.ts';
import { implies } from './models.ts';
import type { ConsistencyModel } from './models.ts';

/** Why a model does not hold, as a kind of execution. */
export type Cause =
  | 'stale-standby'
  | 'stale-member'
  | 'replicas-disagree'
  | 'lost-on-failover'
  | 'incomplete-promotion'
  | 'shown-early'
  | 'lost-power'
  | 'deposed-primary'
  | 'split-brain'
  | 'quorums-miss'
  | 'writes-apart'
  | 'read-inversion'
  | 'clock-order'
  | 'lost-update'
  | 'primaries-apart'
  | 'isolation-level'
  | 'found-by-testing'
  | 'replica-order';

/** What has to happen before a cause takes effect; the others do while nothing fails. */
export const occasionOf: Partial<Readonly<Record<Cause | PathCause, string>>> = {
  'lost-on-failover': 'after a failover',
  'incomplete-promotion': 'after a failover',
  'shown-early': 'after a failover',
  'split-brain': 'where a primary is cut off',
  'deposed-primary': 'where a primary is cut off',
  'lost-power': 'after power was lost',
  'lost-with-cache': 'after the cache was lost',
};

export interface Refutation {
  readonly model: ConsistencyModel;
  readonly cause: Cause;
  readonly argument: string;
  /** What brings it about, by key of the store. */
  readonly settings: readonly Given<unknown>[];
}

/** What costs the guarantee where it is not the store itself but what stands between it and its user. */
export type PathCause =
  | 'stale-cache'
  | 'stale-fill'
  | 'stale-source'
  | 'cache-bypassed'
  | 'lost-with-cache'
  | 'written-behind'
  | 'projection-lag'
  | 'written-twice'
  | 'session-split';

/** A refutation that says what to do: only the part of the path that brings it about knows. */
export interface PathRefutation extends Omit<Refutation, 'cause'> {
  readonly cause: PathCause;
  readonly remedy: string;
  /** The flow at which it is told where that flow has the need itself. */
  readonly flow?: Id;
  /** Single edits that take this refutation away. */
  readonly mends: readonly { readonly entity: Id; readonly key: string; readonly value: string }[];
}

export type AnyRefutation = Refutation | PathRefutation;

export const isOnPath = (refutation: AnyRefutation): refutation is PathRefutation => 'remedy' in refutation;

export interface Grant {
  readonly model: ConsistencyModel;
  readonly argument: string;
}

/** Of a store by itself; of a path, where its parts refute too. */
export interface Guarantees<R extends AnyRefutation = Refutation> {
  readonly grants: readonly Grant[];
  readonly refutations: readonly R[];
  /** Keys of the store that would have to be said to know more. */
  readonly missing: readonly string[];
}

export type PathGuarantees = Guarantees<AnyRefutation>;

export type Judgement<R extends AnyRefutation = Refutation> =
  | { readonly verdict: 'holds'; readonly grant: Grant }
  | { readonly verdict: 'violated'; readonly refutation: R }
  | { readonly verdict: 'unknown' };

export function judge<R extends AnyRefutation>(guarantees: Guarantees<R>, model: ConsistencyModel): Judgement<R> {
  const against = guarantees.refutations.filter((refuted) => implies(model, refuted.model));
  // What happens every day is told before what takes a fault.
  const refutation = against.find(({ cause }) => occasionOf[cause] === undefined) ?? against[0];
  if (refutation) return { verdict: 'violated', refutation };
  const grant = guarantees.grants.find((granted) => implies(granted.model, model));
  return grant ? { verdict: 'holds', grant } : { verdict: 'unknown' };
}

export const NOTHING_KNOWN: Guarantees = { grants: [], refutations: [], missing: [] };
