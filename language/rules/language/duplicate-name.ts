import type { Entity } from '../../model/model.ts';
import { kinds } from '../../vocabulary/kinds.ts';
import { violates } from '../rule.ts';
import type { EntityRule, Violation } from '../rule.ts';

/** The second and later flows or links without a name between the same two ends in one file end in `#2`, `#3` … */
const COUNTED = /#\d+$/;

const rule: EntityRule = {
  severity: 'error',
  on: ['flow', ...kinds.filter((kind) => kind.continues !== true).map((kind) => kind.name)],
  *check(entity) {
    if (entity.name === '' && COUNTED.test(entity.id)) yield repetition(entity, entity.id.replace(COUNTED, ''));
    for (let declaration = 1; declaration < entity.declarations; declaration++)
      yield entity.name === '' ? repetition(entity, entity.id, declaration) : duplicate(entity, declaration);
  },
};

export default rule;

function duplicate(entity: Entity, declaration: number): Violation {
  const { id, kind, name } = entity;
  const remedy =
    kind === 'accept'
      ? 'Keep one of them.'
      : `Give this one another name, or write \`extend ${name} { … }\` if it continues the first.`;
  return violates({
    at: { entity: id, declaration },
    aspect: String(declaration + 1),
    message: `\`${name}\` is declared already, and what is written here does not count. ${remedy}`,
    related: [{ at: { entity: id, declaration: 0 }, message: `\`${name}\` is first declared here` }],
  });
}

function repetition({ id, kind }: Entity, first: string, declaration = 0): Violation {
  const message =
    kind === 'flow'
      ? 'This flow has no name, and neither has another one between the same two elements: they cannot be told apart. Give each a name behind its target, as in `a -> b name`.'
      : `This \`${kind}\` connects what another one connects already. Keep one of them.`;
  return violates({
    at: { entity: id, declaration },
    ...(declaration > 0 && { aspect: String(declaration + 1) }),
    message,
    related: [{ at: { entity: first, declaration: 0 }, message: 'The first one stands here' }],
  });
}
