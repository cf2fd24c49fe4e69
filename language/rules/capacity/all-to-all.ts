import { copiesOf } from '../../analyses/placement/copies.ts';
import { largestOf } from '../../analyses/placement/sizes.ts';
import { label, written } from '../../model/model.ts';
import { computeKinds, stateKinds } from '../../vocabulary/kinds.ts';
import { holds, unknown, violates } from '../rule.ts';
import type { EntityRule } from '../rule.ts';

const rule: EntityRule = {
  severity: 'error',
  productionOnly: true,
  on: [...computeKinds, ...stateKinds, 'consensus'],
  *check(element, facts) {
    const peers = written(element, 'peers');
    if (!peers) return;
    const copies = copiesOf(facts, element);
    if (!copies || peers.limit === undefined) {
      yield unknown({ entity: element.id, key: copies ? 'peers' : 'replicas' });
      return;
    }
    const { each, limit, resource } = peers;
    const needed = (count: number): number => each * Math.max(0, count - 1);
    const largest = largestOf(element, copies.total);
    if (needed(largest) <= limit) {
      yield holds(`${String(largest)} copies need ${String(needed(largest))} each, and ${String(limit)} are possible`);
      return;
    }
    const isNow = needed(copies.total) > limit;
    const count = isNow ? copies.total : largest;
    const most = each === 0 ? count : Math.floor(limit / each) + 1;
    yield violates({
      at: { entity: element.id, key: 'peers' },
      message: `\`${label(element)}\` outgrows what one copy can have: ${isNow ? `with ${String(count)} copies` : `scaled to ${String(count)} copies`} each keeps ${String(each)} for every other, ${String(needed(count))} ${resource}s, and ${String(limit)} are possible. All to all they grow with the square of the copies: ${String(needed(count) * count)} in all. Run at most ${String(most)} copies, split them into cells that do not talk to each other, or let each know only some of the others.`,
      related: [
        isNow
          ? { at: { entity: element.id, key: copies.key }, message: `${String(count)} copies` }
          : { at: { entity: element.id, key: 'scales' }, message: `up to ${String(count)} copies` },
      ],
    });
  },
};

export default rule;
