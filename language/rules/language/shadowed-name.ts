import { idOf } from '../../model/symbols.ts';
import type { Category } from '../../vocabulary/kinds.ts';
import { kinds } from '../../vocabulary/kinds.ts';
import { violates } from '../rule.ts';
import type { EntityRule } from '../rule.ts';

/** By kind. Members are only reached through their owner's name or from inside it, so they hide nothing. */
const categories: ReadonlyMap<string, Category> = new Map<string, Category>([
  ['flow', 'flow'],
  ...kinds.flatMap(({ name, category, member }): [string, Category][] =>
    category && !member ? [[name, category]] : [],
  ),
]);

const rule: EntityRule = {
  severity: 'error',
  on: [...categories.keys()],
  *check(entity, facts) {
    const category = categories.get(entity.kind);
    const { name, qualified } = entity;
    if (name === '' || category === undefined || qualified === name) return;
    for (let scope = outer(outer(qualified)); ; scope = outer(scope)) {
      const hidden = facts.entity(idOf(category, scope === '' ? name : `${scope}.${name}`));
      // What stands directly in its own scope is what it would be a duplicate of, not what it hides.
      if (hidden && hidden.id !== entity.id) {
        yield violates({
          at: { entity: entity.id },
          message: `\`${qualified}\` hides \`${hidden.qualified}\`: inside \`${outer(qualified)}\`, \`${name}\` no longer means the ${hidden.kind} outside. Give one of them another name.`,
          related: [{ at: { entity: hidden.id }, message: `\`${hidden.qualified}\` is declared here` }],
        });
        return;
      }
      if (scope === '') return;
    }
  },
};

export default rule;

const outer = (qualified: string): string => qualified.slice(0, Math.max(0, qualified.lastIndexOf('.')));
