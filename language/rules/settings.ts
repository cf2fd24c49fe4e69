/** Where a value that came to hold is written: in the element, or as a setting of its technology. */
import { nameOf } from '../analyses/consistency/mechanism.ts';
import type { Given } from '../model/model.ts';
import type { Place } from './rule.ts';

/** Nothing for defaults: nobody wrote them. */
export function placeOfSetting({ provenance }: Given<unknown>): Place | undefined {
  switch (provenance.from) {
    case 'written':
      return { entity: provenance.entity, key: provenance.key };
    case 'knob':
      return provenance.isDefault ? undefined : { entity: provenance.entity, key: nameOf(provenance.knob) };
    case 'technology':
      return undefined;
  }
}
