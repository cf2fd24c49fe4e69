import { assets } from '../../analyses/security/assets.ts';
import { hostedBy } from '../../analyses/security/hosted.ts';
import { isInScope } from '../../analyses/security/element.ts';
import { oddsAt, rate, worstRated } from '../../analyses/security/rating.ts';
import { boundaries } from '../../analyses/trust/trust.ts';
import { label } from '../../model/model.ts';
import { endpointKinds } from '../../vocabulary/kinds.ts';
import { named, pointedAt } from '../guards.ts';
import { violates } from '../rule.ts';
import type { EntityRule } from '../rule.ts';

const rule: EntityRule = {
  severity: 'error',
  on: [...endpointKinds],
  threat: { stride: ['elevation of privilege'], refs: ['CWE-653', 'CAPEC-480', 'ATT&CK T1611', 'ASVS 1.14.1'] },
  *check(entity, facts) {
    const hosted = facts.of(hostedBy, entity.id).filter((element) => isInScope(facts, element));
    const places = new Set(hosted.map((element) => facts.of(boundaries, element.id)[0]));
    if (places.size < 2) return;
    const rated = worstRated(
      hosted.flatMap((weak) =>
        hosted
          .filter((other) => other !== weak)
          .map((other) => {
            const { likelihood, because } = oddsAt(facts, weak.id);
            // Breaking out of what separates them is a step of its own.
            const less = Math.max(1, likelihood - 2) as typeof likelihood;
            return rate({ likelihood: less, because }, facts.of(assets, other.id), ['secrecy', 'integrity']);
          }),
      ),
    );
    yield violates({
      at: { entity: entity.id },
      message: `${named(hosted)} run on \`${label(entity)}\`, and stand in different trust boundaries: whoever breaks out of one is in the other. Give each level of trust machines of its own.`,
      related: pointedAt(hosted, 'runs here'),
      affects: hosted.map(({ id }) => id),
      ...(rated && { rated }),
    });
  },
};

export default rule;
