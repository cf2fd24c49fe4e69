import { detectionMayErr } from '../../analyses/consistency/fault-model.ts';
import { mechanism, mechanismFor, origin } from '../../analyses/consistency/mechanism.ts';
import { deposedTakes } from '../../analyses/consistency/primary-backup.ts';
import { shortfalls } from '../../analyses/consistency/shortfalls.ts';
import { durableWriters } from '../../analyses/consistency/writers.ts';
import { label } from '../../model/model.ts';
import { stateKinds } from '../../vocabulary/kinds.ts';
import { holds, unknown, violates } from '../rule.ts';
import type { EntityRule } from '../rule.ts';
import { placeOfSetting } from '../settings.ts';

const rule: EntityRule = {
  severity: 'error',
  productionOnly: true,
  // What a cache keeps can be lost and fetched again: that is what the kind says.
  on: stateKinds.filter((kind) => kind !== 'cache'),
  *check(store, facts) {
    const how = facts.of(mechanism, store.id);
    if (how?.family !== 'primary-backup' || how.failover?.value.mode !== 'automatic') return;
    const { failover, fencing } = how;
    if (!fencing) {
      yield unknown({ entity: store.id, key: 'fencing' });
      return;
    }
    if (fencing.value !== 'none') {
      yield holds(`the old primary is stopped (\`fencing: ${fencing.value}\`)`);
      return;
    }
    if (!detectionMayErr(facts, store)) return;
    const writers = durableWriters(facts, store).map((writer) => mechanismFor(facts, writer, store));
    const takesWrites = deposedTakes(facts, store, writers.length > 0 ? writers : [how]);
    if (takesWrites === undefined) {
      yield unknown({ entity: store.id, key: how.commit ? 'replicas' : 'commit' });
      return;
    }
    if (!takesWrites) {
      yield holds('a deposed primary acknowledges nothing: the promoted standby would have to confirm it');
      return;
    }
    // The same cause, told with a need that it breaks.
    if (facts.of(shortfalls, store.id).found.some(({ refutation }) => refutation.cause === 'split-brain')) return;
    const [unfenced, promoted] = [placeOfSetting(fencing), placeOfSetting(failover)];
    yield violates({
      at: unfenced ?? promoted ?? { entity: store.id },
      message: `Two primaries of \`${label(store)}\` may take writes at the same time: a standby is promoted automatically (${origin(facts, failover)}), the fault model lets the old primary be only slow or cut off, and nothing stops it then (\`fencing: none\`, ${origin(facts, fencing)}). What both have taken cannot be put together again. Stop the old primary before another is promoted (\`fencing: stonith\`, or \`epoch\` where replicas refuse an older leader), or let a person promote (\`failover: manual\`).`,
      related: unfenced && promoted ? [{ at: promoted, message: 'a standby is promoted automatically' }] : [],
    });
  },
};

export default rule;
