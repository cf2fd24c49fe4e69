import { judge } from '../../analyses/consistency/guarantees.ts';
import { partiesTo } from '../../analyses/consistency/needs.ts';
import { guaranteesAlong } from '../../analyses/consistency/path.ts';
import { ageAt } from '../../analyses/consistency/age.ts';
import type { Age } from '../../analyses/consistency/age.ts';
import type { Facts } from '../../analyses/facts.ts';
import { durationText } from '../../analyses/timing/text.ts';
import { label, written, writtenValues } from '../../model/model.ts';
import type { Entity } from '../../model/model.ts';
import { listed } from '../../model/wording.ts';
import { holds, unknown, violates } from '../rule.ts';
import type { EntityRule } from '../rule.ts';

const rule: EntityRule = {
  isOfObjective: true,
  severity: 'error',
  on: ['flow'],
  *check(flow, facts) {
    const store = flow.target === undefined ? undefined : facts.entity(flow.target);
    if (!store || written(flow, 'access') !== 'read') return;
    const bound = boundFor(facts, flow, store);
    if (!bound) return;
    const { most, because, missing } = ageAt(facts, store);
    if (most === undefined) yield unknown(...missing);
    else if (most <= bound.most) {
      // The lag of replicas is not described.
      if (because.length > 0 && Number.isFinite(bound.most)) yield holds(listed(because, 'and'));
    } else if (Number.isFinite(bound.most) || !isBroken(facts, flow, store))
      yield finding(flow, store, bound, most, because);
  },
};

export default rule;

interface Bound {
  /** Milliseconds; infinite minus one step where only that there is one is asked for. */
  readonly most: number;
  readonly by: Entity;
  readonly key: 'staleness' | 'needs';
}

/** Any bound will do. */
const SOME = Number.MAX_VALUE;

/** The bound that is stated closest to the flow. */
function boundFor(facts: Facts, flow: Entity, store: Entity): Bound | undefined {
  const parties = partiesTo(facts, flow, store);
  for (const by of parties) {
    const stated = written(by, 'staleness');
    if (stated) return { most: stated.most, by, key: 'staleness' };
  }
  const by = parties.find((party) =>
    writtenValues(party, 'needs').some((models) => models.includes('bounded-staleness')),
  );
  return by && { most: SOME, by, key: 'needs' };
}

/** Whether another finding says already that the need is broken. */
const isBroken = (facts: Facts, flow: Entity, store: Entity): boolean =>
  judge(guaranteesAlong(facts, flow, store), 'bounded-staleness').verdict === 'violated';

function finding(flow: Entity, store: Entity, { most: bound, by, key }: Bound, most: number, because: Age['because']) {
  const asks =
    key === 'staleness'
      ? `may be ${durationText(bound)} old at most`
      : 'must not be older than some bound (`bounded-staleness`)';
  const stated = by.id === flow.id ? '' : ` (as ${by.kind} \`${label(by)}\` asks for)`;
  const age = Number.isFinite(most) ? `up to ${durationText(most)} old` : 'of any age';
  return violates({
    at: { entity: by.id, key },
    aspect: flow.id,
    message: `What \`${label(flow)}\` reads ${asks}${stated}, and is ${age}: ${listed(because, 'and')}. Bound the lag or the life of an entry by less, read at the source, or allow more.`,
    related: [
      ...(by.id === flow.id ? [] : [{ at: { entity: flow.id }, message: `\`${label(flow)}\` reads it` }]),
      {
        at: { entity: store.id, key: written(store, 'caches') ? 'caches' : 'follows' },
        message: `\`${label(store)}\` keeps what others hold`,
      },
    ],
    affects: [flow.id],
  });
}
