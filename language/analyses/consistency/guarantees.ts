/** What is known of an access: the models that it is granted, and those that it is refused, each with its argument. */
import type { Given } from '../../model/model.ts';
import { implies } from './models.ts';
import type { ConsistencyModel } from './models.ts';

/** Why a model does not hold, as a kind of execution. */
export type Cause =
  | 'stale-standby'
  | 'stale-member'
  | 'replicas-disagree'
  | 'lost-on-failover'
  | 'incomplete-promotion'
  | 'lost-power'
  | 'deposed-primary'
  | 'split-brain'
  | 'quorums-miss'
  | 'writes-apart'
  | 'read-inversion'
  | 'clock-order'
  | 'lost-update'
  | 'primaries-apart';

export interface Refutation {
  readonly model: ConsistencyModel;
  readonly cause: Cause;
  readonly argument: string;
  /** What brings it about, by key of the store. */
  readonly settings: readonly Given<unknown>[];
}

export interface Grant {
  readonly model: ConsistencyModel;
  readonly argument: string;
}

export interface Guarantees {
  readonly grants: readonly Grant[];
  readonly refutations: readonly Refutation[];
  /** Keys of the store that would have to be said to know more. */
  readonly missing: readonly string[];
}

export type Judgement =
  | { readonly verdict: 'holds'; readonly grant: Grant }
  | { readonly verdict: 'violated'; readonly refutation: Refutation }
  | { readonly verdict: 'unknown' };

export function judge(guarantees: Guarantees, model: ConsistencyModel): Judgement {
  const refutation = guarantees.refutations.find((refuted) => implies(model, refuted.model));
  if (refutation) return { verdict: 'violated', refutation };
  const grant = guarantees.grants.find((granted) => implies(granted.model, model));
  return grant ? { verdict: 'holds', grant } : { verdict: 'unknown' };
}

export const NOTHING_KNOWN: Guarantees = { grants: [], refutations: [], missing: [] };
