/** What runs on a machine, cluster or virtualisation. O(elements), once for the model. */
import { written } from '../../model/model.ts';
import type { Entity } from '../../model/model.ts';
import type { Id } from '../../model/symbols.ts';
import { endpointKinds } from '../../vocabulary/kinds.ts';
import { defineAnalysis, defineWholeAnalysis, entitiesOf } from '../facts.ts';

const hosts = defineWholeAnalysis<readonly Id[]>('security/hosts', (facts) => {
  const found = new Map<Id, Id[]>();
  for (const kind of endpointKinds)
    for (const element of entitiesOf(facts, facts.ofKind(kind)))
      for (const reference of written(element, 'runs-on') ?? [])
        for (const host of reference.ids) found.set(host, [...(found.get(host) ?? []), element.id]);
  return found;
});

export const hostedBy = defineAnalysis<readonly Entity[]>('security/hosted', (facts, id) =>
  entitiesOf(facts, facts.at(hosts, id) ?? []),
);
