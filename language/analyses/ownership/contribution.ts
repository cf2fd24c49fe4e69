import { qualifiedName } from '../../model/symbols.ts';
import { computeKinds, stateKinds } from '../../vocabulary/kinds.ts';
import type { Contributor } from '../facts.ts';
import { ownerOf } from './owner.ts';

const contributor: Contributor = {
  on: ['system', 'boundary', 'consensus', 'external', ...computeKinds, ...stateKinds],
  facts(facts, element) {
    const owner = facts.of(ownerOf, element.id);
    if (!owner) return [];
    const from = owner.by === element.id ? 'written here' : `from \`${qualifiedName(owner.by)}\`, in which it stands`;
    return [{ label: 'Owner', value: owner.name, reason: from }];
  },
  colourings: [{ name: 'owner', meaning: 'Owner', classify: (facts, element) => facts.of(ownerOf, element.id)?.name }],
};

export default contributor;
