import { label } from '../../model/model.ts';
import type { Entity } from '../../model/model.ts';
import { impacts } from '../../model/threat.ts';
import { endpointKinds } from '../../vocabulary/kinds.ts';
import type { Contributor, Fact, Facts } from '../facts.ts';
import { assets, SERIOUS, valueText, worstOf } from './assets.ts';
import { wayText, wayTo } from './attack.ts';

const contributor: Contributor = {
  on: endpointKinds,
  facts: (facts, element) => [...worth(facts, element), ...reach(facts, element)],
};

export default contributor;

/** Only what matters: every element is worth something to somebody. */
function worth(facts: Facts, element: Entity): Fact[] {
  const { grade, concern, entity } = worstOf(facts.of(assets, element.id), ['secrecy', 'integrity', 'availability']);
  if (grade < SERIOUS || !concern || !entity) return [];
  return [
    {
      label: 'At stake',
      value: `${impacts[grade - 1] ?? ''} harm`,
      reason: `${valueText(entity, concern)}: the worst of what \`${label(element)}\` keeps, works on or exchanges`,
    },
  ];
}

function reach(facts: Facts, element: Entity): Fact[] {
  const way = facts.of(wayTo, element.id);
  if (!way || way.last === undefined) return [];
  const controls = way.controls === 1 ? '1 control' : `${String(way.controls)} controls`;
  return [
    {
      label: 'Within an attacker’s reach',
      value: `${wayText(facts, element.id)}, ${controls} on the way`,
      reason: `${way.because}; the way on which the fewest controls are said`,
    },
  ];
}
