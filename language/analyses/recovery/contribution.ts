import { listed } from '../../model/wording.ts';
import { stateKinds } from '../../vocabulary/kinds.ts';
import type { Consequence, Contributor, Fact } from '../facts.ts';
import { isWorse, lossText, spanText } from './figures.ts';
import { setbacks } from './recovery.ts';
import type { Setback } from './recovery.ts';

const contributor: Contributor = {
  // What a cache keeps can be fetched again: that is what the kind says.
  on: stateKinds.filter((kind) => kind !== 'cache'),
  facts: (facts, store) =>
    facts
      .of(setbacks, store.id)
      .filter(isTelling)
      .map((setback): Fact => ({
        label: `After ${setback.fault}`,
        value: valueOf(setback),
        reason: [setback.because, setback.downtimeBecause].filter((text) => text !== '').join('; '),
      })),
  consequences(facts, store) {
    const counted = facts.of(setbacks, store.id).filter(({ counts }) => counts);
    if (counted.length === 0) return [];
    const result: Consequence[] = [];
    const worst = counted.map(({ loss }) => loss).reduce((a, b) => (isWorse(b, a) ? b : a));
    const isOpen = counted.some(({ open }) => open.loss.length > 0);
    if (!isOpen || worst.kind !== 'nothing')
      result.push({
        entity: store.id,
        measure: 'Acknowledged writes lost',
        value: lossText(worst),
        ...(worst.kind === 'latest' && { amount: worst.time, unit: 'ms' }),
        ...(worst.kind === 'nothing' && { amount: 0, unit: 'ms' }),
        better: 'less',
      });
    const downtimes = counted.flatMap(({ downtime }) => downtime ?? []);
    if (downtimes.length > 0) {
      const longest = Math.max(...downtimes);
      result.push({
        entity: store.id,
        measure: 'Recovery time',
        value: spanText(longest),
        amount: longest,
        unit: 'ms',
        better: 'less',
      });
    }
    return result;
  },
};

export default contributor;

/** Whether anything is known: a bound from below of nothing at all is none. */
const isTelling = ({ loss, downtime, open }: Setback): boolean =>
  loss.kind !== 'nothing' || downtime !== undefined || open.loss.length === 0;

function valueOf({ loss, downtime, open }: Setback): string {
  const keys = [...new Set(open.loss.map(({ key }) => `\`${key}\``))];
  const isOpen = loss.kind === 'nothing' && keys.length > 0;
  const lost = isOpen ? [`what is lost depends on ${listed(keys, 'and')}`] : [lossText(loss)];
  const back = downtime === undefined ? [] : [`works again within ${spanText(downtime)}`];
  return [...lost, ...back].join(', ');
}
