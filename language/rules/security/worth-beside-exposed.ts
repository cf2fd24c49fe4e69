import { assets, kept } from '../../analyses/security/assets.ts';
import { hasRole, isInScope } from '../../analyses/security/element.ts';
import { oddsAt, rate, worstRated } from '../../analyses/security/rating.ts';
import { entitiesOf } from '../../analyses/facts.ts';
import { label, written } from '../../model/model.ts';
import { named, pointedAt } from '../guards.ts';
import { violates } from '../rule.ts';
import type { EntityRule } from '../rule.ts';

const rule: EntityRule = {
  severity: 'error',
  on: ['boundary'],
  threat: { stride: ['elevation of privilege'], refs: ['CWE-653', 'CAPEC-1', 'ATT&CK T1210', 'ASVS 1.14.1'] },
  *check(entity, facts) {
    const kind = written(entity, 'kind');
    if (kind === undefined || kind === 'organisation' || kind === 'tenant' || kind === 'process') return;
    const inside = entitiesOf(facts, facts.childrenOf(entity.id)).filter((element) => isInScope(facts, element));
    const worth = inside.filter(
      (element) =>
        hasRole(facts, element, 'vault', 'identity-provider', 'directory', 'identity-store') ||
        (element.kind === 'store' &&
          facts.of(kept, element.id).some((data) => written(data, 'classification') === 'restricted')),
    );
    const exposed = inside.filter((element) =>
      hasRole(
        facts,
        element,
        'web-application',
        'content-management',
        'build-pipeline',
        'source-repository',
        'monitoring',
      ),
    );
    const pairs = worth.flatMap((element) => {
      const near = new Set(
        entitiesOf(facts, [...facts.flowsTo(element.id), ...facts.flowsFrom(element.id)]).flatMap((flow) => [
          flow.source ?? '',
          flow.target ?? '',
        ]),
      );
      return exposed.filter((other) => other !== element && !near.has(other.id)).map((other) => ({ element, other }));
    });
    if (pairs.length === 0) return;
    const kept1 = [...new Set(pairs.map(({ element }) => element))];
    const others = [...new Set(pairs.map(({ other }) => other))];
    const rated = worstRated(
      pairs.map(({ element, other }) =>
        rate(oddsAt(facts, other.id), facts.of(assets, element.id), ['secrecy', 'integrity'], { assumed: true }),
      ),
    );
    yield violates({
      at: { entity: entity.id },
      message: `In \`${label(entity)}\`, ${named(kept1)} stands beside ${named(others)} with no business between them: whoever takes over the one is a step from the other. Give what guards or keeps the most a boundary of its own.`,
      related: pointedAt([...kept1, ...others], 'stands here'),
      affects: kept1.map(({ id }) => id),
      ...(rated && { rated }),
    });
  },
};

export default rule;
