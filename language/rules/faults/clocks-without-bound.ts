import { clockBound } from '../../analyses/consistency/clocks.ts';
import { mechanism, origin } from '../../analyses/consistency/mechanism.ts';
import type { Mechanism } from '../../analyses/consistency/mechanism.ts';
import { shortfalls } from '../../analyses/consistency/shortfalls.ts';
import { writersOf } from '../../analyses/consistency/writers.ts';
import type { Facts } from '../../analyses/facts.ts';
import { label, written } from '../../model/model.ts';
import type { Entity, Given } from '../../model/model.ts';
import { stateKinds } from '../../vocabulary/kinds.ts';
import { holds, unknown, violates } from '../rule.ts';
import type { EntityRule } from '../rule.ts';

/** What rests on clocks, and what happens where they differ. */
interface Reliance {
  readonly setting: Given<unknown>;
  readonly key: string;
  readonly text: string;
  readonly advice: string;
}

const rule: EntityRule = {
  severity: 'warning',
  on: stateKinds.filter((kind) => kind !== 'cache'),
  *check(store, facts) {
    const how = facts.of(mechanism, store.id);
    const reliance = how && relianceOf(facts, store, how);
    if (!reliance) return;
    const bound = clockBound(facts, store);
    if (bound === undefined) {
      yield unknown({ entity: store.id, key: 'clocks' });
      return;
    }
    if (bound.within !== undefined) {
      yield holds(`clocks differ by ${String(bound.within)} ms at most`);
      return;
    }
    // The same cause, told with a need that it breaks.
    if (facts.of(shortfalls, store.id).found.some(({ refutation }) => refutation.cause === 'clock-order')) return;
    yield violates({
      at:
        reliance.setting.provenance.from === 'written' && reliance.setting.provenance.entity === store.id
          ? { entity: store.id, key: reliance.key }
          : { entity: store.id },
      message: `\`${label(store)}\` relies on clocks, and nothing bounds how far they differ (\`${bound.key}: ${bound.value}\`): ${reliance.text} (${origin(facts, reliance.setting)}). ${reliance.advice}, or say what bounds the clocks (\`clocks: within 100ms\`) and watch that it holds.`,
      related: [{ at: { entity: bound.by.id, key: bound.key }, message: 'no bound on clocks' }],
    });
  },
};

export default rule;

function relianceOf(facts: Facts, store: Entity, how: Mechanism): Reliance | undefined {
  const { reads, fencing, conflicts } = how;
  if (reads && 'confirmed' in reads.value && reads.value.confirmed === 'lease')
    return {
      setting: reads,
      key: 'reads',
      text: 'its leader answers reads as long as its lease lasts by its own clock (`reads: primary, confirmed by lease`), and by another clock the lease is over and another one leads: a read then misses what was acknowledged',
      advice: 'Confirm leadership by a quorum for each read (`reads: primary, confirmed by quorum`)',
    };
  if (fencing?.value === 'lease')
    return {
      setting: fencing,
      key: 'fencing',
      text: 'the old primary stops when its lease ends by its own clock (`fencing: lease`), and a slow one goes on taking writes while another leads',
      advice: 'Let replicas refuse an older leader (`fencing: epoch`)',
    };
  const updates = writersOf(facts, store.id);
  if (conflicts?.value !== 'last-write-wins' || updates.length === 0) return undefined;
  // What is updated loses updates whatever the clocks say, which is reported as such.
  if (updates.some((flow) => written(flow, 'access') === 'update')) return undefined;
  return {
    setting: conflicts,
    key: 'conflicts',
    text: 'of two writes the one with the later wall-clock time stays (`conflicts: last-write-wins`), so that a write is dropped for one that came long before, by a clock that is ahead',
    advice: 'Order versions by what they have seen (`conflicts: versions`)',
  };
}
