import { faultsOf } from '../../analyses/consistency/fault-model.ts';
import { isOnPath } from '../../analyses/consistency/guarantees.ts';
import type { Cause } from '../../analyses/consistency/guarantees.ts';
import { guaranteesAlong } from '../../analyses/consistency/path.ts';
import type { Facts } from '../../analyses/facts.ts';
import { durationText } from '../../analyses/timing/text.ts';
import { givenFor, label, written } from '../../model/model.ts';
import type { Entity } from '../../model/model.ts';
import { isStateKind } from '../../vocabulary/kinds.ts';
import { holds, unknown, violates } from '../rule.ts';
import type { EntityRule, Mend, Place } from '../rule.ts';

const rule: EntityRule = {
  severity: 'error',
  on: ['flow'],
  *check(flow, facts) {
    const locks = written(flow, 'locks');
    const keeper = flow.target === undefined ? undefined : facts.entity(flow.target);
    const [id] = locks?.resource.ids ?? [];
    const resource = id === undefined ? undefined : facts.entity(id);
    // A store that guards its own data ends the lock and the transaction together.
    if (!locks || !keeper || !resource || resource.id === keeper.id || 'purpose' in locks) return;
    if ('token' in locks) {
      yield holds(`\`${label(resource)}\` refuses an old holder by its token`);
      return;
    }
    const lapse = lapseOf(facts, flow, keeper) ?? lossOf(facts, flow, keeper);
    if (lapse === 'unknown') yield unknown({ entity: flow.id, key: 'lease' });
    else if (lapse)
      yield violates({
        at: { entity: flow.id, key: 'locks' },
        message: `\`${label(flow)}\` locks \`${label(resource)}\` at \`${label(keeper)}\`, and two may hold the lock at the same time: ${lapse.argument}. \`${label(resource)}\` does not look who holds it, and takes what both write. Let the lock give out a number that only grows, send it with each read and write, and let \`${label(resource)}\` refuse a lower one than it has seen (\`locks: ${locks.resource.path}, fenced by "…"\`); where two holders only waste work, say \`for efficiency\`.`,
        related: [
          { at: { entity: resource.id }, message: `\`${label(resource)}\` is what is locked` },
          ...lapse.related,
        ],
        fixes: [fenced(flow, locks.resource.path)],
        breaks: { access: flow.id, model: 'mutual-exclusion' },
      });
  },
};

export default rule;

interface Lapse {
  readonly argument: string;
  readonly related: readonly { readonly at: Place; readonly message: string }[];
}

/** The lock ends by a clock while its holder, which nothing keeps from pausing, believes that it has it. */
function lapseOf(facts: Facts, flow: Entity, keeper: Entity): Lapse | 'unknown' | undefined {
  const lease = givenFor(facts, flow, keeper, 'lease');
  if (timingOf(facts, keeper) === 'synchronous') return undefined;
  if (!lease) return lossOf(facts, flow, keeper) ?? 'unknown';
  if ('ends' in lease.value && lease.value.ends === 'released') return undefined;
  const ends =
    'lasts' in lease.value
      ? `it ends after ${durationText(lease.value.lasts)} (\`lease\`)`
      : `it ends with its holder’s session, which \`${label(keeper)}\` ends when it hears nothing for some time`;
  const { provenance } = lease;
  return {
    argument: `${ends}, and a holder that was paused or cut off meanwhile goes on as if it had it`,
    related:
      provenance.from === 'written'
        ? [{ at: { entity: provenance.entity, key: 'lease' }, message: 'when the lock ends by itself' }]
        : [],
  };
}

const timingOf = (facts: Facts, keeper: Entity): string | undefined =>
  faultsOf(facts, keeper)
    .map((faults) => written(faults, 'timing'))
    .find((timing) => timing !== undefined);

/** The store that keeps the lock may forget that it was taken. */
function lossOf(facts: Facts, flow: Entity, keeper: Entity): Lapse | undefined {
  if (!isStateKind(keeper.kind)) return undefined;
  const taking: Entity = { ...flow, values: new Map(flow.values).set('access', ['update']) };
  const refutation = guaranteesAlong(facts, taking, keeper).refutations.find(
    (refuted) => isOnPath(refuted) || FORGETS.includes(refuted.cause),
  );
  return refutation && { argument: refutation.argument, related: [] };
}

/** Ways in which two may each be told that they have the lock. */
const FORGETS: readonly string[] = [
  'lost-on-failover',
  'incomplete-promotion',
  'lost-power',
  'split-brain',
  'primaries-apart',
  'lost-update',
  'clock-order',
] satisfies readonly Cause[];

const fenced = (flow: Entity, resource: string): Mend => ({
  title: `Fence \`${label(flow)}\` by a token`,
  edits: [{ type: 'set', entity: flow.id, key: 'locks', value: `${resource}, fenced by "token"` }],
});
