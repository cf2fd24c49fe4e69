import { mechanismFor } from '../../analyses/consistency/mechanism.ts';
import { accessFloors, floorsAfterFailover } from '../../analyses/latency/access.ts';
import { limitsOf, slowest, tooFar } from '../../analyses/latency/limits.ts';
import { legsText, placeName, placesText } from '../../analyses/latency/text.ts';
import { durationText } from '../../analyses/timing/text.ts';
import { label, written } from '../../model/model.ts';
import { listed } from '../../model/wording.ts';
import { holds, violates } from '../rule.ts';
import type { EntityRule } from '../rule.ts';

const rule: EntityRule = {
  severity: 'warning',
  productionOnly: true,
  on: ['flow'],
  *check(flow, facts) {
    const store = flow.target === undefined ? undefined : facts.entity(flow.target);
    const [limit] = limitsOf(flow);
    if (!store || !limit || flow.asynchronous) return;
    const { family, failover } = mechanismFor(facts, flow, store);
    if (family !== 'primary-backup' || failover?.value.mode !== 'automatic') return;
    const access = facts.of(accessFloors, flow.id);
    // What is too slow already is told as that.
    if (!access || access.from.length === 0 || tooFar(access.from, limit, ({ floor }) => floor.least).length > 0)
      return;
    const moves = floorsAfterFailover(access);
    const slow = moves.flatMap(({ leader, from }) => {
      const places = tooFar(from, limit, ({ floor }) => floor.least);
      const worst = slowest(places, ({ floor }) => floor.least);
      return worst ? [{ leader, places, worst }] : [];
    });
    const farthest = slowest(slow, ({ worst }) => worst.floor.least);
    if (!farthest) {
      if (moves.length > 0) yield holds('wherever a standby is promoted, the limit can be kept');
      return;
    }
    const { worst, places } = farthest;
    const clients = placesText(
      facts,
      places.map(({ place }) => place),
      access.from.map(({ place }) => place),
    );
    const targets = listed(
      slow.map(({ leader }) => `\`${placeName(facts, leader)}\``),
      'or',
    );
    yield violates({
      at: { entity: flow.id, key: limit.key },
      message: `\`${label(flow)}\` ${limit.text}, and a failover may move the primary of \`${label(store)}\` to ${targets} without anybody deciding: the round trips that it needs from ${clients} then take at least ${durationText(worst.floor.least)} (${legsText(facts, worst.floor.legs)}). Promote only standbys near its clients (keep those far away as a store that \`follows\` this one), let a person decide (\`failover: manual\`), or promise more than ${durationText(worst.floor.least)}.`,
      related: [
        ...(['primary', 'standbys'] as const)
          .filter((key) => written(store, key) !== undefined)
          .map((key) => ({ at: { entity: store.id, key }, message: `where \`${label(store)}\` stands` })),
        ...(written(store, 'failover')
          ? [{ at: { entity: store.id, key: 'failover' }, message: 'a standby is promoted automatically' }]
          : []),
      ],
    });
  },
};

export default rule;
